/** One run in this window: the live run, where it is kept, which file it came from, and how it is watched. */
import * as vscode from 'vscode';
import type { Timeline } from '../../core/events/timeline.js';
import type { Resolved } from '../../language/api.js';
import type { LedgerEntry, Ledger } from '../../minds/index.js';
import type { CallJournal, Forecast, LiveRun, PanelRun } from '../../runs/index.js';
import { liveRunState } from '../../runs/live/runState.js';
import type { LiveRunState } from '../../protocol/runState.js';
import type { AnswerLine } from '../../trace/index.js';
import type { ShownRun } from '../moment/shownRun.js';
import type { Pacer } from './pacer.js';
import { RunCost, type Sum } from './runCost.js';

/** Milliseconds over which events are collected before listeners are called. */
const BATCH_MS = 50;

interface RunOptions {
  readonly uri: vscode.Uri;
  readonly live: LiveRun;
  readonly resolved: Resolved;
  /** Folder that it is kept in. */
  readonly dir: string;
  /** Who answers, in words. */
  readonly mind: string;
  readonly languageModel: boolean;
  readonly pacer: Pacer;
  /** What language models are paid from. */
  readonly ledger: Ledger;
  readonly book: CallJournal;
  /** What the run will take, once that is known; null where no language model is asked. */
  readonly forecast: Promise<Forecast | null>;
  /** Where its questions go; nothing where no language model is asked. */
  readonly egress: readonly string[];
  readonly sum: Sum;
}

export class EditorRun implements ShownRun, vscode.Disposable {
  readonly #advanced = new vscode.EventEmitter<void>();
  readonly #held = new vscode.EventEmitter<void>();
  #timer: NodeJS.Timeout | null = null;
  #wasHeld = false;
  #disposed = false;
  readonly uri: vscode.Uri;
  readonly live: LiveRun;
  readonly cost: RunCost;
  readonly done: Promise<LiveRunState>;

  /** Fires at most once in each batch of events, and at the end. */
  readonly onDidAdvance = this.#advanced.event;
  /** Fires when a debugger has come to hold the run, and when it has let go of it; not for each of its steps. */
  readonly onDidHold = this.#held.event;

  constructor(readonly options: RunOptions) {
    this.uri = options.uri;
    this.live = options.live;
    this.cost = new RunCost(options.live, options, options.sum);
    void options.forecast.then((forecast) => {
      this.cost.expect(forecast);
      this.#soon();
    });
    options.pacer.onHold = () => this.#soon();
    this.live.timeline.onCommit((events) => {
      const ended = events.find((event) => event.type === 'round.ended');
      if (ended && ended.round < this.live.model.rounds) options.pacer.roundEnded();
      this.#soon();
    });
    this.done = this.live.run().then((state) => {
      this.#tell();
      return state;
    });
  }

  /** The run as the panel reads it. */
  get source(): PanelRun {
    const { id, model, timeline, problem, summary } = this.live;
    return { id, model, timeline, state: this.state, problem, summary, cost: this.cost.current };
  }

  get state(): LiveRunState {
    return liveRunState(this.live.state, this.options.pacer.isHeld);
  }

  /** Whether a debugger holds it. */
  get isHeld(): boolean {
    return this.state === 'waiting';
  }

  get dir(): string {
    return this.options.dir;
  }

  get timeline(): Timeline {
    return this.live.timeline;
  }

  get answers(): readonly AnswerLine[] {
    return this.live.answers;
  }

  get resolved(): Resolved {
    return this.options.resolved;
  }

  get prose(): ReadonlySet<string> {
    return this.live.prose;
  }

  get ledger(): Ledger {
    return this.options.ledger;
  }

  get book(): CallJournal {
    return this.options.book;
  }

  booked(): readonly LedgerEntry[] {
    return this.ledger.booked();
  }

  async paid(): Promise<void> {
    this.cost.renew();
    this.#tell();
    await this.live.written();
  }

  /** Stops after the step that is under way, or leaves a run that pauses as it is. What was done is kept. */
  async stop(): Promise<LiveRunState> {
    this.live.stop();
    this.options.pacer.release();
    await this.done;
    await this.live.leave();
    this.#tell();
    return this.live.state;
  }

  dispose(): void {
    this.live.stop();
    this.options.pacer.release();
    this.#disposed = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#advanced.dispose();
    this.#held.dispose();
  }

  #soon(): void {
    this.#timer ??= setTimeout(this.#tell, BATCH_MS);
  }

  readonly #tell = (): void => {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#disposed) return;
    this.#advanced.fire();
    const { isHeld } = this;
    if (isHeld === this.#wasHeld) return;
    this.#wasHeld = isHeld;
    this.#held.fire();
  };
}
