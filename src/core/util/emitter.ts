import type { Disposable } from './disposable.js';

export type Event<T> = (listener: (value: T) => void) => Disposable;

/** A source of values for any number of listeners, called in the order they came. */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<{ readonly tell: (value: T) => void }>();

  readonly event: Event<T> = (tell) => {
    const one = { tell };
    this.#listeners.add(one);
    return { dispose: () => void this.#listeners.delete(one) };
  };

  fire(value: T): void {
    for (const { tell } of [...this.#listeners]) tell(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
