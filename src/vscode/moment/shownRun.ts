/**
 * A run that can be looked at: one of this window, under way or not, or one that was read again from its folder. The model
 * of the latter is made from the texts that the run itself keeps, so a file that changed since does not matter.
 */
import * as vscode from 'vscode';
import type { Resolved } from '../../language/api.js';
import type { LedgerEntry, Ledger } from '../../minds/index.js';
import type { PanelCost } from '../../protocol/panelRequests.js';
import type { CallJournal, PanelRun, RunHandle } from '../../runs/index.js';
import { storedRunState } from '../../runs/live/runState.js';
import { sourceName } from '../../runs/load/sourceName.js';
import type { FolderFiles } from '../../trace/index.js';
import type { Log } from '../window/log.js';
import { rooms } from '../window/rooms.js';

/** Milliseconds of work after which the editor gets its turn. */
const BREATH_MS = 8;

export interface ShownRun extends Pick<RunHandle, 'timeline' | 'answers' | 'prose'> {
  /** The run as the panel reads it. */
  readonly source: PanelRun;
  /** Fires at most once in each batch of events. */
  readonly onDidAdvance: vscode.Event<void>;
  /** The file that was run, where it is now. */
  readonly uri: vscode.Uri;
  /** Folder that the run is kept in. */
  readonly dir: string;
  readonly resolved: Resolved;
  /** What its language models are paid from, also for questions outside the run. */
  readonly ledger: Ledger;
  /** Where its calls are written down. */
  readonly book: CallJournal;
  /** What language models were paid, under the names of who was asked. */
  booked(): readonly LedgerEntry[];
  /** Records a payment outside the run and informs the views. Rejects if it could not be written. */
  paid(): Promise<void>;
  /** Why it could not be read, in words, where it was read from its folder; a run of this window has none. */
  readingFault?(error: unknown): string;
}

/** What went wrong with a run that is looked at, in words. */
export const faultWords = (run: Pick<ShownRun, 'readingFault'> | null, error: unknown): string =>
  run?.readingFault?.(error) ?? (error instanceof Error ? error.message : String(error));

/** Reads a run again; null where its folder, or `packed` in its place, holds none that this version can show. */
export async function openShownRun(dir: string, uri: vscode.Uri, log?: Pick<Log, 'warn'>, packed?: FolderFiles): Promise<ShownRun | null> {
  const [
    { folderFiles },
    { bookBeside, CallJournal, egress, egressLines, isAtItsEnd, ledgerOf, openRecorded, readingFault, recordedHandle, runCost },
  ] = await Promise.all([import('../../node/ports.js'), rooms.runs()]);
  const files = packed ?? folderFiles(dir);
  const opened = await openRecorded(files);
  if (!opened.ok) return null;
  const { manifest, model, resolved, note, damage } = opened.run;
  for (const words of note === null ? damage : [note, ...damage]) log?.warn(`${dir}: ${words}`);
  const ledger = ledgerOf(resolved.society, model, opened.run);
  const book = new CallJournal();
  const beside = bookBeside({ files, book, ledger, from: opened.run });
  const lines = egressLines(egress(resolved.society, model));
  const sum = (): PanelCost | null => runCost({ model, resolved, egress: lines, ledger, forecast: null, place: null });
  let cost = sum();
  // One of which the end cannot be read any more has not come to its end, whatever its manifest says.
  const isCut = manifest.state === 'ended' && !isAtItsEnd(opened.run);
  const handle = recordedHandle(opened.run, isCut ? 'interrupted' : await storedRunState(manifest.state, packed ? null : dir));
  const { id, timeline, state, problem, answers, prose } = handle;
  const source: PanelRun = {
    ...{ id, model, timeline, state, problem },
    get cost() {
      return cost;
    },
    get summary() {
      return handle.summary;
    },
  };
  const told = new vscode.EventEmitter<void>();
  const paid = async (): Promise<void> => {
    cost = sum();
    told.fire();
    await beside.done();
  };
  return {
    source,
    uri,
    dir,
    timeline,
    resolved,
    answers,
    prose,
    ledger,
    book,
    booked: () => ledger.booked(),
    paid,
    readingFault: (error) => readingFault(error, opened.run),
    onDidAdvance: told.event,
  };
}

/** The same for who looks at its end first: a long run is folded up to there with breaks. */
export async function openAtItsEnd(...of: Parameters<typeof openShownRun>): Promise<ShownRun | null> {
  const [{ breather }, run] = await Promise.all([import('../../node/yieldToEventLoop.js'), openShownRun(...of)]);
  try {
    await run?.timeline.foldAhead(breather(BREATH_MS));
  } catch (error) {
    throw new Error(faultWords(run, error), { cause: error });
  }
  return run;
}

/** Why a folder holds no run that can be shown, in words. */
export async function whyUnread(dir: string): Promise<string> {
  const [{ folderFiles }, { openRecorded }] = await Promise.all([import('../../node/ports.js'), rooms.runs()]);
  const opened = await openRecorded(folderFiles(dir));
  return opened.ok ? vscode.l10n.t('Try again.') : opened.message;
}

/** A run that pauses stays where it is: its folder says so, and so does what is shown. */
export async function leaveShownRun(run: ShownRun): Promise<ShownRun> {
  if (run.source.state !== 'paused') return run;
  const [{ folderFiles }, { leaveRun }] = await Promise.all([import('../../node/ports.js'), rooms.runs()]);
  await leaveRun(folderFiles(run.dir));
  const { source } = run;
  const left: PanelRun = {
    ...{ id: source.id, model: source.model, timeline: source.timeline, state: 'stopped', problem: null },
    get cost() {
      return source.cost;
    },
    get summary() {
      return source.summary ?? null;
    },
  };
  return { ...run, source: left };
}

/** Whether what is written in a file took part in a run. */
export const concerns = (run: ShownRun, file: vscode.Uri): boolean =>
  file.toString() === run.uri.toString() || sourceOf(run, file) !== null;

/** What a run keeps of a file; null where it did not take part. */
export function sourceOf(run: ShownRun, file: vscode.Uri): ShownRun['resolved']['sources'][number] | null {
  const { uri: entry, sources } = run.resolved;
  // A run that was read again names its texts relative to the file that was run.
  const today = (uri: string): string => vscode.Uri.joinPath(run.uri, '..', sourceName(entry, uri)).toString();
  return sources.find(({ uri }) => uri === file.toString() || (uri.startsWith('society-run:') && today(uri) === file.toString())) ?? null;
}
