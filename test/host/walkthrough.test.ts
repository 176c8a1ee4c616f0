/** An action completes its step of the walkthrough, whichever command was used. */
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { Writing } from '../../src/vscode/walkthrough.js';
import { until } from './support.js';

describe('steps of the walkthrough', () => {
  it('are done when a file with an error is edited and has none', () => {
    let fixed = 0;
    const writing = new Writing(() => fixed++);
    const uri = vscode.Uri.parse('untitled:a.society');
    writing.checked(uri, 0);
    writing.edited(uri);
    writing.checked(uri, 1);
    writing.checked(uri, 0);
    assert.equal(fixed, 0, 'an error that goes by itself is no writing');
    writing.checked(uri, 2);
    writing.edited(uri);
    writing.checked(uri, 1);
    assert.equal(fixed, 0);
    writing.edited(uri);
    writing.checked(uri, 0);
    assert.equal(fixed, 1);
  });

  it('include a practice file with one error, which its quick fix repairs', async () => {
    await vscode.commands.executeCommand('society.newFile', 'practice');
    const document = vscode.window.activeTextEditor!.document;
    assert.match(document.getText(), /title: Practice/);
    const errors = (): readonly vscode.Diagnostic[] =>
      vscode.languages.getDiagnostics(document.uri).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
    await until(() => errors().length === 1 || undefined, 'the error');
    const [error] = errors();
    assert.equal(document.getText(error!.range), 'occuption');
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      error!.range,
    );
    const fix = actions.find(({ edit, isPreferred }) => edit && isPreferred);
    assert.ok(fix?.edit, actions.map(({ title }) => title).join());
    await vscode.workspace.applyEdit(fix.edit);
    await until(() => errors().length === 0 || undefined, 'the fix');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
