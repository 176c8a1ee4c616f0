/** Compares the text of a file in a run with the current file: whether they differ, and where the lines are now. */
import * as vscode from 'vscode';
import type { Range } from '../../core/util/textPosition.js';
import { type LineEdit, lineEdits } from '../../runs/forks/lineDiff.js';
import { toRange } from '../window/convert.js';
import type { RunTexts } from '../debug/texts.js';
import { movedRange } from '../run/movedRange.js';
import { type ShownRun, sourceOf } from './shownRun.js';
import type { Moment } from './moment.js';

const { t } = vscode.l10n;

export interface OwnText {
  /** The name of the text in the run's nodes. */
  readonly source: string;
  readonly text: string;
  /** The edits since the run; empty if the file has not changed. */
  readonly edits: readonly LineEdit[];
}

interface Known {
  readonly run: ShownRun;
  readonly version: number;
  readonly own: OwnText | null;
}

/** The comparison is computed once for each version of a document. */
const known = new WeakMap<vscode.TextDocument, Known>();

/** The text of a document in a run; null if the run does not use the document. */
export function ownText(run: ShownRun, document: vscode.TextDocument): OwnText | null {
  const { version } = document;
  const before = known.get(document);
  if (before?.run === run && before.version === version) return before.own;
  const source = sourceOf(run, document.uri);
  const own = source && { source: source.uri, text: source.text, edits: lineEdits(source.text, document.getText()) };
  known.set(document, { run, version, own });
  return own;
}

/** Whether a document has changed since the run. */
export const isEdited = (run: ShownRun, document: vscode.TextDocument): boolean => (ownText(run, document)?.edits.length ?? 0) > 0;

/** The place of a range of the run's text in the current file; null if it was edited. A block of text ends with its last line. */
export function placeToday({ edits }: OwnText, { start, end }: Range): vscode.Range | null {
  const last = end.character === 0 && end.line > start.line ? { line: end.line - 1, character: Number.MAX_SAFE_INTEGER } : end;
  const place = movedRange({ start, end: last }, edits);
  return place && toRange(place);
}

/** Compares the text of the run with the current file. Without a file, uses the active editor or the file that was run. */
export async function compareRunText(moment: Moment, texts: RunTexts, file: vscode.Uri | undefined): Promise<void> {
  const { run } = moment;
  if (!run) return void vscode.window.showInformationMessage(t('No runs yet.'));
  const active = vscode.window.activeTextEditor?.document.uri;
  const today = file ?? (active && sourceOf(run, active) ? active : run.uri);
  const source = sourceOf(run, today) ?? run.resolved.sources[0];
  if (!source) return void vscode.window.showInformationMessage(t('This run contains no texts.'));
  const name = today.path.slice(today.path.lastIndexOf('/') + 1);
  const own = texts.shown(run.source.id, `/${name}`, source.text);
  await vscode.commands.executeCommand('vscode.diff', own, today, t('{0} (as it was run ↔ today)', name));
}
