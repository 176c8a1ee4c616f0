/**
 * Builds live runs. The only file that constructs a `LiveRun`: what every run needs is asked for by type, so that no caller
 * leaves a part out, and what a run has from another run (its choices, its texts) is taken from there.
 */
import type { Mind, ScenarioModel } from '../../engine/index.js';
import type { AnswerBook, Ledger } from '../../minds/index.js';
import { type FolderFiles, NOWHERE } from '../../trace/index.js';
import type { Settings } from '../load/applyArmSettings.js';
import type { CallJournal } from '../setup/callJournal.js';
import type { Fork } from './forkBeginning.js';
import { LiveRun, type LiveRunOptions, type RunSource } from './liveRun.js';
import type { RecordedRun } from './recordedRun.js';

/** The minds of a run and how their calls are paid, as `makeMinds` makes them. */
interface RunMinds {
  readonly minds: ReadonlyMap<string, Mind>;
  /** What language models are paid from; null where the run is paid from the ledger of another, and spends nothing of its own. */
  readonly ledger: Ledger | null;
  /** Where the calls are written down; null where another run writes them down. */
  readonly book: CallJournal | null;
  /** Questions that may be with minds at once. */
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

/** How a run begins: from nothing, as a fork of another run, or where it stopped. */
export type RunBeginning =
  | (RunFolderPlace & {
      readonly kind: 'new';
      /** The mind that was asked for in place of the file's. */
      readonly mind: string | undefined;
      /** What an experiment set in the scenario, by path: the model has it already. */
      readonly set: Settings | undefined;
    })
  | (RunFolderPlace & { readonly kind: 'fork'; readonly fork: Fork })
  | { readonly kind: 'resumed'; readonly files: FolderFiles; readonly from: RecordedRun };

interface RunPlan extends RunMinds, Pick<LiveRunOptions, 'timing' | 'pace'> {
  readonly model: ScenarioModel;
  readonly beginning: RunBeginning;
  /** Minds that may be asked before their turn, as `askedAhead` finds them. */
  readonly ahead: ReadonlySet<string>;
  /** Answers of another run, which are taken where the same is asked. */
  readonly reuse?: AnswerBook | undefined;
}

/** A run that is ready: nothing is written and nobody is asked before its `run()`. */
export function buildRun({ beginning, ledger, book, ...plan }: RunPlan): LiveRun {
  return new LiveRun({ ...plan, ...beginningOf(beginning), ledger: ledger ?? undefined, book: book ?? undefined });
}

/** A run that is kept nowhere: the same model, seed and minds give it again. `id` names it while it is played. */
export const buildUnkeptRun = (id: string, model: ScenarioModel, minds: RunMinds): LiveRun =>
  buildRun({
    ...{ ...minds, model, ahead: NO_MINDS_AHEAD },
    beginning: { kind: 'new', id, files: NOWHERE, created: '', sources: [], mind: undefined, set: undefined },
  });

/** No mind is asked before its turn. */
export const NO_MINDS_AHEAD: ReadonlySet<string> = new Set();

type Begun = Pick<LiveRunOptions, 'id' | 'files' | 'created' | 'sources' | 'mind' | 'set' | 'from' | 'fork'>;

/** A run that goes on, and a fork, keep what the run before was asked for: their folders open with it. */
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
