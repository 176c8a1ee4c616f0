/** What belongs around the language models of a run: one purse for all, one line for each endpoint, and time. */
import type { SimEvent } from '../core/events.js';
import type { Mind, Model, Question } from '../engine/index.js';
import type { ModelSpec, Society } from '../language/generated/society.js';
import { isLanguageModel, Ledger, Limiter, NOTHING, type Price, priceOf, type Spent, type Timing, withCare } from '../minds/index.js';
import type { AnswerLine, Manifest } from '../trace/index.js';
import { bookedOnAnswers, spentOnAnswers } from './booked.js';

/** The part of a run that is gone on with. */
export interface Earlier {
  readonly events?: readonly SimEvent[];
  readonly answers?: readonly AnswerLine[];
  readonly manifest?: Pick<Manifest, 'spent'>;
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

export class Care {
  readonly ledger: Ledger;
  readonly #timing: Timing;
  readonly #nodes: ReadonlyMap<string, string>;
  readonly #limiters = new Map<string, Limiter>();

  constructor(
    readonly model: Model,
    timing: Timing = nodeTiming,
  ) {
    this.ledger = new Ledger(model.budget ?? {});
    this.#timing = timing;
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

  /** Books what the earlier part of a run has spent: what it says itself, or more where its answers tell of more. */
  begin(society: Society, { answers = [], events = [], manifest }: Earlier): void {
    const found = spentOnAnswers(society, answers);
    const said = manifest?.spent ?? NOTHING;
    const spent: Spent = {
      calls: Math.max(found.calls, said.calls),
      input: Math.max(found.input, said.input),
      output: Math.max(found.output, said.output),
      money: Math.max(found.money, said.money),
      unsure: Math.max(found.unsure, said.unsure),
    };
    this.ledger.begin(spent, bookedOnAnswers(society, events, answers));
  }

  /** The model with its care. */
  around(mind: Mind, spec: ModelSpec): Mind {
    const most = ('concurrency' in spec ? spec.concurrency : undefined) ?? CONCURRENCY;
    const limiter = new Limiter({ most, timing: this.#timing });
    this.#limiters.set(mind.id, limiter);
    const maxTokens = ('max_tokens' in spec ? spec.max_tokens : undefined) ?? null;
    const nodeOf = ({ situation }: Question): string => this.#nodes.get(situation.phase) ?? situation.phase;
    return withCare(mind, { timing: this.#timing, ledger: this.ledger, limiter, price: priceOf(spec), maxTokens, nodeOf });
  }
}

/** Why a budget of money cannot be kept with this model, in words, or null where it can. */
export function unpriced(model: Model, id: string, spec: ModelSpec): string | null {
  const money = model.budget?.money;
  if (!money || !isLanguageModel(spec.kind)) return null;
  const price: Price | null = priceOf(spec);
  if (price === null)
    return `The budget is in ${money.currency}, but the price of \`${id}\` is not known. Write it under \`models.${id}.price\`, or limit \`calls\` or \`tokens\` instead.`;
  const free = price.input === 0 && price.output === 0;
  if (free || price.currency === money.currency) return null;
  return `The budget is in ${money.currency}, but the price of \`${id}\` is in ${price.currency}. Write both in one currency.`;
}
