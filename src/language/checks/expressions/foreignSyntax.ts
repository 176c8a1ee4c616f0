/** Syntax of programming languages that does not exist here. The message names the mistake and the form to use. */
import { effectFunctions, type ExprProblem } from '../../../expr/index.js';
import { marked, t } from '../../../core/util/l10n.js';

/** Advice by the first word of a statement in other languages. */
const BEGINS: { readonly [word: string]: string } = {
  if: marked('There is no `if` among statements. Write `stock = stock > 3 ? 3 : stock`, or add `when:` to the statements.'),
  for: marked('There is no `for`. A phase with `who: all` does its `then:` for each.'),
  while: marked('There is no `while`. A phase does its `then:` once a round.'),
  const: marked('There is no `const`. Write `let` for a value that only this rule uses. Declare what is kept under `vars`.'),
  var: marked('There is no `var`. Write `let` for a value that only this rule uses. Declare what is kept under `vars`.'),
};

/** Methods of lists in other languages that do not exist here. */
const METHODS: { readonly [name: string]: string } = {
  find: marked('Write list.filter(…)[0].'),
  reduce: marked('Write sum(list.map(…)), or max(…) and min(…) in its place.'),
  sort: marked('Write top(list, 3, a => …) or bottom(list, 3, a => …).'),
  forEach: marked('A phase with `who: all` does its `then:` for each.'),
};

/** Random functions of other languages. */
const DRAWS: ReadonlySet<string> = new Set(['random', 'rand', 'choice', 'uniform', 'normal', 'beta', 'sample', 'shuffle']);

const DRAWN = marked(
  'Rules draw with `chance(0.3)` and `pick(list)`, people are drawn by `pick: random 3`, and what they start with under `sample:`.',
);
const HANGS = marked('A condition within a line cannot control an effect. Add `when:` to the statements.');

/** A problem of `source`, with advice for authors who know another language. */
export function saidHere(problem: ExprProblem, source: string, isStatements: boolean): ExprProblem {
  const words = wordsFor(problem, source, isStatements);
  if (words === null) return problem;
  const { suggestion: _, ...rest } = problem;
  return { ...rest, message: words };
}

function wordsFor({ code, start, end }: ExprProblem, source: string, isStatements: boolean): string | null {
  const text = source.slice(start, end);
  if (code === 'unknown-function') {
    const known = DRAWS.has(text) ? DRAWN : Object.hasOwn(METHODS, text) ? METHODS[text] : undefined;
    return known === undefined ? null : t('There is no function `{0}`. {1}', text, known);
  }
  if (code === 'unknown-name' && DRAWS.has(/^Math\.(\w+)/.exec(source.slice(start))?.[1] ?? '')) return DRAWN;
  if (code !== 'syntax') return null;
  if (isStatements && text === ';') return t('Each statement must be on a line of its own.');
  const line = source.slice(source.lastIndexOf('\n', start - 1) + 1);
  const begins = /^\s*(\w+)\b(?!\s*[-+*/]?=)/.exec(line)?.[1] ?? '';
  if (isStatements && Object.hasOwn(BEGINS, begins)) return BEGINS[begins] ?? null;
  if (text === 'if') return t('Write `condition ? one : other`.');
  return isStatements && /&&|\|\||\?/.test(text) && callsEffect(text) ? HANGS : null;
}

const callsEffect = (text: string): boolean => [...text.matchAll(/(\w+)\(/g)].some(([, name]) => effectFunctions.has(name ?? ''));
