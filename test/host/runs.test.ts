import { strict as assert } from 'node:assert';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { StudioApi } from '../../src/extension.js';
import { startModelServer, type ModelServer } from '../support/modelServer.js';
import { fileWith, inWorkspace, open, PEOPLE, problem, studio, TWO, until } from './support.js';

const spoken = (model: string): string =>
  `${PEOPLE}scenarios:\n  main:\n    world: feed\n    rounds: 1\n    model: far\n\nmodels:\n  far:\n${model}`;

describe('runs in the editor', () => {
  let api: StudioApi;
  let server: ModelServer;

  before(async () => {
    api = await studio();
    server = await startModelServer();
    await vscode.workspace.getConfiguration('society').update('run.pace', 0, vscode.ConfigurationTarget.Global);
  });
  after(() => server.close());
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  const start = async (uri: vscode.Uri, options: Parameters<StudioApi['runs']['start']>[1] = {}) => {
    const started = await api.runs.start(uri, options);
    assert.ok(started.ok, started.ok ? '' : `${started.code}: ${started.message}`);
    return started.run;
  };

  it('run hello: messages, ties, a folder next to the file', async () => {
    const run = await start(inWorkspace('hello.society'));
    assert.equal(await run.done, 'ended');
    const { head } = run.live.timeline;
    assert.ok(head.messages.length >= 4, `${head.messages.length} messages`);
    assert.equal(head.round, 8);
    assert.equal(dirname(run.options.dir), inWorkspace('.society/runs').fsPath);
    const manifest = JSON.parse(readFileSync(join(run.options.dir, 'manifest.json'), 'utf8')) as { state: string; languageModel: boolean };
    assert.deepEqual([manifest.state, manifest.languageModel], ['ended', false]);
    assert.ok(existsSync(inWorkspace('.society/.gitignore').fsPath));
  });

  it('run the text in the editor, saved or not', async () => {
    const editor = await open(fileWith(TWO));
    await editor.edit((edit) => edit.replace(editor.document.lineAt(editor.document.lineCount - 3).range, '    rounds: 2'));
    const run = await start(editor.document.uri);
    await run.done;
    assert.equal(run.live.timeline.head.round, 2);
  });

  it('reject a file with errors and show them, also those that only a run finds', async () => {
    const uri = fileWith(TWO.replace('world: feed', 'world: fed'));
    const started = await api.runs.start(uri);
    assert.deepEqual([started.ok, started.ok ? '' : started.code], [false, 'problems']);
    await until(() => (vscode.languages.getDiagnostics(uri).length > 0 ? true : undefined), 'the problems');
  });

  it('stop half-way and keep the finished rounds', async () => {
    const run = await start(fileWith(TWO.replace('rounds: 3', 'rounds: 400')), { pace: 20 });
    await until(() => (run.live.timeline.head.round >= 2 ? true : undefined), 'round 2');
    assert.ok(api.runs.of(run.uri));
    await vscode.commands.executeCommand('society.stop');
    assert.equal(await run.done, 'stopped');
    assert.equal(api.runs.of(run.uri), undefined);
    const lines = readFileSync(join(run.options.dir, 'events.jsonl'), 'utf8').trim().split('\n');
    assert.equal(lines.length, run.live.timeline.events.length);
  });

  it('resume a stopped run, to the same events as an uninterrupted one, also after the file changed', async () => {
    const uri = fileWith(TWO.replace('rounds: 3', 'rounds: 30'));
    const eventsIn = (dir: string): string => readFileSync(join(dir, 'events.jsonl'), 'utf8');
    const whole = await start(uri, {});
    assert.equal(await whole.done, 'ended');
    const first = await start(uri, { pace: 20 });
    await until(() => (first.live.timeline.head.round >= 2 ? true : undefined), 'round 2');
    assert.equal(await first.stop(), 'stopped');
    assert.ok(eventsIn(first.options.dir).length < eventsIn(whole.options.dir).length);
    writeFileSync(uri.fsPath, 'society: 1\n');
    await vscode.commands.executeCommand('society.resume', uri, first.options.dir);
    const second = api.runs.last!;
    assert.notEqual(second, first);
    assert.equal(second.options.dir, first.options.dir);
    assert.equal(await second.done, 'ended');
    assert.equal(eventsIn(second.options.dir), eventsIn(whole.options.dir));
  });

  it('stop the first run of a file before a second one starts', async () => {
    const uri = fileWith(TWO.replace('rounds: 3', 'rounds: 400'));
    const first = await start(uri, { pace: 20 });
    const second = await start(uri, { replace: true, rounds: 1 });
    assert.equal(await first.done, 'stopped');
    assert.equal(await second.done, 'ended');
    assert.notEqual(first.options.dir, second.options.dir);
  });

  it('take their time when they are paced, but stop at once', async () => {
    const uri = fileWith(TWO);
    const began = performance.now();
    await (await start(uri, { pace: 100 })).done;
    assert.ok(performance.now() - began >= 200);
    const slow = await start(uri, { pace: 10_000 });
    await until(() => (slow.live.timeline.head.round >= 1 ? true : undefined), 'round 1');
    const stopped = performance.now();
    await slow.stop();
    assert.ok(performance.now() - stopped < 1000);
  });

  it('are stored in the extension when the folder cannot be written', async () => {
    const uri = fileWith(TWO);
    writeFileSync(join(dirname(uri.fsPath), '.society'), 'a file where the folder would be');
    const run = await start(uri);
    assert.equal(await run.done, 'ended');
    assert.ok(!run.options.dir.startsWith(dirname(uri.fsPath)), run.options.dir);
    assert.ok(existsSync(join(run.options.dir, 'manifest.json')));
  });

  it('start from a file that was never saved', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'society', content: TWO });
    assert.equal(await (await start(document.uri)).done, 'ended');
  });

  it('pause at the budget, send no more, and continue to the end with a larger one', async () => {
    const file = spoken(`    kind: openai\n    base_url: ${server.baseUrl}\n    name: test\n`).replace(
      '    model: far\n',
      '    model: far\n    budget: { calls: 1 }\n',
    );
    const before = server.requests.length;
    const run = await start(fileWith(file));
    assert.equal(await run.done, 'paused');
    assert.equal(server.requests.length - before, 1);
    assert.equal(run.source.state, 'paused');
    assert.match(run.live.problem ?? '', /budget/i);
    const again = await api.runs.resume(run.uri, run.options.dir, { limits: () => ({ calls: 10 }) });
    assert.ok(again.ok, again.ok ? '' : again.message);
    assert.equal(await again.run.done, 'ended');
    const asked = again.run.live.timeline.events.filter(({ type }) => type === 'question.asked').length;
    assert.equal(server.requests.length - before, asked, 'nobody is asked twice');
  });

  it('ask a model that the file names', async () => {
    const run = await start(fileWith(spoken(`    kind: openai\n    base_url: ${server.baseUrl}\n    name: test\n`)));
    assert.equal(await run.done, 'ended', run.live.problem ?? '');
    assert.equal(run.options.languageModel, true);
    assert.ok(server.requests.length >= 2);
  });

  for (const [what, key, code] of [
    ['an environment variable', "$(env('AWS_SECRET_ACCESS_KEY'))", 'env-not-allowed'],
    ["a provider's variable for another address", "$(env('OPENAI_API_KEY'))", 'env-not-allowed'],
    ['a stored key of another address', "$(secret('stranger'))", 'secret-elsewhere'],
  ] as const) {
    it(`send nothing when a file asks for ${what}`, async () => {
      await api.keys.set('stranger', { value: 'sk-not-yours', origin: 'https://api.example.com' });
      const [requests, connections] = [server.requests.length, server.connections.opened];
      const uri = fileWith(spoken(`    kind: openai\n    base_url: ${server.baseUrl}\n    name: test\n    key: ${key}\n`));
      const started = await api.runs.start(uri);
      assert.deepEqual([started.ok, started.ok ? '' : started.code], [false, code]);
      assert.deepEqual([server.requests.length, server.connections.opened], [requests, connections]);
      const shown = await problem(uri, code);
      assert.equal((await vscode.workspace.openTextDocument(uri)).getText(shown.range).includes('key:'), true);
      await api.keys.delete('stranger');
    });
  }

  it('explain that the endpoint is down', async () => {
    const down = await startModelServer();
    await down.close();
    const run = await start(fileWith(spoken(`    kind: openai\n    base_url: ${down.baseUrl}\n    name: test\n`)));
    assert.equal(await run.done, 'failed');
    assert.doesNotMatch(run.live.problem ?? '', /\n\s+at /);
    assert.ok((run.live.problem ?? '').length > 20);
  });
});

describe('keys', () => {
  it('are stored with their address in the secret storage, listed by name, and deleted', async () => {
    const { keys } = await studio();
    await keys.set('mine', { value: 'sk-test', origin: 'https://api.example.com' });
    assert.deepEqual(await keys.vault.get('mine'), { value: 'sk-test', origin: 'https://api.example.com' });
    assert.ok(keys.names.includes('mine'));
    await keys.delete('mine');
    assert.equal(await keys.vault.get('mine'), null);
    assert.ok(!keys.names.includes('mine'));
  });
});
