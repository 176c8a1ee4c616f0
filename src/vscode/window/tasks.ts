/**
 * Tasks of the type `society`: commands of the command line that the extension includes, in a terminal of the editor. The problem
 * matchers `$society` and `$society-test` read their output.
 */
import * as vscode from 'vscode';
import { program as ownProgram } from '../../node/platform.js';
import { pathOf } from './paths.js';

const { t } = vscode.l10n;

const TYPE = 'society';
const MATCHERS: { readonly [command: string]: readonly string[] } = { check: ['$society'], test: ['$society', '$society-test'] };
/** The tasks that are offered without a line in `tasks.json`. */
const OFFERED = ['check', 'test'];

interface Definition extends vscode.TaskDefinition {
  readonly command: string;
  readonly args?: readonly string[];
}

export function registerTasks(extensionUri: vscode.Uri): vscode.Disposable {
  const node = ownProgram();
  if (node === null) return { dispose: () => undefined };
  const program = pathOf(vscode.Uri.joinPath(extensionUri, 'dist', 'cli.mjs'));
  const taskOf = (definition: Definition, scope: vscode.WorkspaceFolder | vscode.TaskScope): vscode.Task => {
    const { command, args = ['.'] } = definition;
    // The editor is a Node program too, if it is told so.
    // The terminal can have another language than the editor. A language in the arguments comes later, and counts.
    const line = [program, command, '--language', vscode.env.language, ...args];
    const execution = new vscode.ProcessExecution(node, line, { env: { ELECTRON_RUN_AS_NODE: '1' } });
    const task = new vscode.Task(definition, scope, [command, ...args].join(' '), TYPE, execution, [...(MATCHERS[command] ?? [])]);
    if (command === 'test') task.group = vscode.TaskGroup.Test;
    if (command === 'check') task.group = vscode.TaskGroup.Build;
    task.detail = command === 'test' ? t('Run the expectations of all societies') : command === 'check' ? t('Check all societies') : '';
    return task;
  };
  return vscode.tasks.registerTaskProvider(TYPE, {
    provideTasks: () =>
      (vscode.workspace.workspaceFolders ?? []).flatMap((folder) => OFFERED.map((command) => taskOf({ type: TYPE, command }, folder))),
    resolveTask: ({ definition, scope }) =>
      typeof definition['command'] === 'string' ? taskOf(definition as Definition, scope ?? vscode.TaskScope.Workspace) : undefined,
  });
}
