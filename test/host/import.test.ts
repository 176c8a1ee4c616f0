import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { inWorkspace, studio, until } from './support.js';

const USERS = JSON.stringify([
  { realname: 'Mira Castellan', username: 'mira_builds77', bio: 'Bridges and bread.', persona: 'Ask @tob_runner.', age: 34 },
  { realname: 'Tobias Renn', username: 'tob_runner', bio: 'Runs.', persona: 'Knows Mira.', age: 29 },
]);

describe('import of files of other tools', () => {
  const file = inWorkspace('users.json');
  before(async () => {
    await studio();
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(USERS));
  });
  after(async () => {
    await vscode.workspace.fs.delete(file);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('opens an untitled society without problems and its report next to it, and writes nothing', async () => {
    // As the explorer calls it: the file of the menu, and all that are selected.
    await vscode.commands.executeCommand('society.import', file, [file]);
    const society = await until(
      () => vscode.window.visibleTextEditors.find(({ document }) => document.isUntitled && document.languageId === 'society')?.document,
      'the society',
    );
    assert.match(society.getText(), /^ {2}person_02:\n {4}name: Person 02$/m);
    assert.ok(!society.getText().includes('Mira'));
    const report = await until(
      () => vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === 'society-import')?.document,
      'the report',
    );
    assert.match(report.getText(), /`realname` → `name` 2 ×/);
    const { language } = await studio();
    const { problems } = await (await language.service()).resolve(society.uri.toString());
    assert.deepEqual(
      problems.map(({ message }) => message),
      [],
    );
  });
});
