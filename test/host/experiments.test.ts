/** An experiment in a real editor: played in threads, stored, opened again, and one of its runs opened. */
import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { StudioApi } from '../../src/extension.js';
import { openRun } from '../../src/vscode/experiments/openCell.js';
import { packTo } from '../../src/vscode/panel/runFile.js';
import type { Consent } from '../../src/vscode/run/consent.js';
import { startModelServer } from '../support/modelServer.js';
import { fileWith, open, PEOPLE, studio, until } from './support.js';

const TEXT = `${PEOPLE}scenarios:
  main:
    world: feed
    rounds: 3
experiments:
  length:
    title: Do more rounds make more messages?
    scenario: main
    arms: { short: {}, long: { rounds: 6 } }
    seeds: 3
    compare: { talk: { measure: messages, at: end } }
`;

/** Both arms ask a model; the budget ends within the first runs. */
const asking = (url: string): string => `${PEOPLE}scenarios:
  main:
    world: feed
    rounds: 1
    model: far
models:
  far: { kind: openai, base_url: "${url}", name: test }
experiments:
  far:
    scenario: main
    arms: { one: {}, two: { rounds: 2 } }
    seeds: 2
    budget: { calls: 3 }
`;

describe('experiments', () => {
  let api: StudioApi;
  let uri: vscode.Uri;

  before(async () => {
    api = await studio();
    uri = fileWith(TEXT);
    await open(uri);
  });
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('have lenses above their line', async () => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
    const line = TEXT.split('\n').indexOf('  length:');
    const commands = lenses.filter(({ range }) => range.start.line === line).map(({ command }) => command?.command);
    assert.deepEqual(commands, ['society.runExperiment', 'society.openExperiment']);
  });

  it('are played in threads and stored; pausing and stopping lose nothing', async () => {
    const kept = join(dirname(uri.fsPath), '.society', 'experiments', 'length', 'runs.jsonl');
    const session = await api.experiments.open(uri, 'length');
    assert.equal(session.progress.state, 'open');
    const first = session.onDidChange(() => session.progress.done === 1 && session.stop());
    await session.play();
    first.dispose();
    const { state, done, of } = session.progress;
    assert.deepEqual([state, of], ['open', 6]);
    assert.equal(readFileSync(kept, 'utf8').trim().split('\n').length, done);
    const again = session.play();
    session.pause();
    assert.equal(session.progress.state, 'paused');
    session.resume();
    await again;
    assert.deepEqual([session.progress.state, session.progress.done, session.lost.length], ['ended', 6, 0]);
    assert.equal(readFileSync(kept, 'utf8').trim().split('\n').length, 6);
    const [short, long] = session.table().rows;
    assert.equal(short?.[0]?.n, 3);
    assert.ok((short?.[0]?.mean ?? 0) < (long?.[0]?.mean ?? 0));
    const [talk] = await until(() => (session.compared?.isWhole ? session.compared.compared : undefined), 'comparisons');
    // The live table and the comparison compute the same means in two ways.
    for (const [arm, { mean }] of talk!.arms.entries()) assert.ok(Math.abs(session.table().rows[arm]![0]!.mean! - mean!) < 1e-9);
  });

  it('open again without playing', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const session = await api.experiments.open(uri, 'length');
    assert.deepEqual([session.progress.state, session.progress.done, session.isPlaying], ['ended', 6, false]);
  });

  it('are exported as tables of all their runs, in a new folder', async () => {
    const dialogs = vscode.workspace.getConfiguration('files');
    await dialogs.update('simpleDialog.enable', true, vscode.ConfigurationTarget.Global);
    void vscode.commands.executeCommand('society.exportExperiment', uri.toString(), 'length', 'csv');
    const runs = join(dirname(uri.fsPath), 'length-csv', 'runs.csv');
    const text = await until(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return existsSync(runs) ? readFileSync(runs, 'utf8') || undefined : undefined;
    }, 'the tables');
    await dialogs.update('simpleDialog.enable', undefined, vscode.ConfigurationTarget.Global);
    assert.deepEqual(
      text
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',').slice(1, 3).join(' '))
        .sort(),
      ['long 1', 'long 2', 'long 3', 'short 1', 'short 2', 'short 3'],
    );
  });

  it('open one of their runs, with the values of its arm', async () => {
    const session = await api.experiments.open(uri, 'length');
    const cell = session.cells.find(({ arm, seed }) => arm === 'long' && seed === 2)!;
    const arm = session.plan!.arms.find(({ id }) => id === 'long')!;
    await openRun(session, arm, cell, false, { runs: api.runs, showPanel: () => api.panels.open() });
    const { run } = api.moment;
    assert.deepEqual([run?.source.model.seed, run?.source.model.rounds, run?.source.state], [2, 6, 'ended']);
    const { measures } = run!.timeline.head;
    assert.deepEqual(
      measures.find(({ measure }) => measure === 'messages')?.values ?? cell.measures['messages'],
      cell.measures['messages'],
    );
    const manifest = JSON.parse(readFileSync(join(run!.dir, 'manifest.json'), 'utf8')) as { set?: object };
    assert.deepEqual(manifest.set, { rounds: 6 });
    await openRun(session, arm, cell, true, { runs: api.runs, showPanel: () => undefined });
    const debugged = await until(() => vscode.debug.activeDebugSession, 'the debugger');
    assert.equal(debugged.configuration['run'], api.runs.last?.dir);
    await vscode.debug.stopDebugging(debugged);
  });

  it('leave a run that is saved as one file, which opens next to them without a question', async () => {
    const file = vscode.Uri.joinPath(uri, '..', 'long.socrun');
    await packTo(api.moment.run!.dir, file, api.runs);
    await vscode.commands.executeCommand('vscode.open', file);
    const tab = await until(() => {
      const { activeTab } = vscode.window.tabGroups.activeTabGroup;
      return activeTab?.input instanceof vscode.TabInputCustom && activeTab.label !== 'long.socrun' ? activeTab : undefined;
    }, 'the packed run');
    // The panel gives its tab the title of the society that it shows.
    assert.equal(tab.label, 'Two people');
  });

  it('ask for consent before language models, pause at the budget, and continue with twice the budget', async () => {
    const server = await startModelServer({});
    const said: string[] = [];
    let may = false;
    const consent = api.runs.ports.consent as { -readonly [K in 'ask']: Consent['ask'] };
    const { ask } = consent;
    consent.ask = async (question, detail) => {
      said.push(`${question} ${detail}`);
      return may;
    };
    const session = await api.experiments.open(fileWith(asking(server.baseUrl)), 'far');
    await session.play();
    assert.deepEqual([session.progress.state, session.progress.problem, server.requests.length], ['open', null, 0]);
    assert.match(said[0]!, /^Start 4 runs .* Expected for all runs: .*calls/s);
    may = true;
    await session.play();
    assert.equal(session.progress.state, 'waiting');
    assert.match(session.progress.problem ?? '', /budget/i);
    while (session.progress.state === 'waiting') await session.play({ raise: true });
    assert.deepEqual([session.progress.state, session.progress.done], ['ended', 4]);
    const [cell] = session.cells;
    assert.ok(cell?.run !== undefined && (cell.spent?.calls ?? 0) > 0);
    consent.ask = ask;
    await server.close();
  });
});
