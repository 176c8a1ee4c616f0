/** What a debug session gets from this window: runs that are started here, that go on here, or that were recorded. */
import * as vscode from 'vscode';
import type { AttachConfig, DebugHost, DebugRun, LaunchConfig } from '../../debug/index.js';
import { type LookedAt, openLookedAt } from '../moment/lookedAt.js';
import { rooms } from '../rooms.js';
import type { Run } from '../run/run.js';
import type { Runs } from '../run/runs.js';
import type { RunTexts } from './texts.js';

const { t } = vscode.l10n;

type Room = typeof import('../../debug/index.js');

export interface DebugPorts {
  readonly runs: Runs;
  readonly showPanel: () => void;
}

/** A session's host, and the run that it came to. */
export interface Hosted {
  readonly host: DebugHost;
  run(): LookedAt | null;
}

/** Paths read better in launch configurations; what is on no disk keeps its URI. */
export const programOf = (uri: vscode.Uri): string => (uri.scheme === 'file' ? uri.fsPath : uri.toString());

/** A path or a URI. One letter before a colon is a drive. */
export const toUri = (program: string): vscode.Uri =>
  /^[a-z][a-z0-9+.-]+:/i.test(program) ? vscode.Uri.parse(program, true) : vscode.Uri.file(program);

export function hosted({ runs, showPanel }: DebugPorts, texts: RunTexts, { Places, Refused }: Room): Hosted {
  let current: LookedAt | null = null;
  const ofWindow = (run: Run, stop: () => void): DebugRun => {
    current = run;
    const places = new Places(run.resolved.nodes, (uri) => programOf(vscode.Uri.parse(uri, true)));
    return { live: run.live, minds: run.live.options.minds, override: (wanted) => run.live.override(wanted), done: run.done, stop, places };
  };
  const launch = async ({ program, scenario, seed, rounds, mind }: LaunchConfig, { pace }: { pace: Hold }): Promise<DebugRun> => {
    showPanel();
    const started = await runs.start(toUri(program), { scenario, seed, rounds, mind, hold: pace });
    if (!started.ok) throw new Refused(started.message);
    return ofWindow(started.run, () => void started.run.stop());
  };
  const join = (run: Run, { pace }: { pace: Hold }): DebugRun => {
    const { pacer } = run.options;
    pacer.hold = pace;
    return ofWindow(run, () => {
      if (pacer.hold === pace) pacer.hold = null;
    });
  };
  const recorded = async ({ run: folder, program }: AttachConfig): Promise<DebugRun> => {
    const beside = program === undefined ? null : toUri(program);
    const dir = toUri(folder ?? '').fsPath;
    const run = await openLookedAt(dir, beside ?? vscode.Uri.file(dir));
    if (!run) throw new Refused(await whyNot(dir), false);
    current = run;
    const { source, timeline, resolved } = run;
    const placed = await texts.placed(source.id, resolved.sources, beside);
    const { id, model, problem } = source;
    const places = new Places(resolved.nodes, (uri) => programOf(placed(uri)));
    const done = Promise.resolve(source.status);
    return { live: { id, model, problem, timeline }, minds: null, override: null, done, stop: () => undefined, places };
  };
  const attach: DebugHost['attach'] = async (config, gate) => {
    if (config.run !== undefined) return recorded(config);
    const run = runs.live.at(-1) ?? runs.last;
    if (!run) throw new Refused(t('Nothing has been run in this window yet. Set "run" to the folder of a recorded run.'), false);
    return join(run, gate);
  };
  return { host: { launch, attach }, run: () => current };
}

type Hold = () => Promise<void> | undefined;

/** Why a run folder cannot be opened, in words. */
async function whyNot(dir: string): Promise<string> {
  const [{ openRecorded }, { folderFiles }] = await Promise.all([rooms.runs(), import('../../node/ports.js')]);
  const opened = await openRecorded(folderFiles(dir));
  return opened.ok ? t('The run in {0} could not be opened. Try again.', dir) : `${dir}: ${opened.message}`;
}
