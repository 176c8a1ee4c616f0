/** Comparisons in a thread of the built bundle: the same as in this process, one after another. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, it } from 'mocha';
import { CancellationSource, neverCancelled } from '../../../../src/core/util/lifecycle.js';
import {
  type Arm,
  comparedAside,
  type ComparedSoFar,
  comparisonsOf,
  designOf,
  sensitivitiesOf,
} from '../../../../src/runs/experiments/index.js';

const SCRIPT = pathToFileURL(join(process.cwd(), 'dist', 'experiments-comparer.mjs'));

const arm = (id: string): Arm => ({ id, levels: { arm: id }, set: {}, wording: null, model: null });
const ARMS = [arm('none'), arm('rule')];

/** Runs whose ties are a little fewer with a rule, and whose talk is not. */
const played = (runs: number) => ({
  experiment: {
    scenario: 'main',
    compare: { ties: { measure: 'ties', test: 't' }, talk: { measure: 'talk', test: 'mann_whitney', paired: true } },
  } as const,
  arms: ARMS,
  seeds: Array.from({ length: runs / 2 }, (_, i) => i + 1),
  cells: Array.from({ length: runs }, (_, i) => {
    const [seed, which] = [(i >> 1) + 1, i % 2];
    return { key: String(i), arm: ARMS[which]!.id, seed, measures: { ties: [Math.sin(seed + which) - 0.1 * which], talk: [seed % 7] } };
  }),
});

async function all(runs: number, token = neverCancelled): Promise<readonly ComparedSoFar[]> {
  const told: ComparedSoFar[] = [];
  for await (const one of comparedAside(played(runs), token, SCRIPT)) told.push(one);
  return told;
}

describe('comparisons while an editor is open', () => {
  for (const runs of [20, 260])
    it(`of ${runs} runs arrive one by one, and are corrected when all are there`, async () => {
      const [first, whole, ...more] = await all(runs);
      assert.deepEqual(more, []);
      assert.deepEqual([first!.isWhole, first!.compared.map(({ id }) => id)], [false, ['ties']]);
      assert.equal(first!.compared[0]!.against[0]!.corrected, null);
      assert.equal(whole!.isWhole, true);
      const expected = comparisonsOf(played(runs));
      const without = whole!.compared.map(({ sensitivity: _none, ...one }) => ({
        ...one,
        against: one.against.map(({ parts: _, ...rest }) => rest),
      }));
      assert.deepEqual(without, expected);
      assert.deepEqual(
        whole!.compared.flatMap(({ against }) => against.map(({ parts }) => parts.of)),
        [2, 2],
      );
    }).timeout(10_000);

  for (const n of [8, 24])
    it(`include the effects of factors, of ${4 * n} runs`, async () => {
      const sample = { n, by: 'saltelli', over: { a: '0.0..1.0', b: '0.0..1.0' } } as const;
      const experiment = { scenario: 'main', seeds: 1, sample, compare: { sum: { measure: 'sum' } } } as const;
      const { arms, seeds } = designOf(experiment);
      const sum = ({ set }: Arm): number => 2 * (set['a'] as number) + (set['b'] as number);
      const cells = arms.map((one) => ({ key: one.id, arm: one.id, seed: 1, measures: { sum: [sum(one)] } }));
      const told: ComparedSoFar[] = [];
      for await (const one of comparedAside({ experiment, arms, seeds, cells }, neverCancelled, SCRIPT)) told.push(one);
      assert.deepEqual(told.at(-1)!.compared[0]!.sensitivity, sensitivitiesOf({ experiment, arms, seeds, cells }));
      assert.equal(told.at(-1)!.compared[0]!.sensitivity[0]!.factors.length, 2);
    }).timeout(10_000);

  it('end without a message when they are cancelled', async () => {
    const over = new CancellationSource();
    over.cancel();
    assert.deepEqual(await all(260, over.token), []);
  });
});
