/** `society ps`, `budget`, `stop` and `show` on the built command line, for a run that another process plays. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { controlRoom } from '../../../src/runs/index.js';
import { type ModelServer, startModelServer } from '../../support/modelServer.js';
import { runSociety } from '../../support/commandLine.js';

const CLI = process.env.SOCIETY_CLI ?? join(process.cwd(), 'dist', 'cli.mjs');

describe('commands for a run in another process', function () {
  this.timeout(60_000);
  let dir: string;
  let server: ModelServer;
  before(async () => {
    dir = realpathSync(mkdtempSync(join(tmpdir(), 'society-ps-')));
    // The server does not answer, so the run lasts until it is stopped.
    server = await startModelServer({ mode: 'slow' });
    writeFileSync(
      join(dir, 'main.society'),
      `society: 1
imports: [library/feed]
models: { far: { kind: openai, base_url: "${server.baseUrl}", name: test } }
personas:
  ada: { name: Ada, interests: [jazz] }
  ben: { name: Ben, interests: [jazz] }
scenarios: { s: { cast: all, world: feed, model: far, rounds: 4, seed: 3, budget: { calls: 9 } } }
`,
    );
  });
  after(async () => {
    await server.close();
    rmSync(dir, { recursive: true, force: true });
  });

  function society(...args: string[]): { readonly code: number | null; readonly out: string; readonly err: string } {
    const { status, stdout, stderr } = runSociety(dir, args);
    return { code: status, out: stdout, err: stderr };
  }

  /** In a process of its own, which the others find. */
  function started(...args: string[]): { readonly pid: number | undefined; readonly ended: Promise<{ code: number | null; err: string }> } {
    const child = spawn(process.execPath, [CLI, ...args], { cwd: dir, stdio: ['ignore', 'ignore', 'pipe'] });
    let err = '';
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    return { pid: child.pid, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, err }))) };
  }

  it('lists it, changes its budget, stops it, and its folder shows that', async () => {
    const run = started('run', 'main.society', '--quiet');
    const { runsUnderWay } = await controlRoom();
    while ((await runsUnderWay([dir])).length === 0 || server.requests.length === 0) await new Promise((done) => setTimeout(done, 50));
    const listed = society('ps');
    assert.match(listed.out, new RegExp(`^\\.society/runs/s-s3-1 +running +1/4 +0 of 9 calls, 0 tokens +${run.pid} \\(terminal\\)$`, 'm'));
    const raised = society('budget', '--calls', '20', '--money', '2 USD');
    assert.equal(raised.out, '0 of 20 calls, 0 tokens, 0.00 of 2.00 USD\n');
    const unknown = society('pause', 'other');
    assert.deepEqual(
      [unknown.code, unknown.err.split('\n')[0]],
      [2, 'society: No run other is under way here. Under way: .society/runs/s-s3-1.'],
    );
    const stopped = society('stop', 's-s3-1');
    assert.equal(stopped.code, 0, stopped.err);
    const { code, err } = await run.ended;
    assert.equal(code, 0, err);
    assert.match(err, /^budget by another process, in round 1$[\s\S]*^stop by another process/m);
    const shown = society('show', '.society/runs/s-s3-1');
    assert.match(shown.out, /^budget by a command of another process after event \d+, in round 1\nstop by a command/m);
    const gone = society('stop', '.society/runs/s-s3-1');
    assert.deepEqual([gone.code, /no process of yours plays .*--resume/.test(gone.err)], [1, true]);
  });
});
