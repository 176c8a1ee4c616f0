/** Launch configurations: without a launch.json the active file is what is launched. */
import * as vscode from 'vscode';
import { isSociety } from '../language/host.js';

// Files and folders as launch configurations name them.

/** Paths read better in launch configurations; what is on no disk keeps its URI. */
export const programOf = (uri: vscode.Uri): string => (uri.scheme === 'file' ? uri.fsPath : uri.toString());

/** A path or a URI. One letter before a colon is a drive. */
export const toUri = (program: string): vscode.Uri =>
  /^[a-z][a-z0-9+.-]+:/i.test(program) ? vscode.Uri.parse(program, true) : vscode.Uri.file(program);

export const TYPE = 'society';
const { t } = vscode.l10n;

export function resolveDebugConfiguration(_folder: unknown, config: vscode.DebugConfiguration): vscode.DebugConfiguration | undefined {
  if (!config.type && !config.request && !config.name) return ofActiveFile(config);
  if (config.request === 'attach' || (typeof config['program'] === 'string' && config['program'] !== '')) return config;
  void vscode.window.showErrorMessage(t('The launch configuration “{0}” names no file. Set "program", as in "${file}".', config.name));
  return undefined;
}

function ofActiveFile(config: vscode.DebugConfiguration): vscode.DebugConfiguration | undefined {
  const document = vscode.window.activeTextEditor?.document;
  if (!document || !isSociety(document)) return undefined;
  return {
    type: TYPE,
    request: 'launch',
    name: t('Run Society'),
    program: programOf(document.uri),
    noDebug: config['noDebug'] ?? false,
    // The panel shows the conversation; the console, which repeats it, stays closed until it is asked for.
    internalConsoleOptions: 'neverOpen',
  };
}
