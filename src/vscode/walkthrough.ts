/** The walkthrough of package.json, opened by a command: the editor shows it by itself only once, and gives its place to the first file. */
import * as vscode from 'vscode';

const WALKTHROUGH = 'society-studio.society-studio#start';

export async function openWalkthrough(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH, false);
  await vscode.commands.executeCommand('workbench.action.keepEditor');
}
