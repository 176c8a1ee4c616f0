/** Minds that only the editor has: a person in its window, and its own language models. */
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import type { StudioApi } from '../../src/extension.js';
import { fileWith, studio, TWO, until } from './support.js';

/** What the agent sees, once it is shown. */
const shown = (agent: string): Promise<string> =>
  until(
    () => vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'society-person' && uri.path === `/${agent}.md`)?.getText(),
    `what ${agent} sees`,
  );

describe('minds of the editor', () => {
  let api: StudioApi;
  before(async () => {
    api = await studio();
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  const file = (model: string): vscode.Uri =>
    fileWith(
      `${TWO}\nmodels:\n  it: ${model}\n`
        .replace('rounds: 3', 'rounds: 1')
        .replace('interests: [jazz] }', 'interests: [jazz], model: it }'),
    );

  it('let a person see what the agent sees, and pass the turn by closing the list', async () => {
    const started = await api.runs.start(file('{ kind: human }'), { pace: 0 });
    assert.ok(started.ok, started.ok ? '' : started.message);
    assert.match(await shown('ada'), /Ada/);
    const { run } = started;
    const closing = setInterval(() => void vscode.commands.executeCommand('workbench.action.closeQuickOpen'), 200);
    assert.equal(await run.done, 'ended');
    clearInterval(closing);
    const events = run.live.timeline.events;
    assert.ok(events.some((event) => event.type === 'answer.received' && event.agent === 'ada' && event.reason === 'person-passed'));
    assert.ok(events.some((event) => event.type === 'message.sent' && event.author === 'ben'));
  });

  it('ask a person no more when the run is stopped', async () => {
    const started = await api.runs.start(file('{ kind: human }'), { pace: 0 });
    assert.ok(started.ok);
    await shown('ada');
    assert.equal(await started.run.stop(), 'stopped');
  });

  it('report a model that the editor does not offer, at its line', async () => {
    const started = await api.runs.start(file('{ kind: editor, name: none_such }'), { pace: 0 });
    assert.ok(!started.ok);
    assert.equal(started.code, 'no-editor-model');
    assert.match(started.message, /The editor offers no language model/);
  });
});
