/** Our plain data as the editor's objects. */
import * as vscode from 'vscode';
import { literal } from '../../core/formats/markdown.js';
import type { Position, Range, Span } from '../../core/util/textPosition.js';
import type { Severity, TextEdit } from '../../language/api.js';
import { helpFor } from './help.js';

export const toPosition = ({ line, character }: Position): vscode.Position => new vscode.Position(line, character);
export const toRange = ({ start, end }: Range): vscode.Range => new vscode.Range(toPosition(start), toPosition(end));
export const toUri = (uri: string): vscode.Uri => vscode.Uri.parse(uri, true);
export const toLocation = ({ source, range }: Span): vscode.Location => new vscode.Location(toUri(source), toRange(range));

const SEVERITIES: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

interface DiagnosticLike {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  readonly tags?: readonly ['unnecessary'];
}

export function toDiagnostic({ code, severity, message, range, tags }: DiagnosticLike): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(range), message, SEVERITIES[severity]);
  diagnostic.code = { value: code, target: helpFor(code) };
  diagnostic.source = 'society';
  if (tags) diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  return diagnostic;
}

/** The code of a diagnostic without the page that it leads to: the editor gives back copies of what it was given. */
export const codeOf = ({ code }: Pick<vscode.Diagnostic, 'code'>): string => String(typeof code === 'object' ? code.value : code);

/** Whether two diagnostics say the same of the same place. */
export const isSame = (a: vscode.Diagnostic, b: vscode.Diagnostic): boolean =>
  codeOf(a) === codeOf(b) && a.message === b.message && a.range.isEqual(b.range);

export function toWorkspaceEdit(uri: vscode.Uri, edits: readonly TextEdit[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { range, text } of edits) edit.replace(uri, toRange(range), text);
  return edit;
}

/** Words of others inside our Markdown: nothing in them is read as Markdown, a link or an icon. */
export const plain = (text: string): string => literal(text).replace(/\s+/g, ' ');

/** Where `$(…)` stands for an icon: in words of others it is text. */
export const noIcons = (text: string): string => text.replaceAll('$(', '$\u200b(');
