/** Minds in the editor: data of a run above the lines of its people, on their names, in the side bar and in interviews. */
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import type { StudioApi } from '../../src/extension.js';
import type { EditorRun } from '../../src/vscode/run/run.js';
import type { DebuggedMoment } from '../../src/vscode/debug/debugger.js';
import { followDebugger } from '../../src/vscode/moment/followDebugger.js';
import { deleteRun } from '../../src/vscode/side/commands.js';
import { fileWith, open, studio, until } from './support.js';

const TEXT = `society: 1
title: Inline
imports: [library/feed]

personas:
  ada: { name: "Ada [x](command:evil) <b>", interests: [jazz], vars: { mood: 0.5 } }
  ben: { name: Ben, interests: [jazz, chess] }
  cleo: { name: Cleo, interests: [chess] }

ties:
  friendship: { among: all, change: { rule: evidence } }

scenarios:
  main:
    world: feed
    cast: [ada, ben]
    rounds: 4
    seed: 2
    interventions:
      gloom: { at: 2, then: ada.mood = 0.1 }
`;

describe('minds inline', () => {
  let api: StudioApi;
  let uri: vscode.Uri;
  let run: EditorRun;

  before(async () => {
    api = await studio();
    await vscode.workspace.getConfiguration('society').update('run.pace', 0, vscode.ConfigurationTarget.Global);
  });
  beforeEach(async () => {
    uri = fileWith(TEXT);
    await open(uri);
    const started = await api.runs.start(uri);
    assert.ok(started.ok, started.ok ? '' : started.message);
    run = started.run;
    assert.equal(await run.done, 'ended');
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  const lenses = async (): Promise<readonly vscode.CodeLens[]> =>
    vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
  const lensesAt = async (line: number): Promise<readonly string[]> =>
    (await lenses()).filter(({ range }) => range.start.line === line).map(({ command }) => command?.title ?? '');
  const roundStart = (round: number): number => run.timeline.events.find((e) => e.type === 'round.started' && e.round === round)!.seq;

  it('show a summary above each person, and follow the moment', async () => {
    const ada = await lensesAt(5);
    assert.ok(
      ada.some((title) => /^mood 0\.1 · .*\b\d+ ties? · \d+ (memory|memories)$/.test(title)),
      ada.join(' | '),
    );
    assert.ok(ada.includes('Interview'));
    assert.ok(!(await lensesAt(7)).includes('Interview'), 'Cleo is not in the run');
    api.moment.go(roundStart(1));
    const before = await lensesAt(5);
    assert.ok(
      before.some((title) => /^mood 0\.5 · /.test(title)),
      before.join(' | '),
    );
  });

  it('show on an id what the agent has in mind, without links', async () => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, new vscode.Position(15, 12));
    const contents = hovers.flatMap(({ contents: all }) => all).map((one) => one as vscode.MarkdownString);
    const mind = contents.find(({ value }) => value.includes('Recalled last'));
    assert.ok(mind, contents.map(({ value }) => value).join('\n---\n'));
    assert.ok(!mind.isTrusted && !mind.supportHtml);
    assert.match(mind.value, /\*\*\d\.\d\d\*\* /);
    assert.doesNotMatch(mind.value, /\[x\]\(command:evil\)|<b>/);
    assert.ok(contents.some(({ value }) => value.includes('command:society.interview')));
  });

  it('show next to a variable its current value, and nothing before the variable changes', async () => {
    const all = new vscode.Range(0, 0, 30, 0);
    const hints = async (): Promise<readonly string[]> =>
      (await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', uri, all)).map(({ label }) =>
        String(label),
      );
    assert.ok((await hints()).includes('now 0.1'), (await hints()).join(' | '));
    api.moment.go(roundStart(2) - 1);
    assert.ok(!(await hints()).some((label) => label.startsWith('now')), (await hints()).join(' | '));
  });

  it('list runs, agents and an agent’s mind at the moment', async () => {
    const { runs, agents, mind } = api.side;
    const listed = (await runs.getChildren()).find(({ run: own }) => own === run);
    assert.equal(listed?.manifest.state, 'ended');
    assert.equal(agents.getChildren().length, 2);
    agents.search('BEN');
    assert.deepEqual(
      agents.getChildren().map((row) => agents.getTreeItem(row).label),
      ['Ben'],
    );
    agents.search('');
    mind.show('ada');
    const memories = (): number =>
      mind
        .getChildren()
        .find(({ id }) => id === 'memories')
        ?.children?.().length ?? -1;
    const all = memories();
    assert.ok(all > 0);
    api.moment.go(roundStart(1));
    assert.ok(memories() < all, `${memories()} of ${all}`);
    mind.search('no such words at all');
    assert.equal(memories(), 0);
    mind.search('');
  });

  it('open an agent’s mind and its line from a lens, and leave the keyboard in the text', async () => {
    const lens = (await lenses()).find(({ command }) => command?.command === 'society.showAgent')!;
    const editor = vscode.window.activeTextEditor!;
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await vscode.commands.executeCommand(lens.command!.command, ...(lens.command!.arguments as unknown[]));
    assert.equal(api.side.mind.agent, 'ada');
    assert.ok(api.side.mind.isVisible);
    assert.equal(vscode.window.activeTextEditor?.selection.start.line, 5);
  });

  it('show the moment at which a debugger stopped, and the whole run again after the session ends', async () => {
    const breakpoint = new vscode.SourceBreakpoint(new vscode.Location(uri, new vscode.Position(6, 0)));
    vscode.debug.addBreakpoints([breakpoint]);
    try {
      const config = { type: 'society', request: 'launch', name: 'stop', program: uri.fsPath };
      assert.equal(await vscode.debug.startDebugging(undefined, config), true);
      const seq = await until(() => api.moment.seq ?? undefined, 'a past moment');
      const debugged = api.moment.run!;
      assert.notEqual(debugged, run);
      const event = debugged.timeline.events[seq]!;
      assert.ok('agent' in event && event.agent === 'ben', event.type);
      assert.equal(api.moment.state?.seq, seq);
      await vscode.debug.stopDebugging();
      await until(() => (api.moment.seq === null ? true : undefined), 'the run to be followed');
      assert.equal(api.moment.run, debugged);
    } finally {
      vscode.debug.removeBreakpoints([breakpoint]);
      await vscode.debug.stopDebugging();
    }
  });

  it('open a recorded run, and show its moment', async () => {
    const listed = (await api.side.runs.getChildren()).find(({ run: own }) => own === run)!;
    await vscode.commands.executeCommand('society.lookAtRun', { ...listed, run: undefined });
    // The same folder: a run that is shown is not read again.
    assert.equal(api.moment.run, run);
    api.moment.set(null);
    await vscode.commands.executeCommand('society.lookAtRun', { ...listed, run: undefined });
    assert.notEqual(api.moment.run, run);
    assert.equal(api.moment.run?.dir, run.dir);
    assert.deepEqual(api.moment.run?.timeline.events, run.timeline.events);
  });

  it('delete a run and nothing else, and only after a confirmation', async () => {
    const other = await api.runs.start(uri);
    assert.ok(other.ok);
    await other.run.done;
    const dirs = async (): Promise<readonly string[]> => (await api.side.runs.getChildren()).map(({ dir }) => dir.fsPath).sort();
    const before = await dirs();
    const listed = (await api.side.runs.getChildren()).find(({ dir }) => dir.fsPath === run.dir)!;
    api.moment.set(run);
    await deleteRun(listed, api, async () => false);
    assert.deepEqual(await dirs(), before);
    assert.equal(api.moment.run, run);
    await deleteRun(listed, api, async () => true);
    assert.deepEqual(
      await dirs(),
      before.filter((dir) => dir !== run.dir),
    );
    assert.equal(api.moment.run, null);
  });

  it('delete nothing that another process writes to', async () => {
    const listed = (await api.side.runs.getChildren()).find(({ run: own }) => own === run)!;
    const lock = vscode.Uri.joinPath(listed.dir, 'lock');
    await vscode.workspace.fs.writeFile(lock, new TextEncoder().encode(JSON.stringify({ pid: 1, host: 'another machine' })));
    await deleteRun(listed, api, async () => true);
    assert.ok((await api.side.runs.getChildren()).some(({ dir }) => dir.fsPath === run.dir));
    assert.equal(api.moment.run, run);
  });

  it('show the run that was requested last, whichever is read first', async () => {
    const other = await api.runs.start(uri);
    assert.ok(other.ok);
    await other.run.done;
    const listed = await api.side.runs.getChildren();
    const [first, second] = [run, other.run].map(({ dir }) => listed.find((one) => one.dir.fsPath === dir)!);
    // The first has to be read, the other one is loaded.
    assert.deepEqual([first?.run, second?.run], [undefined, other.run]);
    api.moment.set(null);
    await Promise.all([first, second].map((one) => vscode.commands.executeCommand('society.lookAtRun', one)));
    assert.equal(api.moment.run, other.run);
  });

  it('do not change where a run cannot be read, or where there is no such event', async () => {
    const listed = (await api.side.runs.getChildren()).find(({ run: own }) => own === run)!;
    const broken = vscode.Uri.joinPath(listed.dir, '..', 'broken');
    await vscode.workspace.fs.copy(vscode.Uri.joinPath(listed.dir, 'manifest.json'), vscode.Uri.joinPath(broken, 'manifest.json'));
    await vscode.commands.executeCommand('society.lookAtRun', { ...listed, dir: broken, run: undefined });
    assert.equal(api.moment.run, run);
    await vscode.workspace.fs.delete(broken, { recursive: true });
    await vscode.commands.executeCommand('society.goTo', 4);
    void vscode.commands.executeCommand('society.goTo', Number.NaN);
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    assert.equal(api.moment.seq, 4);
  });

  it('stay when a debug session over another run ends', async () => {
    const other = await api.runs.start(uri);
    assert.ok(other.ok);
    await other.run.done;
    const cursor = new vscode.EventEmitter<DebuggedMoment | null>();
    const following = followDebugger(api.moment, { onDidMove: cursor.event });
    cursor.fire({ run, seq: 5, isLive: false });
    assert.deepEqual([api.moment.run, api.moment.seq], [run, 5]);
    api.moment.set(other.run, 7);
    cursor.fire(null);
    assert.deepEqual([api.moment.run, api.moment.seq], [other.run, 7]);
    cursor.fire({ run, seq: 6, isLive: false });
    cursor.fire(null);
    assert.deepEqual([api.moment.run, api.moment.seq], [run, 6], 'a past moment stays');
    cursor.fire({ run, seq: 6, isLive: true });
    cursor.fire(null);
    assert.deepEqual([api.moment.run, api.moment.seq], [run, null]);
    following.dispose();
  });

  it('list a thousand agents by pages, and find the last of them at once', async () => {
    const crowd = TEXT.replace('cast: [ada, ben]', 'cast: [ada, crowd]').replace('rounds: 4', 'rounds: 1');
    const of = fileWith(
      crowd.replace(
        '\nties:',
        '\npopulations:\n  crowd: { size: 1000, name: "Citizen {n}", sample: { interests: "1 of [jazz, chess]" } }\n\nties:',
      ),
    );
    const started = await api.runs.start(of);
    assert.ok(started.ok, started.ok ? '' : started.message);
    assert.equal(await started.run.done, 'ended');
    const { agents } = api.side;
    const rows = agents.getChildren();
    assert.equal(rows.length, 301);
    assert.equal(agents.getTreeItem(rows.at(-1)!).command?.command, 'society.moreAgents');
    agents.more();
    assert.equal(agents.getChildren().length, 601);
    agents.search('citizen 1000');
    assert.deepEqual(
      agents.getChildren().map((row) => agents.getTreeItem(row).label),
      ['Citizen 1000'],
    );
    // Rows that were made before the moment moved to a smaller society.
    const last = { agent: 1000 };
    agents.search('');
    api.moment.set(run);
    assert.equal(agents.getTreeItem(last).label, '');
  });

  it('show the values of expressions where a debugger stopped', async () => {
    const whole = new vscode.Range(0, 0, 30, 0);
    const context = { frameId: 0, stoppedLocation: whole };
    const values = async (): Promise<readonly string[]> =>
      (await vscode.commands.executeCommand<vscode.InlineValueText[]>('vscode.executeInlineValueProvider', uri, whole, context)).map(
        ({ text }) => text,
      );
    assert.deepEqual(await values(), ['ada.mood = 0.1']);
    api.moment.go(roundStart(1));
    assert.deepEqual(await values(), ['ada.mood = 0.5']);
  });

  it('show the value of a member of a crowd, and leave `agent.x` to the session of the debugger', async () => {
    const of = fileWith(`society: 1
populations: { folk: { size: 1000, name: 'P {n}' } }
worlds:
  w:
    agent_vars: { x: 2 }
    phases: { day: { who: { of: all, if: agent.x > 1 && agent.x < 9 }, then: me.x = me.x + folk_0002.x } }
scenarios: { s: { cast: [folk], world: w, rounds: 1 } }
`);
    await open(of);
    const started = await api.runs.start(of);
    assert.ok(started.ok, started.ok ? '' : started.message);
    assert.equal(await started.run.done, 'ended');
    api.moment.set(started.run);
    const whole = new vscode.Range(0, 0, 8, 0);
    const context = { frameId: 0, stoppedLocation: whole };
    const found = await vscode.commands.executeCommand<(vscode.InlineValueText | vscode.InlineValueEvaluatableExpression)[]>(
      'vscode.executeInlineValueProvider',
      ...[of, whole, context],
    );
    assert.deepEqual(
      found.map((one) => ('text' in one ? one.text : one.expression)),
      ['agent.x', 'me.x', 'folk_0002.x = 4'],
    );
    api.moment.set(run);
  });

  it('interview an agent in a document that is not kept', async () => {
    api.moment.go(roundStart(3));
    const { length } = run.timeline.events;
    const shown = await api.interviews.ask('ben', 'What do you like?');
    assert.ok(shown);
    const text = await until(() => {
      const open = vscode.workspace.textDocuments.find(({ uri: of }) => of.toString() === shown.toString())?.getText() ?? '';
      return open.includes('…') ? undefined : open;
    }, 'the answer');
    assert.match(text, /^Interview with Ben, round 3 of “Inline”\nAnswered by built-in mind \(rule-based, builtin \d+\)\. Synthetic/);
    assert.match(text, /This interview is not saved/);
    assert.match(text, /Question\nWhat do you like\?\n\nBen\n\S/);
    assert.equal(run.timeline.events.length, length);
  });
});
