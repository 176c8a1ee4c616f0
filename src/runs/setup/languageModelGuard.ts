/** What belongs around the language models of a run: one purse for all, one line for each endpoint, and time. */
import type { SimEvent } from '../../core/events/events.js';
import { type Mind, type ScenarioModel, type Question, standIns } from '../../engine/index.js';
import type { ModelSpec, Society } from '../../language/generated/society.js';
import {
  type About,
  type BookedFor,
  type CallLog,
  isLanguageModel,
  Ledger,
  Limiter,
  type Price,
  priceOf,
  type Timing,
  type Waiting,
  withCare,
} from '../../minds/index.js';
import type { AnswerLine, CallsKnown, Manifest } from '../../trace/index.js';
import { spentByQuestion } from './spentByQuestion.js';

/** The part of a run that is gone on with. */
export interface Earlier {
  readonly events?: readonly SimEvent[];
  readonly answers?: readonly AnswerLine[];
  readonly manifest?: Pick<Manifest, 'spent' | 'spentUntil'>;
  readonly calls?: readonly CallsKnown<About>[];
}

/** What the calls of a run are paid from, what they are paid for, and where they are written down. */
interface GuardOptions {
  readonly timing?: Timing | undefined;
  /** A purse that is there already; else one with the limits of the file. */
  readonly ledger?: Ledger | undefined;
  readonly calls?: CallLog | undefined;
  /** What all of it is booked for, in place of what each question is. */
  readonly purpose?: BookedFor | undefined;
  /** Lines before endpoints that runs share which are played at once, by model; each has its own else. */
  readonly lines?: Map<string, Limiter> | undefined;
  /** Is told of each long wait before a question is asked again. */
  readonly waiting?: ((wait: Waiting) => void) | undefined;
}

/** Questions that may be with one model at once, where its file does not say. */
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

  /** How many questions can be out at once, over all models that were given care. */
  get places(): number {
    return Math.max(
      CONCURRENCY,
      [...this.#limiters.values()].reduce((sum, { options }) => sum + options.most, 0),
    );
  }

  /** Books what the earlier part of a run has spent. */
  begin(society: Society, earlier: Earlier): void {
    const { spent, booked } = spentByQuestion(society, earlier);
    this.ledger.begin(spent, booked);
  }

  /** The model with its care. */
  around(mind: Mind, spec: ModelSpec): Mind {
    const most = ('concurrency' in spec ? spec.concurrency : undefined) ?? CONCURRENCY;
    const { timing, calls, purpose, waiting } = this.#of;
    const limiter = this.#limiters.get(mind.id) ?? new Limiter({ most, timing });
    this.#limiters.set(mind.id, limiter);
    const maxTokens = ('max_tokens' in spec ? spec.max_tokens : undefined) ?? null;
    const nodeOf = ({ situation, texts }: Question): string =>
      (texts && this.model.memory.embeddings?.at) ?? this.#nodes.get(situation.phase) ?? situation.phase;
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
    });
  }
}

/** Why a budget of money cannot be kept with this model, in words, or null where it can. */
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

/** What a run that was read again is paid from: its limits, and what it has spent so far. */
export function ledgerOf(society: Society, model: ScenarioModel, earlier: Earlier): Ledger {
  const care = new LanguageModelGuard(model);
  if (model.minds.some(({ id }) => standIns(society, id).some((one) => isLanguageModel(society.models?.[one]?.kind ?? 'builtin'))))
    care.begin(society, earlier);
  return care.ledger;
}
