/** The study of an experiment: its design from the file, the kept results, and the runs that have folders. */
import type { MindLabel } from '../../core/events/events.js';
import { canonical } from '../../core/util/json.js';
import { ENGINE } from '../../engine/index.js';
import type { LanguageService, Seeds } from '../../language/api.js';
import type { FolderFiles } from '../../trace/index.js';
import { compileArm } from '../experiments/design/compileArm.js';
import type { Arm } from '../experiments/design/design.js';
import { readKept, RUNS } from '../experiments/play/runLog.js';
import { type Plan, planExperiment } from '../experiments/design/experimentPlan.js';
import { sensitivitiesOf } from '../experiments/results/sensitivity.js';
import { foundCards } from '../claims/keptCards.js';
import { loadModel } from '../load/load.js';
import { openRecorded } from '../live/recordedRun.js';
import type { Frozen } from '../frozen/frozenExpectations.js';
import { describedBy, Gathering, type Studied, type Study } from './study.js';

interface ExperimentHost {
  readonly language: LanguageService;
  /** Where its runs are kept. */
  readonly kept: Pick<FolderFiles, 'read'>;
  /** Run folders by name. */
  readonly folders: ReadonlyMap<string, FolderFiles>;
  readonly frozen: Frozen | null;
  /** The text of the cards that are kept for the file; null where there are none. */
  readonly cards?: string | null;
  /** Replaces the seeds of the file. */
  readonly seeds?: Seeds | undefined;
}

/** Rejects with a message where the experiment cannot be played with the current file. */
export async function studyOfExperiment(
  uri: string,
  id: string,
  { language, kept, folders, frozen, cards = null, seeds: given }: ExperimentHost,
): Promise<Study> {
  const { cells } = readKept((await kept.read(RUNS)) ?? '');
  const plan = await planExperiment(uri, id, { language, known: cells, seeds: given });
  const { scenario } = plan.experiment;
  const loaded = await loadModel(language, uri, { scenario });
  if (!loaded.ok) throw new Error(loaded.problems.find(({ severity }) => severity === 'error')?.message ?? 'The file has errors.');
  const gathering = new Gathering();
  const named = new Set([...plan.known.values()].flatMap((cell) => cell.run ?? []));
  let recorded = 0;
  for (const run of named) {
    const files = folders.get(run);
    const opened = files && (await openRecorded(files));
    if (!opened?.ok) continue;
    gathering.add(opened.run);
    recorded++;
  }
  const { experiment, arms, seeds, jobs, known } = plan;
  const studied: Studied = {
    ...{ id, experiment, plan: { arms, seeds }, engine: ENGINE, minds: await mindsIn(plan) },
    ...{ of: jobs.length, played: known.size, recorded, gone: named.size - recorded },
    sensitivity: known.size === 0 ? [] : sensitivitiesOf({ experiment, arms, seeds, cells: [...known.values()] }),
    seeds: [...new Set([...known.values()].map(({ seed }) => seed))],
  };
  const planned = describedBy(loaded.model, loaded.resolved);
  return gathering.study(frozen, { experiment: studied, planned, cards: foundCards(cards, planned.sources) });
}

/** The minds of its arms. Among arms with the same minds, only the first is read. */
async function mindsIn({ material, arms, seeds }: Plan): Promise<readonly MindLabel[]> {
  const says = ({ model, set }: Arm): string =>
    canonical([model, Object.entries(set).filter(([path]) => path.split('.').includes('model'))]);
  const found = new Map<string, MindLabel>();
  for (const arm of new Map(arms.map((one) => [says(one), one])).values()) {
    const made = await compileArm(material, { arm, seed: seeds[0] ?? 1 });
    if (made.ok) for (const label of made.model.minds) found.set(label.id, label);
  }
  return [...found.values()];
}
