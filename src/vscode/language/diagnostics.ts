/**
 * Problems of open files and their quick fixes. A check runs shortly after a change; its result is dropped if the text has changed
 * meanwhile. Problems that only a run finds are in run/problems.ts.
 */
import * as vscode from 'vscode';
import type { CodeAction, Diagnostic, Fix, LanguageService } from '../../language/api.js';
import { codeOf, isSame, toDiagnostic, toRange, toWorkspaceEdit } from '../window/convert.js';
import { isSociety, LANGUAGE, type LanguageHost } from './host.js';
import { RUN_SCHEME } from '../debug/texts.js';
import { LIBRARY_SCHEME } from '../files/files.js';
import { rooms } from '../window/rooms.js';

/** Milliseconds from a change to its check, and to the check of the other open files, which may import it. */
const SOON = 30;
const LATER = 300;

interface Found {
  readonly diagnostic: vscode.Diagnostic;
  readonly fixes: readonly Fix[];
}

/** Texts that the user does not edit: the library, and other versions of a file. */
const FOREIGN: ReadonlySet<string> = new Set([LIBRARY_SCHEME, RUN_SCHEME, 'git', 'gitfs', 'review', 'pr']);
const isChecked = (document: vscode.TextDocument): boolean => isSociety(document) && !FOREIGN.has(document.uri.scheme);

export class Diagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection(LANGUAGE);
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #found = new Map<string, readonly Found[]>();
  /** The latest check of each text. The result of an earlier, slower check is dropped. */
  readonly #latest = new Map<string, symbol>();
  readonly #parts: vscode.Disposable[];

  constructor(readonly language: LanguageHost) {
    const { workspace } = vscode;
    this.#parts = [
      this.#collection,
      language.onDidChange(() => this.#others(null, SOON)),
      workspace.onDidOpenTextDocument((document) => this.#check(document, 0)),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length === 0) return;
        this.#check(document, SOON);
        this.#others(document);
      }),
      workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      vscode.languages.registerCodeActionsProvider(LANGUAGE, this.#actions, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] }),
    ];
    for (const document of workspace.textDocuments) this.#check(document, 0);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const part of this.#parts) part.dispose();
  }

  /** Checks the other open texts, because they may import the changed one. */
  #others(changed: vscode.TextDocument | null, delay = LATER): void {
    for (const document of vscode.workspace.textDocuments) if (document !== changed) this.#check(document, delay);
  }

  #check(document: vscode.TextDocument, delay: number): void {
    if (!isChecked(document)) return;
    const uri = document.uri.toString();
    clearTimeout(this.#timers.get(uri));
    this.#timers.set(
      uri,
      setTimeout(() => {
        this.#timers.delete(uri);
        void this.#update(document);
      }, delay),
    );
  }

  async #update(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    const uri = document.uri.toString();
    const service = await this.language.service();
    const check = Symbol(uri);
    this.#latest.set(uri, check);
    const diagnostics = [...(await service.diagnostics(uri)), ...(await ofData(service, document))];
    if (document.isClosed || document.version !== version || this.#latest.get(uri) !== check) return;
    const found = diagnostics.map((d): Found => ({ diagnostic: toDiagnostic(d), fixes: d.fixes ?? [] }));
    this.#found.set(uri, found);
    this.#collection.set(
      document.uri,
      found.map(({ diagnostic }) => diagnostic),
    );
  }

  #forget(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    clearTimeout(this.#timers.get(uri));
    this.#timers.delete(uri);
    this.#found.delete(uri);
    this.#latest.delete(uri);
    this.#collection.delete(document.uri);
  }

  readonly #actions: vscode.CodeActionProvider = {
    provideCodeActions: (document, _range, { diagnostics }) => {
      const found = this.#found.get(document.uri.toString()) ?? [];
      return diagnostics.flatMap((shown) =>
        found
          .filter(({ diagnostic }) => isSame(diagnostic, shown))
          .flatMap(({ fixes }) => fixes.map((fix) => quickFix(document, shown, fix))),
      );
    },
  };
}

/** Problems of the data files that a text names. The module that reads them is loaded only if the text may name one. */
async function ofData(service: LanguageService, document: vscode.TextDocument): Promise<readonly Diagnostic[]> {
  const text = document.getText();
  const uri = document.uri.toString();
  const named = /\b(csv|jsonl)\s*:/.test(text) ? await (await rooms.runs()).dataProblems(service, uri) : [];
  if (!/\bcompare_with\s*:/.test(text)) return named;
  const { peopleRoom } = await rooms.runs();
  const { tableProblems } = await peopleRoom();
  const compared = await tableProblems(service, await service.resolve(uri));
  return [...named, ...compared.filter((problem) => problem.uri === uri)];
}

function quickFix({ uri }: vscode.TextDocument, diagnostic: vscode.Diagnostic, fix: Fix): vscode.CodeAction {
  const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.edit = toWorkspaceEdit(uri, fix.edits);
  action.isPreferred = fix.preferred ?? false;
  return action;
}

// Code actions for refactoring, and the quick fixes of problems.

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
