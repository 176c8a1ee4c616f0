/** Long tasks, as progress that the client can show and cancel: a search for breakpoints, the playing of a change. */
import { t } from '../../core/util/l10n.js';
import { type Event, ProgressEndEvent, ProgressStartEvent, ProgressUpdateEvent } from '@vscode/debugadapter';

/** How many events of the recording have been searched. */
export interface Search {
  readonly looked: number;
  readonly of: number;
  /** Of an event of many agents whose condition does not run over columns: how many agents have been tested. */
  readonly agents?: { readonly looked: number; readonly of: number } | undefined;
}

const searchWords = ({ looked, of, agents }: Search): string =>
  agents ? t('event {0} of {1}, agent by agent: {2} of {3}', looked, of, agents.looked, agents.of) : t('event {0} of {1}', looked, of);

/** A task that is under way. */
export interface Task {
  tell(message: string): void;
  end(): void;
}

export class Progress {
  /** The client can show progress. */
  isWanted = false;
  #count = 0;
  /** How each task that is under way is cancelled, by its id. */
  readonly #tasks = new Map<string, () => void>();
  #search: Task | null = null;

  constructor(readonly send: (event: Event) => void) {}

  begin(title: string, cancel: () => void): Task {
    const id = `task ${++this.#count}`;
    this.#tasks.set(id, cancel);
    const send = (event: Event): void => (this.isWanted && this.#tasks.has(id) ? this.send(event) : undefined);
    const start = new ProgressStartEvent(id, title);
    send(Object.assign(start, { body: { ...(start as { body?: object }).body, cancellable: true } }));
    return {
      tell: (message) => send(new ProgressUpdateEvent(id, message)),
      end: () => {
        send(new ProgressEndEvent(id));
        this.#tasks.delete(id);
      },
    };
  }

  /** Cancels the task with that id, where there is one. */
  cancel(id: string): void {
    this.#tasks.get(id)?.();
  }

  /** The progress of a search; null where it is over. */
  tell(search: Search | null, cancel: () => void): void {
    if (search === null) {
      this.#search?.end();
      this.#search = null;
    } else if (this.#search) this.#search.tell(searchWords(search));
    else this.#search = this.begin(t('Searching the run'), cancel);
  }
}
