/** A run that pauses at its budget on the built command line, and the ways to continue that it names. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { runSocietyBeside } from '../../support/commandLine.js';
import { type ModelServer, startModelServer } from '../../support/modelServer.js';

const file = (address: string): string => `society: 1
title: Dear
imports: [library/feed]
models: { far: { kind: openai, base_url: "${address}", name: test } }
personas:
  ada: { name: Ada, interests: [jazz] }
  ben: { name: Ben, interests: [jazz] }
scenarios: { s: { cast: all, world: feed, model: far, rounds: 4, seed: 3, budget: { calls: 3 } } }
`;

describe('a budget on the command line', function () {
  this.timeout(30_000);
  let dir: string;
  let server: ModelServer;
  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'society-budget-'));
    server = await startModelServer({ mode: (_, index) => (index === 1 ? 'refusal' : 'ok') });
    writeFileSync(join(dir, 'main.society'), file(server.baseUrl));
  });
  after(async () => {
    await server.close();
    rmSync(dir, { recursive: true, force: true });
  });

  async function society(...args: readonly string[]): Promise<{ code: number | null; err: string }> {
    const { status, stderr } = await runSocietyBeside(dir, args);
    return { code: status, err: stderr };
  }

  it('pauses the run, and says what was paid and how to continue', async () => {
    const { code, err } = await society('run', 'main.society', '--out', 'r', '--quiet');
    assert.equal(code, 3);
    assert.match(err, /^main\.society:4:\d+: warning: `far` gave no answer that could be used once \(\w+\)\. .* \[turn-refused\]$/m);
    assert.match(err, /society run --resume r --calls N/);
    assert.match(err, /society run --resume r --after-budget builtin/);
    assert.equal(server.requests.length, 3);
  });

  it('continues with the built-in mind, and the run replays', async () => {
    const { code, err } = await society('run', '--resume', 'r', '--after-budget', 'builtin', '--quiet');
    assert.equal(code, 0, err);
    assert.equal(server.requests.length, 3);
    assert.match(readFileSync(join(dir, 'r', 'events.jsonl'), 'utf8'), /"by":"builtin","because":"budget-reached"/);
    assert.equal((await society('replay', 'r')).code, 0);
  });

  it('rejects any other mind to continue with', async () => {
    const { code, err } = await society('run', 'main.society', '--after-budget', 'far', '--out', 'other');
    assert.equal(code, 2);
    assert.match(err, /--after-budget takes builtin, not `far`/);
  });
});
