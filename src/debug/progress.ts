/** A search that takes longer, as progress that the client can show and cancel. */
import { type Event, ProgressEndEvent, ProgressStartEvent, ProgressUpdateEvent } from '@vscode/debugadapter';
import type { Search } from './debuggee.js';

export class Progress {
  /** The client can show it. */
  isWanted = false;
  #count = 0;
  #id: string | null = null;

  constructor(readonly send: (event: Event) => void) {}

  /** Of what is shown now; null while nothing is. */
  get id(): string | null {
    return this.#id;
  }

  /** How far a search is; null where it is over. */
  tell(search: Search | null): void {
    if (!this.isWanted) return;
    if (search === null) return this.#end();
    if (this.#id !== null) return this.send(new ProgressUpdateEvent(this.#id, `event ${search.looked} of ${search.of}`));
    this.#id = `search ${++this.#count}`;
    const start = new ProgressStartEvent(this.#id, 'Looking for a breakpoint');
    this.send(Object.assign(start, { body: { ...(start as { body?: object }).body, cancellable: true } }));
  }

  #end(): void {
    if (this.#id === null) return;
    const id = this.#id;
    this.#id = null;
    this.send(new ProgressEndEvent(id));
  }
}
