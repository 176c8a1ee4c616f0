import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { extension, fileWith, open, programOf, studio, TWO, until } from './support.js';

/** Output and end of the next debug session. */
function nextSession(): { readonly ended: Promise<vscode.DebugSession>; readonly output: string[] } {
  const output: string[] = [];
  const tracker = vscode.debug.registerDebugAdapterTrackerFactory('society', {
    createDebugAdapterTracker: () => ({
      onDidSendMessage: (message: { type: string; event?: string; body?: { output?: string } }) => {
        if (message.event === 'output') output.push(message.body?.output ?? '');
      },
    }),
  });
  const ended = new Promise<vscode.DebugSession>((resolve) => {
    const listener = vscode.debug.onDidTerminateDebugSession((session) => {
      listener.dispose();
      tracker.dispose();
      resolve(session);
    });
  });
  return { ended, output };
}

describe('F5', () => {
  before(async () => {
    await studio();
    await vscode.workspace.getConfiguration('society').update('run.pace', 0, vscode.ConfigurationTarget.Global);
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  for (const command of ['workbench.action.debug.start', 'workbench.action.debug.run']) {
    it(`runs the file of the active editor without a launch.json (${command})`, async () => {
      const uri = fileWith(TWO);
      await open(uri);
      const { ended, output } = nextSession();
      await vscode.commands.executeCommand(command);
      const session = await ended;
      assert.equal(session.type, 'society');
      assert.equal(session.configuration['program'], programOf(uri));
      assert.match(output.at(-1) ?? '', /^ended · round 3 of 3 · .*synthetic data/);
    });
  }

  it('ends the run when the session is stopped', async () => {
    const { runs } = await studio();
    const uri = fileWith(TWO.replace('rounds: 3', 'rounds: 100000'));
    const { ended } = nextSession();
    const config = { type: 'society', request: 'launch', name: 'long', program: programOf(uri) };
    assert.equal(await vscode.debug.startDebugging(undefined, config), true);
    const run = runs.of(uri);
    assert.ok(run);
    await vscode.debug.stopDebugging();
    await ended;
    assert.equal(await run.done, 'stopped');
  });
});

/** Stops of sessions, and the first that satisfies a condition. */
class Stops {
  readonly #seen: { readonly reason: string; readonly text?: string }[] = [];
  readonly #tracker = vscode.debug.registerDebugAdapterTrackerFactory('society', {
    createDebugAdapterTracker: () => ({
      onDidSendMessage: (message: { event?: string; body?: { reason: string; text?: string } }) => {
        if (message.event === 'stopped' && message.body) this.#seen.push(message.body);
      },
    }),
  });

  /** The stop that comes after the stops that were requested before. */
  next(): Promise<{ readonly reason: string; readonly text?: string }> {
    return until(() => this.#seen.shift(), 'a stop');
  }

  dispose(): void {
    this.#tracker.dispose();
  }
}

describe('the debugger', () => {
  const stops = new Stops();
  after(() => stops.dispose());
  afterEach(async () => {
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await vscode.debug.stopDebugging();
    // A failed test leaves no session or breakpoint that the next test would use.
    const { runs } = await studio();
    await Promise.all(runs.live.map((run) => run.stop()));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('stops on the line of a persona, steps in and back, shows the stack, and continues to the end', async () => {
    const text = new TextDecoder().decode(
      await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension().extensionUri, 'examples', 'hello.society')),
    );
    const uri = fileWith(text, 'hello.society');
    await open(uri);
    const line = text.split('\n').findIndex((one) => one.startsWith('  ben:'));
    const here = new vscode.SourceBreakpoint(new vscode.Location(uri, new vscode.Position(line, 0)));
    vscode.debug.addBreakpoints([here]);
    const { ended } = nextSession();
    assert.ok(await vscode.debug.startDebugging(undefined, { type: 'society', request: 'launch', name: 'hello', program: programOf(uri) }));
    const hit = await stops.next();
    assert.equal(hit.reason, 'breakpoint');
    assert.equal(hit.text, 'Ben Achterberg: turn starts');
    const session = vscode.debug.activeDebugSession!;
    const { stackFrames } = await session.customRequest('stackTrace', { threadId: 1 });
    assert.equal(stackFrames[0].line, line + 1);
    // In a remote window the editor turns the path into a URI.
    assert.ok(stackFrames[0].source.path.endsWith(uri.path));
    await vscode.commands.executeCommand('workbench.action.debug.stepInto');
    const inside = await stops.next();
    assert.equal(inside.reason, 'step');
    await vscode.commands.executeCommand('society.debugBackTurn');
    assert.equal((await stops.next()).text, hit.text);
    vscode.debug.removeBreakpoints([here]);
    await until(async () => {
      await vscode.commands.executeCommand('workbench.action.debug.continue');
      return (await stops.next()).text === 'the run ends' ? true : undefined;
    }, 'the end of the run');
    await vscode.commands.executeCommand('workbench.action.debug.continue');
    await ended;
  });

  it('restarts the same run, and another one after the file changed', async () => {
    const { runs } = await studio();
    const uri = fileWith(TWO);
    await open(uri);
    const config = { type: 'society', request: 'launch', name: 'again', program: programOf(uri), stopOnEntry: true };
    assert.ok(await vscode.debug.startDebugging(undefined, config));
    assert.equal((await stops.next()).reason, 'entry');
    await vscode.commands.executeCommand('workbench.action.debug.stepOut');
    assert.equal((await stops.next()).reason, 'step');
    const first = runs.of(uri)!;
    const { length } = first.timeline.events;
    await vscode.commands.executeCommand('workbench.action.debug.restart');
    assert.equal((await stops.next()).reason, 'restart');
    assert.equal(runs.of(uri), first);
    assert.equal(first.timeline.events.length, length);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(`# Changed.\n${TWO}`));
    await until(
      async () => ((await vscode.workspace.openTextDocument(uri)).getText().startsWith('# Changed') ? true : undefined),
      'the change',
    );
    await vscode.commands.executeCommand('workbench.action.debug.restart');
    assert.equal((await stops.next()).reason, 'entry');
    assert.equal(await first.done, 'stopped');
    assert.notEqual(runs.of(uri), first);
  });

  it('runs to the line of the cursor, and to a later round or an event from the panel', async () => {
    const { runs, moment } = await studio();
    const uri = fileWith(TWO);
    await open(uri);
    const config = { type: 'society', request: 'launch', name: 'to here', program: programOf(uri), stopOnEntry: true };
    assert.ok(await vscode.debug.startDebugging(undefined, config));
    assert.equal((await stops.next()).reason, 'entry');
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    const line = TWO.split('\n').findIndex((one) => one.trim().startsWith('ben:'));
    editor.selection = new vscode.Selection(line, 4, line, 4);
    await vscode.commands.executeCommand('editor.debug.action.runToCursor');
    assert.match((await stops.next()).text ?? '', /^Ben.*: turn starts$/);
    await until(() => (vscode.debug.breakpoints.length === 0 ? true : undefined), 'the editor takes its breakpoint away');
    const { timeline } = runs.of(uri)!;
    assert.equal(timeline.rounds.length, 1);
    await vscode.commands.executeCommand('society.runToHere', { round: 3 });
    assert.equal((await stops.next()).text, 'round 3 begins');
    assert.equal(timeline.rounds.length, 3);
    await vscode.commands.executeCommand('society.runToHere', { webviewSection: 'moment', seq: timeline.rounds[1]! + 2 });
    assert.equal((await stops.next()).reason, 'goto');
    assert.equal(moment.seq, timeline.rounds[1]! + 2);
  });

  it('stops a playing run at a later round', async () => {
    const { runs } = await studio();
    const uri = fileWith(TWO.replace('rounds: 3', 'rounds: 100000'));
    await open(uri);
    const started = await runs.start(uri, { pace: 20 });
    assert.ok(started.ok);
    const { timeline } = started.run;
    const round = timeline.rounds.length + 40;
    await vscode.commands.executeCommand('society.runToHere', { round });
    assert.equal((await stops.next()).text, `round ${round} begins`);
    assert.equal(started.run.live.state, 'running');
    assert.ok(started.run.options.pacer.hold, 'the debugger has it in its hands');
  });

  it('attaches to the last run, and to a recorded one whose file has changed since', async () => {
    const { runs } = await studio();
    const uri = fileWith(TWO);
    await open(uri);
    const started = await runs.start(uri);
    const lineOf = (words: string): number => TWO.split('\n').findIndex((one) => one.trim().startsWith(words));
    assert.ok(started.ok);
    await started.run.done;
    await vscode.commands.executeCommand('society.debugLastRun');
    assert.equal((await stops.next()).reason, 'entry');
    const left = async (): Promise<void> => {
      await vscode.debug.stopDebugging();
      await until(() => (vscode.debug.activeDebugSession ? undefined : true), 'the end of the session');
    };
    await left();
    // While the text of the file is the same, its lines are those of the run.
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(new vscode.Location(uri, new vscode.Position(lineOf('ben:'), 0)))]);
    const config = { type: 'society', request: 'attach', name: 'old', run: started.run.dir, program: programOf(uri) };
    await vscode.debug.startDebugging(undefined, config);
    assert.equal((await stops.next()).reason, 'entry');
    await vscode.commands.executeCommand('workbench.action.debug.continue');
    assert.match((await stops.next()).text ?? '', /^Ben.*: turn starts$/);
    await left();
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(`# Changed.\n${TWO}`));
    await vscode.commands.executeCommand('society.debugRecordedRun', started.run.dir);
    assert.equal((await stops.next()).reason, 'entry');
    const { stackFrames } = await vscode.debug.activeDebugSession!.customRequest('stackTrace', { threadId: 1 });
    const source: string = stackFrames.at(-1).source.path;
    assert.match(source, /^society-run:/);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(source, true));
    assert.equal(document.getText(), TWO);
    assert.equal(document.languageId, 'society');
  });
});
