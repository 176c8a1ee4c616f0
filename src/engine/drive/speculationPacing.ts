/**
 * When the search for early questions runs. It runs after answers arrive and no more follow immediately, only as often as it is
 * worth the work, and not at all if few early answers are useful.
 */
import type { Json } from '../../core/util/json.js';
import type { AnswerSchema, Question } from '../model/question.js';
import type { Option } from '../model/situationTypes.js';
import type { Looked, Tally } from './speculation.js';

/** The host's port for questions before their turn. */
export interface AheadPort {
  /** Ids of minds that may be asked early. */
  readonly minds: ReadonlySet<string>;
  /** The results so far, counted here. */
  readonly tally: Tally;
  /** Milliseconds since any fixed moment. */
  now(): number;
  later(milliseconds: number, act: () => void): void;
  /** Called when the search fails. The search stops, and the run continues without it. */
  failed(error: unknown): void;
}

/** Most answers that must arrive before the next search, after useless ones. */
const PATIENCE = 64;

/** Number of searches without a question after which the search gets less time, if no early answer was useful yet. */
const HOPE = 4;

/** Share of the time that the search may take: if it was useful, and if it was not. */
const SHARE = { useful: 1 / 2, useless: 1 / 20 };

/** Smallest share of useful early answers with which the search continues, and the number of answers that it takes to know. */
const LEAST = 0.2;
const ENOUGH = 24;

/** Milliseconds of search after which other work gets time. */
const BREATH = 10;

/**
 * Milliseconds that the search waits for more answers, and how often. Answers that arrive together need only one search, which
 * would delay them.
 */
const CALM = 4;
const PUT_OFF = 4;

/** Calls the search at suitable times. */
export class Lookout {
  #came = 0;
  #patience = 1;
  #inVain = 0;
  #notBefore = 0;
  #waiting = false;
  #begun = false;
  /** Number of answers when the wait began, and how often it may still be repeated. */
  #seen = 0;
  #left = 0;

  constructor(
    readonly port: AheadPort,
    /** Searches until it is time to stop. Null if there is no free place for a question. */
    readonly look: (isTime: () => boolean) => Looked | null,
  ) {}

  /** The run waits for its first answer. */
  begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.stir();
  }

  /** An answer has arrived. */
  stir(): void {
    if (++this.#came >= this.#patience && this.#isWorthIt) this.#soon();
  }

  #soon(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    this.#left = PUT_OFF;
    this.#later(Math.max(CALM, this.#notBefore - this.port.now()));
  }

  #later(milliseconds: number): void {
    this.#seen = this.#came;
    this.port.later(milliseconds, this.#now);
  }

  get #isWorthIt(): boolean {
    const { used, wasted } = this.port.tally;
    return used + wasted < ENOUGH || used >= LEAST * (used + wasted);
  }

  readonly #now = (): void => {
    if (this.#came > this.#seen && this.#left-- > 0) return this.#later(CALM);
    this.#waiting = false;
    const start = this.port.now();
    const looked = this.#looked(() => this.port.now() - start > BREATH);
    if (!looked) return;
    this.#came = 0;
    if (looked.asked > 0) this.#inVain = 0;
    else if (looked.isThrough) this.#inVain++;
    const useful = this.port.tally.used > 0 || this.#inVain < HOPE;
    const end = this.port.now();
    this.#notBefore = end + (end - start) * (1 / (useful ? SHARE.useful : SHARE.useless) - 1);
    if (!looked.isThrough) this.#soon();
    else this.#patience = useful ? 1 : Math.min(PATIENCE, 2 * this.#patience);
  };

  /** Searches. An imagined state may be impossible, so an error here must not stop the run. */
  #looked(isTime: () => boolean): Looked | null {
    try {
      return this.look(isTime);
    } catch (error) {
      this.#patience = Infinity;
      this.port.failed(error);
      return null;
    }
  }
}

// Guesses at an answer: two for each question, as different as its schema allows. What is the same after both does not depend on
// the answer.

/** One of the two guesses. */
export type Side = 0 | 1;

/** An answer that the question allows. `mark` makes its words differ from those for any other question. */
export function guess(question: Question, side: Side, mark: string): Json {
  const words = `${mark} ${side}`;
  const value = fitting(question.answer, side, words) as { [key: string]: Json };
  const option = optionFor(question.situation.options, side);
  if (!option) return value;
  const end = <T>(list: readonly T[] | undefined): T | null => (side === 0 ? list?.[0] : list?.at(-1)) ?? null;
  const act = { action: option.action, on: end(option.messages), to: end(option.agents), value: end(option.values) };
  const known = Object.entries(act).filter(([key]) => Object.hasOwn(value, key));
  return { ...value, ...Object.fromEntries(known) };
}

/** Kinds of option by reach: words to all, words to one agent, acts, reactions, nothing. */
const REACH: { readonly [kind in Option['kind']]: number } = { message: 0, act: 2, reaction: 3, nothing: 4 };

const reach = ({ kind, agents, messages }: Option): number => REACH[kind] + (kind === 'message' && (agents ?? messages) ? 1 : 0);

/** The option with the largest reach, or the one with the smallest reach that still does something. */
function optionFor(options: readonly Option[], side: Side): Option | undefined {
  const doing = options.filter(({ kind }) => kind !== 'nothing');
  const sorted = (doing.length > 0 ? [...doing] : [...options]).sort((a, b) => reach(a) - reach(b));
  return side === 0 ? sorted[0] : sorted.at(-1);
}

function fitting(schema: AnswerSchema, side: Side, words: string): Json {
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if ('enum' in schema && schema.enum) {
    const known = schema.enum.filter((word) => word !== null);
    return (side === 0 ? known[0] : known.at(-1)) ?? null;
  }
  if ('properties' in schema)
    return Object.fromEntries(Object.entries(schema.properties).map(([key, one]) => [key, fitting(one, side, words)]));
  if ('items' in schema) return side === 0 ? [] : [fitting(schema.items, side, words)];
  if (type === 'boolean') return side === 1;
  if (type === 'string') return words;
  const { minimum = 0, maximum = minimum + 1 } = schema as { minimum?: number; maximum?: number };
  return side === 0 ? minimum : maximum;
}
