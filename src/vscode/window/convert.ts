/** Converts plain data to objects of the editor: ranges, diagnostics with their help page, and the place of a node in a file. */
import * as vscode from 'vscode';
import { literal, sectionOf } from '../../core/formats/markdown.js';
import type { NodeId } from '../../core/util/ids.js';
import type { LanguageHost } from '../language/host.js';
import { rooms } from './rooms.js';
import type { Position, Range, Span } from '../../core/util/textPosition.js';
import type { Severity, TextEdit } from '../../language/api.js';

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

/** The code of a diagnostic without its help page. The editor returns copies of diagnostics, so they are compared by code. */
export const codeOf = ({ code }: Pick<vscode.Diagnostic, 'code'>): string => String(typeof code === 'object' ? code.value : code);

/** Whether two diagnostics have the same text and the same place. */
export const isSame = (a: vscode.Diagnostic, b: vscode.Diagnostic): boolean =>
  codeOf(a) === codeOf(b) && a.message === b.message && a.range.isEqual(b.range);

export function toWorkspaceEdit(uri: vscode.Uri, edits: readonly TextEdit[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { range, text } of edits) edit.replace(uri, toRange(range), text);
  return edit;
}

/** Escapes text of others for our Markdown, so that it contains no Markdown, links or icons. */
export const plain = (text: string): string => literal(text).replace(/\s+/g, ' ');

/** Escapes text of others where `$(…)` stands for an icon. */
export const noIcons = (text: string): string => text.replaceAll('$(', '$\u200b(');

// The help page of a diagnostic code: a read-only document with its entry in the docs of the extension.

const HELP_SCHEME = 'society-help';

/** The address of the page for a code. Opening it loads nothing from the network. */
const helpFor = (code: string): vscode.Uri => vscode.Uri.from({ scheme: HELP_SCHEME, path: `/${code}.md` });

export function registerHelp(extensionUri: vscode.Uri): vscode.Disposable {
  const docs = vscode.Uri.joinPath(extensionUri, 'docs', 'diagnostics.md');
  return vscode.workspace.registerTextDocumentContentProvider(HELP_SCHEME, {
    provideTextDocumentContent: async ({ path }) => {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(docs));
      return sectionOf(text, path.replace(/^\/|\.md$/g, ''));
    },
  });
}

// Goes from a node of a society to its place in the current file.

/** Moves the cursor to the place of a node. Does nothing if the node is no longer in the file. */
export async function revealNode(language: LanguageHost, file: vscode.Uri, node: NodeId, preserveFocus = false): Promise<void> {
  const [service, { spanOf }] = await Promise.all([language.service(), rooms.language()]);
  const span = spanOf((await service.resolve(file.toString())).nodes, node);
  if (!span) return;
  const target = toUri(span.source);
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.toString() === target.toString());
  const viewColumn = shown?.viewColumn ?? vscode.ViewColumn.One;
  const range = toRange(span.range);
  const selection = new vscode.Range(range.start, range.start);
  const editor = await vscode.window.showTextDocument(target, { viewColumn, selection, preserveFocus });
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
