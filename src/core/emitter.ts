import type { Disposable } from './disposable.js';

export type Event<T> = (listener: (value: T) => void) => Disposable;

/** A source of values for any number of listeners, called in the order they came. */
export class Emitter<T> implements Disposable {
  #listeners: ((value: T) => void)[] = [];

  readonly event: Event<T> = (listener) => {
    this.#listeners = [...this.#listeners, listener];
    return {
      dispose: () => {
        this.#listeners = this.#listeners.filter((l) => l !== listener);
      },
    };
  };

  fire(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }

  dispose(): void {
    this.#listeners = [];
  }
}
