/** Problems in the text of an expression, and their positions. */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import {
  checkExpression,
  checkStatements,
  compileExpression,
  compileStatements,
  compileTemplate,
  ExprFault,
  type Named,
  type NameTypes,
  nearest,
  type Type,
  type Value,
} from '../../../src/expr/index.js';

const number: Type = { kind: 'number' };
const agent: Type = {
  kind: 'record',
  name: 'agent',
  open: false,
  fields: new Map<string, Named>([
    ['name', { type: { kind: 'text' } }],
    ['total', { type: number }],
  ]),
};
const names: NameTypes = {
  names: new Map<string, Named>([
    ['stock', { type: number }],
    ['reciprocity', { type: number }],
    ['me', { type: agent }],
    ['all', { type: { kind: 'list', of: agent } }],
  ]),
  things: { measure: new Set(['reciprocity']), network: new Set(['friendship']) },
};

/** Expression → the part that is wrong, and words of the message. */
const wrong: readonly (readonly [string, string, RegExp])[] = [
  ['', '', /missing/],
  ['(1 + 2', '2', /ends too early/],
  ['1 2', '2', /comma or an operator is missing/],
  ['"abc', '"abc', /quote is not closed/],
  ['a and b', 'and', /Write && instead/],
  ['a or b', 'or', /\|\|/],
  ['stock = 1', 'stock = 1', /Use == to compare/],
  ['stock === 1', 'stock === 1', /Write ==/],
  ['stock ?? 1', 'stock ?? 1', /\?\?/],
  ['me?.name', 'me?.name', /\?\./],
  ['new Date()', 'new Date()', /`new`/],
  ['this.x', 'this', /`me`/],
  ['`a`', '`a`', /plain quotes/],
  ['stock++', 'stock++', /\+= 1/],
  ['x => x', 'x => x', /only be an argument/],
  ['all.map(x => { return 1 })', '{ return 1 }', /one expression/],
  ['all.map(function (x) { return x })', 'function (x) { return x }', /arrow function/],
  ['/a/', '/a/', /pattern as text/],
  ['/(/', '/(/', /pattern as text/],
  ['(0, eval)("1")', '(0, eval)', /by its name/],
  ['[...all]', '...all', /not part/],
  ['typeof stock', 'typeof stock', /not part/],
  ['stcok > 1', 'stcok', /Did you mean `stock`/],
  ['windowless', 'windowless', /unknown here/],
  ['me.nmae', 'nmae', /Did you mean `name`/],
  ['all.totl', 'totl', /Did you mean `total`/],
  ['maen(all.total)', 'maen', /Did you mean `mean`/],
  ['all.mpa(x => x)', 'mpa', /Did you mean `map`/],
  ['mean()', 'mean()', /argument is missing: mean\(numbers\)/],
  ['mean(all.total, 1)', 'mean(all.total, 1)', /too many/],
  ['all.map(1)', 'all.map(1)', /needs a function/],
  ['change(reciprcity)', 'reciprcity', /no measure/],
  ['tie(me, me, frendship)', 'frendship', /no network/],
  ['mean > 1', 'mean', /call it/],
  ['stock.x', 'x', /has no `x`/],
  ['globalThis.process', 'globalThis', /unknown here/],
];

describe('expressions: problems', () => {
  for (const [source, part, message] of wrong) {
    it(`${source || '(nothing)'}: ${message.source}`, () => {
      const problems = checkExpression(source, names);
      assert.equal(problems.length, 1, JSON.stringify(problems));
      assert.match(problems[0]?.message ?? '', message);
      assert.equal(source.slice(problems[0]?.start, problems[0]?.end), part);
    });
  }

  for (const source of [
    'stock > 1 && me.total < 3',
    'all.filter(a => a.total > 1).map(a => a.name).join(", ")',
    'change(reciprocity) > 0',
    'max(1, 2, 3)',
    'tie(me, me, friendship)',
    'all.length',
  ]) {
    it(`${source} has no problem`, () => assert.deepEqual(checkExpression(source, names), []));
  }

  it('rejects expressions that are nested too deeply or too long', () => {
    for (const source of [
      `${'('.repeat(5000)}1${')'.repeat(5000)}`,
      `1${' + 1'.repeat(2000)}`,
      'x'.repeat(30_000),
      `${'!'.repeat(9000)}true`,
    ])
      assert.ok(!compileExpression(source).ok);
  });
});

describe('statements', () => {
  it('run line by line through the sink', () => {
    const done: unknown[] = [];
    const compiled = compileStatements('stock -= 2\n\nme.total += 2 * stock\nremember(me, "hello", { importance: 3 })');
    assert.ok(compiled.ok);
    const world: { [name: string]: Value } = { stock: 10, me: { id: 'ada', total: 1 } };
    compiled.run(
      { lookup: (name) => world[name] },
      {
        assign: (owner, name, value) => {
          done.push([owner === null ? null : 'ada', name, value]);
          if (owner === null) world[name] = value;
        },
        call: (name, args) => done.push([name, args.length]),
      },
    );
    assert.deepEqual(done, [
      [null, 'stock', 8],
      ['ada', 'total', 17],
      ['remember', 3],
    ]);
  });

  it('report at their line what is wrong', () => {
    const source = 'stock -= 1\nstcok += 1\nsendd(me)\nstock';
    const problems = checkStatements(source, names);
    assert.deepEqual(
      problems.map((p) => source.slice(p.start, p.end)),
      ['stcok', 'sendd', 'stock'],
    );
  });

  it('give faults the position in the whole text', () => {
    const compiled = compileStatements('a = 1\nb = 1 / 0');
    assert.ok(compiled.ok);
    assert.throws(
      () => compiled.run({ lookup: () => undefined }, { assign: () => {}, call: () => {} }),
      (error: unknown) => error instanceof ExprFault && error.start === 14,
    );
  });
});

describe('did you mean', () => {
  it('finds similar words and no distant ones', () => {
    assert.equal(nearest('intrests', ['interests', 'traits']), 'interests');
    assert.equal(nearest('ag', ['age', 'goals']), 'age');
    assert.equal(nearest('xyz', ['age', 'goals']), null);
    assert.equal(nearest('x'.repeat(10_000), ['age']), null);
  });
});

describe('expressions: fuzz', () => {
  const tokens = [
    'a',
    'me',
    '.',
    '(',
    ')',
    '[',
    ']',
    '+',
    '-',
    '*',
    '/',
    '=>',
    '==',
    '<',
    '?',
    ':',
    '1',
    '0.5',
    "'x'",
    '"',
    ',',
    'map',
    'x',
    '!',
    '&&',
    '$(',
    '{',
    '}',
    '\n',
    ' ',
    'all',
    'null',
    '`',
    '__proto__',
    '😀',
  ];
  it('never throws or hangs, whatever is typed', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...tokens), { maxLength: 14 }), (parts) => {
        const source = parts.join('');
        for (const problem of checkExpression(source, names))
          assert.ok(problem.start >= 0 && problem.start <= problem.end && problem.end <= source.length, source);
        compileTemplate(source);
        checkStatements(source, names);
        const compiled = compileExpression(source);
        if (!compiled.ok) return;
        try {
          compiled.run({ lookup: (name) => (name === 'all' ? [1, 2, 3] : name === 'me' ? { id: 'ada', x: 1 } : undefined) }, 2000);
        } catch (error) {
          assert.ok(error instanceof ExprFault, `${source}: ${String(error)}`);
        }
      }),
      { numRuns: 3000, seed: 7 },
    );
  });
});
