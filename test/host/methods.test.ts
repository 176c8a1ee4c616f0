/** Expectations are frozen next to their file, and the methods of a run are written, in a real editor. */
import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { StudioApi } from '../../src/extension.js';
import { fileWith, open, PEOPLE, studio, until } from './support.js';

const TEXT = `${PEOPLE}scenarios:
  main:
    world: feed
    rounds: 1
    expect: { over: { that: round == 1 } }
`;

describe('the methods of a study', () => {
  let api: StudioApi;
  let uri: vscode.Uri;
  const beside = (name: string): string => vscode.Uri.joinPath(uri, '..', name).fsPath;

  before(async () => {
    api = await studio();
    await vscode.workspace.getConfiguration('files').update('simpleDialog.enable', true, vscode.ConfigurationTarget.Global);
    uri = fileWith(TEXT, 'studied.society');
    await open(uri);
  });
  after(async () => {
    await vscode.workspace.getConfiguration('files').update('simpleDialog.enable', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('are preregistered before the run, as Markdown and JSON', async () => {
    void vscode.commands.executeCommand('society.preregister', uri, '');
    await until(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return existsSync(beside('studied.preregistration.md')) || undefined;
    }, 'the preregistration');
    const { claims } = JSON.parse(readFileSync(beside('studied.preregistration.json'), 'utf8')) as { claims: readonly { id: string }[] };
    assert.deepEqual(
      claims.map(({ id }) => id),
      ['main.over'],
    );
  });

  it('are frozen first, and named in its run', async () => {
    void vscode.commands.executeCommand('society.freezeExpectations', uri);
    await until(() => existsSync(beside('studied.frozen.json')) || undefined, 'what is frozen');
    const started = await api.runs.start(uri, { pace: 0 });
    assert.ok(started.ok);
    await started.run.done;
    await until(() => (api.moment.run ? true : undefined), 'the run to be looked at');
    void vscode.commands.executeCommand('society.exportMethods');
    const text = await until(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return existsSync(beside('methods.md')) ? readFileSync(beside('methods.md'), 'utf8') || undefined : undefined;
    }, 'the methods');
    assert.match(text, /`over` \| `round == 1` \| as frozen on /);
  });

  it('show the deviations from the preregistration, of which the run is none', async () => {
    await vscode.commands.executeCommand('society.showDeviations', uri);
    const shown = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(shown, /^# Deviations from the preregistration: /);
    assert.match(shown, /with 1 run that is kept/);
    assert.match(shown, /No deviation was found/);
  });
});
