/** Starts a prepared run: its folder, its pace, its minds. */
import * as vscode from 'vscode';
import { machineMemory, processorMs } from '../../node/machine.js';
import { PLATFORM } from '../../node/platform.js';
import type { FolderFiles } from '../../trace/index.js';
import { breather } from '../../node/yieldToEventLoop.js';
import type { AheadChoice, Forecast, Fork, RecordedRun, RunBeginning, Settings } from '../../runs/index.js';
import type { AnswerBook } from '../../minds/index.js';
import { rooms } from '../window/rooms.js';
import { Pacer } from './pacer.js';
import type { Prepared } from './prepare.js';
import { EditorRun } from './run.js';
import { dirname } from '../../node/paths.js';
import { keepsRuns, pathOf } from '../window/paths.js';

export type Ready = Pick<Extract<Prepared, { ok: true }>, 'model' | 'minds' | 'ledger' | 'book' | 'concurrency' | 'resolved'> & {
  readonly mind?: string | undefined;
  readonly set?: Settings | undefined;
};

/** Milliseconds of forecasting after which the event loop runs. */
const BREATH_MS = 8;

export const paceSetting = (uri: vscode.Uri): number => {
  const pace = vscode.workspace.getConfiguration('society', uri).get<unknown>('run.pace');
  return typeof pace === 'number' && pace >= 0 ? pace : 0;
};

/** The setting for questions before their turn. Only the user can set it, not a workspace, because it can cost calls. */
const aheadSetting = (choices: readonly AheadChoice[]): AheadChoice => {
  const word = vscode.workspace.getConfiguration('society').get<unknown>('run.askAhead');
  return choices.find((choice) => choice === word) ?? 'auto';
};

/** The forecast of a run; null without language models. A forecast that fails does not prevent the run. */
export async function forecastOf({ model, resolved }: Pick<Ready, 'model' | 'resolved'>): Promise<Forecast | null> {
  const { forecast, usesLanguageModel } = await rooms.runs();
  if (!usesLanguageModel(model)) return null;
  const options = { now: () => performance.now(), breathe: breather(BREATH_MS) };
  return forecast(resolved.society, model, options).catch(() => null);
}

/** The time and memory of a long run, as text, and what there is too little of; null for a short run, and where it cannot be estimated. */
interface Expected {
  readonly line: string;
  readonly lacks: { readonly kind: 'tight' | 'never' | 'later'; readonly message: string } | null;
}

/** `runs`: how many such runs are played one after another. */
export async function expectedOf({ model, resolved }: Pick<Ready, 'model' | 'resolved'>, runs = 1): Promise<Expected | null> {
  const { estimateRoom, isLargeRun, usesLanguageModel } = await rooms.runs();
  if (!isLargeRun({ ...model, rounds: model.rounds * runs })) return null;
  const { estimate, estimateLine, fitOf } = await estimateRoom();
  const options = { now: processorMs, before: machineMemory().used, breathe: breather(BREATH_MS) };
  const made = await estimate(resolved.society, model, options).catch(() => null);
  if (!made) return null;
  const fit = fitOf(made, machineMemory(), model.agents.crowds.length > 0);
  return { line: estimateLine(made, usesLanguageModel(model)), lacks: fit.kind === 'fits' ? null : fit };
}

interface LaunchOptions {
  /** Minimum milliseconds for each round. */
  readonly pace: number;
  readonly forecast: Promise<Forecast | null>;
  /** The time and memory that were estimated. */
  readonly expected?: Expected | null;
  /** The run that is continued. */
  readonly from?: RecordedRun;
  /** The fork that the run begins with, and its texts. */
  readonly begins?: { readonly fork: Fork; readonly sources: RecordedRun['sources'] };
  /** Answers of another run, which are reused for the same questions. */
  readonly reuse?: AnswerBook | undefined;
  /** Holds the run between two steps, as a debugger does. */
  readonly hold?: (() => Promise<void> | undefined) | undefined;
}

/** Starts or continues a live run. Only minds that answer immediately are slowed down, not language models. */
export async function launch(
  uri: vscode.Uri,
  prepared: Ready,
  place: RunLocation,
  { pace, forecast, expected, from, begins, reuse, hold }: LaunchOptions,
): Promise<EditorRun> {
  const [runs, { folderFiles }] = await Promise.all([rooms.runs(), import('../../node/ports.js')]);
  const { model, minds, ledger, book, concurrency, resolved } = prepared;
  const languageModel = runs.usesLanguageModel(model);
  const pacer = new Pacer(languageModel ? 0 : pace);
  pacer.hold = hold ?? null;
  const { mind, set } = prepared;
  const files = folderFiles(place.dir);
  const kept = { id: place.id, files, created: new Date().toISOString() };
  const beginning: RunBeginning = from
    ? { kind: 'resumed', files, from }
    : begins
      ? { kind: 'fork', ...kept, ...begins }
      : { kind: 'new', ...kept, sources: runs.runSources(resolved, uri.toString()), mind, set };
  const live = runs.buildRun({
    ...{ model, beginning, minds, ledger, book, concurrency, reuse, pace: pacer.pause },
    ahead: runs.askedAhead(resolved.society, model, aheadSetting(runs.AHEAD)),
  });
  const { dir } = place;
  const egress = runs.egressLines(runs.egress(resolved.society, model));
  const run = new EditorRun({
    uri,
    live,
    resolved,
    ledger,
    book,
    dir,
    mind: runs.mindWords(model),
    languageModel,
    pacer,
    forecast,
    expected: expected?.line ?? null,
    egress,
    sum: runs.runCost,
  });
  if (PLATFORM === 'node') void listen(run, files);
  return run;
}

/** Lets commands of other processes of the user, such as `society pause`, reach the run. Without a socket it goes on without them. */
async function listen(run: EditorRun, files: FolderFiles): Promise<void> {
  try {
    const { serveControl } = await (await rooms.runs()).controlRoom();
    const socket = await serveControl({ dir: run.dir, files }, (request) => run.command(request));
    await run.done;
    await socket.close();
  } catch {
    // Another process writes the folder, which the run itself reports, or the folder is on a disk without sockets.
  }
}

// The place of a run is `.society/runs` in the workspace folder of its file, or in the folder of the file. If this folder cannot be
// written (it is read-only, or not on a disk), the run is stored in the extension's own storage, with a message.

interface RunLocation {
  readonly id: string;
  readonly dir: string;
  /** The message that explains why the run is not in the folder of its file; null if it is. */
  readonly elsewhere: string | null;
}

/** Creates the run's folder. Rejects only if the extension's storage cannot be written either. */
export async function placeRun(uri: vscode.Uri, scenario: string, seed: number, storage: vscode.Uri): Promise<RunLocation> {
  const { newRunPlace } = await import('../../node/runPlace.js');
  const root = rootOf(uri);
  if (root !== null) {
    try {
      return { ...(await newRunPlace(root, scenario, seed)), elsewhere: null };
    } catch (error) {
      return { ...(await newRunPlace(pathOf(storage), scenario, seed)), elsewhere: why(root, error) };
    }
  }
  const elsewhere =
    uri.scheme === 'untitled'
      ? null
      : vscode.l10n.t('Runs cannot be stored next to this file, because it is not on a disk of this machine.');
  return { ...(await newRunPlace(pathOf(storage), scenario, seed)), elsewhere };
}

function rootOf(uri: vscode.Uri): string | null {
  const folder =
    vscode.workspace.getWorkspaceFolder(uri) ?? (uri.scheme === 'untitled' ? vscode.workspace.workspaceFolders?.[0] : undefined);
  if (folder) return keepsRuns(folder.uri) ? pathOf(folder.uri) : null;
  return keepsRuns(uri) ? dirname(pathOf(uri)) : null;
}

function why(root: string, error: unknown): string {
  const { code } = error as { code?: string };
  return code === 'ENOSPC' ? vscode.l10n.t('The disk of {0} is full.', root) : vscode.l10n.t('The folder {0} cannot be written.', root);
}
