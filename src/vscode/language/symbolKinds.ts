/** The editor's kind of symbol for each of ours: its icon in outline, breadcrumbs and search. */
import * as vscode from 'vscode';
import type { SymbolKind } from '../../language/api.js';

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
