/** The extension's log: one channel, made when the first line is written. Never holds keys, prompts or what agents say. */
import * as vscode from 'vscode';

export interface Log extends vscode.Disposable {
  warn(text: string): void;
  error(text: string): void;
}

export function createLog(): Log {
  let channel: vscode.LogOutputChannel | undefined;
  const open = (): vscode.LogOutputChannel => (channel ??= vscode.window.createOutputChannel('Society Studio', { log: true }));
  return {
    warn: (text) => open().warn(text),
    error: (text) => open().error(text),
    dispose: () => channel?.dispose(),
  };
}
