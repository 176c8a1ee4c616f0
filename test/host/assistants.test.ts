/** The tools for assistants as the editor calls them: `vscode.lm.invokeTool`, without any model. */
import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import type { EditorTool } from '../../src/vscode/assistants/editorApi.js';
import { editorHost } from '../../src/vscode/assistants/host.js';
import { registerTools } from '../../src/vscode/assistants/tools.js';
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

  it('let the editor ask before they act, with what they would do, and do nothing else than that', async () => {
    const tools = await ownTools();
    const prepared = async (name: string, input: object) => (await tools(name)).prepareInvocation({ input }, token());
    const confirmation = async (name: string, input: object): Promise<string> => {
      const { title, message } = (await prepared(name, input)).confirmationMessages ?? {};
      return `${title}\n${message?.value}`;
    };
    const other = { file: 'assistant_other.society', text: TWO };
    assert.match(await confirmation('write', other), /^Create assistant_other\.society\?\n[\s\S]*\+title: Two people/);
    assert.match(
      await confirmation('run', { file }),
      /^Run scenario main of assistant_tools\.society\?\n[\s\S]*2 agents, 3 rounds, seed 2/,
    );
    assert.match(await confirmation('verify', { file: study, most_runs: 0 }), /\?\n/);
    for (const [name, input] of [
      ['check', { text: TWO }],
      ['explain', { of: 'rounds' }],
      ['runs', {}],
    ] as const)
      assert.equal((await prepared(name, input)).confirmationMessages, undefined, name);
    assert.ok(!existsSync(inWorkspace(other.file).fsPath), 'a question writes nothing');
    // The file changes after the user agreed to replace its text.
    const [replacing, mine] = [{ ...other, replace: true }, new TextEncoder().encode('society: 1\ntitle: Mine\n')];
    await vscode.workspace.fs.writeFile(inWorkspace(other.file), new TextEncoder().encode(PEOPLE));
    try {
      await confirmation('write', replacing);
      await vscode.workspace.fs.writeFile(inWorkspace(other.file), mine);
      await assert.rejects((await tools('write')).invoke({ input: replacing }, token()), /changed while the user decided/);
      assert.deepEqual(new Uint8Array(await vscode.workspace.fs.readFile(inWorkspace(other.file))), mine);
    } finally {
      await vscode.workspace.fs.delete(inWorkspace(other.file));
    }
  });

  it('ask in a dialog of the extension after words of agents were read, and act only where the user allows it', async () => {
    const { run } = await call<{ run: string }>('run', { file, seed: 4 });
    const { events } = (await studio()).runs.last!.live.timeline;
    const said = events.findIndex(({ type }) => type === 'message.sent');
    const asked: { readonly title: string; readonly detail: string; readonly modal: boolean }[] = [];
    let answer: string | undefined;
    const show = vscode.window.showWarningMessage;
    const dialog = async (title: string, { modal, detail }: vscode.MessageOptions): Promise<string | undefined> => {
      asked.push({ title, detail: detail ?? '', modal: modal ?? false });
      return answer;
    };
    Object.assign(vscode.window, { showWarningMessage: dialog });
    try {
      const { words } = await call<{ words: { quoted: string }[] }>('why', { run, words: [said] });
      assert.match(words[0]!.quoted, /^> /);
      assert.deepEqual(asked, []);
      const { last } = (await studio()).runs;
      await assert.rejects(call('run', { file, seed: 5 }), /The user did not allow this call/);
      await assert.rejects(call('write', { file: 'assistant_owned.society', text: TWO }), /The user did not allow this call/);
      assert.equal((await studio()).runs.last, last, 'no run was started');
      assert.ok(!existsSync(inWorkspace('assistant_owned.society').fsPath));
      assert.deepEqual(
        asked.map(({ title, modal }) => [title, modal]),
        [
          ['Run scenario main of assistant_tools.society?', true],
          ['Create assistant_owned.society?', true],
        ],
      );
      for (const { detail } of asked) assert.match(detail, /^The assistant has read words of agents/);
      answer = 'Allow';
      assert.equal((await call<{ state: string }>('run', { file, seed: 5 })).state, 'ended');
      assert.equal(asked.length, 3);
      await call('check', { text: TWO });
      assert.equal(asked.length, 3, 'reading is free');
    } finally {
      Object.assign(vscode.window, { showWarningMessage: show });
    }
  });
});

const token = (): vscode.CancellationToken => new vscode.CancellationTokenSource().token;

/** The tools as the extension registers them, for calls that the editor makes before it asks the user. */
async function ownTools(): Promise<(name: string) => Promise<EditorTool>> {
  const { language, keys, runs } = await studio();
  const { extensionUri } = extension();
  const unused = null as never;
  const host = editorHost({ extensionUri, storage: extensionUri, language, keys, runs, threads: unused, showPanel: () => undefined });
  const tools = new Map<string, EditorTool>();
  const register = vscode.lm as unknown as { registerTool: unknown };
  const { registerTool } = register;
  const keep = (name: string, tool: EditorTool): vscode.Disposable => {
    tools.set(name, tool);
    return new vscode.Disposable(() => undefined);
  };
  Object.assign(register, { registerTool: keep });
  registerTools(extension().packageJSON, host);
  Object.assign(register, { registerTool });
  return async (name) => tools.get(`society_${name}`)!;
}
