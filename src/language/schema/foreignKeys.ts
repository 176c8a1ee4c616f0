/** Keys that authors know from other tools, by the object that contains them: the key to use here, or an explanation. */
type Meant = { readonly key: string } | { readonly words: string };

const CHANCE: Meant = {
  words: 'Chance is drawn in a condition: `when: chance(0.3)`, or `who: { of: all, if: chance(0.3) }` for each by itself.',
};

const STRATEGY = (example: string): Meant => ({ words: `The built-in mind takes its strategy from a variable: \`${example}\`.` });

const MEANT: readonly (readonly [within: string, key: string, meant: Meant])[] = [
  ['Persona', 'strategy', STRATEGY('vars: { strategy: greedy }')],
  ['CastPart', 'strategy', STRATEGY('vars: { strategy: greedy }')],
  ['Role', 'strategy', STRATEGY('vars: { strategy: greedy }')],
  ['Population', 'strategy', STRATEGY('sample: { strategy: greedy }')],
  ['World', 'rules', { words: 'A rule is a phase that has a `then:`. Write it under `phases:`.' }],
  ['Phase', 'if', { words: '`when: …` says in which rounds, `who: { of: all, if: … }` whom it concerns.' }],
  ['Phase', 'condition', { key: 'when' }],
  ['Phase', 'effect', { key: 'then' }],
  ['Phase', 'chance', CHANCE],
  ['Action', 'condition', { key: 'when' }],
  ['Action', 'then', { key: 'effect' }],
  ['Action', 'chance', CHANCE],
  ['Intervention', 'if', { key: 'when' }],
  ['Intervention', 'effect', { key: 'then' }],
  ['Intervention', 'chance', CHANCE],
];

/** `within`: the title of the schema. */
export const meantIn = (within: string | undefined, key: string): Meant | null =>
  MEANT.find(([title, other]) => title === within && other === key)?.[2] ?? null;
