/** Runs in worker threads of the built bundle: the same as in this process. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, it } from 'mocha';
import { inThreads, Threads } from '../../../../src/runs/experiments/index.js';
import { planned, playedPlan, study } from '../../../support/experiments.js';

const SCRIPT = pathToFileURL(join(process.cwd(), 'dist', 'experiments-worker.mjs'));
const text = study(
  '    grid: { rounds: [1, 3], world.with.topic: [cats] }\n    wordings: [standard, b]\n    models: [builtin, random]\n    seeds: 2',
);

describe('worker threads', () => {
  it('play the same in the same order as one process', async () => {
    const plan = await planned(text);
    const threaded = await playedPlan(plan, new Map(), { alone: inThreads(plan.material, 2, { script: SCRIPT }) });
    assert.equal(threaded.cells.length, 2 * 2 * 2 * 2);
    assert.deepEqual(threaded, await playedPlan(plan));
  });

  it('play one experiment after another', async () => {
    const threads = new Threads(1, { script: SCRIPT });
    for (const seeds of [1, 2]) {
      const plan = await planned(study(`    grid: { rounds: [${seeds}, 3] }\n    seeds: ${seeds}`));
      assert.deepEqual(await playedPlan(plan, new Map(), { alone: threads.player(plan.material) }), await playedPlan(plan));
    }
    await threads.close();
  });

  it('say which arm cannot be played', async () => {
    const plan = await planned(study('    grid: { cast: [[ada, ben], []] }\n    seeds: 1'));
    const playing = playedPlan(plan, new Map(), { alone: inThreads(plan.material, 2, { script: SCRIPT }) });
    await assert.rejects(playing, /^Error: Arm `cast=\[\]`: Nobody takes part/);
  });
}).timeout(30_000);
