/** A workspace that the user does not trust: societies run, and nothing leaves the machine or is written for an assistant. */
import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { startModelServer, type ModelServer } from '../support/modelServer.js';
import { fileWith, inWorkspace, PEOPLE, studio, TWO } from './support.js';

interface Invoking {
  invokeTool(name: string, options: { readonly input: object; readonly toolInvocationToken: undefined }): Promise<unknown>;
}

const lm = vscode.lm as unknown as Invoking;
const call = (name: string, input: object): Promise<unknown> => lm.invokeTool(`society_${name}`, { input, toolInvocationToken: undefined });

describe('a workspace that is not trusted', () => {
  let server: ModelServer;
  const own = Object.getOwnPropertyDescriptor(vscode.workspace, 'isTrusted')!;

  before(async () => {
    server = await startModelServer();
    await vscode.workspace.getConfiguration('society').update('run.pace', 0, vscode.ConfigurationTarget.Global);
    // The editor trusts all workspaces of tests. The extension has the same object of the API.
    Object.defineProperty(vscode.workspace, 'isTrusted', { configurable: true, get: () => false });
  });
  after(() => {
    Object.defineProperty(vscode.workspace, 'isTrusted', own);
    server.close();
  });

  it('lets assistants read and check, and write nothing', async () => {
    await studio();
    const file = 'assistant_untrusted.society';
    await call('check', { text: TWO });
    await assert.rejects(call('write', { file, text: TWO }), /not trusted, so assistants cannot write in it/);
    assert.ok(!existsSync(inWorkspace(file).fsPath));
  });

  it('plays the built-in mind, and refuses a model on a server before it is asked', async () => {
    const { runs } = await studio();
    const model = `models: { far: { kind: openai, base_url: "${server.baseUrl}", name: small } }\n`;
    const uri = fileWith(`${PEOPLE}${model}scenarios:\n  main: { world: feed, rounds: 1, model: far }\n`);
    const refused = await runs.start(uri);
    assert.deepEqual([refused.ok, refused.ok ? '' : refused.code], [false, 'untrusted-workspace']);
    assert.equal(server.requests.length, 0);
    const played = await runs.start(uri, { mind: 'builtin' });
    assert.ok(played.ok);
    assert.equal(await played.run.done, 'ended');
  });
});
