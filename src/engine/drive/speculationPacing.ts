/**
 * When the search for early questions runs. It runs after answers arrive and no more follow immediately, only as often as it is
 * worth the work, and not at all if few early answers are useful.
 */
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
