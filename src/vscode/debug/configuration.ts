/** Launch configurations. Without a launch.json, the active file is launched. */
import * as vscode from 'vscode';
import { isSociety } from '../language/host.js';

export const TYPE = 'society';
const { t } = vscode.l10n;

export function resolveDebugConfiguration(_folder: unknown, config: vscode.DebugConfiguration): vscode.DebugConfiguration | undefined {
  if (!config.type && !config.request && !config.name) return ofActiveFile(config);
  if (config.request === 'attach' || (typeof config['program'] === 'string' && config['program'] !== '')) return config;
  void vscode.window.showErrorMessage(
    t('The launch configuration “{0}” has no file. Set "program", for example to "${file}".', config.name),
  );
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
    // The panel shows the conversation. The console repeats it and stays closed until the user opens it.
    internalConsoleOptions: 'neverOpen',
  };
}

// Converts between URIs and the paths in launch configurations.

/** Launch configurations use paths because they are easier to read. A file that is not on a disk keeps its URI. */
export const programOf = (uri: vscode.Uri): string => (uri.scheme === 'file' ? uri.fsPath : uri.toString());

/** The URI of a path or a URI. A single letter before a colon is a drive. */
export const toUri = (program: string): vscode.Uri =>
  /^[a-z][a-z0-9+.-]+:/i.test(program) ? vscode.Uri.parse(program, true) : vscode.Uri.file(program);
