/** From what was prepared to a run under way: its folder, its pace, what it costs. */
import * as vscode from 'vscode';
import { breather } from '../../node/yieldToEventLoop.js';
import type { AheadChoice, Forecast, Fork, RecordedRun, RunBeginning, Settings } from '../../runs/index.js';
import type { AnswerBook } from '../../minds/index.js';
import { rooms } from '../window/rooms.js';
import { Pacer } from './pacer.js';
import type { RunLocation } from './place.js';
import type { Prepared } from './prepare.js';
import { EditorRun } from './run.js';

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
