/** One batch of questions: its beginning, the wait for its end, and the result of each question. */
import { CancellationSource, type CancellationToken } from '../../core/util/lifecycle.js';
import type { Purpose } from '../../core/events/events.js';
import type { MindAnswer } from '../../engine/model/mind.js';
import type { Question } from '../../engine/model/question.js';
import type { BatchServer, BatchState, BatchStatus } from '../openai/batches.js';
import { type BatchResult, batchResults } from '../openai/batchResults.js';
import { type BudgetOptions, costOfAnswer, NO_CHARGE, ofFault } from './budget.js';
import { asFault, cancelledFault, type Timing, wait } from './layer.js';
import type { About, Cost } from './ledger.js';
import { persist } from './persist.js';
import { bounded } from './repair.js';

/** News of a batch for the user. */
export type BatchNews =
  /** How many of its questions have a result. */
  | { readonly kind: 'waiting'; readonly mind: string; readonly batch: string; readonly answered: number; readonly total: number }
  /** Questions that are asked alone, and why: a status of the batch, a code of the server, `missing`, or the code of a fault. */
  | { readonly kind: 'alone'; readonly mind: string; readonly questions: number; readonly of: number; readonly reason: string };

/** A question of an earlier process in a batch, with the call that is booked for it. */
export interface SentEntry {
  readonly id: string;
  /** Books the real cost instead of the one that is recorded. */
  settle(cost: Cost | null, sure: boolean): void;
  /** What is recorded as its cost. */
  readonly most: Cost;
}

/** A batch of an earlier process. */
export interface EarlierBatch {
  readonly job: string;
  readonly file: string;
  readonly batch: string | null;
  readonly entries: readonly SentEntry[];
}

/** Where batches are recorded. */
export interface BatchLog {
  /** Batches of earlier processes, the oldest first. */
  earlier(mind: string): readonly EarlierBatch[];
  /** Records the calls of a batch, and the batch. Resolves when it can begin, with the calls in the order of the entries. */
  uploaded(
    batch: { readonly mind: string; readonly file: string },
    entries: readonly { readonly id: string; readonly about: About; readonly most: Cost }[],
  ): Promise<{ readonly job: string; readonly settle: readonly ((cost: Cost, sure: boolean) => void)[] }>;
  begun(job: string, batch: string): Promise<void>;
  /** Whether batches continue when the run stops here, because only this process ends. */
  readonly leavesBatches: boolean;
}

export interface BatchPoolOptions {
  /** Name of the model in the file. */
  readonly mind: string;
  readonly purposes: ReadonlySet<Purpose>;
  readonly server: BatchServer;
  /** With the price of batches. */
  readonly budget: BudgetOptions;
  readonly log: BatchLog;
  readonly timing: Timing;
  readonly news?: ((news: BatchNews) => void) | undefined;
  /** Most requests and bytes of one batch; by default those of OpenAI. */
  readonly limits?: { readonly requests: number; readonly bytes: number } | undefined;
}

/** Milliseconds before the first look at a batch, and the most between two. */
const [FIRST_MS, MOST_MS] = [2_000, 60_000];

/** Milliseconds that a server is asked for the state of a batch without an answer: longer than a batch can take. */
const PATIENCE_MS = 25 * 3_600_000;

/** Most milliseconds in which a batch is cancelled when the run stops. */
const CANCEL_MS = 10_000;

/** How often an upload or the beginning of a batch is tried. */
export const TRIES = 5;

/** A question that waits for its answer. */
export interface Asked {
  readonly id: string;
  readonly question: Question;
  readonly token: CancellationToken;
  readonly resolve: (answer: MindAnswer | null) => void;
  readonly reject: (fault: unknown) => void;
}

/** A batch that a server has, or may have. */
export interface Job {
  readonly job: string;
  readonly file: string;
  batch: string | null;
  readonly entries: readonly SentEntry[];
  readonly asked: Map<string, Asked>;
  readonly isEarlier: boolean;
  state: 'sent' | 'followed' | 'done';
}

/** The questions of a batch without an answer: those that are asked alone, by the reason, and those for another batch. */
interface Unanswered {
  readonly alone: ReadonlyMap<string, readonly Asked[]>;
  readonly again: readonly Asked[];
}

/** Begins a batch whose file the server has. After a lost answer, a batch that has begun is found by its file. */
export async function beginAt(job: Job, token: CancellationToken, { server, log, timing }: BatchPoolOptions): Promise<void> {
  const begun = await persist(timing, token, TRIES, async (again) => {
    const found = again || job.isEarlier ? await server.find(job.file, token) : null;
    return found ?? (await server.begin(job.file, token));
  });
  job.batch = begun.id;
  await log.begun(job.job, begun.id);
}

/** Waits for the end of a batch, gives each question its result, and books it. Never rejects. */
export async function follow(job: Job, options: BatchPoolOptions): Promise<Unanswered> {
  const { server, log, timing } = options;
  const { token } = [...job.asked.values()][0]!;
  try {
    if (job.batch === null) await beginAt(job, token, options);
    const state = await ended(job.batch!, token, job.entries.length, options);
    const read = (file: string | null): Promise<string> =>
      file === null ? Promise.resolve('') : persist(timing, token, Infinity, () => server.contents(file, token), PATIENCE_MS);
    // An error does not replace an answer: answers come first.
    return given(job, state, batchResults(`${await read(state.output)}\n${await read(state.errors)}`), options);
  } catch (error) {
    const isStopped = token.isCancellationRequested;
    if (isStopped && job.batch !== null && !log.leavesBatches) await cancel(job.batch, options);
    // A server may still charge for a batch that is not followed.
    for (const { settle } of job.isEarlier ? [] : job.entries) settle(null, false);
    const all = [...job.asked.values()];
    if (!isStopped) return { alone: new Map([[asFault(error).code, all]]), again: [] };
    for (const { reject } of all) reject(cancelledFault());
    return { alone: new Map(), again: [] };
  }
}

/** Cancels a batch, as far as the server answers soon. */
async function cancel(batch: string, { server, timing }: BatchPoolOptions): Promise<void> {
  const source = new CancellationSource();
  const timer = timing.after(CANCEL_MS, () => source.cancel());
  await server.cancel(batch, source.token).catch(() => undefined);
  timer.dispose();
  source.dispose();
}

async function ended(batch: string, token: CancellationToken, entries: number, options: BatchPoolOptions): Promise<BatchState> {
  const { server, timing, news, mind } = options;
  let told = -1;
  for (let ms = FIRST_MS; ; ms = Math.min(MOST_MS, ms * 1.5)) {
    const state = await persist(timing, token, Infinity, () => server.state(batch, token), PATIENCE_MS);
    if (ENDED.has(state.status)) return state;
    const { answered, total } = state;
    if (answered !== told) news?.({ kind: 'waiting', mind, batch, answered, total: total || entries });
    told = answered;
    await wait(timing, ms, token);
  }
}

function given(
  job: Job,
  { status, problem }: BatchState,
  results: ReadonlyMap<string, BatchResult>,
  options: BatchPoolOptions,
): Unanswered {
  const alone = new Map<string, Asked[]>();
  const again: Asked[] = [];
  for (const entry of job.entries) {
    const asked = job.asked.get(entry.id);
    const result = results.get(entry.id);
    const reason = result ? taken(entry, result, asked, options) : lacking(status, problem);
    // A server that completed a batch may charge for an answer that is missing.
    if (!result) entry.settle(status === 'completed' ? null : NO_CHARGE, status !== 'completed');
    if (reason === null || !asked) continue;
    // The run was stopped, which cancelled its batch. Now that it continues, the rest goes into another one.
    if (status === 'cancelled' && job.isEarlier && !result?.ok) again.push(asked);
    else alone.set(reason, [...(alone.get(reason) ?? []), asked]);
  }
  return { alone, again };
}

/** Books a result and gives it to its question. Returns why there is no answer, or null if there is. */
function taken(entry: SentEntry, result: BatchResult, asked: Asked | undefined, { server, budget }: BatchPoolOptions): string | null {
  if (!result.ok) {
    entry.settle(NO_CHARGE, true);
    return result.reason;
  }
  try {
    const { usage, ...answer } = server.answer(result.body);
    const cost = costOfAnswer(usage, budget, entry.most);
    entry.settle(cost, cost !== null);
    asked?.resolve({ ...bounded(asked.question, answer), ...(cost && usage ? { usage } : {}), batch: true });
    return null;
  } catch (error) {
    const fault = asFault(error);
    const cost = ofFault(fault, budget, entry.most);
    entry.settle(cost, cost !== null);
    if (fault.retryable) return fault.code;
    asked?.reject(fault);
    return null;
  }
}

const ENDED: ReadonlySet<BatchStatus> = new Set(['completed', 'failed', 'expired', 'cancelled']);

/** Why a request of a batch that has ended has no result. */
const lacking = (status: BatchStatus, problem: string): string =>
  status === 'completed' ? 'missing' : status === 'failed' && problem !== '' ? `failed: ${problem}` : status;
