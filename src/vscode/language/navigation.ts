/** References, rename, highlights, symbol search, folding, selection and links. */
import { translated } from '../../core/util/recordedText.js';
import * as vscode from 'vscode';
import type { FileEdits, SymbolKind } from '../../language/api.js';
import { toLocation, toRange, toUri } from '../window/convert.js';
import { LANGUAGE, type LanguageHost } from './host.js';

export function registerNavigation(language: LanguageHost): vscode.Disposable {
  const { languages } = vscode;
  return vscode.Disposable.from(
    languages.registerReferenceProvider(LANGUAGE, references(language)),
    languages.registerDocumentHighlightProvider(LANGUAGE, highlights(language)),
    languages.registerRenameProvider(LANGUAGE, renaming(language)),
    languages.registerWorkspaceSymbolProvider(search(language)),
    languages.registerFoldingRangeProvider(LANGUAGE, folding(language)),
    languages.registerSelectionRangeProvider(LANGUAGE, selections(language)),
    languages.registerDocumentLinkProvider(LANGUAGE, links(language)),
  );
}

const references = (language: LanguageHost): vscode.ReferenceProvider => ({
  provideReferences: async (document, position, { includeDeclaration }, token) => {
    const service = await language.service();
    if (token.isCancellationRequested) return undefined;
    return (await service.references(document.uri.toString(), document.offsetAt(position), includeDeclaration)).map(toLocation);
  },
});

const highlights = (language: LanguageHost): vscode.DocumentHighlightProvider => ({
  provideDocumentHighlights: async (document, position, token) => {
    const service = await language.service();
    if (token.isCancellationRequested) return undefined;
    const found = await service.highlights(document.uri.toString(), document.offsetAt(position));
    const { Write, Read } = vscode.DocumentHighlightKind;
    return found.map(({ range, kind }) => new vscode.DocumentHighlight(toRange(range), kind === 'write' ? Write : Read));
  },
});

/** Shows a refusal in the rename input. */
const renaming = (language: LanguageHost): vscode.RenameProvider => ({
  prepareRename: async (document, position) => {
    const service = await language.service();
    const found = await service.renameAt(document.uri.toString(), document.offsetAt(position));
    if (!found.ok) throw new Error(translated(found.message));
    return { range: toRange(found.range), placeholder: found.placeholder };
  },
  provideRenameEdits: async (document, position, name) => {
    const service = await language.service();
    const found = await service.rename(document.uri.toString(), document.offsetAt(position), name);
    if (!found.ok) throw new Error(translated(found.message));
    return edited(found.files);
  },
});

function edited(files: readonly FileEdits[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { uri, edits } of files) for (const { range, text } of edits) edit.replace(toUri(uri), toRange(range), text);
  return edit;
}

const search = (language: LanguageHost): vscode.WorkspaceSymbolProvider => ({
  provideWorkspaceSymbols: async (query, token) => {
    const service = await language.service();
    if (token.isCancellationRequested) return undefined;
    const found = await service.workspaceSymbols(query);
    return found.map(({ name, detail, kind, span }) => new vscode.SymbolInformation(name, SYMBOLS[kind], detail, toLocation(span)));
  },
});

const folding = (language: LanguageHost): vscode.FoldingRangeProvider => ({
  provideFoldingRanges: async (document, _context, token) => {
    const service = await language.service();
    if (token.isCancellationRequested) return undefined;
    const found = await service.folding(document.uri.toString());
    return found.map(({ start, end, kind }) => new vscode.FoldingRange(start, end, kind && vscode.FoldingRangeKind.Comment));
  },
});

const selections = (language: LanguageHost): vscode.SelectionRangeProvider => ({
  provideSelectionRanges: async (document, positions, token) => {
    const service = await language.service();
    if (token.isCancellationRequested) return undefined;
    const found = await Promise.all(positions.map((position) => service.selection(document.uri.toString(), document.offsetAt(position))));
    return found.map((ranges, i) => {
      const last = positions[i] as vscode.Position;
      const nested = ranges.reduceRight<vscode.SelectionRange | undefined>(
        (parent, range) => new vscode.SelectionRange(toRange(range), parent),
        undefined,
      );
      return nested ?? new vscode.SelectionRange(new vscode.Range(last, last));
    });
  },
});

const links = (language: LanguageHost): vscode.DocumentLinkProvider => ({
  provideDocumentLinks: async (document, token) => {
    const service = await language.service();
    if (token.isCancellationRequested) return undefined;
    const found = await service.links(document.uri.toString());
    return found.map(({ range, target, tooltip }) => {
      const link = new vscode.DocumentLink(toRange(range), toUri(target));
      link.tooltip = tooltip;
      return link;
    });
  },
});

// The editor's symbol kind for each of our kinds. It sets the icon in outline, breadcrumbs and search.

export const SYMBOLS: Readonly<Record<SymbolKind, vscode.SymbolKind>> = {
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
