/**
 * How many questions one endpoint is sent at once. It starts at what the file allows, halves when the server pushes back
 * (once for all that were under way together), and grows again by one for each round of answers. While the server wants
 * to be left alone nothing is sent. Those who wait are served in the order in which they came.
 */
import { around, asFault, cancelledFault, type Layer, type Timing } from './layer.js';
import { retryAfterMs } from './retry.js';
import type { CancellationToken, Disposable } from '../../core/util/lifecycle.js';

/** How a call went: `pushed` is the server's wish for fewer or later ones. */
type Went = { readonly kind: 'well' | 'other' } | { readonly kind: 'pushed'; readonly afterMs: number | null };

/** Leave to send one call. */
interface Pass {
  done(went: Went): void;
}

interface LimiterOptions {
  /** The most at once. */
  readonly most: number;
  readonly timing: Timing;
  /** Milliseconds without calls after a push that names no time; doubled for each that follows, up to the longest. */
  readonly firstMs?: number;
  readonly mostMs?: number;
}

interface Waiting {
  readonly go: (pass: Pass) => void;
}

export class Limiter {
  #window: number;
  #out = 0;
  /** Calls that were sent before the last push do not make the window smaller again. */
  #wave = 0;
  #pushes = 0;
  #closedUntil = 0;
  #opening: Disposable | null = null;
  readonly #waiting = new Set<Waiting>();

  constructor(readonly options: LimiterOptions) {
    this.#window = Math.max(1, options.most);
  }

  /** How many may be out now, and how many are. */
  get state(): { readonly window: number; readonly out: number; readonly waiting: number } {
    return { window: Math.floor(this.#window), out: this.#out, waiting: this.#waiting.size };
  }

  /** Leave to send; rejects when the token is cancelled while it waits. */
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

  /** One timer at a time, and none while nobody waits. */
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

// The layer that sends no more at once than an endpoint takes. The limiter is shared by all minds of one endpoint.

/** Codes by which a server says that it is asked too much, where it names no time. */
const PUSHES: ReadonlySet<string> = new Set(['rate-limited']);

/** The longest that one answer may hold back all others, in milliseconds. */
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
