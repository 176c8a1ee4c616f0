/** Where the runs of a file in a folder that is on no disk are kept: next to it, or in the storage of the extension, which the editor then says. */
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import type { StudioApi } from '../../../src/extension.js';
import { studio, TWO, until } from '../support.js';
import { fileWith, namesIn, refused, type Scheme } from './newFile.js';

describe('runs of virtual folders', () => {
  let api: StudioApi;
  let said: string[];
  const kept = new Map<string, unknown>();
  const failures = () => api.runs.ports.failures;

  before(async () => {
    api = await studio();
    await vscode.workspace.getConfiguration('society').update('run.pace', 0, vscode.ConfigurationTarget.Global);
    kept.set('keptElsewhere', failures().keptElsewhere);
    Object.assign(failures(), { keptElsewhere: (why: string, dir: string) => said.push(`${why} ${dir}`) });
  });
  after(() => void Object.assign(failures(), { keptElsewhere: kept.get('keptElsewhere') }));
  beforeEach(() => {
    said = [];
    refused.clear();
  });

  const folderOf = (uri: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(uri, '..');

  const play = async (scheme: Scheme) => {
    const uri = fileWith(TWO, 'test.society', scheme);
    const started = await api.runs.start(uri);
    assert.ok(started.ok, started.ok ? '' : started.message);
    const { run } = started;
    assert.equal(await run.done, 'ended');
    return { uri, run };
  };

  /** The kept run has all its events, and makes them again. */
  const isWhole = async (dir: string, events: number): Promise<void> => {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.parse(`${dir}/events.jsonl`)));
    assert.equal(text.trimEnd().split('\n').length, events);
    const replayed = await vscode.commands.executeCommand<{ readonly ok: boolean; readonly events: number } | null>(
      'society.replayRun',
      dir,
    );
    assert.deepEqual([replayed?.ok, replayed?.events], [true, events]);
  };

  it('are next to the file if its folder can be written', async () => {
    const { uri, run } = await play('memory');
    assert.ok(
      run.dir.startsWith(
        `${folderOf(uri)
          .toString()
          .replace(/^memory:/, 'memory://')}/.society/runs/`,
      ),
      run.dir,
    );
    assert.deepEqual(said, []);
    await isWhole(run.dir, run.timeline.events.length);
  });

  for (const scheme of ['vscode-vfs', 'memory-read'] as const)
    it(`are in the storage of the extension for ${scheme}, which the editor says, and the folder is left as it is`, async () => {
      const { uri, run } = await play(scheme);
      assert.ok(!run.dir.startsWith(`${scheme}:`), run.dir);
      assert.equal(said.length, 1);
      assert.ok(said[0]?.includes(run.dir), said[0]);
      assert.deepEqual(namesIn(folderOf(uri)), ['test.society']);
      await isWhole(run.dir, run.timeline.events.length);
    });

  it('fail, and do not end, if their folder stops to take them', async () => {
    const uri = fileWith(TWO.replace('rounds: 3', 'rounds: 400'));
    const started = await api.runs.start(uri, { pace: 20 });
    assert.ok(started.ok);
    const { run } = started;
    await until(() => (run.timeline.head.round >= 2 ? true : undefined), 'round 2');
    refused.add(folderOf(uri).path);
    assert.equal(await run.done, 'failed');
  });
});
