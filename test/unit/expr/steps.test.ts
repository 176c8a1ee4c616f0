/** The step limit: what is estimated when checking is never less than what running counts, and loops that are too much are said. */
import { strict as assert } from 'node:assert';
import {
  checkTree,
  compileExpression,
  ExprFault,
  parseWhole,
  type Scope,
  stepLimit,
  type Type,
  type Value,
} from '../../../src/expr/index.js';
import { stepProblem, stepsOf } from '../../../src/expr/check/loops.js';
import { agentType, run, village } from './village.js';

/** The fewest steps that running needs. */
function counted(source: string): number {
  const compiled = compileExpression(source);
  assert.ok(compiled.ok);
  let [low, high] = [0, 1_000_000];
  while (low < high) {
    const middle = (low + high) >> 1;
    try {
      compiled.run(run, middle);
      high = middle;
    } catch (error) {
      assert.ok(error instanceof ExprFault && error.code === 'step-limit', String(error));
      low = middle + 1;
    }
  }
  return low;
}

function withCast(size: number): typeof village {
  const all: Type = { kind: 'list', of: agentType, size };
  return { ...village, names: new Map([...village.names, ['all', { type: all }]]) };
}

describe('steps', () => {
  for (const source of [
    'stock + 1',
    'all.total',
    'mean(all.map(a => a.total + 1))',
    'count(all.map(a => all.filter(b => a != b && tie(a, b) > 0).length))',
    'all.map(a => all.map(b => all.map(c => a.total + b.total + c.total)))',
    "top(all, 2, a => a.total).map(a => a.name).join(', ')",
    'most(all.ballot) == ada',
    'entropy(all.team)',
    'all.includes(finn)',
    'all == cast',
    'price == null ? 1 : all.length',
    'gini(all.total.map(x => clamp(x, 1, 5)))',
  ])
    it(`${source}: the estimate is not below the counted steps, nor far above`, () => {
      const parsed = parseWhole(source);
      assert.ok(parsed.ok);
      const estimate = stepsOf(parsed.tree, checkTree(parsed.tree, village).types);
      const real = counted(source);
      assert.ok(estimate >= real, `${estimate} < ${real}`);
      assert.ok(estimate <= 3 * real + 20, `${estimate} of ${real}`);
    });

  it('nested loops over many agents give a warning at the loop', () => {
    const source = '1 + count(all.map(a => all.some(b => tie(a, b) > 0)))';
    const parsed = parseWhole(source);
    assert.ok(parsed.ok);
    const of = (size: number) => stepProblem(parsed.tree, checkTree(parsed.tree, withCast(size)).types, {});
    assert.equal(of(20), null);
    const found = of(500);
    assert.equal(source.slice(found?.start, found?.end), 'all.map(a => all.some(b => tie(a, b) > 0))');
    assert.equal(found?.warning, true);
    assert.match(found?.message ?? '', /^This can take [\d,]+ steps, but an expression stops after 100,000\./);
  });

  it('a place can have another limit, which the warning names', () => {
    const source = 'count(all.map(a => all.some(b => tie(a, b) > 0)))';
    const parsed = parseWhole(source);
    assert.ok(parsed.ok);
    const problems = (steps: number) => checkTree(parsed.tree, { ...withCast(500), steps }).problems.map(({ message }) => message);
    assert.match(problems(stepLimit(500, 0)).join(), /stops after 200,000\./);
    assert.deepEqual(problems(stepLimit(500, 20_000)), []);
  });

  it('a search of all agents that each agent of a crowd makes gives a warning, with what to do', () => {
    const warned = (source: string, together: number): readonly string[] => {
      const parsed = parseWhole(source);
      assert.ok(parsed.ok);
      const names = { ...withCast(together), draws: true, steps: stepLimit(together, 0), together };
      return checkTree(parsed.tree, names).problems.map(({ message, start, end }) => `${source.slice(start, end)}: ${message}`);
    };
    const search = 'all.some(b => tie(ada, b) > 0)';
    assert.match(
      warned(`1 > 0 && ${search}`, 20_000).join(),
      /^all\.some.*: This can take [\d,]+ steps for 20,000 agents together\. .* Read neighbours instead of `all`, /,
    );
    assert.deepEqual(warned(`1 > 0 && ${search}`, 2_000), []);
    assert.deepEqual(warned('neighbours(ada).some(b => tie(ada, b) > 0)', 1_000_000), []);
    // An agent that is picked with equal chances is found without a look at the others.
    assert.deepEqual(warned('pick(all).total > 0', 1_000_000), []);
    assert.match(warned('pick(all, a => a.total).total > 0', 1_000_000).join(), /pick\(all, a => a\.total\): This can take/);
  });

  it('the most frequent value of many agents is found within the limit', () => {
    const many = Array.from({ length: 3000 }, (_, i) => ({ id: `a${i % 1500}` }));
    const compiled = compileExpression('most(all)');
    assert.ok(compiled.ok);
    assert.deepEqual(compiled.run({ lookup: () => many }), { id: 'a0' });
  });

  it('of a scope are the limit, and those for a society are enough for a pass over it, not for all pairs', () => {
    const scopeOf = (agents: number): Scope => ({
      lookup: (name) => (name === 'all' ? Array.from({ length: agents }, (_, i) => ({ id: `a${i}`, x: i })) : undefined),
      steps: stepLimit(agents, 2 * agents),
    });
    const outcome = (source: string, agents: number): Value => {
      const compiled = compileExpression(source);
      assert.ok(compiled.ok);
      try {
        return compiled.run(scopeOf(agents));
      } catch (error) {
        if (error instanceof ExprFault) return `${error.code} ${error.start}..${error.end}`;
        throw error;
      }
    };
    assert.equal(stepLimit(0, 0), 100_000);
    assert.equal(outcome('share(all.map(a => a.x % 2 == 0))', 50_000), 0.5);
    assert.match(String(outcome('count(all.map(a => all.some(b => b.x < 0)))', 3_000)), /^step-limit/);
  });
});
