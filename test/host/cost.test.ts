/** What a run with a language model costs, in the editor: forecast and bill, the pause at a budget, consent, and problems of turns. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { StudioApi } from '../../src/extension.js';
import { codeOf } from '../../src/vscode/window/convert.js';
import type { EditorRun } from '../../src/vscode/run/run.js';
import { Consent, type Said } from '../../src/vscode/run/consent.js';
import { callsIn } from '../support/calls.js';
import { type Mode, startModelServer, type ModelServer } from '../support/modelServer.js';
import { fileWith, open, PEOPLE, problem, studio, TWO, until } from './support.js';

const file = (url: string, more = '', rounds = 3): string =>
  `${PEOPLE}scenarios:\n  main:\n    world: feed\n    rounds: ${rounds}\n    model: far\n${more}
models:\n  far: { kind: openai, base_url: "${url}", name: test, price: { input: 10, output: 40 } }\n`;

describe('the cost of a run', () => {
  let api: StudioApi;
  let server: ModelServer;
  let mode: Mode = 'ok';

  before(async () => {
    api = await studio();
    server = await startModelServer({ mode: () => mode });
    await vscode.workspace.getConfiguration('society').update('run.pace', 0, vscode.ConfigurationTarget.Global);
  });
  beforeEach(() => {
    mode = 'ok';
  });
  after(() => server.close());
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  const start = async (text: string): Promise<EditorRun> => {
    const started = await api.runs.start(fileWith(text));
    assert.ok(started.ok, started.ok ? '' : `${started.code}: ${started.message}`);
    return started.run;
  };
  const paused = async (): Promise<EditorRun> => {
    const run = await start(file(server.baseUrl, '    budget: { calls: 2 }\n'));
    assert.equal(await run.done, 'paused');
    return run;
  };
  /** The run that a command continues from the last one, at its end. */
  const next = async (run: EditorRun, command: string): Promise<EditorRun> => {
    await vscode.commands.executeCommand(command, run.uri, run.options.dir);
    const { last } = api.runs;
    assert.ok(last && last !== run);
    await last.done;
    return last;
  };
  const answers = (run: EditorRun) => run.live.timeline.events.filter((event) => event.type === 'answer.received');

  it('is forecast with the run, and summed by purpose, line and agent', async () => {
    const run = await start(file(server.baseUrl));
    const forecast = await run.options.forecast;
    assert.ok(forecast && forecast.calls.likely > 0);
    assert.equal(await run.done, 'ended');
    const { cost } = run.source;
    assert.equal(cost?.spent.calls, answers(run).length);
    assert.match(cost.spent.money, /^0\.\d+ USD$/);
    assert.equal(cost.expected, null);
    assert.deepEqual(
      cost.tables.map(({ of, rows }) => [of, rows.reduce((sum, { calls }) => sum + calls, 0)]),
      ['purpose', 'line', 'agent'].map((of) => [of, cost.spent.calls]),
    );
  });

  it('is zero where the built-in mind speaks', async () => {
    const run = await start(TWO);
    await run.done;
    assert.equal(run.source.cost, null);
    assert.equal(await run.options.forecast, null);
  });

  it('pauses the run at its budget, and continues after each doubling of the budget', async () => {
    const run = await paused();
    assert.ok((run.source.cost?.expected?.calls ?? 0) > 2);
    const doubled = await next(run, 'society.raiseBudget');
    assert.deepEqual([doubled.live.state, doubled.live.options.ledger?.spent.calls], ['paused', 4]);
    const again = await next(doubled, 'society.raiseBudget');
    assert.equal(again.live.state, 'ended');
    assert.equal(answers(again).length, again.source.cost?.spent.calls);
  });

  it('continues with the built-in mind, and every answer is marked', async () => {
    const run = await paused();
    const requests = server.requests.length;
    const ended = await next(run, 'society.goOnBuiltin');
    assert.equal(ended.live.state, 'ended');
    assert.equal(server.requests.length, requests);
    const instead = answers(ended).filter((event) => event.by === 'builtin' && event.because === 'budget-reached');
    assert.equal(instead.length, answers(ended).length - 2);
    const codes = vscode.languages.getDiagnostics(run.uri).map((one) => codeOf(one));
    assert.equal(codes.includes('fallback-used'), false, 'what the user chooses is no problem');
  });

  it('is kept when the run is stopped at its pause', async () => {
    const run = await paused();
    await vscode.commands.executeCommand('society.stop');
    assert.equal(run.source.state, 'stopped');
    const manifest = JSON.parse(readFileSync(join(run.options.dir, 'manifest.json'), 'utf8')) as { state: string; problem: null };
    assert.deepEqual([manifest.state, manifest.problem], ['stopped', null]);
  });

  it('includes unusable answers, which are shown at their model until it is edited or the file runs again', async () => {
    mode = 'refusal';
    const run = await start(file(server.baseUrl, '', 1));
    const editor = await open(run.uri);
    await run.done;
    const shown = await problem(run.uri, 'turn-refused');
    assert.equal(shown.severity, vscode.DiagnosticSeverity.Warning);
    assert.match(editor.document.lineAt(shown.range.start).text, /^ {2}far:/);
    assert.match(shown.message, /`far` gave no answer that could be used \d+ times \(/);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# A comment.\n'));
    const moved = await problem(run.uri, 'turn-refused');
    assert.equal(moved.range.start.line, shown.range.start.line + 1);
    await editor.edit((edit) => edit.replace(moved.range, '{ kind: builtin }'));
    assert.equal(
      vscode.languages.getDiagnostics(run.uri).some((one) => /gave no answer/.test(one.message)),
      false,
    );
  });

  it('includes interviews, also in the folder, and limits them by the budget', async () => {
    const run = await start(file(server.baseUrl, '    budget: { calls: 40 }\n', 1));
    assert.equal(await run.done, 'ended');
    const before = run.source.cost!.spent;
    const requests = server.requests.length;
    await api.interviews.ask('ada', 'How are you?');
    const { spent, tables } = run.source.cost!;
    const calls = server.requests.length - requests;
    assert.equal(calls, 1);
    assert.deepEqual([spent.calls, spent.input > before.input], [before.calls + calls, true]);
    const [purposes] = tables;
    assert.equal(purposes?.rows.find(({ label }) => label === 'interview')?.calls, calls);
    const inFolder = (): number => callsIn(run.options.dir);
    assert.equal(inFolder(), spent.calls);
    // After it is read again, it has the same costs and continues from there.
    const listed = (await api.side.runs.getChildren()).find(({ run: own }) => own === run)!;
    api.moment.set(null);
    await vscode.commands.executeCommand('society.lookAtRun', { ...listed, run: undefined });
    const again = api.moment.run!;
    assert.equal(again.source.cost?.spent.calls, spent.calls);
    let told = 0;
    const listening = again.onDidAdvance(() => told++);
    await api.interviews.ask('ben', 'And you?');
    listening.dispose();
    assert.deepEqual([again.source.cost?.spent.calls, inFolder(), told], [spent.calls + 1, spent.calls + 1, 1]);
    again.ledger.limit({ calls: spent.calls + 1 });
    const asked = server.requests.length;
    const shown = await api.interviews.ask('ben', 'And now?');
    assert.equal(server.requests.length, asked);
    const document = await vscode.workspace.openTextDocument(shown!);
    await until(() => (document.getText().includes('the budget of the run is reached') ? true : undefined), 'the reason');
  });

  describe('consent', () => {
    const memory = (): vscode.Memento => {
      const kept = new Map<string, unknown>();
      return {
        keys: () => [...kept.keys()],
        get: (key: string, otherwise?: unknown) => kept.get(key) ?? otherwise,
        update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
      } as vscode.Memento;
    };
    const asked: string[] = [];
    const answering = (yes: boolean) => async (question: string, detail: string) => {
      asked.push(`${question}\n${detail}`);
      return yes;
    };
    const isGiven = async (consent: Consent, url: string, more = '', said?: Said): Promise<boolean> => {
      const language = await api.language.service();
      const { loadModel, makeMinds, forecast } = await import('../../src/runs/index.js');
      const loaded = await loadModel(language, fileWith(file(url, more), 'same.society').toString());
      assert.ok(loaded.ok);
      const none = { get: () => Promise.resolve(null) };
      const made = await makeMinds(loaded.resolved.society, loaded.model, {
        trusted: true,
        env: () => undefined,
        vault: none,
        allowedEnv: {},
      });
      assert.ok(made.ok);
      const expected = forecast(loaded.resolved.society, loaded.model, { now: () => 0 });
      return consent.isGiven(vscode.Uri.file('/same.society'), { ...loaded, ledger: made.ledger }, expected, said);
    };
    beforeEach(() => asked.splice(0));

    it('is requested once for each address, with the data and the cost', async () => {
      const consent = new Consent(memory(), answering(true));
      const limited = '    budget: { calls: 900 }\n';
      assert.equal(await isGiven(consent, 'https://a.example.com/v1', limited), true);
      assert.match(
        asked[0] ?? '',
        /^Run “Two people” with a model at https:\/\/a\.example\.com\?\n2 people → .*Expected: about \d+.* calls.*budget/s,
      );
      await isGiven(consent, 'https://a.example.com/v1', limited);
      assert.equal(asked.length, 1);
      await isGiven(consent, 'https://b.example.com/v1', limited);
      assert.equal(asked.length, 2);
      await isGiven(consent, 'https://b.example.com/v1');
      assert.match(asked[2] ?? '', /There is no budget/);
    });

    it('is requested for an interview separately, once for each address, and includes a run, but a run does not include it', async () => {
      const consent = new Consent(memory(), answering(true));
      const said = { question: 'Interview Ada with an external model?', lines: [], action: 'Interview', once: true } as const;
      await isGiven(consent, 'https://c.example.com/v1', '', said);
      assert.match(asked[0] ?? '', /^Interview Ada with an external model\?\n2 people → /);
      assert.doesNotMatch(asked[0] ?? '', /There is no budget/);
      await isGiven(consent, 'https://c.example.com/v1', '', said);
      assert.equal(asked.length, 1);
      await isGiven(consent, 'https://c.example.com/v1');
      assert.match(asked[1] ?? '', /^Run /);
      const other = new Consent(memory(), answering(true));
      await isGiven(other, 'https://d.example.com/v1');
      await isGiven(other, 'https://d.example.com/v1', '', said);
      assert.equal(asked.length, 3);
    });

    it('is not stored where it was not given, and not requested for this machine', async () => {
      const consent = new Consent(memory(), answering(false));
      assert.equal(await isGiven(consent, 'https://a.example.com/v1'), false);
      assert.equal(await isGiven(consent, 'https://a.example.com/v1'), false);
      assert.equal(asked.length, 2);
      assert.equal(await isGiven(consent, server.baseUrl), true);
      assert.equal(asked.length, 2);
    });
  });
});
