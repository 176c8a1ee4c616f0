/**
 * Builds live runs. Only this file constructs a `LiveRun`. The parts that every run needs are required by type, so that no caller
 * leaves one out, and the parts from another run (its choices, its texts) are copied here.
 */
import type { Mind, ScenarioModel } from '../../engine/index.js';
import type { AnswerBook, Ledger } from '../../minds/index.js';
import { type FolderFiles, NOWHERE } from '../../trace/index.js';
import type { Settings } from '../load/applyArmSettings.js';
import type { CallJournal } from '../setup/callJournal.js';
import type { Fork } from './forkBeginning.js';
import { LiveRun, type LiveRunOptions, type RunSource } from './liveRun.js';
import type { RecordedRun } from './recordedRun.js';

/** The minds of a run and the accounts of their calls, as `makeMinds` makes them. */
interface RunMinds {
  readonly minds: ReadonlyMap<string, Mind>;
  /** The ledger for its language models; null where the ledger of another run pays, so that this run has no spending. */
  readonly ledger: Ledger | null;
  /** The journal of the calls; null where another run records them. */
  readonly book: CallJournal | null;
  /** The most questions that minds answer at the same time. */
  readonly concurrency: number;
}

/** Where a run is kept. */
interface RunFolderPlace {
  readonly id: string;
  readonly files: FolderFiles;
  /** ISO 8601 time of the start, from the host's clock. */
  readonly created: string;
  readonly sources: readonly RunSource[];
}

/** How a run begins: from the start, as a fork of another run, or where it stopped. */
export type RunBeginning =
  | (RunFolderPlace & {
      readonly kind: 'new';
      /** The mind that replaces those of the file. */
      readonly mind: string | undefined;
      /** The settings of an experiment in the scenario, by path: the model has them already. */
      readonly set: Settings | undefined;
    })
  | (RunFolderPlace & { readonly kind: 'fork'; readonly fork: Fork })
  | { readonly kind: 'resumed'; readonly files: FolderFiles; readonly from: RecordedRun };

interface RunPlan extends RunMinds, Pick<LiveRunOptions, 'timing' | 'pace'> {
  readonly model: ScenarioModel;
  readonly beginning: RunBeginning;
  /** Minds that may be asked before their turn, as `askedAhead` finds them. */
  readonly ahead: ReadonlySet<string>;
  /** Answers of another run, which are reused where a question is the same. */
  readonly reuse?: AnswerBook | undefined;
}

/** A run that is ready: nothing is written and no mind is asked before `run()`. */
export function buildRun({ beginning, ledger, book, ...plan }: RunPlan): LiveRun {
  return new LiveRun({ ...plan, ...beginningOf(beginning), ledger: ledger ?? undefined, book: book ?? undefined });
}

/** A run that is not kept: the same model, seed and minds repeat it. `id` is its name while it is played. */
export const buildUnkeptRun = (id: string, model: ScenarioModel, minds: RunMinds): LiveRun =>
  buildRun({
    ...{ ...minds, model, ahead: NO_MINDS_AHEAD },
    beginning: { kind: 'new', id, files: NOWHERE, created: '', sources: [], mind: undefined, set: undefined },
  });

/** No mind is asked before its turn. */
export const NO_MINDS_AHEAD: ReadonlySet<string> = new Set();

type Begun = Pick<LiveRunOptions, 'id' | 'files' | 'created' | 'sources' | 'mind' | 'set' | 'from' | 'fork'>;

/** A run that continues, and a fork, keep the choices of the run before: their folders open with them. */
function beginningOf(beginning: RunBeginning): Begun {
  if (beginning.kind === 'resumed') {
    const { files, from } = beginning;
    const { id, created, mind, set } = from.manifest;
    return { id, created, mind: mind ?? undefined, set, sources: from.sources, files, from };
  }
  const { id, files, created, sources } = beginning;
  if (beginning.kind === 'new') return { id, files, created, sources, mind: beginning.mind, set: beginning.set };
  const { fork } = beginning;
  return { id, files, created, sources, mind: fork.mind, set: fork.set, fork };
}
