/** `society freeze`, `test` and `methods`, as a user runs them one after the other. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { runSociety } from '../../support/commandLine.js';

const study = (that: string): string => `society: 1
title: Two & $5
imports: [library/feed]
personas:
  ada: { name: Ada, interests: [jazz] }
  ben: { name: Ben, interests: [jazz] }
scenarios:
  meet: { world: feed, rounds: 2, seed: 7, expect: { over: { that: ${that} } } }
`;

describe('the methods of a study on the command line', function () {
  this.timeout(60_000);
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'society-methods-'));
    writeFileSync(join(dir, 'two.society'), study('round == 2'));
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  const society = (...args: string[]) => runSociety(dir, args);
  const frozen = (): string => readFileSync(join(dir, 'two.frozen.json'), 'utf8');

  it('are frozen, played, tested, changed and written, and each step names what was frozen before', () => {
    assert.match(society('freeze', 'two.society', 'meet').stdout, /^meet › over: round == 2 \([0-9a-f]{12}\)\n$/);
    const first = frozen();
    assert.equal(society('run', 'two.society', '--quiet', '--out', join('.society', 'runs', 'one')).status, 0);
    assert.match(
      society('test', 'two.society', '--junit', 'out.xml').stdout,
      /✓ meet › over.*; as frozen on [0-9-]{10}, before the first run that was kept/,
    );

    assert.match(readFileSync(join(dir, 'out.xml'), 'utf8'), /<system-out>as frozen on [^<]*<\/system-out>\n {4}<\/testcase>/);

    const again = society('freeze', 'two.society');
    assert.deepEqual([again.status, again.stdout, frozen()], [0, '', first]);
    assert.match(again.stderr, /already frozen in this form; nothing was written/);

    const markdown = society('methods', join('.society', 'runs', 'one')).stdout;
    assert.match(markdown, /^# Methods: Two &amp; \\\$5\n/);
    assert.match(markdown, /\| as frozen on [0-9-]{10}, before the first run that was kept \|/);

    writeFileSync(join(dir, 'two.society'), study('round >= 1'));
    assert.match(society('test', 'two.society').stdout, /post hoc: changed since it was first frozen/);
    const later = society('freeze', 'two.society');
    assert.match(later.stdout, /post hoc, for 1 run is kept/);
    assert.match(later.stderr, /the earlier freeze stays/);
    assert.ok(frozen().includes(JSON.parse(first).freezes[0].date));

    assert.equal(society('methods', join('.society', 'runs', 'one'), '--latex', '--out', 'two.tex').status, 0);
    assert.match(readFileSync(join(dir, 'two.tex'), 'utf8'), /\\section\*\{Methods: Two \\& \\\$5\}/);
  });

  it('leave unchanged what cannot be read, and list what is missing', () => {
    writeFileSync(join(dir, 'two.frozen.json'), '{');
    const { status, stderr } = society('freeze', 'two.society');
    assert.deepEqual([status, frozen()], [1, '{']);
    assert.match(stderr, /left as it is/);
    assert.match(society('methods', 'two.society').stderr, /has no experiment/);
  });
});
