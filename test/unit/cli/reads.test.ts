/** What people have read, from a terminal: the run keeps it, whatever becomes of the files. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { runSociety } from '../../support/commandLine.js';

const SOCIETY = `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada, interests: [bridges], reads: [./minutes.md] }
  ben: { name: Ben, interests: [ferries] }
scenarios:
  meet: { world: feed, rounds: 6, seed: 2 }
`;

const MINUTES = '# Minutes\n\nThe bridge over the Lee is closed.\n\nThe ferry runs twice a day.\n';

describe('documents from a terminal', () => {
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'society-reads-'));
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  const society = (...args: string[]) => {
    const { status, stdout, stderr } = runSociety(dir, args);
    return { status, said: stdout + stderr };
  };
  const events = (run: string): string => readFileSync(join(dir, run, 'events.jsonl'), 'utf8');
  const write = (name: string, text: string): void => writeFileSync(join(dir, name), text);

  it('are kept with the run, which is remade and continued when they are changed or deleted', () => {
    write('main.society', SOCIETY);
    write('minutes.md', MINUTES);
    for (const run of ['a', 'b']) assert.equal(society('run', 'main.society', '--out', run, '--quiet').status, 0);
    const whole = events('a');
    assert.equal(events('b'), whole, 'byte for byte');
    assert.equal(whole.split('"kind":"read"').length, 3);

    write('minutes.md', MINUTES.replace('closed', 'open again'));
    assert.match(society('replay', 'a').said, /the same byte for byte/);
    // As a kill in the middle leaves it.
    truncateSync(join(dir, 'b', 'events.jsonl'), Math.round(whole.length / 2));
    const manifest = readFileSync(join(dir, 'b', 'manifest.json'), 'utf8');
    write('b/manifest.json', manifest.replace('"state": "ended"', '"state": "running"'));
    assert.notEqual(readFileSync(join(dir, 'b', 'manifest.json'), 'utf8'), manifest);
    rmSync(join(dir, 'minutes.md'));
    assert.match(society('replay', 'a').said, /the same byte for byte/);
    write('b/events.jsonl', '');
    const nothing = society('replay', 'b');
    assert.deepEqual([nothing.status, /nothing can be repeated/.test(nothing.said)], [1, true], nothing.said);
    const resumed = society('run', '--resume', 'b', '--quiet');
    assert.equal(resumed.status, 0, resumed.said);
    assert.equal(events('b'), whole);
    const { sources } = JSON.parse(readFileSync(join(dir, 'a', 'manifest.json'), 'utf8')) as { sources: { uri: string }[] };
    assert.ok(sources.some(({ uri }) => uri === 'minutes.md'));
  }).timeout(60_000);

  it('that are missing keep a file from running, with an error at their line', () => {
    const { status, said } = society('run', 'main.society', '--out', 'c');
    assert.equal(status, 1);
    assert.match(said, /main\.society:4:\d+: error: There is no file `\.\/minutes\.md`.*\[document-missing\]/);
    const check = society('check', 'main.society');
    assert.equal(check.status, 1);
    assert.match(check.said, /document-missing/);
  }).timeout(60_000);
});
