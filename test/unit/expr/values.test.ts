/** What expressions give: values worked by hand, as a social scientist would write them. */
import { strict as assert } from 'node:assert';
import { compileExpression, compileTemplate, ExprFault, type Scope, type Value } from '../../../src/expr/index.js';

const people = [
  { id: 'ada', name: 'Ada', team: 'red', total: 3, mood: 4 },
  { id: 'ben', name: 'Ben', team: 'blue', total: 1, mood: null },
  { id: 'cleo', name: 'Cleo', team: 'red', total: 0, mood: 2 },
];
const names: { readonly [name: string]: Value } = {
  all: people,
  me: people[0] as Value,
  ada: people[0] as Value,
  ben: people[1] as Value,
  stock: 10,
  price: null,
  ended: 'no',
  words: ['jazz', 'chess'],
  round: 4,
  params: { capacity: 100, growth: 2 },
};
const scope: Scope = {
  lookup: (name) => (Object.hasOwn(names, name) ? names[name] : undefined),
  host: {
    tie: () => 0.25,
    change: (measure) => (measure === 'reciprocity' ? 0.5 : 0),
    like: (text, pattern) => text === 'tea' && pattern === 't.*',
  },
};

function run(source: string, steps?: number): Value {
  const compiled = compileExpression(source);
  assert.ok(compiled.ok, `${source}: ${compiled.ok ? '' : compiled.errors.map((e) => e.message).join(' ')}`);
  return compiled.run(scope, steps);
}

const table: readonly (readonly [string, Value])[] = [
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['7 / 2', 3.5],
  ['7 % 4', 3],
  ['2 ** 10', 1024],
  ['-stock + 1', -9],
  ['stock > 5 && round >= 4', true],
  ['stock > 5 && !(round < 4)', true],
  ['price == null', true],
  ['price != null && price > 3', false],
  ["ended == 'no' ? 1 : 2", 1],
  ['me == ada', true],
  ['me != ben', true],
  ["'took ' + me.total", 'took 3'],
  ['min(params.capacity, params.growth * stock)', 20],
  ['max([3, 9, 4])', 9],
  ['abs(-2)', 2],
  ['round(2.5)', 3],
  ['round(3.14159, 2)', 3.14],
  ['floor(-1.5)', -2],
  ['clamp(120, 0, 100)', 100],
  ['pow(2, 0.5) == sqrt(2)', true],
  ['log(8, 2) > 2.999 && log(8, 2) < 3.001', true],
  ['all.total', [3, 1, 0]],
  ['sum(all.total)', 4],
  ['mean(all.total)', 4 / 3],
  ['median(all.total)', 1],
  ['median([4, 1, 3, 2])', 2.5],
  ['sd([2, 4, 4, 4, 5, 5, 7, 9]) > 2.138 && sd([2, 4, 4, 4, 5, 5, 7, 9]) < 2.1381', true],
  ['share(all.total.map(x => x >= 1))', 2 / 3],
  ['count(all.total.map(x => x >= 1))', 2],
  ['count(all)', 3],
  ['gini([1, 1, 1, 1])', 0],
  ['gini([0, 0, 0, 4])', 0.75],
  ['gini([0, 0])', 0],
  ['entropy([1, 1, 2, 2])', 1],
  ["entropy(['a', 'a'])", 0],
  ['top([1, 5, 3], 2)', [5, 3]],
  ['bottom([1, 5, 3], 2)', [1, 3]],
  ['most(all.team)', 'red'],
  ['most([])', null],
  ['most([ben, ada, ben]) == ben', true],
  ["all.filter(a => a.team == 'red').length", 2],
  ["all.filter(a => a.team == 'red').map(a => a.name).join(' and ')", 'Ada and Cleo'],
  ['all.some(a => a.total > 2)', true],
  ['all.every(a => a.total > 2)', false],
  ['all.map((a, i) => i + a.total)', [3, 2, 2]],
  ['words.includes("jazz")', true],
  ['all.includes(ben)', true],
  ['words.slice(-1)', ['chess']],
  ['words[0].toUpperCase().slice(0, 2)', 'JA'],
  ["'a,b'.split(',').length", 2],
  ["' x '.trim().startsWith('x')", true],
  ['tie(ada, ben) < 0.3', true],
  ['change(reciprocity) > 0', true],
  ["like('tea', 't.*')", true],
  ['[1, [2, 3]] == [1, [2, 3]]', true],
  ['all.map(a => words.map(w => w.length).map(n => n + a.total).length)', [2, 2, 2]],
];

const faults: readonly (readonly [string, string, string])[] = [
  ['foo + 1', 'unknown-name', 'foo'],
  ['1 / (stock - 10)', 'division-by-zero', '(stock - 10)'],
  ['5 % 0', 'division-by-zero', '0'],
  ['price + 1', 'missing-value', 'price'],
  ['price < 3', 'missing-value', 'price < 3'],
  ['mean(all.mood)', 'missing-value', 'mean(all.mood)'],
  ['mean([])', 'missing-value', 'mean([])'],
  ['share([])', 'missing-value', 'share([])'],
  ['stock + true', 'wrong-type', 'true'],
  ["'a' < 1", 'wrong-type', "'a' < 1"],
  ['stock && true', 'wrong-type', 'stock'],
  ['stock.foo', 'wrong-type', 'foo'],
  ['me.nam', 'missing-value', 'nam'],
  ['me.constructor', 'missing-value', 'constructor'],
  ['words[9]', 'missing-value', '9'],
  ['words.toString()', 'wrong-type', 'toString'],
  ['words.map(1)', 'wrong-type', 'words.map(1)'],
  ['log(0)', 'out-of-range', 'log(0)'],
  ['sqrt(-1)', 'out-of-range', 'sqrt(-1)'],
  ['1e308 * 10', 'out-of-range', '1e308 * 10'],
  ['clamp(1, 5, 2)', 'out-of-range', 'clamp(1, 5, 2)'],
  ['gini([-1, 2])', 'out-of-range', 'gini([-1, 2])'],
  ['at(reciprocity, 1)', 'unknown-name', 'at'],
];

describe('expressions: values', () => {
  for (const [source, value] of table) it(`${source} gives ${JSON.stringify(value)}`, () => assert.deepEqual(run(source), value));

  it('an empty list has no share', () => assert.throws(() => run('share([])'), ExprFault));
});

describe('expressions: faults', () => {
  for (const [source, code, place] of faults) {
    it(`${source} is ${code} at ${place}`, () => {
      assert.throws(
        () => run(source),
        (error: unknown) => error instanceof ExprFault && error.code === code && source.slice(error.start, error.end) === place,
        source,
      );
    });
  }

  it('evaluation stops at the limit of steps', () => {
    const source = 'all.map(a => all.map(b => all.map(c => all.map(d => a.total + b.total + c.total + d.total))))';
    assert.throws(
      () => run(source, 300),
      (error: unknown) => error instanceof ExprFault && error.code === 'step-limit',
    );
    assert.doesNotThrow(() => run(source, 3000));
  });

  it('values that share their parts are fast', () => {
    const doubled = `[1]${'.map(a => [a, a])'.repeat(60)}`;
    assert.throws(
      () => run(`${doubled} == ${doubled}`),
      (error: unknown) => error instanceof ExprFault && error.code === 'step-limit',
    );
    assert.throws(
      () => run(`'' + ${doubled}`),
      (error: unknown) => error instanceof ExprFault,
    );
  });
});

describe('templates', () => {
  const render = (source: string): string => {
    const compiled = compileTemplate(source);
    assert.ok(compiled.ok);
    return compiled.run(scope);
  };

  it('fill in expressions', () =>
    assert.equal(render("Hi $(me.name): $(all.map(a => a.name + ' ' + a.total).join('; '))."), 'Hi Ada: Ada 3; Ben 1; Cleo 0.'));
  it('print numbers plainly', () => assert.equal(render('$(0.1 + 0.2) $(1 / 3) $(1000000 * 1000000)'), '0.3 0.333333 1000000000000'));
  it('join lists by commas and name agents', () => assert.equal(render('$(words) $(me) $(all)'), 'jazz, chess Ada Ada, Ben, Cleo'));
  it('leave brackets, dollars and escaped characters unchanged', () => assert.equal(render('(a) $5 $$(x) $'), '(a) $5 $(x) $'));
  it('accept quotes with brackets in them', () => assert.equal(render("$('a)b')!"), 'a)b!'));
  it('say where a value is missing', () => {
    const compiled = compileTemplate('It costs $(price).');
    assert.ok(compiled.ok);
    assert.throws(
      () => compiled.run(scope),
      (error: unknown) => error instanceof ExprFault && error.code === 'missing-value' && error.start === 9,
    );
  });
  it('report every invalid part', () => {
    const compiled = compileTemplate('a $(b c) d $(e');
    assert.ok(!compiled.ok);
    assert.deepEqual(
      compiled.errors.map((e) => [e.start, e.end]),
      [
        [6, 7],
        [11, 13],
      ],
    );
  });
});
