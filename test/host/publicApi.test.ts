/** The public API, used by another extension; tasks of the command line; the language status. */
import { strict as assert } from 'node:assert';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { extension, fileWith, inWorkspace, open, PEOPLE, studio, until } from './support.js';

const SCENARIOS = `scenarios:
  s: { cast: all, world: feed, rounds: 3, seed: 5, budget: { calls: 40, money: 1.50 USD } }
`;

interface PlayedByOther {
  readonly problems: readonly (readonly [code: string, severity: string, line: number])[];
  readonly heard: readonly (readonly [what: string, id: string])[];
  readonly states: readonly string[];
  readonly measures: Readonly<Record<string, readonly (number | null)[]>>;
  readonly folder: string;
  readonly code?: string;
}

const play = (file: vscode.Uri, options: object): Thenable<PlayedByOther & Record<string, unknown>> =>
  vscode.commands.executeCommand('other.play', file, options);

describe('the public API', () => {
  it('lets another extension check, play, pause and resume', async () => {
    const file = fileWith(`${PEOPLE}${SCENARIOS}`);
    const found = await play(file, { seed: 9 });
    const { id, problems, heard, states, isListed, isGone, title, scenario, seed, rounds, round, languageModel, hasAdvanced } = found;
    assert.deepEqual(
      problems.filter(([, severity]) => severity === 'error'),
      [],
    );
    assert.deepEqual(heard, [
      ['started', id],
      ['ended', id],
    ]);
    assert.deepEqual([states, isListed, isGone, hasAdvanced], [['running', 'held', 'ended'], true, true, true]);
    assert.deepEqual([title, scenario, seed, rounds, round, languageModel], ['Two people', 's', 9, 3, 3, false]);
    assert.equal(found.measures['density']?.length, 3);
    assert.equal(found['file'], file.toString());
    const read = (name: string): string => readFileSync(join(found.folder, name), 'utf8');
    assert.equal(read('events.jsonl').trimEnd().split('\n').length, found['events']);
    const commands = read('control.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { command: string }).command);
    assert.deepEqual(commands, ['pause', 'resume']);
  });

  it('says why a run does not start', async () => {
    const { problems, code } = await play(fileWith(`${PEOPLE}${SCENARIOS.replace('rounds', 'ronds')}`), {});
    assert.deepEqual([problems[0]?.slice(0, 2), code], [['unknown-key', 'error'], 'problems']);
  });

  it('has one version', async () => {
    const { getApi } = await studio();
    assert.throws(() => getApi(2 as 1), /version 1 of its API, not 2/);
    assert.equal(getApi(1), getApi(1));
  });
});

describe('tasks', () => {
  it('check and test the societies of a folder, and their problems are listed', async function () {
    this.timeout(60_000);
    await studio();
    const offered = await vscode.tasks.fetchTasks({ type: 'society' });
    assert.deepEqual(offered.map(({ name, problemMatchers }) => [name, ...problemMatchers]).sort(), [
      ['check .', '$society'],
      ['test .', '$society', '$society-test'],
    ]);
    for (const { execution } of offered)
      assert.deepEqual((execution as vscode.ProcessExecution).args.slice(2, 4), ['--language', vscode.env.language]);
    const file = inWorkspace('task.society');
    const text = `${PEOPLE}${SCENARIOS.replace('rounds', 'ronds')}`;
    const line = text.slice(0, text.indexOf('ronds')).split('\n').length - 1;
    await vscode.workspace.fs.writeFile(file, Buffer.from(text));
    const folder = vscode.workspace.workspaceFolders![0]!;
    const definition = { type: 'society', command: 'check', args: [basename(file.path)] };
    const base = offered.find(({ name }) => name === 'check .')!.execution as vscode.ProcessExecution;
    const execution = new vscode.ProcessExecution(base.process, [...base.args.slice(0, 2), ...definition.args], base.options!);
    const task = new vscode.Task(definition, folder, 'check one', 'society', execution, ['$society']);
    const code = new Promise((done) => {
      const listener = vscode.tasks.onDidEndTaskProcess(({ execution: { task: ended }, exitCode }) => {
        if (ended.name !== 'check one') return;
        listener.dispose();
        done(exitCode);
      });
    });
    await vscode.tasks.executeTask(task);
    assert.equal(await code, 1);
    const problem = await until(
      () => vscode.languages.getDiagnostics(file).find(({ message }) => message.includes('ronds')),
      'the problem',
    );
    assert.deepEqual([problem.severity, problem.range.start.line], [vscode.DiagnosticSeverity.Error, line]);
    await vscode.workspace.fs.delete(file);
  });
});

describe('the command line', () => {
  it('lists, pauses, resumes and stops a run of the editor', async function () {
    this.timeout(120_000);
    const { runs } = await studio();
    const file = fileWith(`${PEOPLE}${SCENARIOS.replace('rounds: 3', 'rounds: 900')}`);
    const started = await runs.start(file, { pace: 20 });
    assert.ok(started.ok, started.ok ? '' : started.message);
    const { run } = started;
    const folder = vscode.Uri.joinPath(file, '..').fsPath;
    const program = join(extension().extensionPath, 'dist', 'cli.mjs');
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    const society = async (...line: readonly string[]): Promise<unknown> =>
      JSON.parse((await promisify(execFile)(process.execPath, [program, ...line, '--json'], { cwd: folder, env })).stdout);
    interface Status {
      readonly id: string;
      readonly place: string;
      readonly state: string;
      readonly pid: number;
      readonly round: number;
    }
    const listed = await until(async () => ((await society('ps')) as readonly Status[])[0], 'the socket of the run', 60_000);
    assert.deepEqual([listed.id, listed.place, listed.state, listed.pid], [basename(run.dir), 'editor', 'running', process.pid]);
    assert.equal(((await society('pause', listed.id)) as Status).state, 'held');
    assert.equal(run.state, 'held');
    const shown = async (): Promise<readonly string[]> => ((await society('ps')) as readonly Status[]).map(({ state }) => state);
    assert.deepEqual(await shown(), ['held']);
    // A step that was playing at the pause has ended by now.
    const held = run.timeline.events.length;
    assert.deepEqual(await shown(), ['held']);
    assert.equal(run.timeline.events.length, held);
    assert.equal(((await society('resume', listed.id)) as Status).state, 'running');
    await until(() => (run.timeline.events.length > held ? true : undefined), 'an event after the pause');
    await society('stop', listed.id);
    assert.equal(await run.done, 'stopped');
    assert.deepEqual(await until(async () => (((await society('ps')) as readonly Status[]).length === 0 ? [] : undefined), 'no run'), []);
    const lines = readFileSync(join(run.dir, 'control.jsonl'), 'utf8').trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => (JSON.parse(line) as { command: string }).command),
      ['pause', 'resume', 'stop'],
    );
  });
});

describe('the language status', () => {
  it('shows the mind, the budget and the seed of the scenario', async () => {
    const { status } = await studio();
    const models = 'models: { far: { kind: openai, base_url: "http://127.0.0.1:9/v1", name: small } }\n';
    const editor = await open(fileWith(`${PEOPLE}${models}${SCENARIOS}`));
    const shown = (): readonly string[] => status.items.map(({ text }) => text);
    await until(() => shown().includes('Seed 5') || undefined, 'the seed');
    assert.deepEqual(shown(), ['Built-in mind', '40 calls, 1.50 USD', 'Seed 5']);
    await editor.edit((edit) => {
      const text = editor.document.getText();
      const at = text.indexOf('seed: 5');
      edit.replace(new vscode.Range(editor.document.positionAt(at), editor.document.positionAt(at + 7)), 'seed: 6, model: far');
    });
    await until(() => shown().includes('Seed 6') || undefined, 'the new seed');
    assert.equal(shown()[0], 'far (small)');
  });
});

describe('a document for a report of a fault', () => {
  it('opens with facts about the file and the shown run, and without their words', async () => {
    const { runs } = await studio();
    const file = fileWith(`${PEOPLE}${SCENARIOS}`);
    await open(file);
    const started = await runs.start(file, { rounds: 1 });
    assert.ok(started.ok);
    await started.run.done;
    await open(file);
    await vscode.commands.executeCommand('society.createDiagnostics');
    const text = vscode.window.activeTextEditor!.document.getText();
    const {
      about,
      file: facts,
      runs: played,
    } = JSON.parse(text) as Record<string, Record<string, unknown> & readonly Record<string, unknown>[]>;
    assert.equal(about!['editor'], vscode.version);
    assert.deepEqual((facts!['counts'] as Record<string, number>)['personas'], 2);
    assert.deepEqual([played!.length, played![0]!['state'], played![0]!['rounds']], [1, 'ended', 1]);
    for (const word of ['Ada', 'jazz', file.fsPath, basename(file.path)]) assert.ok(!text.includes(word), word);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
