/**
 * Limits the number of concurrent questions to one endpoint. It starts at the file's limit, halves when the server rejects
 * calls (once for all concurrent calls), and grows again by one for each round of answers. While the server asks for a
 * pause, nothing is sent. Waiting calls are served in order of arrival.
 */
import { around, asFault, cancelledFault, type Layer, type Timing } from './layer.js';
import { retryAfterMs } from './retry.js';
import type { CancellationToken, Disposable } from '../../core/util/lifecycle.js';

/** The outcome of a call: `pushed` means that the server asks for fewer or later calls. */
type Went = { readonly kind: 'well' | 'other' } | { readonly kind: 'pushed'; readonly afterMs: number | null };

/** Permission to send one call. */
interface Pass {
  done(went: Went): void;
}

interface LimiterOptions {
  /** The most concurrent calls. */
  readonly most: number;
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
  #out = 0;
  /** Calls that were sent before the last rejection do not make the window smaller again. */
  #wave = 0;
  #pushes = 0;
  #closedUntil = 0;
  #opening: Disposable | null = null;
  readonly #waiting = new Set<Waiting>();

  constructor(readonly options: LimiterOptions) {
    this.#window = Math.max(1, options.most);
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
        if (went.kind === 'well') this.#grow();
        else if (went.kind === 'pushed') this.#shrink(wave, went.afterMs);
        this.#serve();
      },
    };
  }

  #grow(): void {
    this.#pushes = 0;
    this.#window = Math.min(Math.max(1, this.options.most), this.#window + 1 / this.#window);
  }

  #shrink(wave: number, afterMs: number | null): void {
    const { timing, firstMs = 250, mostMs = 30_000 } = this.options;
    if (wave === this.#wave) {
      this.#wave++;
      this.#window = Math.max(1, this.#window / 2);
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
  (mind) =>
    around(mind, async (question, token) => {
      const pass = await limiter.enter(token);
      let went: Went = { kind: 'other' };
      try {
        const answer = await mind.ask(question, token);
        went = { kind: 'well' };
        return answer;
      } catch (error) {
        const fault = asFault(error);
        const afterMs = retryAfterMs(fault, limiter.options.timing.date());
        if (PUSHES.has(fault.code) || afterMs !== null)
          went = { kind: 'pushed', afterMs: afterMs === null ? null : Math.min(afterMs, PATIENCE) };
        throw fault;
      } finally {
        pass.done(went);
      }
    });
