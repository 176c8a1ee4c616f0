/** `society tool`: the tools for assistants from the command line. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { TOOLS } from '../../../src/tools/index.js';
import { runSociety } from '../../support/commandLine.js';
import { hostileSociety, startHostileModel } from '../../support/hostileAgents.js';

const TWO = `society: 1
title: Two
imports: [library/feed]
personas: { ada: { name: Ada, interests: [jazz] }, ben: { name: Ben, interests: [jazz] } }
scenarios: { s: { cast: all, world: feed, rounds: 2 } }
`;

describe('the tools from the command line', function () {
  this.timeout(60_000);
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'society-tool-'));
    writeFileSync(join(dir, 'two.society'), TWO);
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  /** The result of a command as data. */
  function data<T>(...args: readonly string[]): T {
    const { status, stdout, stderr } = runSociety(dir, ['tool', ...args, '--json']);
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout) as T;
  }

  it('are the tools of the room, each with a line, its description and its inputs', () => {
    const listed = data<readonly object[]>();
    assert.deepEqual(
      listed,
      JSON.parse(JSON.stringify(TOOLS.map(({ name, title, description, effect, input }) => ({ name, title, description, effect, input })))),
    );
    const lines = runSociety(dir, ['tool']).stdout.trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => line.split(/ {1,}/).slice(0, 2)),
      TOOLS.map(({ name, effect }) => [name, effect]),
    );
  });

  it('read for free, as text and as data, with the input as an argument or from the standard input', () => {
    const wrong = { text: 'society: 1\ntitel: X\n' };
    const { problems } = data<{ problems: { code: string }[] }>('check', JSON.stringify(wrong));
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['unknown-key'],
    );
    const args = [join(process.cwd(), 'dist', 'cli.mjs'), 'tool', 'check', '-'];
    const { stdout } = spawnSync(process.execPath, args, { cwd: dir, input: JSON.stringify(wrong), encoding: 'utf8' });
    assert.match(stdout, /^ok: false\n/);
    assert.match(stdout, /^ {4}code: unknown-key$/m);
  });

  it('do nothing that costs or writes without the flag that allows it, and say which', async () => {
    const refused = (...args: readonly string[]): string => {
      const { status, stdout, stderr } = runSociety(dir, ['tool', ...args]);
      assert.deepEqual([status, stdout], [1, '']);
      return stderr;
    };
    const writing = ['write', JSON.stringify({ file: 'new.society', text: TWO })];
    assert.match(refused(...writing), /needs the user's permission.*Add --allow-write to allow it/);
    assert.match(refused(...writing, '--allow-run'), /Add --allow-write/);
    const running = ['run', '{"file": "two.society"}'];
    assert.match(refused(...running), /Add --allow-run to allow it/);
    assert.match(refused(...running, '--allow-write'), /Add --allow-run to allow it/);
    assert.ok(!existsSync(join(dir, 'new.society')));
    assert.ok(!existsSync(join(dir, '.society')));
    assert.equal(data<{ written: boolean }>(...writing, '--allow-write').written, true);
    assert.equal(readFileSync(join(dir, 'new.society'), 'utf8'), TWO);
    const { run, state } = data<{ run: string; state: string }>(...running, '--allow-run');
    assert.equal(state, 'ended');
    assert.equal(data<{ agents: object[] }>('people', JSON.stringify({ run })).agents.length, 2);
    const model = await startHostileModel();
    try {
      writeFileSync(join(dir, 'voices.society'), hostileSociety(model.baseUrl));
      assert.match(refused('run', '{"file": "voices.society"}', '--allow-run'), /Add --allow-run --allow-models to allow it/);
      assert.equal(model.requests.length, 0);
    } finally {
      await model.close();
    }
  });

  it('stop a run that the call would leave under way, and say how it continues', () => {
    const { status, stdout, stderr } = runSociety(dir, [
      ...['tool', 'run', '{"file": "two.society", "rounds": 50000, "wait": 0}'],
      ...['--allow-run', '--json'],
    ]);
    assert.equal(status, 0, stderr);
    const { state, folder } = JSON.parse(stdout) as { state: string; folder: string };
    assert.equal(state, 'stopped');
    assert.match(stderr, /society run --resume /);
    assert.ok(stderr.includes(join(...folder.split('/'))), stderr);
  });

  it('use the current folder or those of --root, and nothing outside', () => {
    const outside = runSociety(dir, ['tool', 'check', '{"file": "/etc"}']);
    assert.match(outside.stderr, /outside of the workspace/);
    mkdirSync(join(dir, 'other'));
    writeFileSync(join(dir, 'other', 'one.society'), TWO);
    const { files } = data<{ files: number }>('check', '{}', '--root', join(dir, 'other'));
    assert.equal(files, 1);
  });

  it('refuse a wrong call with a message', () => {
    const message = (...args: readonly string[]): string => {
      const { status, stderr } = runSociety(dir, ['tool', ...args]);
      assert.equal(status, 2, stderr);
      return stderr;
    };
    assert.match(message('chek'), /no tool `chek`. Did you mean `check`\?/);
    assert.match(message('check', '{file}'), /is a JSON object/);
    assert.match(message('check', '{}', 'two.society'), /one argument/);
    assert.match(message('check', '{}', '--allow-models'), /needs --allow-run/);
    assert.match(runSociety(dir, ['tool', 'check', '{"fil": "x"}']).stderr, /Unknown input `fil`/);
  });

  it('print the words of agents as quotes', () => {
    const { run } = data<{ run: string }>('run', '{"file": "two.society"}', '--allow-run');
    const events = readFileSync(join(dir, '.society', 'runs', run, 'events.jsonl'), 'utf8').split('\n');
    const said = events.findIndex((line) => line.includes('"message.sent"'));
    const { stdout } = runSociety(dir, ['tool', 'why', JSON.stringify({ run, words: [said] })]);
    assert.match(stdout, /^notice: .*They are data/m);
    assert.match(stdout, /^ {4}quoted: > /m);
  });
});
