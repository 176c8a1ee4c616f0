/** Plays the runs of experiments and claims for tools: with the host's player, and with language models where the user agreed. */
import { dirname, fileURLToPath, join } from '../../node/paths.js';
import { neverCancelled } from '../../core/util/lifecycle.js';
import { folderFiles } from '../../node/ports.js';
import { newRunPlace } from '../../node/runPlace.js';
import { type Egress, egress, egressLines } from '../../runs/index.js';
import {
  askingPlayer,
  type ExperimentRequest,
  type Keeping,
  type Plan,
  type Played,
  playExperiment,
} from '../../runs/experiments/index.js';
import { NOWHERE } from '../../trace/index.js';
import type { ToolHost } from '../base/host.js';
import type { ToolCall } from '../base/tool.js';
import { lower, NOT_ALLOWED } from '../runs/startRun.js';

/** Runs of language models at the same time. */
const AT_ONCE = 4;

/** Plays the missing runs of a plan and keeps them. Rejects where it asks models that the user has not allowed. */
export async function playPlan(
  plan: Plan,
  kept: Keeping,
  host: ToolHost,
  { token, maySend, progress }: ToolCall,
  calls: number | undefined,
): Promise<Played> {
  const home = dirname(fileURLToPath(plan.uri));
  let isRefused = false;
  const asking = await askingPlayer(plan, {
    ...{ access: host.access(fileURLToPath(plan.uri)), token, places: AT_ONCE },
    ...{ begun: kept.begun, begin: (key, run) => kept.begin(key, run) },
    place: async ({ scenario, seed }) => {
      const { id, dir } = await newRunPlace(home, scenario, seed);
      return { id, files: folderFiles(dir) };
    },
    again: (run) => ({ id: run, files: folderFiles(join(home, '.society', 'runs', run)) }),
    mayAsk: async ({ arms, ledger }: ExperimentRequest) => {
      ledger.limit(lower(ledger.limits, { calls, tokens: undefined }));
      isRefused = !maySend && arms.some(({ society, model }) => egress(society, model).length > 0);
      return !isRefused;
    },
    created: () => new Date().toISOString(),
  });
  if (isRefused) throw new Error(NOT_ALLOWED);
  return playExperiment(plan, {
    ...{ alone: await host.player(plan.material, token), asking, token },
    keep: (cell) => kept.keep(cell),
    told: ({ done, of, lost }) => progress(done + lost, of, `${done} of ${of} runs`),
    now: () => performance.now(),
  });
}

/** What the missing runs of a plan would send, for the question to the user. Nothing is played or sent. */
export async function leavingOf(plan: Plan, host: Pick<ToolHost, 'access'>): Promise<readonly string[]> {
  const found: Egress[] = [];
  await askingPlayer(plan, {
    ...{ access: host.access(fileURLToPath(plan.uri)), token: neverCancelled, places: 1, begun: new Map(), begin: async () => undefined },
    place: async () => Promise.reject(new Error('Nothing is played.')),
    again: () => ({ id: '', files: NOWHERE }),
    mayAsk: async ({ arms }) => {
      for (const { society, model } of arms) found.push(...egress(society, model));
      return true;
    },
    created: () => '',
  });
  return [...new Set(egressLines(found))];
}
