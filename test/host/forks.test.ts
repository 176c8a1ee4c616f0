/** Forks in the editor: a value set in the past, the current file, and the result compared with the original run. */
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import type { StudioApi } from '../../src/extension.js';
import type { Consent } from '../../src/vscode/run/consent.js';
import type { EditorRun } from '../../src/vscode/run/run.js';
import { fileWith, open, programOf, studio, TWO, until } from './support.js';

interface Variable {
  readonly name: string;
  readonly value: string;
  readonly variablesReference: number;
}

describe('forks in the editor', () => {
  let api: StudioApi;
  let uri: vscode.Uri;
  let asked: string[];
  let answer: boolean;
  const kept = new Map<string, unknown>();

  before(async () => {
    api = await studio();
    await vscode.workspace.getConfiguration('society').update('run.pace', 0, vscode.ConfigurationTarget.Global);
    // Tests cannot press the button of a dialog.
    kept.set('ask', consent().ask);
    Object.assign(consent(), {
      ask: async (question: string, detail: string) => {
        asked.push(`${question}\n${detail}`);
        return answer;
      },
    });
  });
  after(() => void Object.assign(consent(), { ask: kept.get('ask') }));
  beforeEach(async () => {
    asked = [];
    answer = true;
    uri = fileWith(TWO);
    await open(uri);
  });
  afterEach(async () => {
    await vscode.debug.stopDebugging();
    await until(() => (vscode.debug.activeDebugSession ? undefined : true), 'the end of the sessions');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const consent = (): Consent => api.runs.ports.consent;

  const session = (name: RegExp): Promise<vscode.DebugSession> =>
    until(() => {
      const active = vscode.debug.activeDebugSession;
      return active && name.test(active.name) ? active : undefined;
    }, `the session ${name.source}`);

  const stoppedIn = (of: vscode.DebugSession): Promise<string> =>
    until(async () => {
      const { seq, events } = await of.customRequest('society/timeline').then(
        (found) => found,
        () => ({ seq: -1, events: 0 }),
      );
      return seq >= 0 ? `${seq + 1} of ${events}` : undefined;
    }, 'a stop');

  async function ended(): Promise<EditorRun> {
    const started = await api.runs.start(uri);
    assert.ok(started.ok);
    assert.equal(await started.run.done, 'ended');
    return started.run;
  }

  const roundEnd = (run: EditorRun, round: number): number =>
    run.timeline.events.find((event) => event.type === 'round.ended' && event.round === round)!.seq;

  it('open below the session when a value is set in the past, and are compared with their parent', async () => {
    const run = await ended();
    const config = { type: 'society', request: 'attach', name: 'old', run: run.dir, program: programOf(uri) };
    assert.ok(await vscode.debug.startDebugging(undefined, config));
    const parent = await session(/^old$/);
    await stoppedIn(parent);
    const seq = roundEnd(run, 2);
    await parent.customRequest('society/seek', { seq });
    const list = async (variablesReference: number): Promise<readonly Variable[]> =>
      (await parent.customRequest('variables', { variablesReference })).variables;
    const { scopes } = await parent.customRequest('society/inspect', { agent: 'ada' });
    const [network] = await list(scopes.find(({ name }: Variable) => name === 'Ties').variablesReference);
    await list(network!.variablesReference);
    await parent.customRequest('setVariable', { variablesReference: network!.variablesReference, name: 'Ben', value: '0.01' });
    const child = await session(/^Fork of .* after event \d+$/);
    assert.equal(child.parentSession?.id, parent.id);
    assert.equal(child.name, `Fork of ${run.live.id} after event ${seq}`);
    await stoppedIn(child);
    const { stackFrames } = await child.customRequest('stackTrace', { threadId: 1 });
    assert.equal(stackFrames[0].name, 'override: tie Ada → Ben = 0.01');
    const fork = api.runs.last!;
    assert.equal(fork.live.options.fork?.parent, run.live.id);
    assert.equal(api.moment.run, fork, 'the panel and the trees follow the fork');
    await child.customRequest('continue', { threadId: 1 });
    assert.equal(await fork.done, 'ended');
    await vscode.commands.executeCommand('society.compareWithParent');
    const page = await until(
      () => vscode.workspace.textDocuments.find((document) => document.uri.scheme === 'society-comparison'),
      'the comparison',
    );
    assert.match(page.getText(), /set: tie ada > ben of friendship = 0\\?\.01/);
    assert.match(page.getText(), /## Measures by round/);
    await vscode.commands.executeCommand('society.compareTranscripts');
    const tab = await until(() => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputTextDiff ? input : undefined;
    }, 'the transcripts side by side');
    assert.match((await vscode.workspace.openTextDocument(tab.original)).getText(), /^— 1 —\n(Ada|Ben)/);
  });

  it('are made with today’s file after a message about the effect of the edit', async () => {
    const run = await ended();
    const edited = TWO.replace('name: Ben, interests: [jazz, chess]', 'name: Ben, interests: [opera]');
    api.moment.set(run, roundEnd(run, 1));
    await vscode.commands.executeCommand('society.forkWithFile');
    assert.deepEqual(asked, [], 'the file still says what it said');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(edited));
    await until(async () => ((await vscode.workspace.openTextDocument(uri)).getText() === edited ? true : undefined), 'the edit');
    answer = false;
    await vscode.commands.executeCommand('society.forkWithFile');
    assert.match(asked[0] ?? '', /^Fork .* after event \d+ with the current file\?\n\d+ of \d+ questions are asked in other words \(/);
    assert.match(asked[0] ?? '', /No cost/);
    assert.equal(api.runs.last, run, 'nothing is made');
    answer = true;
    await vscode.commands.executeCommand('society.forkWithFile');
    const fork = api.runs.last!;
    assert.notEqual(fork, run);
    assert.equal(await fork.done, 'ended');
    const shared = fork.live.options.fork!.at + 1;
    assert.equal(shared, roundEnd(run, 1) + 1);
    assert.deepEqual(fork.timeline.events.slice(0, shared), run.timeline.events.slice(0, shared));
    assert.ok(fork.live.options.sources.some(({ text }) => text === edited));
  });

  it('are made at the shown moment with nothing changed, and stop there', async () => {
    const run = await ended();
    const seq = roundEnd(run, 2);
    api.moment.set(run);
    await vscode.commands.executeCommand('society.forkHere', { webviewSection: 'moment', seq });
    const child = await session(/^Fork of /);
    assert.equal(await stoppedIn(child), `${seq + 1} of ${seq + 1}`);
    assert.equal(api.runs.last!.live.options.fork?.changed, false);
  });

  it('repeat byte for byte, as any run, and a changed event is found', async () => {
    const run = await ended();
    const check = (dir: string): Thenable<unknown> => vscode.commands.executeCommand('society.replayRun', dir);
    const { events, head } = run.timeline;
    assert.deepEqual(await check(run.dir), { ok: true, events: events.length, steps: head.step + 1 });
    const { dir } = (await api.side.runs.getChildren()).find((listed) => listed.run === run)!;
    const path = vscode.Uri.joinPath(dir, 'events.jsonl');
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(path));
    const forged = text.replace('"Ada"', '"Eva"');
    assert.notEqual(forged, text);
    await vscode.workspace.fs.writeFile(path, new TextEncoder().encode(forged));
    assert.match(JSON.stringify(await check(run.dir)), /^{"ok":false,"seq":\d+,"message":"Event \d+ /);
  });
});
