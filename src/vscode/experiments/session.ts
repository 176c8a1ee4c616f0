/**
 * One experiment of this window: its stored runs, and its active runs in worker threads. It does not depend on a page; pages
 * listen to it. The command line uses the same folder, so each continues with the runs of the other.
 */
import { errorText } from '../../core/util/recordedText.js';
import * as vscode from 'vscode';
import { CancellationSource } from '../../core/util/lifecycle.js';
import type {
  ExperimentComparisons,
  ExperimentHead,
  ExperimentProgress,
  ExperimentState,
  ExperimentTable,
} from '../../protocol/experiment.js';
import type { ExperimentRun, ComparedSoFar, Lost, Plan, Played, Progress, Tally } from '../../runs/experiments/index.js';
import { breather } from '../../node/yieldToEventLoop.js';
import { rooms } from '../window/rooms.js';
import { askingHere, type AskingNow, type AskingPorts } from './askConsent.js';
import type { WindowThreads } from './threads.js';
import { basename, dirname, join } from '../../node/paths.js';
import { pathOf } from '../window/paths.js';

export interface SessionPorts extends AskingPorts {
  readonly uri: vscode.Uri;
  readonly id: string;
  readonly threads: WindowThreads;
}

export interface PlayOptions {
  /** Whether to double the budget. */
  readonly raise?: boolean;
}

type Experiments = Awaited<ReturnType<typeof rooms.experiments>>;

/** The parts of an experiment that can change. */
export type Changed = 'head' | 'table' | 'progress' | 'lost' | 'compared';

/** Milliseconds of work with many runs after which the event loop runs. */
const BREATH_MS = 8;

const NOTHING: Progress = { of: 0, done: 0, known: 0, lost: 0, underWay: 0, left: null };

export class ExperimentSession implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Changed>();
  #plan: Plan | null = null;
  #head: ExperimentHead | null = null;
  #tally: Tally | null = null;
  /** Finished runs, in the order in which they finished. */
  #cells: ExperimentRun[] = [];
  #lost: readonly Lost[] = [];
  #compared: ComparedSoFar | null = null;
  /** Cancels the current comparison. */
  #comparing: CancellationSource | null = null;
  #state: ExperimentState = 'open';
  #progress: Progress = NOTHING;
  #problem: string | null = null;
  #stop: CancellationSource | null = null;
  /** While set, no run starts. `over` settles when the pause ends, `end` ends it. */
  #pause: { readonly over: Promise<void>; readonly end: () => void } | null = null;
  /** Arms by key of a run. Arms with the same settings share a run. */
  #sharing = new Map<string, string[]>();

  readonly onDidChange = this.#changed.event;

  constructor(readonly ports: SessionPorts) {}

  get head(): ExperimentHead | null {
    return this.#head;
  }

  /** The table of the first arms, or of all arms. */
  table(arms?: number): ExperimentTable {
    return this.#tally?.table(arms) ?? { columns: [], rows: [] };
  }

  get progress(): ExperimentProgress {
    const { of, done, lost, underWay, left } = this.#progress;
    return { state: this.#state, of, done, lost, underWay, left, problem: this.#problem };
  }

  get lost(): readonly Lost[] {
    return this.#lost;
  }

  /** Null until the first comparison is computed. */
  get compared(): ExperimentComparisons | null {
    return this.#compared;
  }

  get plan(): Plan | null {
    return this.#plan;
  }

  get cells(): readonly ExperimentRun[] {
    return this.#cells;
  }

  get isPlaying(): boolean {
    return this.#stop !== null;
  }

  /** The folder of the runs. */
  get dir(): string {
    return join(dirname(pathOf(this.ports.uri)), '.society', 'experiments', this.ports.id);
  }

  /** Reads the stored runs; starts no run. Rejects with a message if they cannot be read. */
  async open(): Promise<void> {
    if (this.isPlaying) return;
    const [room, { folderFiles }] = await Promise.all([rooms.experiments(), import('../../node/ports.js')]);
    const kept = await room.readKeptGently((await folderFiles(this.dir).read(room.RUNS)) ?? '', breather(BREATH_MS));
    await this.#planned(room, kept.cells);
    this.#tell(this.#isWhole() ? 'ended' : 'open', null);
    void this.#compare(room);
  }

  /** Starts the missing runs. Settles when the experiment ends, for any reason; errors are in the progress. */
  async play({ raise = false }: PlayOptions = {}): Promise<void> {
    if (this.isPlaying) return;
    const stop = new CancellationSource();
    this.#stop = stop;
    this.#tell('playing', null);
    let isDeclined = false;
    const declined = (): void => {
      isDeclined = true;
    };
    const over = (): void => {
      this.#stop = null;
      this.#release();
    };
    try {
      const room = await rooms.experiments();
      const played = await this.#play(room, stop, { raise, declined }).finally(over);
      this.#ended(room, played);
    } catch (error) {
      over();
      if (isDeclined) this.#tell('open', null);
      else this.#tell('failed', errorText(error));
    }
  }

  /** Starts no more runs; active runs finish. */
  pause(): void {
    if (!this.isPlaying || this.#pause) return;
    let end = (): void => undefined;
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#pause = { over, end };
    this.#tell('paused', null);
  }

  resume(): void {
    if (!this.#pause) return;
    this.#release();
    this.#tell('playing', null);
  }

  /** Discards active runs; finished runs are kept. */
  stop(): void {
    if (!this.#stop || this.#state === 'stopping') return;
    this.#tell('stopping', null);
    this.#stop.cancel();
    this.#release();
  }

  dispose(): void {
    this.#stop?.cancel();
    this.#comparing?.cancel();
    this.#release();
    this.#changed.dispose();
  }

  async #play(room: Experiments, stop: CancellationSource, how: Pick<AskingNow, 'raise' | 'declined'>): Promise<Played> {
    const { folderFiles } = await import('../../node/ports.js');
    const kept = await room.openKept(folderFiles(this.dir));
    try {
      const plan = await this.#planned(room, kept.cells);
      return await room.playExperiment(plan, {
        asking: await askingHere(plan, kept, { ...this.ports, ...how, token: stop.token }),
        alone: await this.ports.threads.player(plan.material),
        token: stop.token,
        keep: (cell) => kept.keep(cell),
        told: (progress, ended) => this.#told(progress, ended),
        now: () => performance.now(),
        pace: () => this.#pause?.over,
      });
    } finally {
      await kept.close();
    }
  }

  /** The plan of the current file, with its runs so far. */
  async #planned(room: Experiments, known: ReadonlyMap<string, ExperimentRun>): Promise<Plan> {
    const { uri, id, language } = this.ports;
    const breathe = breather(BREATH_MS);
    const plan = await room.planExperiment(uri.toString(), id, { language: await language.service(), known, breathe });
    const tally = new room.Tally(plan.experiment, plan.arms);
    for (const cell of plan.known.values()) {
      tally.add(cell);
      await breathe();
    }
    const head = headOf(room, plan, uri, await room.speakersOf(plan));
    this.#comparing?.cancel();
    this.#plan = plan;
    this.#tally = tally;
    this.#cells = [...plan.known.values()];
    this.#lost = [];
    this.#compared = null;
    this.#sharing = sharingIn(plan);
    this.#progress = { ...NOTHING, of: plan.jobs.length, done: plan.known.size, known: plan.known.size };
    this.#head = head;
    this.#changed.fire('head');
    return plan;
  }

  #told(progress: Progress, ended: ExperimentRun | Lost | null): void {
    this.#progress = progress;
    if (ended && 'measures' in ended)
      for (const arm of this.#sharing.get(ended.key) ?? [ended.arm]) {
        this.#cells.push({ ...ended, arm });
        this.#tally?.add({ ...ended, arm });
      }
    else if (ended) {
      this.#lost = [...this.#lost, ended];
      this.#changed.fire('lost');
    }
    this.#changed.fire(ended ? 'table' : 'progress');
  }

  #ended(room: Experiments, { cells, lost, state, problem }: Played): void {
    this.#cells = [...cells];
    this.#lost = lost;
    this.#progress = { ...this.#progress, underWay: 0, left: null };
    this.#tell(state === 'paused' ? 'waiting' : state === 'stopped' ? 'open' : 'ended', problem);
    this.#changed.fire('lost');
    this.#changed.fire('table');
    void this.#compare(room);
  }

  /** Computes the comparisons in a separate thread. The thread ends when its runs are no longer the shown ones. */
  async #compare(room: Experiments): Promise<void> {
    const [plan, cells] = [this.#plan, this.#cells];
    if (!plan || cells.length === 0) return;
    const over = new CancellationSource();
    this.#comparing = over;
    try {
      const { experiment, arms, seeds } = plan;
      for await (const compared of room.comparedAside({ experiment, arms, seeds, cells }, over.token)) {
        if (over.token.isCancellationRequested) return;
        this.#compared = compared;
        this.#changed.fire('compared');
      }
    } catch (error) {
      if (!over.token.isCancellationRequested) this.#tell(this.#state, errorText(error));
    }
  }

  #isWhole(): boolean {
    return this.#plan !== null && this.#plan.missing.length === 0;
  }

  #release(): void {
    this.#pause?.end();
    this.#pause = null;
  }

  #tell(state: ExperimentState, problem: string | null): void {
    this.#state = state;
    this.#problem = problem;
    this.#changed.fire('progress');
  }
}

/** Arms by the key of each missing run. */
function sharingIn({ missing, jobs, known }: Plan): Map<string, string[]> {
  const sharing = new Map(missing.map(({ key, arm }) => [key, [arm.id]]));
  for (const { index, key, arm } of jobs) {
    const same = sharing.get(key);
    if (same && !known.has(index) && !same.includes(arm.id)) same.push(arm.id);
  }
  return sharing;
}

function headOf(room: Experiments, { experiment, arms, seeds, id }: Plan, uri: vscode.Uri, mind: string): ExperimentHead {
  return {
    ...{ uri: uri.toString(), experiment: id, title: experiment.title ?? id, scenario: experiment.scenario },
    ...{ file: basename(uri.path), mind, seeds: seeds.length, correct: experiment.correct ?? 'holm' },
    arms: arms.map((arm) => ({
      id: arm.id,
      levels: Object.fromEntries(Object.entries(arm.levels).map(([factor, level]) => [factor, room.levelText(level)])),
    })),
  };
}
