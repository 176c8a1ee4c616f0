/** Holds a run between two steps, and lets it go on. */
export class Gate {
  #held: { readonly passed: Promise<void>; readonly open: () => void } | null = null;

  get isHeld(): boolean {
    return this.#held !== null;
  }

  /** What a run asks between its steps: undefined goes on. */
  readonly pace = (): Promise<void> | undefined => this.#held?.passed;

  hold(): void {
    if (this.#held) return;
    let open = (): void => {};
    const passed = new Promise<void>((done) => {
      open = done;
    });
    this.#held = { passed, open };
  }

  release(): void {
    const held = this.#held;
    this.#held = null;
    held?.open();
  }
}
