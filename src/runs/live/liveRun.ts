/**
 * A live run: a model, its timeline, its folder and its minds, from start to end. The editor, the debugger
 * and the command line all use it.
 */
import { CancellationSource, type Disposable, Emitter, type Event } from '../../core/util/lifecycle.js';
import type { Draft } from '../../core/events/events.js';
import { isAsked } from '../../core/events/overrides.js';
import { Timeline } from '../../core/events/timeline.js';
import {
  advance,
  type AskAbout,
  asker,
  type Mind,
  type ScenarioModel,
  type AdvanceResult,
  promptJson,
  type Tally,
  type OverrideRequest,
  withholding,
} from '../../engine/index.js';
import { AnswerBook, answeredFrom, type Ledger, type Timing } from '../../minds/index.js';
import { breather } from '../../node/yieldToEventLoop.js';
import { sha256 } from '../../node/ports.js';
import {
  type AnswerLine,
  type Manifest,
  RunFolder,
  type FolderFiles,
  type OverrideLine,
  type ManifestState,
  writeIndex,
} from '../../trace/index.js';
import { aheadPort } from '../setup/speculationSettings.js';
import type { Settings } from '../load/applyArmSettings.js';
import { CONCURRENCY } from '../setup/languageModelGuard.js';
import { bookBeside, type CallJournal, type CallsBeside, openBook, unkept, words } from '../setup/callJournal.js';
import type { LiveRunState, RunSummary } from '../../protocol/summary.js';
import { runSummary } from '../summary/index.js';
import type { Fork } from './forkBeginning.js';
import type { RunHandle } from './runHandle.js';
import { runManifest } from './runManifest.js';
import { overrideDrafts } from './override.js';
import type { RecordedRun } from './recordedRun.js';

export interface RunSource {
  readonly uri: string;
  readonly text: string;
}

/** The parts of a live run. `buildRun` makes it from them. */
export interface LiveRunOptions {
  readonly id: string;
  readonly model: ScenarioModel;
  readonly minds: ReadonlyMap<string, Mind>;
  readonly sources: readonly RunSource[];
  readonly files: FolderFiles;
  /** The one mind that replaces those of the file. */
  readonly mind?: string | undefined;
  /** The settings of an experiment in the scenario, by path: `model` has them already. */
  readonly set?: Settings | undefined;
  /** The run to continue: it has this folder. */
  readonly from?: RecordedRun | undefined;
  /** The run that it is a fork of: the events that it shares with its parent are there from the start. */
  readonly fork?: Fork | undefined;
  /** Answers of another run, which are reused where a question is the same. */
  readonly reuse?: AnswerBook | undefined;
  /** ISO 8601 time of the start, from the host's clock. */
  readonly created: string;
  /** The ledger for its language models, as `makeMinds` made it with the minds. */
  readonly ledger?: Ledger | undefined;
  /** The journal of their calls: it is opened on the folder. */
  readonly book?: CallJournal | undefined;
  /** The most questions that minds answer at the same time. */
  readonly concurrency?: number;
  /** Minds that may be asked before their turn, as `askedAhead` found them. */
  readonly ahead?: ReadonlySet<string> | undefined;
  /** The clock for questions that are asked ahead; the system's where left out. */
  readonly timing?: Pick<Timing, 'now' | 'after'> | undefined;
  /** A promise to wait for before the next step, for example between rounds that a user watches; undefined continues. */
  readonly pace?: (() => Promise<void> | undefined) | undefined;
}

/** Milliseconds of work after which the event loop gets its turn. */
const BREATH_MS = 8;
/** The same within one step, which takes a little time to continue. */
const SLICE_MS = 12;

export class LiveRun implements RunHandle, Disposable {
  readonly timeline: Timeline;
  readonly model: ScenarioModel;
  readonly id: string;
  readonly #folder: RunFolder;
  readonly #cancel = new CancellationSource();
  readonly #changed = new Emitter<LiveRun>();
  readonly #ask: AskAbout;
  /** Answers that this folder has already. */
  readonly #own: AnswerBook;
  /** Answers of language models so far, word for word, oldest first. */
  readonly answers: AnswerLine[];
  readonly #minds: ReadonlyMap<string, Mind>;
  /** Overrides after the last event that the folder still had. */
  readonly #cutOff: OverrideLine[];
  /** The journal of calls outside of the run, after it has ended. */
  #beside: CallsBeside | null = null;
  /** Counts of questions that were asked before their turn. */
  readonly tally: Tally = { asked: 0, used: 0, wasted: 0 };
  #state: ManifestState = 'running';
  /** Its folder is open, and steps are written to it. */
  #goes = false;
  /** Until when the run is held; null while it is not. */
  #held: { readonly until: Promise<void>; readonly go: () => void } | null = null;
  #problem: string | null = null;
  #aheadFault: string | null = null;
  #summary: RunSummary | null = null;

  /** Fires when the run ends, stops or fails. `timeline.onCommit` reports steps. */
  readonly onState: Event<LiveRun> = this.#changed.event;

  constructor(readonly options: LiveRunOptions) {
    this.id = options.id;
    this.model = withholding(
      options.model,
      [...options.minds.values()].filter(({ withheld }) => withheld).map(({ id }) => id),
    );
    this.timeline = Timeline.of((options.from ?? options.fork)?.events ?? []);
    const { head } = this.timeline;
    this.#cutOff = (options.from?.overrides ?? []).filter(({ after }) => after >= head.seq);
    this.#folder = new RunFolder(options.files);
    this.answers = [...((options.from ?? options.fork)?.answers ?? [])];
    this.#own = new AnswerBook(this.answers);
    const books = options.reuse ? [this.#own, options.reuse] : [this.#own];
    this.#minds = new Map([...options.minds].map(([id, mind]) => [id, answeredFrom(mind, books)]));
    this.#ask = asker(sha256, (mind) => options.minds.get(mind)?.prose ?? false);
  }

  get state(): LiveRunState {
    return this.#state;
  }

  /** The summary; null while the run is under way. */
  get summary(): RunSummary | null {
    if (this.#state === 'running') return null;
    return (this.#summary ??= runSummary(this.model, this.timeline, { answers: this.answers }));
  }

  get prose(): ReadonlySet<string> {
    return new Set([...this.options.minds.values()].filter((mind) => mind.prose).map(({ id }) => id));
  }

  /** The number of reused answers, its own or those of the run it is a fork of. */
  get reused(): number {
    return this.#own.reused;
  }

  /** The error, as text for the user. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Why questions are no longer asked before their turn, which changes only the duration; null while they are. */
  get aheadFault(): string | null {
    return this.#aheadFault;
  }

  /** Runs to the end. Never rejects: failures become the run's state and problem. */
  async run(): Promise<LiveRunState> {
    try {
      await this.#open();
    } catch (error) {
      this.#settle({ kind: 'failed', code: 'run-failed', message: unkept(error), at: null });
      await this.#folder.close().catch(() => undefined);
      this.#changed.fire(this);
      return this.#state;
    }
    try {
      this.timeline.onCommit((events) => this.#folder.events(events));
      this.#goes = true;
      // A fork that is held stays at the event where it was made.
      if (this.options.fork) await this.options.pace?.();
      this.#settle(await this.#advance());
    } catch (error) {
      // Calls that are still open cannot be kept any more: they are cancelled.
      this.stop();
      this.#settle({ kind: 'failed', code: 'run-failed', message: unkept(error), at: null });
    }
    this.#goes = false;
    const closed = this.#close();
    this.#beside = bookBeside(this.options, closed);
    await closed;
    this.#changed.fire(this);
    return this.#state;
  }

  /** Stops after the current step; events so far are kept. */
  stop(): void {
    this.#cancel.cancel();
    this.release();
  }

  /** Holds the run after the current step, until it is released or stopped. Questions that were sent are still answered. */
  hold(): void {
    if (this.#held || this.#cancel.token.isCancellationRequested) return;
    let go = (): void => undefined;
    const until = new Promise<void>((done) => {
      go = done;
    });
    this.#held = { until, go };
  }

  /** Ends `hold`. */
  release(): void {
    this.#held?.go();
    this.#held = null;
  }

  /** Whether the run is held. */
  get isHeld(): boolean {
    return this.#held !== null;
  }

  /** Makes overrides at the end of the run, as one step. Gives null, or why that is not possible, as text for the user. */
  override(wanted: readonly OverrideRequest[]): string | null {
    const { head } = this.timeline;
    if (!this.#goes || head.ended !== null) return 'The run has ended or is not under way, so its values cannot be set. Fork it.';
    const late = wanted.find((one) => one.kind === 'answer' && isAsked(head, one.agent));
    if (late) return 'A mind is already answering that question. Fork the run to replace the answer.';
    const made = overrideDrafts(this.model, head, wanted);
    if (!made.ok) return made.message;
    if (made.drafts.length === 0) return null;
    this.#folder.override({ after: head.seq, set: wanted });
    this.timeline.commit(made.drafts);
    return null;
  }

  /** The next override that was cut off, where it can still be set at the end of the run: other answers may have changed the run. */
  #again(): readonly Draft[] {
    const { head } = this.timeline;
    while (this.#cutOff.length > 0 && this.#cutOff[0]!.after <= head.seq) {
      const made = overrideDrafts(this.model, head, this.#cutOff.shift()!.set);
      if (made.ok && made.drafts.length > 0) return made.drafts;
    }
    return [];
  }

  /** Resolves when all events so far are in the folder; rejects where they cannot be written. */
  flush(): Promise<void> {
    return this.#goes ? this.#folder.flush() : Promise.resolve();
  }

  /** Resolves when calls outside of the run are in the folder too; rejects where one cannot be written. */
  written(): Promise<void> {
    return this.#beside?.done() ?? Promise.resolve();
  }

  /** Ends a pause: the user leaves the run, and its folder records that. */
  async leave(): Promise<void> {
    if (this.#state !== 'paused') return;
    this.#state = 'stopped';
    this.#problem = null;
    await this.#folder.manifest(this.#manifest());
    this.#changed.fire(this);
  }

  dispose(): void {
    this.stop();
    this.#changed.dispose();
  }

  async #open(): Promise<void> {
    const { from, fork } = this.options;
    if (from) await this.#folder.reopen(this.#manifest(), from.kept);
    else await this.#folder.create(this.#manifest(), this.#blobs(), fork);
    await openBook(this.#folder, this.options);
  }

  #advance(): Promise<AdvanceResult> {
    const breathe = breather(BREATH_MS);
    const { ahead, timing } = this.options;
    return advance(this.model, this.timeline, {
      ask: this.#ask,
      minds: this.#minds,
      token: this.#cancel.token,
      concurrency: this.options.concurrency ?? CONCURRENCY,
      ahead: ahead && ahead.size > 0 ? aheadPort(ahead, this.tally, (error) => (this.#aheadFault = words(error)), timing) : undefined,
      again: () => this.#again(),
      breathe: (now) => {
        if (this.#folder.failure !== null) throw this.#folder.failure;
        const behind = this.#folder.isBehind ? this.#folder.written() : undefined;
        return behind ?? this.#held?.until ?? this.options.pace?.() ?? breathe(now);
      },
      rest: () => breathe(false, SLICE_MS),
      keep: (question, answer) => {
        const mind = this.options.minds.get(question.mind)!;
        if (!mind.prose || this.#own.has(mind.model, question)) return undefined;
        const { hash, occurrence, seed } = question;
        const agent = question.agent ?? '';
        const taken = this.options.reuse?.has(mind.model, question) ? { reused: true as const } : {};
        const line = { hash, occurrence, seed, agent, mind: mind.id, model: mind.model, ...answer, ...taken };
        if (line.text !== undefined) this.answers.push(line);
        return this.#folder.answer(line, promptJson(question));
      },
    });
  }

  #settle(outcome: AdvanceResult): void {
    this.#state = outcome.kind;
    this.#problem = outcome.kind === 'failed' || outcome.kind === 'paused' ? outcome.message : null;
  }

  /** Where one step fails, the others are still tried: the manifest records what happened, and the folder is released. */
  async #close(): Promise<void> {
    const index = (): Promise<void> => writeIndex(this.options.files, this.id, this.timeline, breather(BREATH_MS)).catch(() => undefined);
    const close = [() => this.#folder.flush(), () => this.#folder.manifest(this.#manifest()), index, () => this.#folder.close()];
    let first = true;
    for (const act of close) {
      try {
        await act();
      } catch (error) {
        if (first) this.#settle({ kind: 'failed', code: 'run-failed', message: unkept(error), at: null });
        first = false;
      }
    }
  }

  #blobs(): ReadonlyMap<string, string> {
    const { sources, fork } = this.options;
    const all = [...(fork?.earlier ?? []).flatMap((then) => then.sources), ...sources];
    return new Map(all.map(({ text }) => [sha256(text), text]));
  }

  #manifest(): Manifest {
    return runManifest(this.options, { model: this.model, state: this.#state, problem: this.#problem });
  }
}
