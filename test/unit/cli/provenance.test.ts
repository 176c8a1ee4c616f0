/** Which mind spoke, and in which version, is on everything that a run leaves. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { after, before, describe, it } from 'mocha';
import { runSociety } from '../../support/commandLine.js';

const root = process.cwd();
/** As docs/builtin-mind.md states it. */
const LABEL = /label \(`(builtin \d+)`\)/.exec(readFileSync(join(root, 'docs', 'builtin-mind.md'), 'utf8'))![1]!;

describe('the version of the mind', function () {
  this.timeout(120_000);
  let dir: string;
  const society = (...args: string[]): string => {
    const { status, stdout, stderr } = runSociety(dir, args);
    assert.equal(status, 0, stderr);
    return stdout + stderr;
  };
  const text = (...path: string[]): string => readFileSync(join(dir, ...path), 'utf8');
  const manifest = (run: string) => JSON.parse(text(run, 'manifest.json'));

  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'society-provenance-'));
    society('run', join(root, 'examples', 'hello.society'), '--rounds', '3', '--quiet', '--out', 'r');
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  it('is in events and in the manifest', () => {
    const [started] = text('r', 'events.jsonl').split('\n');
    assert.equal(JSON.parse(started!).minds[0].model, LABEL);
    assert.equal(manifest('r').minds[0].model, LABEL);
  });

  it('is printed by `run` and `methods`, whose submodels have its equations', () => {
    assert.ok(society('run', join(root, 'examples', 'hello.society'), '--rounds', '1', '--quiet', '--out', 'q').includes(LABEL));
    const written = society('methods', 'r');
    assert.ok(written.includes(LABEL));
    // The weight of obligation in an answer, as docs/builtin-mind.md has it.
    assert.match(written, /### The built-in mind[\s\S]*Answer a message[^\n]*\+ 2\.2 o/);
  });

  it('is in reports and in exports of networks and tables', () => {
    society('report', 'r', '--out', 'r.html');
    assert.ok(text('r.html').includes(LABEL));
    for (const [kind, file] of [
      ['graphml', 'r.graphml'],
      ['gexf', 'r.gexf'],
      ['transcript-csv', 'r.csv'],
    ] as const) {
      society('export', 'r', '--to', kind, '--out', file);
      assert.ok(text(file).includes(LABEL), kind);
    }
  });

  it('is recorded again when another version continues a run, and the run replays', () => {
    const packed = unzipSync(readFileSync(join(root, 'test', 'histories', '0.1.0-gallery', 'examples_hello.socrun')));
    for (const [name, bytes] of Object.entries(packed)) {
      mkdirSync(dirname(join(dir, 'old', name)), { recursive: true });
      writeFileSync(join(dir, 'old', name), bytes);
    }
    const whole = text('old', 'events.jsonl');
    writeFileSync(join(dir, 'old', 'events.jsonl'), whole.slice(0, whole.length / 2));
    writeFileSync(join(dir, 'old', 'manifest.json'), JSON.stringify({ ...manifest('old'), state: 'stopped' }));
    const said = society('run', '--resume', 'old', '--quiet');
    assert.match(said, new RegExp(`this release answers as ${LABEL}`));
    const [{ after: seq, minds }] = manifest('old').continued;
    assert.ok(seq > 0);
    assert.deepEqual(minds, [{ id: 'builtin', kind: 'builtin', model: LABEL }]);
    assert.equal(manifest('old').minds[0].model, '1', 'what spoke first stays');
    society('replay', 'old');
  });
});
