/** Gives each round of a fast mind a little time, so that a person sees ties form. Releasing it ends all waiting. */

export class Pacer {
  #due = false;
  #last = performance.now();
  #waiting: { readonly timer: NodeJS.Timeout; readonly done: () => void } | null = null;
  #released: boolean;

  /** @param ms least milliseconds from one round's end to the next; 0 never waits. */
  constructor(readonly ms: number) {
    this.#released = ms <= 0;
  }

  roundEnded(): void {
    this.#due = true;
  }

  /** What a run asks between its steps. */
  readonly pause = (): Promise<void> | undefined => {
    if (!this.#due || this.#released) return undefined;
    this.#due = false;
    const left = this.ms - (performance.now() - this.#last);
    if (left <= 0) return void (this.#last = performance.now());
    return new Promise<void>((done) => {
      this.#waiting = { done, timer: setTimeout(done, left) };
    }).then(() => {
      this.#waiting = null;
      this.#last = performance.now();
    });
  };

  release(): void {
    this.#released = true;
    if (!this.#waiting) return;
    clearTimeout(this.#waiting.timer);
    this.#waiting.done();
  }
}
