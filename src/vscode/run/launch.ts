/** From a prepared run to a run that is under way: its folder, its pace, its minds. */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { breather } from '../../node/yieldToEventLoop.js';
import type { AheadChoice, Forecast, Fork, RecordedRun, RunBeginning, Settings } from '../../runs/index.js';
import type { AnswerBook } from '../../minds/index.js';
import { rooms } from '../window/rooms.js';
import { Pacer } from './pacer.js';
import type { Prepared } from './prepare.js';
import { EditorRun } from './run.js';

// Where a run is kept: `.society/runs` in the workspace folder of its file, or in the folder of the file. A run that cannot be
// written there (a read-only folder, a folder that is on no disk) goes to the extension's own storage, with a message.

interface RunLocation {
  readonly id: string;
  readonly dir: string;
  /** Why the run is not in the folder of its file, in words; null when it is. */
  readonly elsewhere: string | null;
}

/** Makes the run's folder. Rejects only when the extension's storage cannot be written either. */
export async function placeRun(uri: vscode.Uri, scenario: string, seed: number, storage: vscode.Uri): Promise<RunLocation> {
  const { newRunPlace } = await import('../../node/runPlace.js');
  const root = rootOf(uri);
  if (root !== null) {
    try {
      return { ...(await newRunPlace(root, scenario, seed)), elsewhere: null };
    } catch (error) {
      return { ...(await newRunPlace(storage.fsPath, scenario, seed)), elsewhere: why(root, error) };
    }
  }
  const elsewhere =
    uri.scheme === 'untitled' ? null : vscode.l10n.t('Runs cannot be kept next to this file, because it is not on a disk of this machine.');
  return { ...(await newRunPlace(storage.fsPath, scenario, seed)), elsewhere };
}

function rootOf(uri: vscode.Uri): string | null {
  const folder =
    vscode.workspace.getWorkspaceFolder(uri) ?? (uri.scheme === 'untitled' ? vscode.workspace.workspaceFolders?.[0] : undefined);
  if (folder) return folder.uri.scheme === 'file' ? folder.uri.fsPath : null;
  return uri.scheme === 'file' ? dirname(uri.fsPath) : null;
}

function why(root: string, error: unknown): string {
  const { code } = error as { code?: string };
  return code === 'ENOSPC' ? vscode.l10n.t('The disk of {0} is full.', root) : vscode.l10n.t('The folder {0} cannot be written.', root);
}

export type Ready = Pick<Extract<Prepared, { ok: true }>, 'model' | 'minds' | 'ledger' | 'book' | 'concurrency' | 'resolved'> & {
  readonly mind?: string | undefined;
  readonly set?: Settings | undefined;
};

/** Milliseconds of a forecast after which the event loop gets its turn. */
const BREATH_MS = 8;

export const paceSetting = (uri: vscode.Uri): number => {
  const pace = vscode.workspace.getConfiguration('society', uri).get<unknown>('run.pace');
  return typeof pace === 'number' && pace >= 0 ? pace : 0;
};

/** Whether questions are asked before their turn. Only the user says so, never a workspace: it can cost calls. */
const aheadSetting = (choices: readonly AheadChoice[]): AheadChoice => {
  const word = vscode.workspace.getConfiguration('society').get<unknown>('run.askAhead');
  return choices.find((choice) => choice === word) ?? 'auto';
};

/** What a run will take; null where no language model is asked. No run is kept from starting by one that cannot be made. */
export async function forecastOf({ model, resolved }: Pick<Ready, 'model' | 'resolved'>): Promise<Forecast | null> {
  const { forecast, usesLanguageModel } = await rooms.runs();
  if (!usesLanguageModel(model)) return null;
  const options = { now: () => performance.now(), breathe: breather(BREATH_MS) };
  return forecast(resolved.society, model, options).catch(() => null);
}

interface LaunchOptions {
  /** Milliseconds a round. */
  readonly pace: number;
  readonly forecast: Promise<Forecast | null>;
  /** The run that is gone on with. */
  readonly from?: RecordedRun;
  /** What it begins with as a fork, and its texts. */
  readonly begins?: { readonly fork: Fork; readonly sources: RecordedRun['sources'] };
  /** Answers of another run, which are taken where the same is asked. */
  readonly reuse?: AnswerBook | undefined;
  /** Holds the run between two steps, as a debugger does. */
  readonly hold?: (() => Promise<void> | undefined) | undefined;
}

/** Starts the live run, or goes on with one. A language model takes its own time: only minds that answer at once are paced. */
export async function launch(
  uri: vscode.Uri,
  prepared: Ready,
  place: RunLocation,
  { pace, forecast, from, begins, reuse, hold }: LaunchOptions,
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
  return new EditorRun({
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
    egress,
    sum: runs.runCost,
  });
}
