import type { Disposable } from './disposable.js';
import { Emitter, type Event } from './emitter.js';

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
