/**
 * Finds by measuring how many concurrent calls give a server the most throughput. It compares the rate of answers with the rate at
 * half or twice as many calls, raises the number while the rate rises, and lowers it where fewer calls are as fast. A refusal of
 * the server (429, 503) lowers it too. The number that was found is tried again from time to time, because servers and questions change.
 */

/** How many calls a search begins with, and the most that it tries. Both are powers of two. */
const FIRST = 8;
const HIGHEST = 64;

/** A larger number is kept if its rate is that much higher, and a smaller one if its rate is not lower than this share. */
const [GAIN, EQUAL] = [1.1, 0.95] as const;

/** Fewest answers that a rate is taken over, and answers before the number is tried again; the latter is doubled each time. */
const [LEAST, HOLD] = [8, 64] as const;

type Direction = 'up' | 'down' | 'hold';

export class ConcurrencySearch {
  #window: number = FIRST;
  #direction: Direction = 'up';
  /** The last rate at a number of calls, in tokens per millisecond. */
  readonly #rates = new Map<number, number>();
  /** Answers since the last change, and how many of them belong to calls that were sent before. */
  #came = 0;
  #skipped: number = FIRST;
  #work = 0;
  #since: number | null = null;
  #left = 0;
  #hold: number = HOLD;

  /** The most concurrent calls that are ever tried. */
  static readonly most = HIGHEST;

  /** The number of concurrent calls that is tried or was found. */
  get window(): number {
    return this.#window;
  }

  /**
   * A call was answered, at a time in milliseconds. `work`: tokens of the answer, or 1 where the server does not count them. `isFull`:
   * other calls waited for their place, so the rate is that of the server.
   */
  answered(now: number, work: number, isFull: boolean): void {
    if (this.#direction === 'hold') {
      if (--this.#left <= 0) this.#try('up', this.#window);
      return;
    }
    if (!isFull) return this.#restart();
    if (++this.#came < this.#skipped) return;
    if (this.#since === null) {
      this.#since = now;
      return;
    }
    this.#work += work;
    // Answers often come in waves, so whole waves are counted.
    if (this.#came < this.#skipped + Math.max(LEAST, 2 * this.#window) || now <= this.#since) return;
    this.#rates.set(this.#window, this.#work / (now - this.#since));
    this.#judge();
  }

  /** The server refused calls because there were too many, or did not answer in time. */
  refused(): void {
    this.#settle(Math.max(1, Math.floor(this.#window / 2)));
  }

  #judge(): void {
    const here = this.#rates.get(this.#window)!;
    if (this.#direction === 'down') {
      const isAsFast = here >= EQUAL * (this.#rates.get(this.#window * 2) ?? Infinity);
      if (!isAsFast) this.#settle(this.#window * 2);
      else if (this.#window === 1) this.#settle(1);
      else this.#try('down', this.#window / 2);
      return;
    }
    const half = this.#rates.get(this.#window / 2);
    if (half !== undefined && here < GAIN * half) {
      // Twice as many are not worth it. Where nothing smaller was tried, fewer can be as fast.
      if (this.#rates.has(this.#window / 4) || this.#window <= 2) this.#settle(this.#window / 2);
      else this.#try('down', this.#window / 4);
    } else if (this.#window * 2 > HIGHEST) this.#settle(this.#window);
    else this.#try('up', this.#window * 2);
  }

  #try(direction: Direction, window: number): void {
    this.#direction = direction;
    this.#skipped = Math.max(this.#window, window);
    this.#window = window;
    this.#restart();
  }

  #settle(window: number): void {
    this.#window = window;
    this.#direction = 'hold';
    this.#left = this.#hold * window;
    this.#hold = Math.min(this.#hold * 2, 4_096);
    this.#rates.clear();
    this.#restart();
  }

  #restart(): void {
    this.#came = 0;
    this.#work = 0;
    this.#since = null;
  }
}
