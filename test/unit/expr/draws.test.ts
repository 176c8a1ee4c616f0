/** Functions that draw: what they give for a stream, where they may stand, and that what they draw is fair. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { rng } from '../../../src/core/random/rng.js';
import {
  checkExpression,
  checkStatements,
  compileExpression,
  compileTemplate,
  ExprFault,
  functionsOf,
  type NameTypes,
  type Scope,
  type Value,
} from '../../../src/expr/index.js';
import { village } from './village.js';

/** A scope with one stream for each place and round. */
const scopeOf = (round: number): Scope => ({
  lookup: (name) => (name === 'abc' ? ['a', 'b', 'c'] : name === 'none' ? [] : undefined),
  draws: (at) => rng(1, 'test', at, round),
});

function drawn(source: string, round = 1, at: string | null = 'here'): Value {
  const compiled = compileExpression(source, at);
  assert.ok(compiled.ok, source);
  return compiled.run(scopeOf(round));
}

const faultOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof ExprFault) return `${error.code} ${error.start}..${error.end}`;
  }
  return 'no fault';
};

/** Pearson's X² of counts that should all be alike. */
function chiSquare(counts: readonly number[]): number {
  const wanted = counts.reduce((a, b) => a + b, 0) / counts.length;
  return counts.reduce((sum, n) => sum + (n - wanted) ** 2 / wanted, 0);
}

const DRAWS = 10_000;

describe('draws', () => {
  it('are the same for the same place and moment, and differ elsewhere', () => {
    const ten = '[1,2,3,4,5,6,7,8,9,10].map(x => chance(0.5))';
    assert.deepEqual(drawn(ten), drawn(ten));
    assert.notDeepEqual(drawn(ten), drawn(ten, 2));
    assert.notDeepEqual(drawn(ten), drawn(ten, 1, 'there'));
    assert.equal(new Set(drawn(ten) as readonly Value[]).size, 2, 'each draw of one evaluation is its own');
  });

  it('of chance are yes with the given chance, and check their bounds', () => {
    for (const p of [0, 0.1, 0.5, 0.9, 1]) {
      const compiled = compileExpression(`chance(${p})`, 'here');
      assert.ok(compiled.ok);
      let yes = 0;
      for (let i = 0; i < DRAWS; i++) if (compiled.run(scopeOf(i)) === true) yes++;
      // Four standard errors of a share.
      assert.ok(Math.abs(yes / DRAWS - p) <= 4 * Math.sqrt((p * (1 - p)) / DRAWS), `${p}: ${yes}`);
    }
    assert.equal(
      faultOf(() => drawn('chance(1.1)')),
      'out-of-range 0..11',
    );
    assert.equal(
      faultOf(() => drawn('1 == 1 && chance(-0.1)')),
      'out-of-range 10..22',
    );
    assert.equal(
      faultOf(() => drawn("chance('often')")),
      'wrong-type 0..15',
    );
    assert.equal(
      faultOf(() => drawn('chance(null)')),
      'missing-value 0..12',
    );
  });

  it('of pick are uniform: X² of 10,000 over 10 is below the 99.9th percentile of χ²₉, and so is that of places in one list', () => {
    const compiled = compileExpression('pick([0,1,2,3,4,5,6,7,8,9])', 'here');
    const many = compileExpression('[0,1,2,3,4,5,6,7,8,9].map(x => pick([0,1,2,3,4,5,6,7,8,9]))', 'here');
    assert.ok(compiled.ok && many.ok);
    const across = Array.from({ length: 10 }, () => 0);
    const within = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < DRAWS; i++) across[compiled.run(scopeOf(i)) as number]!++;
    for (let i = 0; i < DRAWS / 10; i++) for (const x of many.run(scopeOf(i)) as readonly number[]) within[x]!++;
    assert.ok(chiSquare(across) < 27.877, String(across));
    assert.ok(chiSquare(within) < 27.877, String(within));
  });

  it('of pick follow weights, and give nothing for an empty list', () => {
    const counts = { a: 0, b: 0, c: 0 };
    const compiled = compileExpression("pick(abc, x => x == 'a' ? 0 : x == 'b' ? 1 : 3)", 'here');
    assert.ok(compiled.ok);
    for (let i = 0; i < DRAWS; i++) counts[compiled.run(scopeOf(i)) as 'a' | 'b' | 'c']++;
    assert.equal(counts.a, 0);
    assert.ok(Math.abs(counts.c / DRAWS - 0.75) < 4 * Math.sqrt((0.75 * 0.25) / DRAWS), String(counts.c));
    assert.deepEqual([drawn('pick(none)'), drawn('pick(abc, x => 0)'), drawn('pick(none, x => 1)')], [null, null, null]);
    assert.equal(
      faultOf(() => drawn('pick(abc, x => -1)')),
      'out-of-range 0..18',
    );
  });

  it('are a fault without a place, without a stream, and in prose', () => {
    assert.equal(
      faultOf(() => drawn('chance(0.5)', 1, null)),
      'no-draw 0..6',
    );
    const placed = compileExpression('1 + (chance(0.5) ? 1 : 0)', 'here');
    assert.ok(placed.ok);
    assert.equal(
      faultOf(() => placed.run({ lookup: () => undefined })),
      'no-draw 5..11',
    );
    const prose = compileTemplate('Heads: $(chance(0.5))');
    assert.ok(prose.ok);
    assert.match(
      faultOf(() => prose.run(scopeOf(1))),
      /^no-draw/,
    );
  });

  it('are allowed where rules are carried out, and nowhere else', () => {
    const looks: NameTypes = { names: new Map() };
    const rule: NameTypes = { ...looks, draws: true };
    assert.deepEqual(checkExpression('chance(0.5)', rule, { kind: 'boolean' }), []);
    const [found, ...more] = checkExpression('1 == 1 && chance(0.5)', looks);
    assert.deepEqual([found?.code, found?.start, found?.end, more.length], ['no-draw', 10, 16, 0]);
    assert.match(found?.message ?? '', /keep the result in a variable/);
    assert.deepEqual(
      checkStatements('chance(0.5)', rule).map(({ code }) => code),
      ['syntax'],
    );
    assert.deepEqual([functionsOf(rule).has('pick'), functionsOf(looks).has('pick')], [true, false]);
    const [maybe] = checkExpression("pick(['a', 'b']).length > 0", rule);
    assert.equal(maybe?.code, 'maybe-missing');
  });

  it('of an item are not missing where the length of the same list was tested, or of all agents where one is at hand', () => {
    const rule: NameTypes = { ...village, draws: true };
    const warns = (source: string): boolean => checkExpression(source, rule).some(({ code }) => code === 'maybe-missing');
    const total = (test: string, list = 'neighbours(me)'): string => `${test} ? pick(${list}).total : 0`;
    const others = 'neighbours(me).length == 0 ? 0 : pick(neighbours(me)).total';
    const some = ['neighbours(me).length > 0', '0 < neighbours(me).length', 'neighbours(me).length >= 1', 'neighbours(me).length != 0'];
    const negated = ['!(neighbours(me).length < 1)', 'count(neighbours(me)) > 2 && me.total > 0', '(neighbours(me)).length == 3'];
    for (const test of [...some, ...negated]) assert.ok(!warns(total(test)), test);
    for (const source of [others, 'pick(all).total', 'neighbours(me).length > 0 && pick(neighbours(me)).total > 1', 'most(all).total'])
      assert.ok(!warns(source), source);
    for (const test of [
      'neighbours(me).length >= 0',
      'neighbours(me).length < 5',
      'neighbours(me).length == 0',
      'neighbours(ada).length > 0',
    ])
      assert.ok(warns(total(test)), test);
    for (const source of [
      total('neighbours(me).length > 0 || chance(0.5)'),
      total('neighbours(me).length > 0', 'neighbours(ada)'),
      total('all.length > 0', 'neighbours(me)'),
      'neighbours(me).length > 0 ? pick(neighbours(me), a => a.total).total : 0',
      'neighbours(me).length > 0 ? sum(all.map(me => pick(neighbours(me)).total)) : 0',
    ])
      assert.ok(warns(source), source);
    assert.ok(checkExpression('pick(all).total', { ...rule, local: new Map() }).length > 0);
  });
});
