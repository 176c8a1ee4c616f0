/**
 * A run that can be shown: a run of this window, or a run that was read from its folder. The model of a run from a folder is built
 * from the texts in the run, so later changes of the file do not matter.
 */
import { errorText, translated } from '../../core/util/recordedText.js';
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

/** Milliseconds of work after which it yields to the editor. */
const BREATH_MS = 8;

export interface ShownRun extends Pick<RunHandle, 'timeline' | 'answers' | 'prose'> {
  /** The run as the panel reads it. */
  readonly source: PanelRun;
  /** Fires at most once in each batch of events. */
  readonly onDidAdvance: vscode.Event<void>;
  /** The current place of the file that was run. */
  readonly uri: vscode.Uri;
  /** The folder of the run. */
  readonly dir: string;
  readonly resolved: Resolved;
  /** The budget and spending of its language models, including questions outside the run. */
  readonly ledger: Ledger;
  /** The journal of its calls. */
  readonly book: CallJournal;
  /** The spending on language models, with the names of the agents that were asked. */
  booked(): readonly LedgerEntry[];
  /** Records a payment outside the run and informs the views. Rejects if it could not be written. */
  paid(): Promise<void>;
  /** The message for a read error of a run from a folder. A run of this window has no such function. */
  readingFault?(error: unknown): string;
}

/** The message for an error of a shown run. */
export const faultWords = (run: Pick<ShownRun, 'readingFault'> | null, error: unknown): string =>
  translated(run?.readingFault?.(error) ?? errorText(error));

/** Reads a run from its folder, or from `packed` instead; null if there is no run that this version can show. */
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
  // A run whose end cannot be read counts as not ended, whatever its manifest says.
  const isCut = manifest.state === 'ended' && !isAtItsEnd(opened.run);
  const handle = recordedHandle(opened.run, isCut ? 'interrupted' : await storedRunState(manifest.state, packed ? null : dir));
  const { id, timeline, state, problem, label, answers, prose } = handle;
  const source: PanelRun = {
    ...{ id, model, timeline, state, problem },
    ...(label === undefined ? {} : { label }),
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

/** Reads a run and folds it up to its end. For a long run, this yields to the editor. */
export async function openAtItsEnd(...of: Parameters<typeof openShownRun>): Promise<ShownRun | null> {
  const [{ breather }, run] = await Promise.all([import('../../node/yieldToEventLoop.js'), openShownRun(...of)]);
  try {
    await run?.timeline.foldAhead(breather(BREATH_MS));
  } catch (error) {
    throw new Error(faultWords(run, error), { cause: error });
  }
  return run;
}

/** The message that explains why the run of a folder cannot be shown. */
export async function whyUnread(dir: string): Promise<string> {
  const [{ folderFiles }, { openRecorded }] = await Promise.all([import('../../node/ports.js'), rooms.runs()]);
  const opened = await openRecorded(folderFiles(dir));
  return opened.ok ? vscode.l10n.t('Try again.') : opened.message;
}

/** Ends a paused run where it is, in its folder and in the shown run. */
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

/** Whether a run uses a file. */
export const concerns = (run: ShownRun, file: vscode.Uri): boolean =>
  file.toString() === run.uri.toString() || sourceOf(run, file) !== null;

/** The text of a file in a run; null if the run does not use the file. */
export function sourceOf(run: ShownRun, file: vscode.Uri): ShownRun['resolved']['sources'][number] | null {
  const { uri: entry, sources } = run.resolved;
  // In a run from a folder, the names of texts are relative to the file that was run.
  const today = (uri: string): string => vscode.Uri.joinPath(run.uri, '..', sourceName(entry, uri)).toString();
  return sources.find(({ uri }) => uri === file.toString() || (uri.startsWith('society-run:') && today(uri) === file.toString())) ?? null;
}
