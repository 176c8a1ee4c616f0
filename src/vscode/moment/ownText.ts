/** The text of a file that a run keeps, compared with the file now: whether they differ, and where its lines are now. */
import * as vscode from 'vscode';
import type { Range } from '../../core/util/textPosition.js';
import { type LineEdit, lineEdits } from '../../runs/forks/lineDiff.js';
import { toRange } from '../window/convert.js';
import type { RunTexts } from '../debug/texts.js';
import { movedRange } from '../run/problems.js';
import { type ShownRun, sourceOf } from './shownRun.js';
import type { Moment } from './moment.js';

const { t } = vscode.l10n;

export interface OwnText {
  /** As the run's nodes name it. */
  readonly source: string;
  readonly text: string;
  /** What was edited since; nothing where the file says what it said. */
  readonly edits: readonly LineEdit[];
}

interface Known {
  readonly run: ShownRun;
  readonly version: number;
  readonly own: OwnText | null;
}

/** Compared once for each version of a document. */
const known = new WeakMap<vscode.TextDocument, Known>();

/** What a run keeps of a document; null where it did not take part. */
export function ownText(run: ShownRun, document: vscode.TextDocument): OwnText | null {
  const { version } = document;
  const before = known.get(document);
  if (before?.run === run && before.version === version) return before.own;
  const source = sourceOf(run, document.uri);
  const own = source && { source: source.uri, text: source.text, edits: lineEdits(source.text, document.getText()) };
  known.set(document, { run, version, own });
  return own;
}

/** Whether a document says something else than it did when the run was made. */
export const isEdited = (run: ShownRun, document: vscode.TextDocument): boolean => (ownText(run, document)?.edits.length ?? 0) > 0;

/** Where a range of the run's text is today; null where it was edited. A block of text ends with its last line. */
export function placeToday({ edits }: OwnText, { start, end }: Range): vscode.Range | null {
  const last = end.character === 0 && end.line > start.line ? { line: end.line - 1, character: Number.MAX_SAFE_INTEGER } : end;
  const place = movedRange({ start, end: last }, edits);
  return place && toRange(place);
}

/** Compares the text that the run was made from with the file now. Without a file, uses the active editor or the file that was run. */
export async function compareRunText(moment: Moment, texts: RunTexts, file: vscode.Uri | undefined): Promise<void> {
  const { run } = moment;
  if (!run) return void vscode.window.showInformationMessage(t('There is no run to look at yet.'));
  const active = vscode.window.activeTextEditor?.document.uri;
  const today = file ?? (active && sourceOf(run, active) ? active : run.uri);
  const source = sourceOf(run, today) ?? run.resolved.sources[0];
  if (!source) return void vscode.window.showInformationMessage(t('This run keeps no texts.'));
  const name = today.path.slice(today.path.lastIndexOf('/') + 1);
  const own = texts.shown(run.source.id, `/${name}`, source.text);
  await vscode.commands.executeCommand('vscode.diff', own, today, t('{0} (as it was run ↔ today)', name));
}
