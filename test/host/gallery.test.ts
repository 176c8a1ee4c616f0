import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { readRecordings } from '../../src/vscode/files/recordings.js';
import { inWorkspace, studio, until } from './support.js';

const textOf = async (uri: vscode.Uri): Promise<string> => new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));

describe('new from the gallery', () => {
  before(studio);
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const name of ['govsim', 'govsim_2', 'haggle'])
      await vscode.workspace.fs.delete(inWorkspace(name), { recursive: true }).then(undefined, () => undefined);
  });

  it('puts a copy with all its imports into the workspace, which has no problem and runs', async () => {
    const { runs, language } = await studio();
    await vscode.commands.executeCommand('society.newFromGallery', 'govsim');
    const file = inWorkspace('govsim/govsim.society');
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), file.toString());
    assert.match(await textOf(file), /^imports: \[\.\/commons\.society\]$/m);
    assert.deepEqual((await (await language.service()).resolve(file.toString())).problems, []);
    const started = await runs.start(file, { pace: 0, scenario: 'ten_each' });
    assert.ok(started.ok);
    assert.equal(await started.run.done, 'ended');
  });

  it('overwrites nothing', async () => {
    await vscode.commands.executeCommand('society.newFromGallery', 'govsim');
    const first = inWorkspace('govsim/govsim.society');
    await vscode.workspace.fs.writeFile(first, new TextEncoder().encode('society: 1\ntitle: Mine\n'));
    await vscode.commands.executeCommand('society.newFromGallery', 'govsim');
    assert.equal(vscode.window.activeTextEditor?.document.uri.path, inWorkspace('govsim_2/govsim.society').path);
    assert.equal(await textOf(first), 'society: 1\ntitle: Mine\n');
  });

  it('opens recorded runs of real models in the panel, without a copy', async () => {
    await vscode.commands.executeCommand('society.openRecording', 'neighbours');
    const tab = await until(() => {
      const { activeTab } = vscode.window.tabGroups.activeTabGroup;
      return activeTab?.input instanceof vscode.TabInputCustom && !activeTab.label.endsWith('.socrun') ? activeTab : undefined;
    }, 'the recorded run');
    assert.equal(tab.label, 'Five neighbours');
    const { extensionUri } = (await studio()).panels.ports;
    const recordings = await readRecordings(extensionUri);
    assert.ok(recordings.length >= 4);
    for (const { id, label } of recordings) assert.match(label, /a very small model\. Server: .* Recorded on/, id);
  });

  it('shows a list, and takes the selected entry', async () => {
    const done = vscode.commands.executeCommand('society.newFromGallery');
    const opened = await until(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return vscode.window.activeTextEditor?.document.uri;
    }, 'a copy of the first entry');
    await done;
    const [id = ''] = vscode.workspace.asRelativePath(opened).split('/');
    assert.match(opened.path, /\.society$/);
    await vscode.workspace.fs.delete(inWorkspace(id), { recursive: true });
  });
});
