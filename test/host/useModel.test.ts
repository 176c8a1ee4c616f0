import { strict as assert } from 'node:assert';
import { createServer, type Server } from 'node:http';
import * as vscode from 'vscode';
import type { StudioApi } from '../../src/extension.js';
import { addModel, freeId, setPersonModel, setScenarioModel } from '../../src/vscode/model/edit.js';
import { useModel } from '../../src/vscode/model/useModel.js';
import { testConnection } from '../../src/vscode/model/keyCommands.js';
import { SMALL_PORTS } from '../../src/minds/openai/index.js';
import { fileWith, PEOPLE, studio, TWO } from './support.js';

describe('using a model', () => {
  let api: StudioApi;
  before(async () => {
    api = await studio();
  });

  /** The text after the edits, and what the language finds in it. */
  const edited = async (text: string, scenario: string, id: string): Promise<{ text: string; problems: readonly string[] }> => {
    const uri = fileWith(text);
    const file = await (await api.language.service()).resolve(uri.toString());
    const model = { id: freeId(file, id), baseUrl: 'http://localhost:11434/v1', name: 'qwen3:8b', key: "$(secret('mine'))" };
    const edits = [addModel(file, model), setScenarioModel(file, scenario, model.id)];
    const change = new vscode.WorkspaceEdit();
    for (const edit of edits) {
      assert.ok(edit);
      const { start, end } = edit.range;
      change.replace(uri, new vscode.Range(start.line, start.character, end.line, end.character), edit.text);
    }
    await vscode.workspace.applyEdit(change);
    const document = await vscode.workspace.openTextDocument(uri);
    const service = await api.language.service();
    const problems = (await service.diagnostics(uri.toString())).map(({ message }) => message);
    const { society } = await service.resolve(uri.toString());
    assert.equal(society.scenarios?.[scenario]?.model, model.id);
    assert.deepEqual(society.models?.[model.id], { kind: 'openai', base_url: model.baseUrl, name: model.name, key: model.key });
    return { text: document.getText(), problems };
  };

  it('writes a models block before the people, and the mind of the scenario', async () => {
    const { text, problems } = await edited(TWO, 'main', 'ollama');
    assert.deepEqual(problems, []);
    assert.match(text, /\nmodels:\n {2}ollama:\n[\s\S]*\n\npersonas:/);
    assert.match(text, / {2}main:\n {4}model: ollama\n {4}world: feed/);
  });

  it('adds to the existing models, under a free name, and replaces the mind', async () => {
    const models = 'models:\n  ollama:\n    kind: openai\n    base_url: http://localhost:1/v1\n    name: a\n';
    const { text, problems } = await edited(`${TWO}    model: ollama\n\n${models}`, 'main', 'ollama');
    assert.deepEqual(problems, ['`ollama` is not used by any agent.']);
    assert.match(text, /model: ollama_2/);
    assert.equal(text.match(/^models:/gm)?.length, 1);
  });

  it('writes a model of the editor, and a person, in the form of the language', async () => {
    for (const model of [{ id: 'ed', kind: 'editor', name: 'copilot-small' } as const, { id: 'me', kind: 'human' } as const]) {
      const uri = fileWith(TWO);
      const service = await api.language.service();
      const edit = addModel(await service.resolve(uri.toString()), model);
      assert.ok(edit);
      const change = new vscode.WorkspaceEdit();
      change.insert(uri, new vscode.Position(edit.range.start.line, edit.range.start.character), edit.text);
      await vscode.workspace.applyEdit(change);
      const { id, ...written } = model;
      assert.deepEqual((await service.resolve(uri.toString())).society.models?.[id], written);
    }
  });

  it('sets one person to be played by the user, in braces or as a block', async () => {
    const block = TWO.replace('{ name: Ada, interests: [jazz] }', '\n    name: Ada');
    for (const text of [TWO, block]) {
      const uri = fileWith(text);
      const service = await api.language.service();
      const file = await service.resolve(uri.toString());
      const change = new vscode.WorkspaceEdit();
      for (const edit of [addModel(file, { id: 'me', kind: 'human' }), setPersonModel(file, 'ada', 'me')]) {
        assert.ok(edit);
        change.insert(uri, new vscode.Position(edit.range.start.line, edit.range.start.character), edit.text);
      }
      await vscode.workspace.applyEdit(change);
      const { society } = await service.resolve(uri.toString());
      assert.deepEqual([society.personas?.['ada']?.model, society.personas?.['ben']?.model], ['me', undefined]);
    }
  });

  it('lists the models of servers on this machine, and writes the chosen one with its context', async () => {
    const data = [{ id: 'a-model', owned_by: 'llamacpp' }];
    const server = createServer(({ url }, response) => {
      const answer = url === '/v1/models' ? { data } : url === '/props' ? { default_generation_settings: { n_ctx: 2048 } } : null;
      response.writeHead(answer ? 200 : 404).end(JSON.stringify(answer));
    });
    const port = await listenOnOne(server, SMALL_PORTS);
    const show = vscode.window.showQuickPick;
    const listed: vscode.QuickPickItem[] = [];
    const choose = async (items: Promise<readonly vscode.QuickPickItem[]>): Promise<vscode.QuickPickItem | undefined> => {
      listed.push(...(await items));
      return listed.find(({ label }) => label === 'a-model');
    };
    const uri = fileWith(TWO);
    try {
      Object.assign(vscode.window, { showQuickPick: choose });
      await useModel(uri, api.language, api.keys);
    } finally {
      Object.assign(vscode.window, { showQuickPick: show });
      await new Promise((done) => server.close(done));
    }
    const item = listed.find(({ label }) => label === 'a-model');
    assert.equal(item?.description, 'llama.cpp · context of 2048 tokens · on this machine, free');
    assert.match(item?.detail ?? '', /^Very small: /);
    const { society } = await (await api.language.service()).resolve(uri.toString());
    const written = { kind: 'openai', base_url: `http://127.0.0.1:${port}/v1`, name: 'a-model', context: 2048 };
    assert.deepEqual([society.scenarios?.['main']?.model, society.models?.['llama_cpp']], ['llama_cpp', written]);
  });

  it('tests a model that needs no connection without a request', async () => {
    const uri = fileWith(`${TWO}\nmodels:\n  s: { kind: scripted, answers: [nothing] }\n`);
    const tested = await testConnection(uri, api.language, api.keys, 's');
    assert.deepEqual([tested?.ok, tested?.code], [true, 'not-asked']);
  });

  it('does not change a file that it cannot add to safely', async () => {
    const uri = fileWith(`${PEOPLE}scenarios: { main: { world: feed } }\nmodels: {}\n`);
    const file = await (await api.language.service()).resolve(uri.toString());
    assert.equal(addModel(file, { id: 'a', baseUrl: 'http://localhost/v1', name: 'a', key: null }), null);
    assert.equal(setScenarioModel(file, 'main', 'a'), null);
  });
});

/** Listens on the first of these ports that is free. */
async function listenOnOne(server: Server, ports: readonly number[]): Promise<number> {
  for (const port of ports) {
    const listens = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (listens) return port;
  }
  throw new Error(`no port of ${ports.join(', ')} is free`);
}
