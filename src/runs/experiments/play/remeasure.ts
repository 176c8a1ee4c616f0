/**
 * Runs that language models answered are repeated with the recorded answers: a measure that is compared now and was not taken then
 * is taken without asking, or paying, a model again.
 */
import type { CancellationToken } from '../../../core/util/lifecycle.js';
import type { Mind, ScenarioModel } from '../../../engine/index.js';
import type { Society } from '../../../language/generated/society.js';
import { recordedMind } from '../../../minds/index.js';
import { buildUnkeptRun } from '../../live/runBuilder.js';
import { CONCURRENCY } from '../../setup/languageModelGuard.js';
import { makeMinds } from '../../setup/minds.js';
import { openRecorded, type RecordedRun } from '../../live/recordedRun.js';
import { measured, NO_ACCESS } from './localPlayer.js';
import type { RunPlace } from './remotePlayer.js';
import type { ExperimentRun, JobResult, Measured } from '../design/runRecord.js';
import type { Plan } from '../design/experimentPlan.js';

/** Runs of a plan that can be measured in this way, by key: those whose folders still exist. */
export async function answeredIn({ answered }: Plan, again: (run: string) => RunPlace): Promise<ReadonlyMap<string, ExperimentRun>> {
  const there = new Map<string, ExperimentRun>();
  for (const [key, cell] of answered)
    if (cell.run !== undefined && (await again(cell.run).files.read('manifest.json')) !== null) there.set(key, cell);
  return there;
}

/** The measures of a run that was answered before. */
export async function measuredAgain(
  { society, model }: { readonly society: Society; readonly model: ScenarioModel },
  { id, files }: RunPlace,
  token: CancellationToken,
  wanted: readonly string[],
): Promise<Measured | Exclude<JobResult, { kind: 'played' }>> {
  const lost = (problem: string): JobResult & { kind: 'lost' } => ({ kind: 'lost', problem, run: id });
  const opened = await openRecorded(files);
  if (!opened.ok) return lost(opened.message);
  const minds = await mindsOf(society, model, id, opened.run);
  if (typeof minds === 'string') return lost(minds);
  const live = buildUnkeptRun(id, model, { minds, ledger: null, book: null, concurrency: CONCURRENCY });
  const stop = token.onCancellationRequested(() => live.stop());
  const state = await live.run();
  stop.dispose();
  if (state === 'stopped') return { kind: 'stopped' };
  return state === 'ended' ? measured(live, { society, model }, wanted) : lost(live.problem ?? `The run ${state}.`);
}

/** Language models become their recordings; other minds are made without keys or connections. As text, why that is not possible. */
async function mindsOf(
  society: Society,
  model: ScenarioModel,
  run: string,
  { manifest, answers }: RecordedRun,
): Promise<ReadonlyMap<string, Mind> | string> {
  const spoke = new Set(manifest.prose);
  const made = await makeMinds(society, { ...model, minds: model.minds.filter(({ id }) => !spoke.has(id)) }, NO_ACCESS);
  if (!made.ok) return made.message;
  const recorded = [...spoke].map((id) => {
    const own = answers.filter(({ mind }) => mind === id);
    return [id, recordedMind({ id, run, answers: own, withheld: manifest.withheld.includes(id) })] as const;
  });
  return new Map([...made.minds, ...recorded]);
}
