import { strict as assert } from 'node:assert';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { inWorkspace, open, problem, studio, until } from './support.js';

describe('files of the workspace', () => {
  let folder = inWorkspace('town');
  let count = 0;
  const at = (name: string): vscode.Uri => vscode.Uri.joinPath(folder, name);
  /** Without the editor. */
  const put = (name: string, text: string): void => writeFileSync(join(folder.fsPath, name), text);
  const none = async (uri: vscode.Uri): Promise<void> => {
    const found = (): string =>
      vscode.languages
        .getDiagnostics(uri)
        .map((d) => d.message)
        .join(' ');
    await until(() => (found() === '' ? true : undefined), 'no problem to be left').catch(() => assert.equal(found(), ''));
  };
  const person = (id: string): string => `society: 1\npersonas:\n  ${id}: { name: ${id}, bio: ./${id}.md }\n`;
  const main = `society: 1
imports: [library/feed, ./people/*.society, ./b.society]
scenarios:
  s: { world: feed, cast: [ada, ben], premise: ./premise.md }
`;

  before(studio);
  /** Makes a folder and waits until the editor watches it. */
  const watched = async (uri: vscode.Uri): Promise<void> => {
    mkdirSync(uri.fsPath);
    let told = false;
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(inWorkspace('.'), '**/probe'));
    const parts = [
      watcher,
      ...[watcher.onDidCreate, watcher.onDidChange].map((event) => event((probe) => (told ||= probe.path.startsWith(`${uri.path}/`)))),
    ];
    await until(() => {
      writeFileSync(join(uri.fsPath, 'probe'), String(performance.now()));
      return told || undefined;
    }, 'a folder to be watched');
    vscode.Disposable.from(...parts).dispose();
  };

  beforeEach(async () => {
    folder = inWorkspace(`town_${++count}`);
    await watched(folder);
    await watched(at('people'));
    put('main.society', main);
    put('b.society', person('ben'));
    put('ben.md', 'Ben.');
    put('premise.md', 'A town.');
    put('people/ada.society', person('ada'));
    put('people/ada.md', 'Ada.');
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(folder.fsPath, { recursive: true, force: true });
  });

  it('are read again when they change, appear and disappear on the disk, and open importers are checked at once', async () => {
    await open(at('main.society'));
    await none(at('main.society'));
    put('b.society', person('bob'));
    assert.equal((await problem(at('main.society'), 'unknown-id')).range.start.line, 3);
    put('people/ben.society', person('ben'));
    await none(at('main.society'));
    rmSync(join(folder.fsPath, 'people'), { recursive: true });
    await problem(at('main.society'), 'import-empty');
    put('b.society', person('ben'));
    rmSync(at('premise.md').fsPath);
    await problem(at('main.society'), 'prose-missing');
  });

  it('are renamed in the files that import them when they are renamed in the editor', async () => {
    const { document } = await open(at('main.society'));
    await none(document.uri);
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(at('b.society'), at('people/benno.society'));
    edit.renameFile(at('premise.md'), at('start.md'));
    assert.ok(await vscode.workspace.applyEdit(edit));
    await until(() => (document.getText().includes('./start.md') ? true : undefined), 'the importer to be edited');
    assert.match(document.getText(), /imports: \[library\/feed, \.\/people\/\*\.society, \.\/people\/benno\.society\]/);
    await none(document.uri);
    const moved = await vscode.workspace.openTextDocument(at('people/benno.society'));
    assert.match(moved.getText(), /bio: \.\.\/ben\.md/);
  });

  it('with data are read while the file that names them is written, and again when they change', async () => {
    const drawn = 'society: 1\npopulations:\n  people:\n    from: { csv: ./people.csv }\nscenarios:\n  s: { rounds: 2 }\n';
    put('people.csv', '');
    put('drawn.society', drawn);
    const { document } = await open(at('drawn.society'));
    assert.equal((await problem(document.uri, 'data-malformed')).range.start.line, 3);
    put('people.csv', 'name,age\nAda,41\n');
    await none(document.uri);
  });

  it('have the text of an editor before that on the disk, for prose too', async () => {
    await open(at('main.society'));
    await none(at('main.society'));
    assert.equal(vscode.window.activeTextEditor?.document.getText(), main);
    const editor = await vscode.window.showTextDocument(at('premise.md'), { viewColumn: vscode.ViewColumn.Beside });
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '$(nobody_here.name) '));
    const found = await problem(at('main.society'), 'expression-unknown-name');
    assert.match(found.message, /premise\.md, line 1/);
  });
});
