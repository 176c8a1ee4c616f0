/** People, scripts and recordings on the built command line, and `society test-model`. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { runSociety } from '../../support/commandLine.js';

const CLI = process.env.SOCIETY_CLI ?? join(process.cwd(), 'dist', 'cli.mjs');

const file = (me: string): string => `society: 1
title: Two people
imports: [library/feed]
models:
  me: ${me}
  script: { kind: scripted, answers: { ben: [Hello Ada., nothing] } }
  down: { kind: openai, base_url: http://127.0.0.1:9/v1, name: small }
personas:
  ada: { name: Ada, interests: [jazz], model: me }
  ben: { name: Ben, interests: [chess], model: script }
scenarios: { s: { cast: all, world: feed, rounds: 2, seed: 1 } }
`;

describe('minds on the command line', function () {
  this.timeout(30_000);
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'society-minds-'));
    writeFileSync(join(dir, 'me.society'), file('{ kind: human }'));
    writeFileSync(join(dir, 'again.society'), file('{ kind: recorded, run: ./played }'));
  });
  after(() => rmSync(dir, { recursive: true, force: true }));
  const society = (args: readonly string[], input?: string) =>
    input === undefined ? runSociety(dir, args) : spawnSync(process.execPath, [CLI, ...args], { cwd: dir, encoding: 'utf8', input });

  it('let a person play at the terminal, and replay the recording', () => {
    const played = society(['run', 'me.society', '--out', 'played'], '1\nJazz tonight?\n4\n\n');
    assert.equal(played.status, 0, played.stderr);
    assert.match(played.stdout, /Ada: Jazz tonight\?\nBen: Hello Ada\.\n/);
    assert.match(played.stderr, /Ada, round 2: action\n[\s\S]* {2}4\. nothing/);
    assert.doesNotMatch(played.stderr, /one JSON object/);
    const again = society(['run', 'again.society', '--out', 'again']);
    assert.match(again.stdout, /Ada: Jazz tonight\?\nBen: Hello Ada\.\n/);
    assert.match(again.stderr, /me: 2 answers of \.\/played were reused, 0 questions were new/);
    assert.equal(society(['replay', 'again']).status, 0);
  });

  it('pass the turns of a person who left, each with its reason', () => {
    const gone = society(['run', 'me.society', '--out', 'gone', '--quiet'], '');
    assert.equal(gone.status, 0, gone.stderr);
    assert.match(readFileSync(join(dir, 'gone', 'events.jsonl'), 'utf8'), /"reason":"person-passed"/);
  });

  it('test the models of a file, all or one', () => {
    const all = society(['test-model', 'me.society']);
    assert.equal(all.status, 1);
    assert.match(all.stdout, /^script: A model of the kind `scripted` needs no connection\.$/m);
    assert.match(all.stdout, /^down: Nothing answers at http:\/\/127\.0\.0\.1:9\. Start the server there/m);
    assert.equal(society(['test-model', 'me.society', 'script']).status, 0);
    const unknown = society(['test-model', 'me.society', 'nobody']);
    assert.equal(unknown.status, 2);
    assert.match(unknown.stderr, /me\.society: There is no model `nobody`\. There are `me`, `script`, `down`\./);
  });
});
