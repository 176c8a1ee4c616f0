/**
 * Controls when a run may continue. Each round of a fast mind takes a minimum time, so that a user can watch ties form. A debugger
 * can hold the run between any two steps. Releasing the pacer ends all waiting.
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
  /** Ends the wait for a debugger that was replaced by another. */
  #takeOver: () => void = () => {};
  #isHeld = false;

  /** Called when a debugger starts to hold the run, and when it releases the run. */
  onHold: () => void = () => {};

  /** @param ms minimum milliseconds from the end of a round to the end of the next; 0 never waits. */
  constructor(readonly ms: number) {
    this.#isHurried = ms <= 0;
    this.#released = new Promise((done) => {
      this.#release = done;
    });
  }

  /** The function with which a debugger holds the run; null without a debugger. */
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

  /** The run calls this between its steps. */
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
