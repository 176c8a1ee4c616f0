/** The tools for assistants as the editor calls them: `vscode.lm.invokeTool`, without any model. */
import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { extension, inWorkspace, open, studio, TWO, until } from './support.js';

interface ToolsApi {
  readonly tools: readonly { readonly name: string; readonly description: string }[];
  invokeTool(
    name: string,
    options: { readonly input: object; readonly toolInvocationToken: undefined },
  ): Promise<{ readonly content: readonly { readonly value: string }[] }>;
}

const lm = vscode.lm as unknown as ToolsApi;

/** The result of a tool as data. */
async function call<T = Record<string, unknown>>(name: string, input: object = {}): Promise<T> {
  const { content } = await lm.invokeTool(`society_${name}`, { input, toolInvocationToken: undefined });
  return JSON.parse(content.map(({ value }) => value).join('')) as T;
}

describe('tools for assistants', () => {
  const file = 'assistant_tools.society';
  const uri = inWorkspace(file);
  before(async () => {
    await studio();
    await vscode.workspace.getConfiguration('society').update('run.pace', 0, vscode.ConfigurationTarget.Global);
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    if (existsSync(uri.fsPath)) await vscode.workspace.fs.delete(uri);
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
});
