/** The built command line among hostile files, paths and folders. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { CallsBeside } from '../../../src/runs/setup/callJournal.js';
import { runSociety } from '../../support/commandLine.js';

const HELLO = `society: 1
title: Small
imports: [library/feed]
personas: { ada: { name: Ada, interests: [jazz] }, ben: { name: Ben, interests: [jazz] } }
scenarios: { s: { cast: all, world: feed, rounds: 3 } }
`;

describe('the command line among hostile files', function () {
  this.timeout(60_000);
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'society-hostile-'));
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  function society(...args: readonly string[]): { code: number | null; out: string; err: string } {
    const { status, stdout, stderr } = runSociety(dir, args);
    return { code: status, out: stdout, err: stderr };
  }

  it('reports the problems of every file of a folder in which some cannot be read', () => {
    const folder = join(dir, 'many');
    mkdirSync(folder);
    const file = (name: string, text: string): void => writeFileSync(join(folder, `${name}.society`), text);
    file('deep', `society: 1\nx:\n  ${'- '.repeat(5_000)}1\n`);
    file('quote', `society: 1\ntitle: '${'y'.repeat(20_000_000)}`);
    file('stairs', `society: 1\n${Array.from({ length: 3_000 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')}`);
    file('typo', 'society: 1\ntitel: Oops\n');
    const { code, out, err } = society('check', 'many');
    assert.equal(code, 1, err);
    assert.match(out, /deep\.society:3:\d+: error: This is nested too deeply to be read/);
    assert.match(out, /quote\.society:1:1: error: This file is too large to be read/);
    assert.match(out, /stairs\.society:\d+:\d+: error: This is nested too deeply/);
    assert.match(out, /typo\.society:2:1: error: There is no `titel`/);
    assert.doesNotMatch(out + err, /call stack/);
  });

  it('writes no characters that control a terminal or change the direction of a line, to people and to programs', () => {
    const odd = '\\e]52;c;AAAA\\a red \\u009b31m back\\u202eward \\u2066 end';
    const [, ...drawn] = ['', '\u001b', '\u0007', '\u009b', '\u202e', '\u2066'];
    writeFileSync(
      join(dir, 'odd.society'),
      `society: 1
title: "Odd ${odd}"
imports: [library/feed]
codes: { rude: { ask: Is it rude?, by: human } }
personas: { ada: { name: Ada, bio: "${odd}" }, ben: { name: Ben } }
scenarios: { s: { cast: all, world: feed, rounds: 2, interventions: { news: { at: 1, announce: "Hear ${odd}" } }, expect: { "e": { that: 1 > 2, because: "${odd}" } } } }
`,
    );
    writeFileSync(join(dir, 'odd.csv'), 'name,bio\nAda,"one \u009b31m two \u202e three"\n');
    assert.equal(society('run', 'odd.society', '--out', 'odd', '--quiet').code, 0);
    const calls = [
      ['codes', 'odd'],
      ['show', 'odd'],
      ['show', 'odd', '--json'],
      ['transcript', 'odd'],
      ['prompt', 'odd.society', 'ada', '--json'],
      ['prompt', 'odd.society', 'ada'],
      ['test', 'odd.society', '--json'],
      ['import', 'odd.csv'],
      ['check', 'odd.society', '--json'],
    ];
    let words = 0;
    for (const call of calls) {
      const { out, err } = society(...call);
      for (const one of drawn) assert.ok(!(out + err).includes(one), `${call.join(' ')} ${JSON.stringify(one)}`);
      if (/back.{1,6}ward/.test(out)) words++;
      if (call.includes('--json')) assert.doesNotThrow(() => JSON.parse(out), call.join(' '));
    }
    assert.ok(words >= 3, 'the words themselves are there');
    assert.match(society('prompt', 'odd.society', 'ada', '--json').out, /back\\u202eward|back ward/);
    writeFileSync(join(dir, 'odd2.society'), society('import', 'odd.csv').out);
    assert.equal(society('check', 'odd2.society').code, 0);
    assert.match(readFileSync(join(dir, 'odd2.society'), 'utf8'), /one \\u009b31m two \\u202e three/);
  });

  it('runs in folders whose names contain characters of addresses, and names them unchanged', () => {
    const folder = join(dir, '100%b#c?d');
    mkdirSync(folder);
    writeFileSync(join(folder, 'a.society'), HELLO);
    const { code, err } = society('run', '100%b#c?d/a.society', '--out', 'x%y#z?q', '--quiet');
    assert.equal(code, 0, err);
    assert.match(err, /run folder: x%y#z\?q\n/);
  });

  it('completes a run that had ended and lost events', () => {
    writeFileSync(join(dir, 'a.society'), HELLO);
    assert.equal(society('run', 'a.society', '--out', 'whole', '--quiet').code, 0);
    const path = join(dir, 'whole', 'events.jsonl');
    const whole = readFileSync(path);
    for (const part of [0.2, 0.7, 1 - 1 / whole.length]) {
      truncateSync(path, Math.floor(whole.length * part));
      const replayed = society('replay', 'whole');
      assert.equal(replayed.code, 1);
      assert.match(replayed.err, /its events stop at event -?\d+\. Complete it with: society run --resume whole/);
      const resumed = society('run', '--resume', 'whole', '--quiet');
      assert.equal(resumed.code, 0, resumed.err);
      assert.ok(readFileSync(path).equals(whole));
      assert.equal(society('replay', 'whole').code, 0);
    }
  });

  it('sends no question of an interview that cannot be recorded', async () => {
    const full = Object.assign(new Error('EROFS: read-only file system'), { code: 'EROFS' });
    const refuse = (): Promise<never> => Promise.reject(full);
    const beside = new CallsBeside({ read: async () => null, append: refuse }, Promise.resolve(), '');
    await assert.rejects(beside.write('{}\n'), /Nothing was sent, because the call cannot be recorded\. .*read-only/);
  });
});
