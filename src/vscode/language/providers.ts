/** Completion, hover, definition and outline: each asks the service and gives its answer the editor's shape. */
import * as vscode from 'vscode';
import type { CompletionItem, CompletionKind, DocumentSymbol, SymbolKind } from '../../language/api.js';
import { toLocation, toRange } from '../convert.js';
import { registerActions } from './actions.js';
import { registerFormatting } from './formatting.js';
import { registerHints } from './hints.js';
import { LANGUAGE, type LanguageHost } from './host.js';

const TRIGGERS = [' ', ':', '-', '.', '[', ',', '(', '$', '/', "'"] as const;

export function registerProviders(language: LanguageHost): vscode.Disposable {
  const { languages } = vscode;
  return vscode.Disposable.from(
    languages.registerCompletionItemProvider(LANGUAGE, completions(language), ...TRIGGERS),
    languages.registerHoverProvider(LANGUAGE, hovers(language)),
    languages.registerSignatureHelpProvider(LANGUAGE, signatures(language), '(', ','),
    languages.registerDefinitionProvider(LANGUAGE, definitions(language)),
    registerFormatting(language),
    registerActions(language),
    registerHints(language),
    languages.registerDocumentSymbolProvider(LANGUAGE, outline(language), { label: 'Society' }),
  );
}

const completions = (language: LanguageHost): vscode.CompletionItemProvider => ({
  provideCompletionItems: async (document, position, token) => {
    const service = await language.service();
    if (token.isCancellationRequested) return undefined;
    return (await service.completion(document.uri.toString(), document.offsetAt(position))).map(toCompletion);
  },
});

const COMPLETIONS: Readonly<Record<CompletionKind, vscode.CompletionItemKind>> = {
  key: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.EnumMember,
  agent: vscode.CompletionItemKind.User,
  reference: vscode.CompletionItemKind.Reference,
  snippet: vscode.CompletionItemKind.Snippet,
  function: vscode.CompletionItemKind.Function,
  variable: vscode.CompletionItemKind.Variable,
  file: vscode.CompletionItemKind.File,
};

/** Asks for what can follow, once an item is in. */
const AGAIN: vscode.Command = { command: 'editor.action.triggerSuggest', title: '' };

function toCompletion({ label, kind, detail, documentation, insert, replace, sort, again }: CompletionItem): vscode.CompletionItem {
  const item = new vscode.CompletionItem(label, COMPLETIONS[kind]);
  item.insertText = new vscode.SnippetString(insert);
  item.range = toRange(replace);
  if (detail !== undefined) item.detail = detail;
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

const SYMBOLS: Readonly<Record<SymbolKind, vscode.SymbolKind>> = {
  section: vscode.SymbolKind.Namespace,
  persona: vscode.SymbolKind.Class,
  population: vscode.SymbolKind.Array,
  network: vscode.SymbolKind.Interface,
  scenario: vscode.SymbolKind.Event,
  world: vscode.SymbolKind.Package,
  model: vscode.SymbolKind.Constant,
  action: vscode.SymbolKind.Method,
  phase: vscode.SymbolKind.Function,
  key: vscode.SymbolKind.Key,
};

function toSymbol({ name, detail, kind, range, selection, children }: DocumentSymbol): vscode.DocumentSymbol {
  const symbol = new vscode.DocumentSymbol(name, detail, SYMBOLS[kind], toRange(range), toRange(selection));
  symbol.children = children.map(toSymbol);
  return symbol;
}
