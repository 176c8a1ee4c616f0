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
  #hold: (() => Promise<void> | undefined) | null = null;
  /** Ends the waiting for a debugger that another has taken the place of. */
  #takeOver: () => void = () => {};
  #isHeld = false;

  /** Is told when a debugger begins to hold the run, and when it lets go of it. */
  onHold: () => void = () => {};

  /** @param ms least milliseconds from one round's end to the next; 0 never waits. */
  constructor(readonly ms: number) {
    this.#isHurried = ms <= 0;
    this.#released = new Promise((done) => {
      this.#release = done;
    });
  }

  /** What a debugger holds the run with; null where none does. */
  get hold(): (() => Promise<void> | undefined) | null {
    return this.#hold;
  }

  set hold(hold: (() => Promise<void> | undefined) | null) {
    this.#hold = hold;
    this.#takeOver();
  }

  /** Whether a debugger holds the run. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  roundEnded(): void {
    this.#due = true;
  }

  /** What a run asks between its steps. */
  readonly pause = (): Promise<void> | undefined => {
    const held = this.#isReleased ? undefined : this.#hold?.();
    return held ? this.#waitFor(held) : this.#rest();
  };

  release(): void {
    this.#isHurried = this.#isReleased = true;
    this.#release();
    if (!this.#waiting) return;
    clearTimeout(this.#waiting.timer);
    this.#waiting.done();
  }

  async #waitFor(held: Promise<void>): Promise<void> {
    const takenOver = new Promise<true>((done) => {
      this.#takeOver = () => done(true);
    });
    this.#stand(true);
    const isTakenOver = await Promise.race([held, this.#released, takenOver]);
    this.#stand(false);
    if (isTakenOver === true) await this.pause();
  }

  #stand(isHeld: boolean): void {
    this.#isHeld = isHeld;
    this.onHold();
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
