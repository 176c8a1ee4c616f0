/** `society fork` and `society diff` of the built command line. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { runSociety } from '../../support/commandLine.js';

const hello = readFileSync(join(process.cwd(), 'examples', 'hello.society'), 'utf8');

describe('society fork and diff', function () {
  this.timeout(60_000);
  let dir: string;
  const society = (...args: string[]) => runSociety(dir, args);
  const events = (run: string): string => readFileSync(join(dir, run, 'events.jsonl'), 'utf8');
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'society-fork-'));
    writeFileSync(join(dir, 'hello.society'), hello);
    writeFileSync(join(dir, 'edited.society'), hello.replace('[jazz, chess]', '[tea]'));
    assert.equal(society('run', 'hello.society', '--quiet', '--out', 'parent').status, 0);
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  it('give the parent with nothing changed', () => {
    const run = society('fork', 'parent', '--at', '100', '--out', 'same');
    assert.equal(run.status, 0, run.stderr);
    assert.match(run.stdout, /the same \d+ events, byte for byte/);
    assert.equal(events('same'), events('parent'));
    assert.match(society('diff', 'parent', 'same').stdout, /^the same \d+ events/);
  });

  it('name the first act that differs after a change or an edit, and the fork replays', () => {
    const set = society(
      'fork',
      'parent',
      '--at',
      'round:1',
      '--tie',
      'ada>ben=0.9',
      '--remember',
      'ada=The fair is on Sunday.',
      '--out',
      'set',
    );
    assert.equal(set.status, 0, set.stderr);
    assert.match(set.stdout, /set: tie ada > ben of friendship = 0\.9 \(0 before\)\nremembered: ada\.\d+ = "The fair is on Sunday\."/);
    assert.match(set.stdout, /first different act, in round \d+:\n {2}.+\[event \d+\]\n {2}.+\[event \d+\]/);
    const edit = society('fork', 'parent', '--at', 'round:2', '--file', 'edited.society', '--out', 'edit');
    assert.equal(edit.status, 0, edit.stderr);
    assert.match(edit.stderr, /\d+ of \d+ questions are asked in other words \(.*ben \d+/);
    for (const run of ['set', 'edit']) {
      assert.equal(society('replay', run).status, 0);
      assert.notEqual(events(run), events('parent'));
    }
    const json = JSON.parse(society('diff', 'parent', 'set', '--json', '--most', '2').stdout) as {
      ties: { first: []; length: number };
      shared: number;
    };
    assert.ok(json.ties.first.length <= 2 && json.ties.length >= 1);
    assert.equal(events('set').split('\n').slice(0, json.shared).join('\n'), events('parent').split('\n').slice(0, json.shared).join('\n'));
    assert.match(society('diff', 'set', 'edit', '--md').stdout, /^## Hello: two runs\n\n- a: [\s\S]*\n\| round \| a \| b \|\n/);
  });

  it('keep a fork that a run would overwrite', () => {
    const { status, stderr } = society('run', 'hello.society', '--out', 'same');
    assert.equal(status, 2);
    assert.match(stderr, /contains a fork of/);
  });

  it('report an answer that could not be used', () => {
    const run = society('fork', 'parent', '--at', 'round:3', '--answer', 'ada=nonsense', '--out', 'odd');
    assert.match(run.stdout, /the answer of ada could not be used \(/);
  });

  it('explain an invalid request', () => {
    const wrong: readonly (readonly [string[], RegExp])[] = [
      [['fork', 'parent'], /needs --at SEQ/],
      [['fork', 'parent', '--at', '99999'], /no event 99999. Its events are 0 to/],
      [['fork', 'parent', '--at', 'round:99'], /Round 99 does not end in this run/],
      [['fork', 'parent', '--at', '9', '--tie', 'ada-ben'], /--tie takes two agents/],
      [['fork', 'parent', '--at', '9', '--set', 'dan.x=1'], /no agent `dan`/],
      [['fork', 'parent', '--at', '9', '--forget', 'ada'], /Write a memory as in ada\.3/],
      [['fork', 'parent', '--at', '9', '--out', 'parent'], /not empty/],
      [['diff', 'parent'], /two run folders/],
    ];
    for (const [args, words] of wrong) {
      const { status, stderr } = society(...args);
      assert.equal(status, 2, args.join(' '));
      assert.match(stderr, words);
    }
  });
});
