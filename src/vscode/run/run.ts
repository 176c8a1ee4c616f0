/** One run in this window: the live run, where it is kept, which file it came from, and how it is watched. */
import * as vscode from 'vscode';
import type { Resolved } from '../../language/api.js';
import type { LiveRun, PanelSource } from '../../runs/index.js';
import type { RunState } from '../../trace/index.js';
import type { Pacer } from './pacer.js';

/** Milliseconds over which events are gathered before anybody is told. */
const BATCH_MS = 50;

export interface RunOptions {
  readonly uri: vscode.Uri;
  readonly live: LiveRun;
  readonly resolved: Resolved;
  /** Folder that it is kept in. */
  readonly dir: string;
  /** Who answers, in words. */
  readonly mind: string;
  readonly languageModel: boolean;
  readonly pacer: Pacer;
}

export class Run implements vscode.Disposable {
  readonly #advanced = new vscode.EventEmitter<void>();
  #timer: NodeJS.Timeout | null = null;
  readonly uri: vscode.Uri;
  readonly live: LiveRun;
  readonly done: Promise<RunState>;

  /** Fires at most once in each batch of events, and at the end. */
  readonly onDidAdvance = this.#advanced.event;

  constructor(readonly options: RunOptions) {
    this.uri = options.uri;
    this.live = options.live;
    this.live.timeline.onCommit((events) => {
      const ended = events.find((event) => event.type === 'round.ended');
      if (ended && ended.round < this.live.model.rounds) options.pacer.roundEnded();
      this.#timer ??= setTimeout(this.#tell, BATCH_MS);
    });
    this.done = this.live.run().then((state) => {
      this.#tell();
      return state;
    });
  }

  /** The run as the panel reads it. */
  get source(): PanelSource {
    const { id, model, timeline, state, problem } = this.live;
    return { id, model, state: timeline.head, events: timeline.events, status: state, problem };
  }

  /** Stops after the step that is under way. What was done is kept. */
  stop(): Promise<RunState> {
    this.live.stop();
    this.options.pacer.release();
    return this.done;
  }

  dispose(): void {
    void this.stop();
    if (this.#timer) clearTimeout(this.#timer);
    this.#advanced.dispose();
  }

  readonly #tell = (): void => {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#advanced.fire();
  };
}
