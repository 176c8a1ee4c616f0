import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { extension, inWorkspace, open, studio, until } from './support.js';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

/** The panel's tab, if it is open. */
const panelTab = (): vscode.Tab | undefined =>
  vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .find((tab) => tab.input instanceof vscode.TabInputWebview && tab.input.viewType.endsWith('society.panel'));

describe('the manifest and the code', () => {
  before(studio);
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('agree on the commands', async () => {
    const { contributes } = extension().packageJSON as Manifest;
    const contributed = contributes.commands.map(({ command }) => command).sort();
    const registered = (await vscode.commands.getCommands(true)).filter((command) => /^society\.[a-z]\w*$/i.test(command)).sort();
    assert.deepEqual(
      registered.filter((command) => !command.endsWith('.focus') && !command.endsWith('.open')),
      contributed,
    );
  });

  it('agree on the labels: each key of the manifest has one, and none is left over', () => {
    const root = extension().extensionPath;
    const used = [...readFileSync(join(root, 'package.json'), 'utf8').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key!);
    const given = Object.keys(JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as object);
    assert.deepEqual([...new Set(used)].sort(), given.sort());
  });

  it('open one panel next to the editor and leave the cursor in the text', async () => {
    const editor = await open(inWorkspace('hello.society'));
    await vscode.commands.executeCommand('society.showPanel');
    await vscode.commands.executeCommand('society.showPanel');
    const tab = await until(panelTab, 'the panel');
    assert.notEqual(tab.group.viewColumn, editor.viewColumn);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), editor.document.uri.toString());
    assert.equal(
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof vscode.TabInputWebview).length,
      1,
    );
  });

  it('open an example as a new file, which runs without a key', async () => {
    const { runs } = await studio();
    await vscode.commands.executeCommand('society.openExample', 'hello.society');
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.languageId, 'society');
    const started = await runs.start(document.uri, { pace: 0 });
    assert.ok(started.ok);
    assert.equal(await started.run.done, 'ended');
  });
});
