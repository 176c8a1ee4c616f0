/** A calibration in a real editor: its lens, its runs in threads, and its page. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { fileWith, open, PEOPLE, studio } from './support.js';

const TEXT = `${PEOPLE}scenarios:
  main:
    world: feed
    rounds: 3
calibrate:
  length:
    title: How long did they talk?
    scenario: main
    parameters: { rounds: 1..6 }
    targets: { talk: { measure: messages, is: 3, within: 20 } }
    particles: 20
    check: 20
    runs: 60
`;

describe('calibrations', () => {
  let uri: vscode.Uri;

  before(async () => {
    await studio();
    uri = fileWith(TEXT);
    await open(uri);
  });
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('have a lens above their line', async () => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
    const line = TEXT.split('\n').indexOf('  length:');
    const commands = lenses.filter(({ range }) => range.start.line === line).map(({ command }) => command?.command);
    assert.deepEqual(commands, ['society.runCalibration']);
  });

  it('are played in threads and kept, and their page shows them', async () => {
    await vscode.commands.executeCommand('society.runCalibration', uri, 'length');
    const runs = readFileSync(join(dirname(uri.fsPath), '.society', 'calibrations', 'length', 'runs.jsonl'), 'utf8');
    const count = runs.trim().split('\n').length;
    assert.ok(count >= 40 && count <= 60, `${count} runs`);
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
    assert.ok(tabs.includes('How long did they talk?'), tabs.join());
  });
});
