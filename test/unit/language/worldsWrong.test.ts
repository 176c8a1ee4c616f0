/** Wrong effects and rules of worlds, found when authoring: what is said, and exactly where. Then what only a run can find. */
import { strict as assert } from 'node:assert';
import { diagnose } from './support.js';

interface Wrong {
  readonly why: string;
  /** Lines of the world; what is wrong is between ⟦ and ⟧. */
  readonly world: string;
  readonly code: string;
  readonly severity?: 'warning';
}

const VARS = `params: { capacity: 100, growth: 2 }
vars: { stock: 100, price: number?, monitor: agent?, ended: [no, deal, walked], open: true }
agent_vars: { total: 0, ballot: agent?, note: text }`;

const action = (line: string): string => `actions:\n  take:\n    does: Take.\n    args: { amount: 0..10, who: agent }\n    ${line}`;
const effect = (statements: string): string => action(`effect: |\n      ${statements.replaceAll('\n', '\n      ')}`);
const rule = (statements: string): string => `phases:\n  after:\n    then: |\n      ${statements.replaceAll('\n', '\n      ')}`;

const WRONG: readonly Wrong[] = [
  { why: 'a variable that does not exist', world: effect('⟦stok⟧ -= amount'), code: 'expression-unknown-name' },
  { why: 'a variable of an agent that does not exist', world: effect('me.⟦totl⟧ += amount'), code: 'expression-unknown-field' },
  { why: 'text in a number', world: effect("stock = ⟦'much'⟧"), code: 'expression-wrong-type' },
  { why: 'a number in an agent', world: effect('monitor = ⟦3⟧'), code: 'expression-wrong-type' },
  { why: 'an agent in a number', world: effect('me.total = ⟦who⟧'), code: 'expression-wrong-type' },
  { why: 'a word that a choice does not have', world: effect("ended = ⟦'won'⟧"), code: 'expression-wrong-type' },
  { why: 'text in yes or no', world: effect("open = ⟦'yes'⟧"), code: 'expression-wrong-type' },
  { why: 'a parameter is constant', world: effect('⟦capacity⟧ = 1'), code: 'expression-not-variable' },
  { why: 'an argument was chosen', world: effect('⟦amount⟧ = 1'), code: 'expression-not-variable' },
  { why: 'a person stays as they are', world: effect('me.⟦age⟧ += 1'), code: 'expression-not-variable' },
  { why: '`me` itself cannot be set', world: effect('⟦me⟧ = who'), code: 'expression-not-variable' },
  { why: 'an expression that changes nothing', world: effect('⟦stock - amount⟧'), code: 'expression-syntax' },
  { why: 'only the second line is wrong', world: effect('stock -= amount\nstock = ⟦me⟧'), code: 'expression-wrong-type' },
  {
    why: 'what may be missing has to be tested',
    world: effect('stock = ⟦price⟧ * 2'),
    code: 'expression-maybe-missing',
    severity: 'warning',
  },
  { why: 'no share, so nothing is granted', world: effect('stock -= ⟦granted⟧'), code: 'expression-unknown-name' },
  { why: 'no target', world: effect('⟦target⟧.total += 1'), code: 'expression-unknown-name' },
  { why: 'an effect function that does not exist', world: effect('⟦give⟧(me, 3)'), code: 'expression-unknown-function' },
  { why: 'a tie to a number', world: effect('bond(me, ⟦4⟧, friends, 0.5)'), code: 'expression-wrong-type' },
  { why: 'a network that does not exist', world: effect('bond(me, who, ⟦freinds⟧, 0.5)'), code: 'expression-unknown-name' },
  { why: 'too few arguments', world: effect('⟦remember(me)⟧'), code: 'expression-wrong-arguments' },
  { why: 'nobody acts in a rule of the world', world: rule('⟦me⟧.total = 0'), code: 'expression-unknown-name' },
  { why: 'an argument is not known in a rule', world: rule('stock -= ⟦amount⟧'), code: 'expression-unknown-name' },
  { why: 'a list where a number belongs', world: rule('stock = ⟦all.total⟧'), code: 'expression-wrong-type' },
  { why: 'a function over what is no list', world: rule('stock = sum(⟦stock⟧)'), code: 'expression-wrong-type' },
  { why: 'a function with a slip', world: rule('stock = ⟦maxx⟧(1, 2)'), code: 'expression-unknown-function' },
  { why: 'a condition that is no condition', world: action('when: ⟦stock - 1⟧'), code: 'expression-wrong-type' },
  { why: 'an argument is not chosen yet', world: action('when: ⟦amount⟧ > 1'), code: 'expression-unknown-name' },
  {
    why: 'a bound that is no number',
    world: 'actions:\n  take: { does: Take., args: { amount: "0..⟦monitor⟧" } }',
    code: 'expression-wrong-type',
  },
  { why: 'a stop that is no condition', world: 'phases:\n  end: { stop: ⟦stock⟧ }', code: 'expression-wrong-type' },
  { why: 'an until over what is not there', world: 'phases:\n  talk: { until: "⟦ende⟧ != \'no\'" }', code: 'expression-unknown-name' },
  {
    why: 'a comparison that never holds',
    world: 'phases:\n  talk: { until: "ended == ⟦\'over\'⟧" }',
    code: 'expression-never-equal',
  },
  { why: 'a rank that is no number', world: 'phases:\n  next: { replace: { keep: 0.5, by: ⟦me.note⟧ } }', code: 'expression-wrong-type' },
  {
    why: 'a rate that is no number',
    world: 'phases:\n  talk: { order: { kind: asynchronous, rate: ⟦me.note⟧ } }',
    code: 'expression-wrong-type',
  },
  { why: 'a measure that is no number', world: 'measures: { m: ⟦ended⟧ }', code: 'expression-wrong-type' },
  {
    why: 'an answer that was not asked for',
    world: 'phases:\n  j: { resolve: { ask: So?, answer: { grade: 0..4 } }, then: stock = ⟦grad⟧ }',
    code: 'expression-unknown-name',
  },
  {
    why: 'an answer of another kind',
    world: 'phases:\n  j: { resolve: { ask: So?, answer: { grade: 0..4 } }, then: monitor = ⟦grade⟧ }',
    code: 'expression-wrong-type',
  },
  { why: 'a share of what is no number', world: action('share: { of: ⟦monitor⟧, ask: amount }'), code: 'expression-wrong-type' },
  { why: 'what is told names what is not there', world: action('tell: "$(me.name) took $(⟦amont⟧)."'), code: 'expression-unknown-name' },
  {
    why: 'a place that is not there',
    world: `places: { bar: {}, garden: {} }\n${action("when: me.place == ⟦'bra'⟧")}`,
    code: 'expression-never-equal',
  },
  {
    why: 'the place of an agent changes by joining',
    world: `places: { bar: {} }\n${effect("me.⟦place⟧ = 'bar'")}`,
    code: 'expression-not-variable',
  },
];

const PEOPLE = `society: 1
personas: { ada: { name: Ada, age: 41 }, ben: { name: Ben } }
ties: { friends: { among: all } }
`;

const text = (world: string): string => {
  const known = new Set(world.split('\n').flatMap((line) => /^([a-z_]+):/.exec(line)?.[1] ?? []));
  const rest = VARS.split('\n').filter((line) => !known.has(line.slice(0, line.indexOf(':'))));
  const lines = [...rest, ...world.split('\n')].map((line) => `    ${line}`);
  return `${PEOPLE}worlds:\n  w:\n${lines.join('\n')}\nscenarios:\n  s: { cast: all, world: w }\n`;
};

describe('a wrong effect or rule of a world', () => {
  for (const { why, world, code, severity = 'error' } of WRONG)
    it(`is reported at its position: ${why}`, async () => {
      const marked = text(world);
      const [start, end] = [marked.indexOf('⟦'), marked.indexOf('⟧') - 1];
      const source = marked.replace(/[⟦⟧]/g, '');
      const found = (await diagnose(source)).filter((one) => one.severity !== 'info' && one.code.startsWith('expression'));
      const at = (line: number, character: number): number =>
        source
          .split('\n')
          .slice(0, line)
          .reduce((sum, one) => sum + one.length + 1, 0) + character;
      assert.deepEqual(
        found.map((one) => [
          one.code,
          one.severity,
          source.slice(at(one.range.start.line, one.range.start.character), at(one.range.end.line, one.range.end.character)),
        ]),
        [[code, severity, source.slice(start, end)]],
      );
      assert.equal(at(found[0]!.range.start.line, found[0]!.range.start.character), start);
    });

  it('has a day of 24 hours', async () => {
    const order = (hours: number): string =>
      `phases:\n  talk: { order: { kind: asynchronous, hours: [${Array.from({ length: hours }, () => 0.5).join(', ')}] } }`;
    const codes = async (hours: number): Promise<readonly string[]> =>
      (await diagnose(text(order(hours)))).filter(({ severity }) => severity === 'error').map(({ message }) => message);
    assert.deepEqual([await codes(24), await codes(23)], [[], ['A day has 24 hours, but this list has 23 values.']]);
  });

  const LOST: readonly (readonly [string, string, string, string | null])[] = [
    ['a value of their own', 'stock = amount', 'who: all', 'stock = amount'],
    ['without an order, too', 'monitor = who', '', 'monitor = who'],
    ['the second line', 'me.total = amount\nprice = amount', 'who: all', 'price = amount'],
    ['what reads the variable', 'stock = stock - amount', 'who: all', null],
    ['a change of it', 'stock -= amount', 'who: all', null],
    ['the same value for all', "ended = 'deal'", 'who: all', null],
    ['variables of their own', 'me.total = amount', 'who: all', null],
    ['one after another', 'stock = amount', 'who: all, order: sequential', null],
    ['one alone', 'stock = amount', 'who: ada', null],
    ['those for whom something holds', 'stock = amount', 'who: { of: all, if: me == monitor }', null],
  ];
  for (const [what, statements, phase, lost] of LOST)
    it(`${lost === null ? 'is not reported' : 'is reported'} where all agents set a variable at once: ${what}`, async () => {
      const source = text(`${effect(statements)}\nphases:\n  go: { ${phase === '' ? '' : `${phase}, `}actions: [take] }`);
      const found = (await diagnose(source)).filter(({ code }) => code === 'lost-write');
      const lines = source.split('\n');
      assert.deepEqual(
        found.map(({ range }) => lines[range.start.line]!.slice(range.start.character, range.end.character)),
        lost === null ? [] : [lost],
      );
    });

  it('is not reported where the act is possible only while the variable is not set', async () => {
    const guarded = effect('open = amount > 3').replace('effect', 'when: open\n    effect');
    const found = await diagnose(text(`${guarded}\nphases:\n  go: { actions: [take] }`));
    assert.deepEqual(
      found.flatMap(({ code, severity }) => (severity === 'info' ? [] : [code])),
      [],
    );
  });

  it('has more than twenty cases, each with its own message', () => {
    assert.ok(WRONG.length >= 20);
    assert.equal(new Set(WRONG.map(({ world }) => world)).size, WRONG.length);
  });
});
