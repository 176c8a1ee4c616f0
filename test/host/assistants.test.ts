/** The tools for assistants as the editor calls them: `vscode.lm.invokeTool`, without any model. */
import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { extension, inWorkspace, open, PEOPLE, studio, TWO, until } from './support.js';

interface ToolsApi {
  readonly tools: readonly { readonly name: string; readonly description: string }[];
  invokeTool(
    name: string,
    options: { readonly input: object; readonly toolInvocationToken: undefined },
  ): Promise<{ readonly content: readonly { readonly value: string }[] }>;
}

const lm = vscode.lm as unknown as ToolsApi;

/** The tools that were called. */
const called = new Set<string>();

/** The result of a tool as data. */
async function call<T = Record<string, unknown>>(name: string, input: object = {}): Promise<T> {
  called.add(`society_${name}`);
  const { content } = await lm.invokeTool(`society_${name}`, { input, toolInvocationToken: undefined });
  return JSON.parse(content.map(({ value }) => value).join('')) as T;
}

const STUDY = `${PEOPLE}scenarios:
  main:
    world: feed
    rounds: 2
    seed: 2
    measures: { said: messages }
    expect: { talk: { that: said > 1, in: 1 of 1 seeds } }
experiments:
  length: { scenario: main, arms: { short: { rounds: 1 }, long: {} }, seeds: 2, compare: { talk: { measure: said, at: end } } }
`;

describe('tools for assistants', () => {
  const [file, study] = ['assistant_tools.society', 'assistant_study.society'];
  const uri = inWorkspace(file);
  before(async () => {
    await studio();
    await vscode.workspace.getConfiguration('society').update('run.pace', 0, vscode.ConfigurationTarget.Global);
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    for (const one of [uri, inWorkspace(study)]) if (existsSync(one.fsPath)) await vscode.workspace.fs.delete(one);
  });

  it('are those of the manifest, and read for free', async () => {
    const { contributes } = extension().packageJSON as { contributes: { languageModelTools: { name: string }[] } };
    const own = lm.tools.filter(({ name }) => name.startsWith('society_'));
    assert.deepEqual(own.map(({ name }) => name).sort(), contributes.languageModelTools.map(({ name }) => name).sort());
    const { problems } = await call<{ problems: { code: string }[] }>('check', { text: 'society: 1\ntitel: X\n' });
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['unknown-key'],
    );
    assert.match(JSON.stringify(await call('explain', { of: 'rounds' })), /How many rounds at most/);
    const { passages } = await call<{ passages: { page: string }[] }>('search_docs', { query: 'budget of calls and tokens' });
    assert.ok(
      passages.some(({ page }) => page === 'docs/budget.md'),
      JSON.stringify(passages),
    );
    assert.match(JSON.stringify(await call('gallery', { query: 'epidemic' })), /"id"/);
    await assert.rejects(call('status', { run: 'none' }), /There is no run `none`/);
  });

  it('write a file and run it, and never replace unsaved text', async () => {
    const { written } = await call('write', { file, text: TWO });
    assert.equal(written, true);
    assert.equal(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)), TWO);
    const editor = await open(uri);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# A comment of the user.\n'));
    await assert.rejects(call('write', { file, text: TWO, replace: true }), /unsaved text/);
    await until(async () => ((await editor.document.save()) ? true : undefined), 'the file to be saved');
    const { run, state } = await call<{ run: string; state: string }>('run', { file });
    assert.equal(state, 'ended');
    const { agents } = await call<{ agents: { id: string }[] }>('people', { run });
    assert.deepEqual(
      agents.map(({ id }) => id),
      ['ada', 'ben'],
    );
    assert.equal((await studio()).runs.last?.live.id, run);
  });

  it('follow a run, find causes, try a change of the past, compare, and stop a run', async () => {
    const { run } = await call<{ run: string }>('run', { file, seed: 3 });
    assert.equal((await call<{ state: string }>('status', { run })).state, 'ended');
    const { runs } = await call<{ runs: { run: string }[] }>('runs');
    assert.ok(runs.some((one) => one.run === run));
    assert.match(JSON.stringify(await call('why', { run, event: 3 })), /"event":3/);
    const change = { kind: 'memory', agent: 'ada', text: 'Ben likes jazz.' };
    assert.equal((await call<{ same: boolean }>('what_if', { run, round: 1, changes: [change] })).same, false);
    const { runs: open } = await studio();
    const before = open.last;
    const started = call<{ run: string }>('run', { file, rounds: 5_000, wait: 0 });
    const going = await until(() => (open.last === before ? undefined : (open.last ?? undefined)), 'the run');
    going.live.hold();
    assert.equal((await started).run, going.live.id);
    assert.equal((await call<{ state: string }>('stop', { run: going.live.id })).state, 'stopped');
    assert.equal((await call<{ same: boolean }>('compare', { a: run, b: going.live.id })).same, false);
  });

  it('play an experiment and verify claims, and each tool of the manifest was called', async () => {
    await call('write', { file: study, text: STUDY });
    const { new_runs: fresh, comparisons } = await call<{ new_runs: number; comparisons: object[] }>('experiment', { file: study });
    assert.deepEqual([fresh, comparisons.length], [4, 1]);
    const { claims } = await call<{ claims: { id: string }[] }>('verify', { file: study, most_runs: 0 });
    assert.deepEqual(claims.map(({ id }) => id).sort(), ['length.talk.long', 'main.talk']);
    const { contributes } = extension().packageJSON as { contributes: { languageModelTools: { name: string }[] } };
    assert.deepEqual([...called].sort(), contributes.languageModelTools.map(({ name }) => name).sort());
  });
});
