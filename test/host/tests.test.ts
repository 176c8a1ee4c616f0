/** Expectations of files in the Test Explorer of a real editor. */
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import type { StudioApi } from '../../src/extension.js';
import { fileWith, open, studio, until } from './support.js';

const TEXT = `society: 1
title: Expected
imports: [library/feed]
personas:
  ada: { name: Ada, interests: [jazz] }
  ben: { name: Ben, interests: [jazz] }
ties: { friendship: { among: all, change: { rule: evidence } } }
scenarios:
  quiet: { world: feed, rounds: 2 }
  meet:
    world: feed
    rounds: 4
    seed: 3
    expect:
      talk: { that: messages > 0, in: 5 of 6 seeds }
      silence: { that: messages == 0, because: The agents are strangers. }
`;

describe('the Test Explorer', () => {
  let api: StudioApi;
  let uri: vscode.Uri;

  before(async () => {
    api = await studio();
    uri = await fileWith(TEXT);
    await open(uri);
  });

  const itemOf = (id: string): vscode.TestItem | undefined => {
    let found: vscode.TestItem | undefined;
    const look = (item: vscode.TestItem): void => {
      if (item.id === `${uri.toString()}#${id}`) found = item;
      item.children.forEach(look);
    };
    api.tests.controller.items.forEach(look);
    return found;
  };

  it('lists the expectations of a file, each at its line, and no scenario without expectations', async () => {
    const talk = await until(() => itemOf('meet#talk'), 'the expectation');
    assert.equal(
      talk.range?.start.line,
      TEXT.split('\n').findIndex((line) => line.includes('talk:')),
    );
    assert.equal(talk.description, 'messages > 0, in 5 of 6 seeds');
    assert.equal(itemOf('quiet'), undefined);
  });

  it('runs them over their seeds, and reports which hold', async () => {
    const told = new Map<string, boolean>();
    const listen = api.tests.onDidTell(({ id, passed }) => told.set(id.slice(id.lastIndexOf('#') + 1), passed));
    await api.tests.profile.runHandler(new vscode.TestRunRequest([itemOf('meet')!]), new vscode.CancellationTokenSource().token);
    listen.dispose();
    assert.deepEqual([...told].sort(), [
      ['silence', false],
      ['talk', true],
    ]);
  });

  it('examines them as claims, and tells the verdict of each', async () => {
    const told = new Map<string, boolean>();
    const listen = api.tests.onDidTell(({ id, passed }) => told.set(id.slice(id.lastIndexOf('#') + 1), passed));
    await api.tests.claimProfile.runHandler(new vscode.TestRunRequest([itemOf('meet')!]), new vscode.CancellationTokenSource().token);
    listen.dispose();
    assert.deepEqual([...told].sort(), [
      ['silence', false],
      ['talk', true],
    ]);
    const kept = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(uri, '..', '.society', 'claims', 'runs.jsonl'));
    assert.ok(new TextDecoder().decode(kept).includes('expect.talk.held'));
  });

  it('is updated with the file', async () => {
    const document = await vscode.workspace.openTextDocument(uri);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), TEXT.replace('talk:', 'chatter:'));
    await vscode.workspace.applyEdit(edit);
    await until(() => itemOf('meet#chatter'), 'the new name');
    assert.equal(itemOf('meet#talk'), undefined);
  });

  it('shows which lines of personas the runs used, in the coverage of the editor', async () => {
    const file = fileWith(TEXT.replace('interests: [jazz] }', 'interests: [jazz], activity: 0.7 }').replace('rounds: 2', 'rounds: 1'));
    await open(file);
    const item = await until(() => api.tests.controller.items.get(file.toString()), 'the file');
    const files: vscode.FileCoverage[] = [];
    const create = api.tests.controller.createTestRun.bind(api.tests.controller);
    api.tests.controller.createTestRun = (...given) => {
      const run = create(...given);
      const add = run.addCoverage.bind(run);
      run.addCoverage = (one) => {
        files.push(one);
        add(one);
      };
      return run;
    };
    const { token } = new vscode.CancellationTokenSource();
    const { coverageProfile: profile } = api.tests;
    try {
      await profile.runHandler(new vscode.TestRunRequest([item], [], profile), token);
    } finally {
      api.tests.controller.createTestRun = create;
    }
    const [covered, ...more] = files;
    assert.deepEqual([covered?.uri.toString(), more.length, profile.kind], [file.toString(), 0, vscode.TestRunProfileKind.Coverage]);
    const run = {} as vscode.TestRun;
    const details = (await profile.loadDetailedCoverage!(run, covered!, token)) as vscode.StatementCoverage[];
    const document = await vscode.workspace.openTextDocument(file);
    const executed = new Map(details.map(({ location, executed: n }) => [document.getText(location as vscode.Range), n]));
    assert.equal(executed.get('activity: 0.7'), false, JSON.stringify([...executed]));
    assert.ok(Number(executed.get('jazz')) > 0);
    assert.deepEqual(covered!.statementCoverage.total, details.length);
  });
});
