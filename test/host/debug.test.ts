import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { fileWith, open, studio, TWO } from './support.js';

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
      assert.equal(session.configuration['program'], uri.fsPath);
      assert.match(output.at(-1) ?? '', /^ended · round 3 of 3 · .*synthetic data/);
    });
  }

  it('ends the run when the session is stopped', async () => {
    const { runs } = await studio();
    const uri = fileWith(TWO.replace('rounds: 3', 'rounds: 100000'));
    const { ended } = nextSession();
    const config = { type: 'society', request: 'launch', name: 'long', program: uri.fsPath };
    assert.equal(await vscode.debug.startDebugging(undefined, config), true);
    const run = runs.of(uri);
    assert.ok(run);
    await vscode.debug.stopDebugging();
    await ended;
    assert.equal(await run.done, 'stopped');
  });
});
