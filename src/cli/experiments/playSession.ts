/** Commands that play runs and keep them in a folder: their options, and the plans that one call plays. */
import { availableParallelism } from 'node:os';
import type { CancellationToken } from '../../core/util/lifecycle.js';
import { t } from '../../core/util/l10n.js';
import { machineMemory } from '../../node/machine.js';
import { folderFiles } from '../../node/ports.js';
import { type ExperimentRun, inProcess, openKept, type Plan, type Played, type Player, Threads } from '../../runs/experiments/index.js';
import { wholeNumber } from '../terminal/files.js';
import { aside } from '../terminal/output.js';
import type { GivenBudget } from '../terminal/spending.js';
import type { AskingOptions } from './experimentConsent.js';
import { expectedOfPlan } from './experimentTime.js';
import { playPlan } from './playPlan.js';

/** In the form that `argumentsOf` takes. */
export const PLAY_OPTIONS = {
  workers: { type: 'string' },
  yes: { type: 'boolean' },
  'at-once': { type: 'string' },
  calls: { type: 'string' },
  tokens: { type: 'string' },
  money: { type: 'string' },
} as const;

export interface PlayValues extends GivenBudget {
  readonly workers?: string | undefined;
  readonly yes?: boolean | undefined;
  readonly 'at-once'?: string | undefined;
}

/** Threads that play runs; 0 plays them in this process. A usage error where it is not a whole number. */
export const workersIn = ({ workers }: PlayValues): number => wholeNumber('workers', workers, 0) ?? availableParallelism();

/** What the options allow of language models. A usage error where a number is not valid. */
export const askingOptions = (values: PlayValues): AskingOptions => ({
  ...values,
  atOnce: wholeNumber('at-once', values['at-once'], 1),
  shard: undefined,
});

interface PlaySession {
  /** Runs that were played before or since, by key. */
  readonly known: ReadonlyMap<string, ExperimentRun>;
  /** Plays the missing runs of a plan, and keeps them. */
  readonly play: (plan: Plan) => Promise<Played>;
}

interface SessionOptions {
  /** The folder of the runs, and how people read it. */
  readonly folder: string;
  readonly shownAs?: string;
  /** Runs that are kept elsewhere. */
  readonly elsewhere?: ReadonlyMap<string, ExperimentRun>;
  /** Whether the command shows the progress itself. */
  readonly isQuiet?: boolean;
  /** Whether the consent for the first plan that asks language models is for all of them. */
  readonly isOneConsent?: boolean;
}

/** Opens the folder for `work`, which can play several plans in the same threads, and closes both after it. */
export async function inPlaySession<T>(
  values: PlayValues,
  { folder, shownAs = folder, elsewhere = new Map(), isQuiet = false, isOneConsent = false }: SessionOptions,
  work: (session: PlaySession) => Promise<T>,
): Promise<T> {
  const { used } = machineMemory();
  const asking = askingOptions(values);
  const workers = workersIn(values);
  const kept = await openKept(folderFiles(folder));
  const threads = workers === 0 ? null : new Threads(workers);
  const known = new Map<string, ExperimentRun>([...elsewhere, ...kept.cells]);
  const keep = async (cell: ExperimentRun): Promise<void> => {
    known.set(cell.key, cell);
    await kept.keep(cell);
  };
  let mayAsk = values.yes;
  let isEstimated = false;
  const play = async (plan: Plan): Promise<Played> => {
    // A new thread takes longer than most single runs.
    const alone = (token: CancellationToken): Player =>
      threads && plan.missing.length > 1 ? threads.player(plan.material) : inProcess(plan.material, token);
    // The plans of a command are alike: the first that is large is estimated.
    if (!isEstimated) {
      const expected = await expectedOfPlan(plan, workers, used, false);
      for (const line of expected?.lines ?? []) aside(`${line}\n`);
      if (expected?.never) throw new Error(t('The runs do not fit into memory, so none is played.'));
      isEstimated = expected !== null;
    }
    const played = await playPlan(plan, {
      ...{ kept: { ...kept, keep }, folder: shownAs, asking: { ...asking, yes: mayAsk }, alone },
      // Several plans share the session: one of which nothing is missing has nothing to report.
      isQuiet: isQuiet || plan.missing.length === 0,
    });
    if (isOneConsent && plan.missing.length > 0) mayAsk = true;
    return played;
  };
  try {
    return await work({ known, play });
  } finally {
    await threads?.close();
    await kept.close();
  }
}
