/** Holds a run between two steps, and releases it. */
import { Emitter, type Event } from '../../core/util/lifecycle.js';

/** An event of this program that happens once, and that callers can await. */
interface Signal {
  readonly fired: Promise<void>;
  readonly isSet: boolean;
  fire(): void;
}

export function signal(): Signal {
  let isSet = false;
  let resolve: () => void = () => {};
  const fired = new Promise<void>((done) => {
    resolve = done;
  });
  return {
    fired,
    get isSet() {
      return isSet;
    },
    fire: () => {
      isSet = true;
      resolve();
    },
  };
}

export class Gate {
  #held: { readonly passed: Promise<void>; readonly open: () => void } | null = null;
  #isKept = false;
  readonly #changed = new Emitter<void>();

  /** Fires when the run is held, and when it continues. */
  readonly onChange: Event<void> = this.#changed.event;

  get isHeld(): boolean {
    return this.#held !== null;
  }

  /** The run asks this between its steps: undefined lets it continue. */
  readonly pace = (): Promise<void> | undefined => this.#held?.passed;

  hold(): void {
    if (this.#held) return;
    let open = (): void => {};
    const passed = new Promise<void>((done) => {
      open = done;
    });
    this.#held = { passed, open };
    this.#changed.fire();
  }

  /** Holds the run until another session takes it over: a release here has no effect. */
  keep(): void {
    this.hold();
    this.#isKept = true;
  }

  release(): void {
    const held = this.#held;
    if (!held || this.#isKept) return;
    this.#held = null;
    held.open();
    this.#changed.fire();
  }
}
