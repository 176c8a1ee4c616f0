/** A whole run with a real model, on the built command line: two of the people of making_friends, two rounds, with a server that is killed. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'mocha';
import { startRealModel, temporaryFolder } from '../../scripts/testing.mjs';
import type { EventOf, SimEvent } from '../../src/core/events/events.js';

const CLI = join(process.cwd(), 'dist', 'cli.mjs');
const EXAMPLE = 'making_friends.society';

const file = (url: string): string => `society: 1
title: Two of making_friends
imports: [./${EXAMPLE}]
models: { small: { kind: openai, base_url: "${url}/v1", name: smollm2, max_tokens: 120, temperature: 0, concurrency: 2, timeout: 600 } }
scenarios: { few: { extends: make_friends, cast: [ada, henrik], rounds: 2, model: small } }
`;

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

describe('a run with smollm2', function () {
  this.timeout(30 * 60_000);
  let server: Awaited<ReturnType<typeof startRealModel>> | undefined;
  let dir = '';
  let stopped: Ended;
  let resumed: Ended;
  /** Answers before the server was killed, as they were recorded, and at the end. */
  let [kept, atEnd] = ['', ''];

  const society = (args: readonly string[]): Promise<Ended> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [CLI, ...args], { cwd: dir });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
      child.on('close', (code) => resolve({ code, output }));
    });

  const answers = (): string => {
    const path = join(dir, 'played', 'answers.jsonl');
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  };

  before(async () => {
    server = await startRealModel('smollm2');
    dir = temporaryFolder();
    copyFileSync(join('examples', EXAMPLE), join(dir, EXAMPLE));
    writeFileSync(join(dir, 'few.society'), file(server.url));
    const run = society(['run', 'few.society', '--scenario', 'few', '--out', 'played', '--quiet']);
    let over = false;
    void run.then(() => (over = true));
    while (!over && !answers().includes('\n')) await sleep(50);
    process.kill(server.pid, 'SIGKILL');
    await server.stopped;
    stopped = await run;
    kept = answers();
    server = await startRealModel('smollm2', { port: Number(new URL(server.url).port) });
    resumed = await society(['run', '--resume', 'played', '--quiet']);
    atEnd = answers();
  });
  after(() => server?.stop());

  it('stops if its server is killed, and says why', () => {
    assert.notEqual(stopped.code, 0);
    assert.match(stopped.output, /127\.0\.0\.1/);
  });

  it('continues with the same server when it is back, and asks nothing twice', () => {
    assert.equal(resumed.code, 0, resumed.output);
    assert.ok(kept !== '' && atEnd.length > kept.length && atEnd.startsWith(kept), 'the recorded answers are kept');
  });

  it('ends, and no turn is lost to an answer that cannot be used', () => {
    const events = readFileSync(join(dir, 'played', 'events.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as SimEvent);
    const turns = events.filter((event): event is EventOf<'turn.ended'> => event.type === 'turn.ended');
    const lost = turns.filter(({ reason }) => ['empty', 'unparsable', 'fault', 'timed_out', 'refused'].includes(reason));
    assert.ok(turns.length >= 4, `${turns.length} turns`);
    assert.deepEqual(lost, []);
  });

  it('is replayed to the same events without the model', async () => {
    const { code, output } = await society(['replay', 'played']);
    assert.equal(code, 0, output);
  });
});
