/**
 * When a run may go on: each round of a fast mind gets a little time, so that a person sees ties form, and a debugger can
 * hold it between any two steps. Releasing it ends all waiting.
 */

export class Pacer {
  #due = false;
  #last = performance.now();
  #waiting: { readonly timer: NodeJS.Timeout; readonly done: () => void } | null = null;
  #isHurried: boolean;
  readonly #released: Promise<void>;
  #release: () => void = () => {};
  #isReleased = false;
  /** What a debugger holds the run with; null where none does. */
  hold: (() => Promise<void> | undefined) | null = null;

  /** @param ms least milliseconds from one round's end to the next; 0 never waits. */
  constructor(readonly ms: number) {
    this.#isHurried = ms <= 0;
    this.#released = new Promise((done) => {
      this.#release = done;
    });
  }

  roundEnded(): void {
    this.#due = true;
  }

  /** What a run asks between its steps. */
  readonly pause = (): Promise<void> | undefined => {
    const held = this.#isReleased ? undefined : this.hold?.();
    return held ? Promise.race([held, this.#released]) : this.#rest();
  };

  release(): void {
    this.#isHurried = this.#isReleased = true;
    this.#release();
    if (!this.#waiting) return;
    clearTimeout(this.#waiting.timer);
    this.#waiting.done();
  }

  #rest(): Promise<void> | undefined {
    if (!this.#due || this.#isHurried) return undefined;
    this.#due = false;
    const left = this.ms - (performance.now() - this.#last);
    if (left <= 0) return void (this.#last = performance.now());
    return new Promise<void>((done) => {
      this.#waiting = { done, timer: setTimeout(done, left) };
    }).then(() => {
      this.#waiting = null;
      this.#last = performance.now();
    });
  }
}
