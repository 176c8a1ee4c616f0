/**
 * The server of the Model Context Protocol, for the editor to start, where the setting wants it. The editor's own assistants have the tools
 * already, so a server would list them twice.
 */
import * as vscode from 'vscode';
import { pathOf } from '../window/paths.js';
import { McpServer, registerServers } from './editorApi.js';
import { program } from '../../node/platform.js';

/** The id in the manifest, and the setting. */
const ID = 'society';
const SETTING = 'society.assistants.server';

export function registerServer(extensionUri: vscode.Uri, version: string): vscode.Disposable {
  const node = program();
  if (!registerServers || !McpServer || node === null) return new vscode.Disposable(() => undefined);
  const changed = new vscode.EventEmitter<void>();
  const provider = registerServers(ID, {
    onDidChangeMcpServerDefinitions: changed.event,
    provideMcpServerDefinitions: () =>
      vscode.workspace.getConfiguration().get<boolean>(SETTING) ? [definition(node, extensionUri, version)] : [],
  });
  const watch = [
    vscode.workspace.onDidChangeConfiguration((event) => (event.affectsConfiguration(SETTING) ? changed.fire() : undefined)),
    vscode.workspace.onDidChangeWorkspaceFolders(() => changed.fire()),
  ];
  return vscode.Disposable.from(changed, provider, ...watch);
}

/** The program that serves the folders of the workspace. A variable makes Electron run as Node. */
function definition(node: string, extensionUri: vscode.Uri, version: string): unknown {
  const script = pathOf(vscode.Uri.joinPath(extensionUri, 'dist', 'mcp-program.mjs'));
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => pathOf(uri));
  return new McpServer!('Society Studio', node, [script, ...folders], { ELECTRON_RUN_AS_NODE: '1' }, version);
}
