/** The layers around the language models of a run: one ledger for all, one queue for each endpoint, and timers. */
import type { SimEvent } from '../../core/events/events.js';
import { type Mind, type ScenarioModel, type Question, standIns } from '../../engine/index.js';
import type { ModelSpec, Society } from '../../language/generated/society.js';
import {
  type About,
  type BatchLog,
  type BatchNews,
  type BatchServer,
  batchPrice,
  type BookedFor,
  type CallLog,
  isLanguageModel,
  Ledger,
  Limiter,
  isLocal,
  originOf,
  type Price,
  priceOf,
  type ServerChecks,
  type Timing,
  type Waiting,
  withCare,
} from '../../minds/index.js';
import type { AnswerLine, CallsKnown, Manifest } from '../../trace/index.js';
import { spentByQuestion } from './spentByQuestion.js';

/** The recorded part of a run that continues. */
export interface Earlier {
  readonly events?: readonly SimEvent[];
  readonly answers?: readonly AnswerLine[];
  readonly manifest?: Pick<Manifest, 'spent' | 'spentUntil'>;
  readonly calls?: readonly CallsKnown<About>[];
}

/** The accounts for the calls of a run: the ledger, the purpose, and the journal. */
interface GuardOptions {
  readonly timing?: Timing | undefined;
  /** An existing ledger; else one with the limits of the file. */
  readonly ledger?: Ledger | undefined;
  readonly calls?: (CallLog & BatchLog) | undefined;
  /** The purpose that all calls are booked under, in place of each question's own. */
  readonly purpose?: BookedFor | undefined;
  /** Queues before endpoints, by model, that runs played at the same time share; without it, each run has its own. */
  readonly lines?: Map<string, Limiter> | undefined;
  /** Called for each long wait before a question is asked again. */
  readonly waiting?: ((wait: Waiting) => void) | undefined;
  /** Called with news of batches. */
  readonly batchNews?: ((news: BatchNews) => void) | undefined;
}

/** The most questions to one model at the same time, where its file gives no number and the server is not on this machine. */
export const CONCURRENCY = 16;

/** Timers beyond 2³¹ − 1 ms fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

export const nodeTiming: Timing = {
  now: () => performance.now(),
  date: () => Date.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, Math.min(Math.max(0, ms), LONGEST_MS));
    return { dispose: () => clearTimeout(timer) };
  },
  random: Math.random,
};

export class LanguageModelGuard {
  readonly ledger: Ledger;
  readonly #of: GuardOptions & { readonly timing: Timing };
  readonly #nodes: ReadonlyMap<string, string>;
  readonly #limiters: Map<string, Limiter>;

  constructor(
    readonly model: ScenarioModel,
    of: GuardOptions = {},
  ) {
    this.ledger = of.ledger ?? new Ledger(model.budget ?? {});
    this.#of = { ...of, timing: of.timing ?? nodeTiming };
    this.#limiters = of.lines ?? new Map();
    const { start, round, end } = model.phases;
    this.#nodes = new Map([...end, ...round, ...start].map(({ id, at }) => [id, at]));
  }

  /** The most open questions, over all guarded models. */
  get places(): number {
    return Math.max(
      CONCURRENCY,
      [...this.#limiters.values()].reduce((sum, { limit }) => sum + limit, 0),
    );
  }

  /** Books the spending of the earlier part of a run. */
  begin(society: Society, earlier: Earlier): void {
    const { spent, booked } = spentByQuestion(society, earlier);
    this.ledger.begin(spent, booked);
  }

  /** The model with the layers around it. `checks` are those of its server, `server` takes its batches. */
  around(mind: Mind, spec: ModelSpec, checks?: ServerChecks, server: BatchServer | null = null): Mind {
    const { timing, calls, purpose, waiting, batchNews: news } = this.#of;
    const { key, most } = placesOf(mind.id, spec);
    const limiter = this.#limiters.get(key) ?? new Limiter({ most, timing });
    this.#limiters.set(key, limiter);
    const maxTokens = ('max_tokens' in spec ? spec.max_tokens : undefined) ?? null;
    const nodeOf = ({ situation, texts }: Question): string =>
      (texts && this.model.memory.embeddings?.at) ?? this.#nodes.get(situation.phase) ?? situation.phase;
    const purposes = new Set(spec.kind === 'openai' ? spec.batch : []);
    // Calls outside of the run are answered at once.
    const hasBatches = server !== null && calls !== undefined && purpose === undefined && purposes.size > 0;
    return withCare(mind, {
      timing,
      ledger: this.ledger,
      calls,
      limiter,
      price: priceOf(spec),
      maxTokens,
      nodeOf,
      purpose,
      waiting,
      checks,
      batches: hasBatches ? { purposes, server, log: calls, news, price: batchPrice(priceOf(spec)) } : null,
    });
  }
}

/** The most concurrent questions of a model, and the queue that it uses: models of one server on this machine share its slots. */
function placesOf(id: string, spec: ModelSpec): { readonly key: string; readonly most: number | 'auto' } {
  const most = 'concurrency' in spec ? spec.concurrency : undefined;
  if (most !== undefined || spec.kind !== 'openai') return { key: id, most: most ?? CONCURRENCY };
  const origin = originOf(spec.base_url);
  return origin !== null && isLocal(origin) ? { key: `slots of ${origin}`, most: 'auto' } : { key: id, most: CONCURRENCY };
}

/** Why a budget of money cannot be enforced for this model, as text, or null where it can. */
export function unpriced(model: ScenarioModel, id: string, spec: ModelSpec): string | null {
  const money = model.budget?.money;
  if (!money || !isLanguageModel(spec.kind)) return null;
  const price: Price | null = priceOf(spec);
  if (price === null)
    return `The budget is in ${money.currency}, but the price of \`${id}\` is not known. Write it under \`models.${id}.price\`, or limit \`calls\` or \`tokens\` instead.`;
  const free = price.input === 0 && price.output === 0;
  if (free || price.currency === money.currency) return null;
  return `The budget is in ${money.currency}, but the price of \`${id}\` is in ${price.currency}. Write both in one currency.`;
}

/** The ledger of a run that was read again: its limits, and its spending so far. */
export function ledgerOf(society: Society, model: ScenarioModel, earlier: Earlier): Ledger {
  const care = new LanguageModelGuard(model);
  if (model.minds.some(({ id }) => standIns(society, id).some((one) => isLanguageModel(society.models?.[one]?.kind ?? 'builtin'))))
    care.begin(society, earlier);
  return care.ledger;
}
