/**
 * Computes comparisons in a worker thread, one after another: with ten thousand runs each takes a second, and the editor stays
 * responsive. Runs are sent in small parts, because sending takes time as well.
 */
import type { CancellationToken } from '../../../core/util/lifecycle.js';
import { breather } from '../../../node/yieldToEventLoop.js';
import { PLATFORM } from '../../../node/platform.js';
import { ThreadPool } from '../../../node/threadPool.js';
import type { ExperimentRun } from '../design/runRecord.js';
import { type WantedComparison, wantedIn, withCorrected } from '../results/comparison.js';
import { comparedInParts, type ComparedInParts, type Parted } from '../results/stability.js';

/** The data that the thread starts with. */
export type CompareData = Pick<Parted, 'experiment' | 'arms' | 'seeds'>;

/** More runs, or a request for a result over all runs, `of` in number. */
export type CompareQuestion = { readonly more: readonly ExperimentRun[] } | { readonly wanted: WantedComparison; readonly of: number };

/** Null in reply to more runs. */
export type CompareAnswer = ComparedInParts | null;

/** Comparisons so far, in the order of the file. None has a corrected p until all are complete. */
export interface ComparedSoFar {
  readonly compared: readonly ComparedInParts[];
  readonly isWhole: boolean;
}

/** The most runs for which comparisons are computed without a thread. */
const FEW = 60;

/** Runs that are sent together, in about a millisecond. */
const SLICE = 100;

/** Milliseconds of work after which the event loop gets its turn. */
const BREATH_MS = 8;

/** The program of the thread. A browser has none, and no address of this module. */
const program = (): URL => new URL('./experiments-comparer.mjs', import.meta.url);

/** Rejects with a message where no thread can do it; `token` cancels it without a result. */
export async function* comparedAside(
  { experiment, arms, seeds, cells }: Parted,
  token: CancellationToken,
  script?: URL,
): AsyncGenerator<ComparedSoFar> {
  const data: CompareData = { experiment, arms, seeds };
  const breathe = breather(BREATH_MS);
  const isAside = PLATFORM === 'node' && cells.length > FEW;
  const pool = isAside ? new ThreadPool<CompareQuestion, CompareAnswer>({ script: script ?? program(), size: 1, data }) : null;
  try {
    for (let i = 0; pool && i < cells.length; i += SLICE) await pool.ask({ more: cells.slice(i, i + SLICE) }, token);
    let compared: readonly ComparedInParts[] = [];
    const all = wantedIn({ experiment, cells });
    for (const wanted of all) {
      await breathe();
      const one = pool ? await askedOf(pool, { wanted, of: cells.length }, token) : comparedInParts(wanted, { ...data, cells });
      if (token.isCancellationRequested) return;
      compared = [...compared, one];
      if (compared.length < all.length) yield { compared, isWhole: false };
    }
    yield { compared: withCorrected(experiment, compared), isWhole: true };
  } catch (error) {
    if (!token.isCancellationRequested) throw error;
  } finally {
    await pool?.close();
  }
}

async function askedOf(
  pool: ThreadPool<CompareQuestion, CompareAnswer>,
  question: CompareQuestion,
  token: CancellationToken,
): Promise<ComparedInParts> {
  const answered = await pool.ask(question, token);
  if (!answered.ok) throw new Error(answered.message);
  if (!answered.answer) throw new Error('Nothing was compared.');
  return answered.answer;
}
