/** A whole run with a real model: three of the people of making_friends, two rounds, on the built command line. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { startRealModel, temporaryFolder } from '../../scripts/testing.mjs';
import type { EventOf, SimEvent } from '../../src/core/events/events.js';

const CLI = join(process.cwd(), 'dist', 'cli.mjs');
const EXAMPLE = 'making_friends.society';

const file = (url: string): string => `society: 1
title: Three of making_friends
imports: [./${EXAMPLE}]
models: { small: { kind: openai, base_url: "${url}/v1", name: smollm2, max_tokens: 240, temperature: 0, concurrency: 2, timeout: 600 } }
scenarios: { few: { extends: make_friends, cast: [ada, henrik, mei], rounds: 2, model: small } }
`;

describe('a run with smollm2', function () {
  this.timeout(30 * 60_000);
  let server: Awaited<ReturnType<typeof startRealModel>> | undefined;
  let dir = '';
  let events: readonly SimEvent[] = [];

  const society = (args: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [CLI, ...args], { cwd: dir });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
      child.on('close', (code) => resolve({ code, output }));
    });

  before(async () => {
    server = await startRealModel('smollm2');
    dir = temporaryFolder();
    copyFileSync(join('examples', EXAMPLE), join(dir, EXAMPLE));
    writeFileSync(join(dir, 'few.society'), file(server.url));
    const { code, output } = await society(['run', 'few.society', '--scenario', 'few', '--out', 'played', '--quiet']);
    assert.equal(code, 0, output);
    if (process.env['SOCIETY_MODEL_SHOW']) console.log(output);
    events = readFileSync(join(dir, 'played', 'events.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as SimEvent);
  });
  after(() => server?.stop());

  it('ends, and no turn is lost to an answer that cannot be used', () => {
    const turns = events.filter((event): event is EventOf<'turn.ended'> => event.type === 'turn.ended');
    const lost = turns.filter(({ reason }) => ['empty', 'unparsable', 'fault', 'timed_out', 'refused'].includes(reason));
    assert.ok(turns.length >= 6, `${turns.length} turns`);
    assert.ok(lost.length <= turns.length * 0.01, JSON.stringify(lost));
  });

  it('is replayed to the same events without the model', async () => {
    const { code, output } = await society(['replay', 'played']);
    assert.equal(code, 0, output);
  });
});
