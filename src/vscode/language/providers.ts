/** Language providers. Each asks the language service and converts its answers to objects of the editor. */
import * as vscode from 'vscode';
import type { CompletionItem, CompletionKind, DocumentSymbol, TextEdit } from '../../language/api.js';
import { toLocation, toPosition, toRange, toUri } from '../window/convert.js';
import { LANGUAGE, type LanguageHost } from './host.js';
import { registerCrowdHovers } from './crowdHovers.js';
import { registerActions } from './diagnostics.js';
import { registerNavigation, SYMBOLS } from './navigation.js';
import { registerSemanticTokens } from './semanticTokens.js';

const TRIGGERS = [' ', ':', '-', '.', '[', ',', '(', '$', '/', "'"] as const;

export function registerProviders(language: LanguageHost): vscode.Disposable {
  const { languages } = vscode;
  return vscode.Disposable.from(
    languages.registerCompletionItemProvider(LANGUAGE, completions(language), ...TRIGGERS),
    languages.registerHoverProvider(LANGUAGE, hovers(language)),
    languages.registerSignatureHelpProvider(LANGUAGE, signatures(language), '(', ','),
    languages.registerDefinitionProvider(LANGUAGE, definitions(language)),
    registerCrowdHovers(language),
    registerFormatting(language),
    registerActions(language),
    registerHints(language),
    registerMoves(language),
    registerNavigation(language),
    registerSemanticTokens(language),
    languages.registerDocumentSymbolProvider(LANGUAGE, outline(language), { label: 'Society' }),
  );
}

const completions = (language: LanguageHost): vscode.CompletionItemProvider => ({
  provideCompletionItems: async (document, position, token, { triggerKind }) => {
    const service = await language.service();
    if (token.isCancellationRequested) return undefined;
    const items = await service.completion(document.uri.toString(), document.offsetAt(position));
    // Where any word is valid, a typed comma offers no words.
    const typing = triggerKind === vscode.CompletionTriggerKind.TriggerCharacter;
    return items.filter(({ kind }) => !(typing && kind === 'word')).map(toCompletion);
  },
});

const COMPLETIONS: Readonly<Record<CompletionKind, vscode.CompletionItemKind>> = {
  key: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.EnumMember,
  word: vscode.CompletionItemKind.Text,
  agent: vscode.CompletionItemKind.User,
  reference: vscode.CompletionItemKind.Reference,
  snippet: vscode.CompletionItemKind.Snippet,
  function: vscode.CompletionItemKind.Function,
  variable: vscode.CompletionItemKind.Variable,
  file: vscode.CompletionItemKind.File,
};

/** Opens the suggestions again after an item is inserted. */
const AGAIN: vscode.Command = { command: 'editor.action.triggerSuggest', title: '' };

/** Filter text for numbers. They are offered before the first digit is typed. Afterwards Enter must not turn `1` into `10`, so no digit matches. */
const UNTYPED = '\u200b';

function toCompletion({ label, kind, detail, documentation, insert, replace, sort, again }: CompletionItem): vscode.CompletionItem {
  const beside = detail !== undefined && detail.length <= 60 && !(kind === 'key' && documentation !== undefined);
  const item = new vscode.CompletionItem(beside ? { label, description: detail } : label, COMPLETIONS[kind]);
  // If the plain text of an item is complete already, Enter breaks the line. The editor never does this for a snippet.
  item.insertText = /[$\\}\n]/.test(insert) ? new vscode.SnippetString(insert) : insert;
  if (kind === 'value' && /^[-\d]/.test(label)) item.filterText = UNTYPED;
  item.range = toRange(replace);
  if (detail !== undefined && !beside) item.detail = detail;
  if (documentation !== undefined) item.documentation = new vscode.MarkdownString(documentation);
  if (sort !== undefined) item.sortText = sort;
  if (again) item.command = AGAIN;
  return item;
}

const hovers = (language: LanguageHost): vscode.HoverProvider => ({
  provideHover: async (document, position, token) => {
    const service = await language.service();
    if (token.isCancellationRequested) return undefined;
    const hover = await service.hover(document.uri.toString(), document.offsetAt(position));
    return hover && new vscode.Hover(new vscode.MarkdownString(hover.markdown), toRange(hover.range));
  },
});

const signatures = (language: LanguageHost): vscode.SignatureHelpProvider => ({
  provideSignatureHelp: async (document, position, token) => {
    const service = await language.service();
    if (token.isCancellationRequested) return undefined;
    const found = await service.signature(document.uri.toString(), document.offsetAt(position));
    if (!found) return undefined;
    const help = new vscode.SignatureHelp();
    const signature = new vscode.SignatureInformation(found.label, new vscode.MarkdownString(found.documentation));
    signature.parameters = found.parameters.map(([start, end]) => new vscode.ParameterInformation([start, end]));
    help.signatures = [signature];
    help.activeSignature = 0;
    help.activeParameter = found.active;
    return help;
  },
});

const definitions = (language: LanguageHost): vscode.DefinitionProvider => ({
  provideDefinition: async (document, position) => {
    const service = await language.service();
    return (await service.definition(document.uri.toString(), document.offsetAt(position))).map(toLocation);
  },
});

const outline = (language: LanguageHost): vscode.DocumentSymbolProvider => ({
  provideDocumentSymbols: async (document, token) => {
    const service = await language.service();
    if (token.isCancellationRequested) return undefined;
    return (await service.symbols(document.uri.toString())).map(toSymbol);
  },
});

function toSymbol({ name, detail, kind, range, selection, children }: DocumentSymbol): vscode.DocumentSymbol {
  const symbol = new vscode.DocumentSymbol(name, detail, SYMBOLS[kind], toRange(range), toRange(selection));
  symbol.children = children.map(toSymbol);
  return symbol;
}

// Formatting of files, and corrections of a line when the user presses Enter.

const toEdit = ({ range, text }: TextEdit): vscode.TextEdit => vscode.TextEdit.replace(toRange(range), text);

function registerFormatting(language: LanguageHost): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerDocumentFormattingEditProvider(LANGUAGE, {
      provideDocumentFormattingEdits: async (document, _options, token) => {
        const service = await language.service();
        if (token.isCancellationRequested) return undefined;
        return (await service.format(document.uri.toString())).map(toEdit);
      },
    }),
    vscode.languages.registerDocumentRangeFormattingEditProvider(LANGUAGE, {
      provideDocumentRangeFormattingEdits: async (document, { start, end }, _options, token) => {
        const service = await language.service();
        if (token.isCancellationRequested) return undefined;
        return (await service.formatRange(document.uri.toString(), document.offsetAt(start), document.offsetAt(end))).map(toEdit);
      },
    }),
    vscode.languages.registerOnTypeFormattingEditProvider(
      LANGUAGE,
      {
        provideOnTypeFormattingEdits: async (document, position, _typed, _options, token) => {
          const service = await language.service();
          if (token.isCancellationRequested) return undefined;
          return (await service.onEnter(document.uri.toString(), document.offsetAt(position))).map(toEdit);
        },
      },
      '\n',
    ),
  );
}

// Inlay hints with sizes, defaults and units. The editor's setting for inlay hints turns them on and off.

function registerHints(language: LanguageHost): vscode.Disposable {
  return vscode.languages.registerInlayHintsProvider(LANGUAGE, {
    provideInlayHints: async (document, range, token) => {
      const service = await language.service();
      if (token.isCancellationRequested) return undefined;
      const hints = await service.hints(document.uri.toString());
      return hints.flatMap(({ position, label, tooltip }) => {
        const at = toPosition(position);
        if (!range.contains(at)) return [];
        const hint = new vscode.InlayHint(at, label);
        hint.tooltip = tooltip;
        return [hint];
      });
    },
  });
}

// Updates imports when the user renames or moves files in the editor. It is the same undo step.

const registerMoves = (language: LanguageHost): vscode.Disposable =>
  vscode.workspace.onWillRenameFiles((event) => event.waitUntil(editsFor(language, event.files)));

async function editsFor(language: LanguageHost, files: vscode.FileWillRenameEvent['files']): Promise<vscode.WorkspaceEdit> {
  const service = await language.service();
  const moves = files.map(({ oldUri, newUri }) => ({ from: oldUri.toString(), to: newUri.toString() }));
  const edit = new vscode.WorkspaceEdit();
  for (const { uri, edits } of await service.moved(moves))
    for (const { range, text } of edits) edit.replace(toUri(uri), toRange(range), text);
  return edit;
}
