/**
 * Works comparisons out in a thread of its own, one after another: of ten thousand runs each takes a second, in which the editor has
 * other things to do. Runs go there by and by, for handing them over takes time as well.
 */
import type { CancellationToken } from '../../../core/util/cancellation.js';
import { breather } from '../../../node/yieldToEventLoop.js';
import { ThreadPool } from '../../../node/threadPool.js';
import type { ExperimentRun } from '../design/runRecord.js';
import { type WantedComparison, wantedIn, withCorrected } from '../results/comparison.js';
import type { Parted } from '../results/stability.js';
import { type ComparedInParts, comparedInParts } from '../results/stabilityTable.js';

/** What the thread has from its start. */
export type CompareData = Pick<Parted, 'experiment' | 'arms' | 'seeds'>;

/** More runs, or what is wanted of all of them, `of` in number. */
export type CompareQuestion = { readonly more: readonly ExperimentRun[] } | { readonly wanted: WantedComparison; readonly of: number };

/** Null to more runs. */
export type CompareAnswer = ComparedInParts | null;

/** Comparisons so far, in the order of the file. Until all are there, none has a corrected p. */
export interface ComparedSoFar {
  readonly compared: readonly ComparedInParts[];
  readonly isWhole: boolean;
}

const SCRIPT = new URL('./experiments-comparer.mjs', import.meta.url);

/** Runs up to which they are worked out at once. */
const FEW = 60;

/** Runs that are handed over at once, in about a millisecond. */
const SLICE = 100;

/** Milliseconds of work after which the event loop gets its turn. */
const BREATH_MS = 8;

/** Rejects with words where no thread does it; `token` ends it without any. */
export async function* comparedAside(
  { experiment, arms, seeds, cells }: Parted,
  token: CancellationToken,
  script = SCRIPT,
): AsyncGenerator<ComparedSoFar> {
  const data: CompareData = { experiment, arms, seeds };
  const breathe = breather(BREATH_MS);
  const pool = cells.length > FEW ? new ThreadPool<CompareQuestion, CompareAnswer>({ script, size: 1, data }) : null;
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
