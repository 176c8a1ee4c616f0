/**
 * When somebody looks for questions that can be asked before their turn: when answers have come and no more follow at once,
 * not more often than it is worth the work, and not at all where few of the answers turn out to be of use.
 */
import type { Looked, Tally } from './speculation.js';

/** What a host gives so that questions are asked before their turn. */
export interface AheadPort {
  /** Minds that may be asked so. */
  readonly minds: ReadonlySet<string>;
  /** What came of it, counted here. */
  readonly tally: Tally;
  /** Milliseconds from some moment on. */
  now(): number;
  later(milliseconds: number, act: () => void): void;
  /** Told where imagining failed: it is given up, and the run goes on as it would without. */
  failed(error: unknown): void;
}

/** Answers that must have come before the next look, where the last ones were of no use. */
const PATIENCE = 64;

/** Looks in vain after which it takes less of the time, as long as nothing has been of use. */
const HOPE = 4;

/** Part of the time that looking may take: where it has been of use, and where it has not. */
const SHARE = { useful: 1 / 2, useless: 1 / 20 };

/** The least use of early answers with which it goes on, and how many are needed to tell. */
const LEAST = 0.2;
const ENOUGH = 24;

/** Milliseconds of looking after which others get their turn. */
const BREATH = 10;

/** Milliseconds that it waits for more answers, and how often: those that come together are worth one look, which would keep them waiting. */
const CALM = 4;
const PUT_OFF = 4;

export class Lookout {
  #came = 0;
  #patience = 1;
  #inVain = 0;
  #notBefore = 0;
  #waiting = false;
  #begun = false;
  /** How many answers had come when it began to wait for more, and how often it still does. */
  #seen = 0;
  #left = 0;

  constructor(
    readonly port: AheadPort,
    /** Looks until it is time; null where there is no place for any question. */
    readonly look: (isTime: () => boolean) => Looked | null,
  ) {}

  /** The run waits for its first answer. */
  begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.stir();
  }

  /** An answer has come. */
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

  /** What is imagined need not be possible, so that it must not be able to stop the run. */
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
