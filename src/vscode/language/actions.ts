/** Code actions beyond the fixes that problems carry; those are in diagnostics.ts. */
import * as vscode from 'vscode';
import type { CodeAction } from '../../language/api.js';
import { codeOf, toRange, toWorkspaceEdit } from '../window/convert.js';
import { LANGUAGE, type LanguageHost } from './host.js';

const KINDS: Readonly<Record<CodeAction['kind'], vscode.CodeActionKind>> = {
  quickfix: vscode.CodeActionKind.QuickFix,
  'refactor.extract': vscode.CodeActionKind.RefactorExtract,
  'refactor.rewrite': vscode.CodeActionKind.RefactorRewrite,
  'source.fixAll': vscode.CodeActionKind.SourceFixAll.append('society'),
};

export function registerActions(language: LanguageHost): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    LANGUAGE,
    {
      provideCodeActions: async (document, range, context, token) => {
        const service = await language.service();
        if (token.isCancellationRequested) return undefined;
        const { start, end } = range;
        const found = await service.actions(document.uri.toString(), document.offsetAt(start), document.offsetAt(end));
        return found
          .filter(({ kind }) => !context.only || context.only.contains(KINDS[kind]))
          .map((action) => toAction(document, context.diagnostics, action));
      },
    },
    { providedCodeActionKinds: Object.values(KINDS) },
  );
}

function toAction({ uri }: vscode.TextDocument, shown: readonly vscode.Diagnostic[], from: CodeAction): vscode.CodeAction {
  const action = new vscode.CodeAction(from.title, KINDS[from.kind]);
  const { mends } = from;
  if (mends) action.diagnostics = shown.filter((one) => codeOf(one) === mends.code && one.range.isEqual(toRange(mends.range)));
  action.edit = toWorkspaceEdit(uri, from.edits);
  action.isPreferred = from.preferred ?? false;
  if (from.storesKey !== undefined) action.command = { command: 'society.setKey', title: from.title, arguments: [from.storesKey] };
  return action;
}
