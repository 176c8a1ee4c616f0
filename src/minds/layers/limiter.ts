/**
 * Limits the number of concurrent questions to one endpoint. It starts at its limit, halves when the server rejects
 * calls (once for all concurrent calls), and grows again by one for each round of answers. While the server asks for a
 * pause, nothing is sent. Waiting calls are served in order of arrival. The limit is that of the file; for a server on this
 * machine without one, it is the server's own number of slots, or found by measuring.
 */
import { around, asFault, cancelledFault, type Layer, type Timing } from './layer.js';
import { ConcurrencySearch } from './concurrencySearch.js';
import { retryAfterMs } from './retry.js';
import type { CancellationToken, Disposable } from '../../core/util/lifecycle.js';

/** The outcome of a call: `pushed` means that the server asks for fewer or later calls, `late` that it did not answer in time. */
type Went =
  | { readonly kind: 'other' | 'late' }
  /** `tokens` of the answer, where the server counts them. */
  | { readonly kind: 'well'; readonly tokens?: number | undefined }
  | { readonly kind: 'pushed'; readonly afterMs: number | null };

/** Permission to send one call. */
interface Pass {
  done(went: Went): void;
}

interface LimiterOptions {
  /** The most concurrent calls; `auto`: what the server says (`hasSlots`), else found by measuring. */
  readonly most: number | 'auto';
  readonly timing: Timing;
  /** Milliseconds without calls after a rejection that names no time; doubled for each further rejection, up to the longest. */
  readonly firstMs?: number;
  readonly mostMs?: number;
}

interface Waiting {
  readonly go: (pass: Pass) => void;
}

export class Limiter {
  #window: number;
  /** The number that the file or the server names; null while it is measured. */
  #named: number | null;
  readonly #search = new ConcurrencySearch();
  #out = 0;
  /** Calls that were sent before the last rejection do not make the window smaller again. */
  #wave = 0;
  #pushes = 0;
  #closedUntil = 0;
  #opening: Disposable | null = null;
  readonly #waiting = new Set<Waiting>();

  constructor(readonly options: LimiterOptions) {
    this.#named = options.most === 'auto' ? null : options.most;
    this.#window = this.#most;
  }

  get #most(): number {
    return Math.max(1, this.#named ?? this.#search.window);
  }

  /** The most calls that can ever be out at once. */
  get limit(): number {
    return this.options.most === 'auto' ? ConcurrencySearch.most : this.options.most;
  }

  /** How many more calls it takes without a long wait: at most as many wait as are out. */
  get room(): number {
    return Math.max(0, 2 * Math.floor(this.#window) - this.#out - this.#waiting.size);
  }

  /**
   * The server says how many calls it answers at once; null where it does not. One more is sent, which waits at the server, so that no
   * slot is idle while an answer is on its way and the next question is made. A number in the file comes first.
   */
  hasSlots(slots: number | null): void {
    const most = slots === null ? null : slots + 1;
    if (this.options.most !== 'auto' || most === this.#named) return;
    this.#named = most;
    this.#window = this.#most;
    this.#serve();
  }

  /** The allowed number of concurrent calls, and the current numbers. */
  get state(): { readonly window: number; readonly out: number; readonly waiting: number } {
    return { window: Math.floor(this.#window), out: this.#out, waiting: this.#waiting.size };
  }

  /** Waits for permission to send; rejects if the token is cancelled meanwhile. */
  enter(token: CancellationToken): Promise<Pass> {
    if (token.isCancellationRequested) return Promise.reject(cancelledFault());
    return new Promise((resolve, reject) => {
      const one: Waiting = {
        go: (pass) => {
          listener.dispose();
          resolve(pass);
        },
      };
      const listener = token.onCancellationRequested(() => {
        if (!this.#waiting.delete(one)) return;
        listener.dispose();
        this.#serve();
        reject(cancelledFault());
      });
      this.#waiting.add(one);
      this.#serve();
    });
  }

  #serve(): void {
    const rest = this.#closedUntil - this.options.timing.now();
    if (rest > 0) return this.#openIn(rest);
    for (const one of this.#waiting) {
      if (this.#out >= Math.floor(this.#window)) return;
      this.#waiting.delete(one);
      one.go(this.#pass());
    }
  }

  /** Sets one timer at a time, and none if no call waits. */
  #openIn(ms: number): void {
    this.#opening?.dispose();
    this.#opening = null;
    if (this.#waiting.size === 0) return;
    this.#opening = this.options.timing.after(ms, () => {
      this.#opening = null;
      this.#serve();
    });
  }

  #pass(): Pass {
    this.#out++;
    const wave = this.#wave;
    let open = true;
    return {
      done: (went) => {
        if (!open) return;
        open = false;
        this.#out--;
        if (went.kind === 'well') this.#grow(went.tokens ?? 1);
        else if (went.kind === 'pushed') this.#shrink(wave, went.afterMs);
        else if (went.kind === 'late') this.#slow(wave);
        this.#serve();
      },
    };
  }

  #grow(tokens: number): void {
    this.#pushes = 0;
    if (this.#named === null) {
      const before = this.#search.window;
      this.#search.answered(this.options.timing.now(), Math.max(1, tokens), this.#waiting.size > 0);
      if (this.#search.window !== before) this.#window = this.#search.window;
    }
    this.#window = Math.min(this.#most, this.#window + 1 / this.#window);
  }

  /** Calls that wait at a server for others can exceed their time limit. */
  #slow(wave: number): void {
    if (this.#named !== null || wave !== this.#wave) return;
    this.#wave++;
    this.#search.refused();
    this.#window = Math.min(this.#window, this.#most);
  }

  #shrink(wave: number, afterMs: number | null): void {
    const { timing, firstMs = 250, mostMs = 30_000 } = this.options;
    if (wave === this.#wave) {
      this.#wave++;
      this.#window = Math.max(1, this.#window / 2);
      if (this.#named === null) this.#search.refused();
      const pause = Math.min(mostMs, firstMs * 2 ** Math.min(this.#pushes++, 20));
      this.#closedUntil = Math.max(this.#closedUntil, timing.now() + pause * (0.5 + timing.random() / 2));
    }
    if (afterMs !== null) this.#closedUntil = Math.max(this.#closedUntil, timing.now() + afterMs);
  }
}

// The layer of the limiter, which all minds of one endpoint share.

/** Codes of a server that gets too many calls, if it names no time. */
const PUSHES: ReadonlySet<string> = new Set(['rate-limited']);

/** The longest pause of all calls because of one answer, in milliseconds. */
const PATIENCE = 120_000;

export const limit =
  (limiter: Limiter): Layer =>
  (mind) => ({
    ...around(mind, async (question, token) => {
      const pass = await limiter.enter(token);
      let went: Went = { kind: 'other' };
      try {
        const answer = await mind.ask(question, token);
        went = { kind: 'well', tokens: answer.usage?.output };
        return answer;
      } catch (error) {
        const fault = asFault(error);
        const afterMs = retryAfterMs(fault, limiter.options.timing.date());
        if (PUSHES.has(fault.code) || afterMs !== null)
          went = { kind: 'pushed', afterMs: afterMs === null ? null : Math.min(afterMs, PATIENCE) };
        else if (fault.code === 'timeout') went = { kind: 'late' };
        throw fault;
      } finally {
        pass.done(went);
      }
    }),
    room: () => limiter.room,
  });
