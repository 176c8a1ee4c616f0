/** Gives a debug session its run: a new run, a run of this window that continues, or a recorded run. */
import * as vscode from 'vscode';
import type { AttachConfig, DebugHost, DebuggedRun, ForkConfig, LaunchConfig } from '../../debug/index.js';
import { type ShownRun, openShownRun } from '../moment/shownRun.js';
import type { Log } from '../window/log.js';
import { rooms } from '../window/rooms.js';
import type { EditorRun } from '../run/run.js';
import type { Runs } from '../run/runs.js';
import { fileOf, manifestOf } from '../side/runList.js';
import { keptRun } from './keptRun.js';
import { programOf, toUri } from './configuration.js';
import { isStill, type RunTexts } from './texts.js';
import { pathOf, uriOf } from '../window/paths.js';

const { t } = vscode.l10n;

type Room = typeof import('../../debug/index.js');

export interface DebugPorts {
  readonly runs: Runs;
  readonly showPanel: () => void;
  readonly log: Log;
}

/** Maps the URI of a text of the run to the path that a session uses. */
type PathOf = (uri: string) => string;

/** The host of one session. */
export class WindowHost implements DebugHost {
  #run: ShownRun | null = null;

  constructor(
    readonly ports: DebugPorts & { readonly texts: RunTexts },
    readonly room: Room,
    readonly openChild: NonNullable<DebugHost['openChild']>,
  ) {}

  /** The run of the session. */
  get run(): ShownRun | null {
    return this.#run;
  }

  readonly launch: DebugHost['launch'] = async (config, { pace }, before) => {
    const { runs, showPanel } = this.ports;
    showPanel();
    const { program, scenario, seed, rounds, mind } = config;
    const reuse = before?.answers && new (await rooms.runs()).AnswerBook(before.answers);
    const started = await runs.start(toUri(program), { scenario, seed, rounds, mind, hold: pace, reuse, replace: before !== undefined });
    if (!started.ok) throw new this.room.Refused('start-failed', started.message);
    const { run } = started;
    const fits = async (again: LaunchConfig): Promise<boolean> => isSameChoice(config, again) && (await isOfToday(run));
    return { ...this.#ofWindow(run, () => void run.stop()), fits };
  };

  readonly attach: DebugHost['attach'] = async (config, { pace }) => {
    if (config.fork) return this.#forked(config, config.fork, pace);
    const { runs } = this.ports;
    const folder = config.run === undefined ? null : pathOf(toUri(config.run));
    const run = folder === null ? (runs.live.at(-1) ?? runs.last) : runs.live.find(({ dir }) => dir === folder);
    if (folder !== null && !run) return this.#recorded(config);
    if (!run)
      throw new this.room.Refused('nothing-run', t('No runs in this window yet. Set "run" to the folder of a recorded run.'), false);
    return this.#joined(run, pace);
  };

  /** A run of this window, running or finished. */
  #ofWindow(run: EditorRun, stop: () => void, placeOf: PathOf = asToday): DebuggedRun {
    const { live, done } = run;
    return { ...this.#looked(run, placeOf), handle: live, done, stop, override: (wanted) => live.override(wanted) };
  }

  /** What a session gets from any run that can be shown. */
  #looked(run: ShownRun, placeOf: PathOf): Omit<DebuggedRun, 'handle' | 'done' | 'stop' | 'override'> {
    this.#run = run;
    const { answers, prose, resolved } = run;
    const places = new this.room.Places(resolved.nodes, placeOf);
    return { ...keptRun(this.ports.runs, run, this.room), answers, prose, booked: () => run.booked(), places };
  }

  /** A run that was not started by this session: it is held, and released again. */
  #joined(run: EditorRun, pace: Hold): DebuggedRun {
    const { pacer } = run.options;
    pacer.hold = pace;
    return this.#ofWindow(run, () => {
      if (pacer.hold === pace) pacer.hold = null;
    });
  }

  async #recorded({ run: folder, program }: AttachConfig): Promise<DebuggedRun> {
    const beside = program === undefined ? null : toUri(program);
    const dir = pathOf(toUri(folder ?? ''));
    const run = await openShownRun(dir, beside ?? (await fileIn(dir)), this.ports.log);
    if (!run) throw new this.room.Refused('unreadable-run', await whyNot(dir), false);
    const { source } = run;
    const { state: standing } = source;
    // For the debugger, a run that another process continues or that was interrupted is stopped at its last recorded event.
    const status = standing === 'elsewhere' || standing === 'interrupted' ? 'stopped' : standing;
    const placeOf = await this.#placeOf(run, source.id, beside);
    const over = { override: null, done: Promise.resolve(status), stop: () => undefined };
    return { ...this.#looked(run, placeOf), ...over, handle: source };
  }

  async #forked({ run: folder = '', program }: AttachConfig, { seq, ...of }: ForkConfig, pace: Hold): Promise<DebuggedRun> {
    const { runs, showPanel } = this.ports;
    const dir = pathOf(toUri(folder));
    const uri = program === undefined ? await fileIn(dir) : toUri(program);
    showPanel();
    const started = await runs.fork(uri, dir, { at: { seq }, ...of }, pace);
    if (!started.ok) throw new this.room.Refused('start-failed', started.message);
    const { run } = started;
    return this.#ofWindow(run, () => void run.stop(), await this.#placeOf(run, run.live.id, uri));
  }

  /** Paths of the run's own texts, or of the file if its text has not changed. */
  async #placeOf({ resolved }: ShownRun, id: string, file: vscode.Uri | null): Promise<PathOf> {
    const placed = await this.ports.texts.placed(id, resolved.sources, file);
    return (uri) => programOf(placed(uri));
  }
}

const asToday: PathOf = (uri) => programOf(vscode.Uri.parse(uri, true));

/** The file of a run if it can be found, otherwise the folder itself. */
async function fileIn(dir: string): Promise<vscode.Uri> {
  const folder = uriOf(dir);
  const manifest = await manifestOf(folder);
  return manifest ? fileOf({ dir: folder, manifest, run: undefined }) : folder;
}

const isSameChoice = (one: LaunchConfig, other: LaunchConfig): boolean =>
  (['program', 'scenario', 'seed', 'rounds', 'mind'] as const).every((key) => one[key] === other[key]);

/** Whether the texts of a run still equal the files. The texts of the library do not change. */
async function isOfToday({ resolved, uri }: EditorRun): Promise<boolean> {
  const own = resolved.sources.filter((source) => vscode.Uri.parse(source.uri, true).scheme === uri.scheme);
  return (await Promise.all(own.map((source) => isStill(vscode.Uri.parse(source.uri, true), source.text)))).every(Boolean);
}

type Hold = () => Promise<void> | undefined;

/** The message that explains why a run folder cannot be opened. */
async function whyNot(dir: string): Promise<string> {
  const [{ openRecorded }, { folderFiles }] = await Promise.all([rooms.runs(), import('../../node/ports.js')]);
  const opened = await openRecorded(folderFiles(dir));
  return opened.ok ? t('The run in {0} could not be opened. Try again.', dir) : `${dir}: ${opened.message}`;
}
