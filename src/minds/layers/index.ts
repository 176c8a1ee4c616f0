/** Independent layers around a mind, and their order. */
import type { Mind } from '../../engine/model/mind.js';
import type { Question } from '../../engine/model/question.js';
import { CANARY_TOKENS } from '../openai/canaryTokens.js';
import type { ServerChecks } from '../openai/index.js';
import type { Price } from '../prices/prices.js';
import { batched } from './batch.js';
import type { BatchPoolOptions } from './batchJob.js';
import { BatchPool } from './batchPool.js';
import { bound, repair } from './repair.js';
import { budget } from './budget.js';
import { drawn } from './draws.js';
import { fallback } from './fallback.js';
import { plainForm } from './plainForm.js';
import { layered, type Timing } from './layer.js';
import type { BookedFor, CallLog, Ledger } from './ledger.js';
import { limit, type Limiter } from './limiter.js';
import { ServerWatch, watched } from './serverWatch.js';
import { retry, type RetryOptions, type Waiting } from './retry.js';

export { bound, MOST_KEPT, repair, wrongWith } from './repair.js';
export { afterBudget, budget } from './budget.js';
export type { BatchLog, BatchNews, EarlierBatch } from './batchJob.js';
export { fallback } from './fallback.js';
export { layered, type Timing, wait } from './layer.js';
export {
  type About,
  type LedgerEntry,
  type BookedFor,
  type CallLog,
  type Cost,
  Ledger,
  type Limits,
  moneyText,
  NOTHING,
  type Spent,
  sum,
} from './ledger.js';
export { limit, Limiter } from './limiter.js';
export { retry, retryAfterMs, type Waiting } from './retry.js';

interface CareOptions {
  readonly timing: Timing;
  readonly ledger: Ledger;
  readonly calls?: CallLog | undefined;
  readonly limiter: Limiter;
  readonly price: Pick<Price, 'input' | 'output' | 'currency'> | null;
  readonly maxTokens: number | null;
  readonly nodeOf?: (question: Question) => string;
  readonly purpose?: BookedFor | undefined;
  readonly tries?: Omit<RetryOptions, 'timing'>;
  readonly waiting?: ((wait: Waiting) => void) | undefined;
  /** How the model of the server is checked; absent for other minds. */
  readonly checks?: ServerChecks | undefined;
  /** For a model whose questions for some purposes are asked in batches. */
  readonly batches?: BatchesOptions | null | undefined;
}

/** The batches of a model, besides what they share with its other calls. `price` is the price in a batch. */
interface BatchesOptions extends Pick<BatchPoolOptions, 'purposes' | 'server' | 'log' | 'news' | 'limits'> {
  readonly price: CareOptions['price'];
}

/**
 * A language model with all layers except substitute minds. From the outside in: one repair, forms in plain text, shared questions, batches, retries, the limiter, the
 * watch of the server, the budget, a limit on stored answers. A waiting retry releases its place in the limiter, and every call
 * is paid.
 */
export function withCare(mind: Mind, options: CareOptions): Mind {
  const { timing, ledger, calls, limiter, price, maxTokens, nodeOf, purpose, tries, waiting, checks, batches } = options;
  const account = { ledger, calls, price, ...(nodeOf ? { nodeOf } : {}) };
  const paid = layered(mind, [budget({ ...account, maxTokens, purpose }), bound]);
  const watch =
    checks &&
    new ServerWatch({
      ...checks,
      canary: budget({ ...account, maxTokens: CANARY_TOKENS, purpose: 'canary' })(checks.canary),
      limiter,
      timing,
    });
  const pool = batches
    ? new BatchPool({ ...batches, mind: mind.id, timing, budget: { ...account, maxTokens, calls: undefined, price: batches.price } })
    : null;
  const alone = [retry({ timing, waiting, ...tries }), limit(limiter), ...(watch ? [watched(watch)] : [])];
  return layered(paid, [repair, plainForm, drawn, batched(pool), ...alone]);
}

/** The mind with its substitutes in their order. Each substitute has its own layers. */
export const withOthers = (mind: Mind, others: readonly Mind[]): Mind => fallback(others)(mind);
