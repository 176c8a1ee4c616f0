/** Disposables, event emitters and cancellation tokens, shaped like those of the editor, so that either can be used for the other. */

export interface Disposable {
  dispose(): void;
}

/** Disposes its items once; items that are pushed afterwards are disposed immediately. */
export class Disposables implements Disposable {
  #items: Disposable[] | null = [];

  push<T extends Disposable>(item: T): T {
    if (this.#items) this.#items.push(item);
    else item.dispose();
    return item;
  }

  dispose(): void {
    const items = this.#items ?? [];
    this.#items = null;
    for (const item of items.reverse()) item.dispose();
  }
}

export type Event<T> = (listener: (value: T) => void) => Disposable;

/** A source of values for any number of listeners, called in the order in which they were added. */
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

/** Assignable from the editor's own token. */
export interface CancellationToken {
  readonly isCancellationRequested: boolean;
  readonly onCancellationRequested: Event<unknown>;
}

export class CancellationSource implements Disposable {
  #emitter = new Emitter<unknown>();
  #cancelled = false;
  readonly token: CancellationToken;

  constructor() {
    const isCancelled = (): boolean => this.#cancelled;
    const event = this.#emitter.event;
    this.token = {
      get isCancellationRequested() {
        return isCancelled();
      },
      onCancellationRequested: (listener) => {
        if (!isCancelled()) return event(listener);
        listener(undefined);
        return { dispose: () => {} };
      },
    };
  }

  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    this.#emitter.fire(undefined);
  }

  dispose(): void {
    this.#emitter.dispose();
  }
}

/** A token that is never cancelled. */
export const neverCancelled: CancellationToken = new CancellationSource().token;
