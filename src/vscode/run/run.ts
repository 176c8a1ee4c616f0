/** One run in this window: the live run, its folder, its file, and its events for listeners. */
import type { CallJournal, ControlReply, CostSource, Forecast, LiveRun, PanelRun } from '../../runs/index.js';
import type { PanelCost } from '../../protocol/panelRequests.js';
import * as vscode from 'vscode';
import type { Json } from '../../core/util/json.js';
import type { Timeline } from '../../core/events/timeline.js';
import type { Resolved } from '../../language/api.js';
import type { Ledger, LedgerEntry } from '../../minds/index.js';
import { liveRunState } from '../../runs/live/runState.js';
import type { LiveRunState } from '../../protocol/summary.js';
import type { AnswerLine } from '../../trace/index.js';
import { processId } from '../../node/platform.js';
import { rooms } from '../window/rooms.js';
import type { ShownRun } from '../moment/shownRun.js';
import type { Pacer } from './pacer.js';

/** Milliseconds over which events are collected before listeners are called. */
const BATCH_MS = 50;

interface RunOptions {
  readonly uri: vscode.Uri;
  readonly live: LiveRun;
  readonly resolved: Resolved;
  /** The folder of the run. */
  readonly dir: string;
  /** The name of the mind. */
  readonly mind: string;
  readonly languageModel: boolean;
  readonly pacer: Pacer;
  /** The budget and spending of language models. */
  readonly ledger: Ledger;
  readonly book: CallJournal;
  /** The forecast of the run, when it is ready; null without language models. */
  readonly forecast: Promise<Forecast | null>;
  /** Its time and memory as they were estimated before it started; null for a short run. */
  readonly expected: string | null;
  /** The addresses of its questions; empty without language models. */
  readonly egress: readonly string[];
  readonly sum: Sum;
}

export class EditorRun implements ShownRun, vscode.Disposable {
  readonly #advanced = new vscode.EventEmitter<void>();
  readonly #held = new vscode.EventEmitter<void>();
  #timer: NodeJS.Timeout | null = null;
  #wasHeld = false;
  #disposed = false;
  #answer: Promise<(request: Json) => Promise<ControlReply>> | null = null;
  readonly uri: vscode.Uri;
  readonly live: LiveRun;
  readonly cost: RunCost;
  readonly done: Promise<LiveRunState>;

  /** Fires at most once in each batch of events, and at the end. */
  readonly onDidAdvance = this.#advanced.event;
  /** Fires when a debugger starts to hold the run, and when it releases the run; not for each step. */
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
    return liveRunState(this.live.state, this.options.pacer.isHeld ? 'debugger' : this.live.isHeld ? 'command' : null);
  }

  /** Whether a debugger holds the run. */
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

  /** Answers a command of another process or of another extension. */
  async command(request: Json): Promise<ControlReply> {
    this.#answer ??= rooms
      .runs()
      .then((runs) => runs.commandsRoom())
      .then(({ answering }) => {
        const { live, ledger } = this;
        return answering({ live, ledger, pid: processId(), place: 'editor', stop: () => void this.stop(), acted: () => this.#soon() });
      });
    return (await this.#answer)(request);
  }

  /** Stops after the current step, or leaves a paused run as it is. The events so far are kept. */
  async stop(): Promise<LiveRunState> {
    this.live.stop();
    this.options.pacer.release();
    await this.done;
    await this.live.leave();
    this.#tell();
    return this.live.state;
  }

  dispose(): void {
    // The window closes: batches continue, and the run finds them when it continues.
    this.book.leaveBatches();
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

// The cost of a run, for the views. It is summed again when a view asks, but takes at most a twentieth of the time. The forecast is
// computed in the background and added when it is ready.

/** The pause between two sums, as a multiple of the time of a sum. */
const REST = 20;

type Sum = (source: CostSource) => PanelCost | null;

class RunCost {
  #shown: PanelCost | null = null;
  #state = '';
  #forecast: Forecast | null = null;
  #next = 0;

  constructor(
    readonly live: LiveRun,
    readonly of: Pick<CostSource, 'resolved' | 'ledger' | 'egress'>,
    readonly sum: Sum,
  ) {}

  /** Sets the forecast. */
  expect(forecast: Forecast | null): void {
    this.#forecast = forecast;
    this.#next = 0;
  }

  /** Sums again at the next request. */
  renew(): void {
    this.#next = 0;
  }

  /** The cost, as the same object until it changes; null without language models. */
  get current(): PanelCost | null {
    if (this.of.egress.length === 0) return null;
    const { state, timeline, model } = this.live;
    const began = performance.now();
    if (state === this.#state && began < this.#next) return this.#shown;
    const place = this.#isOpen(state) ? { rounds: model.rounds, round: timeline.head.round } : null;
    this.#shown = this.sum({ model, ...this.of, forecast: this.#forecast, place });
    this.#state = state;
    const now = performance.now();
    this.#next = now + REST * (now - began);
    return this.#shown;
  }

  /** Whether the run can spend more. It cannot if the built-in mind answers because the budget is reached. */
  #isOpen(state: string): boolean {
    return state === 'paused' || (state === 'running' && this.of.ledger.reached === null);
  }
}
