/** `society agreement`: tables of coders, with clear errors at their lines. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { runSociety } from '../../support/commandLine.js';

describe('agreement on the command line', () => {
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'society-agreement-'));
    writeFileSync(join(dir, 'codes.csv'), 'ada,ben,judge\n1,1,1\n2,2,3\n3,3,3\n4,3,4\n1,,1\n2,2,2\n');
    const shares = Array.from(
      { length: 60 },
      (_, i) => `${i < 20 ? (i % 4 === 0 ? 'true' : 'false') : ''},${i % 3 === 0 ? 'true' : 'false'}`,
    );
    writeFileSync(join(dir, 'judge.csv'), `human,judge\n${shares.join('\n')}\n`);
    writeFileSync(join(dir, 'words.csv'), 'ada,ben\nask,ask\ntell,ask\ntell,tell\n');
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  const agreement = (...args: string[]) => runSociety(dir, ['agreement', ...args]);

  it('reports ordered codes with gaps, and numbers of the cases without gaps', () => {
    const { status, stdout, stderr } = agreement('codes.csv', '--level', 'ordinal');
    assert.equal(status, 0, stderr);
    assert.match(
      stdout,
      /^3 coders, 6 cases, ordinal codes\nKrippendorff's alpha 0\.9071, 6 cases\nICC\(1\) .*ICC\(2,3\) .*, 5 cases without gaps\n/,
    );
  }).timeout(30_000);

  it('reports words as nominal codes, and refuses them as numbers, at the line', () => {
    const { stdout } = agreement('words.csv', '--json');
    const { krippendorff, fleiss } = JSON.parse(stdout) as { krippendorff: { value: number }; fleiss: { value: number } };
    // Coincidences by hand: observed 2 of 6, expected 1 − (3·2 + 3·2) / (6·5).
    assert.ok(Math.abs(krippendorff.value - (1 - 2 / 6 / (1 - 12 / 30))) < 1e-12);
    assert.ok(Math.abs(fleiss.value - (2 / 3 - 0.5) / 0.5) < 1e-12);
    const wrong = agreement('words.csv', '--level', 'interval');
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /Line 2: `ask` is not a number\. .* use --level nominal/);
  }).timeout(30_000);

  it('counts cases of one run together where the table names runs', () => {
    const wide = (text: string, label: string): number => {
      const [, low, high] = new RegExp(`${label} -?[\\d.]+ \\[(-?[\\d.]+), (-?[\\d.]+)\\]`).exec(text)!;
      return Number(high) - Number(low);
    };
    // Coders disagree in every case of some runs, and in none of the others; a judge errs by run.
    const rows = Array.from({ length: 120 }, (_, i) => {
      const [run, even] = [Math.floor(i / 10), i % 2];
      return { run, ada: even, ben: run % 3 === 0 ? 1 - even : even, human: i % 10 < 2 ? run % 3 : '', judge: (run % 3) + (i % 10) / 20 };
    });
    writeFileSync(join(dir, 'runs.csv'), `run,ada,ben\n${rows.map(({ run, ada, ben }) => `r${run},${ada},${ben}`).join('\n')}\n`);
    const judged = rows.map(({ run, human, judge }) => `r${run},${human},${judge}`).join('\n');
    writeFileSync(join(dir, 'judged.csv'), `run,human,judge\n${judged}\n`);
    const [by, none] = [agreement('runs.csv').stdout, agreement('runs.csv', '--by', 'none', '--columns', 'ada,ben').stdout];
    assert.match(by, /^2 coders, 120 cases, nominal codes\n12 clusters by run: cases of one count together\n/);
    assert.doesNotMatch(none, /cluster/);
    for (const label of ["Krippendorff's alpha", "Fleiss' kappa"]) assert.ok(wide(by, label) > 2 * wide(none, label), `${by}\n${none}`);
    const [runs, cases] = [[], ['--by', 'none']].map(
      (more) => agreement('judged.csv', '--human', 'human', '--judge', 'judge', ...more).stdout,
    );
    assert.match(runs!, /^12 clusters by run/);
    assert.ok(wide(runs!, 'people and judge') > 1.3 * wide(cases!, 'people and judge'), `${runs}\n${cases}`);
    const missing = agreement('judged.csv', '--by', 'human', '--columns', 'judge,run');
    assert.equal(missing.status, 2);
    assert.match(missing.stderr, /Line 4 has no value in the column `human`\./);
  }).timeout(30_000);

  it('corrects a judge by people, and names a column that is not there', () => {
    const { status, stdout, stderr } = agreement('judge.csv', '--human', 'human', '--judge', 'judge');
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^judge alone 0\.3333, 60 cases\npeople alone 0\.25, 20 cases\npeople and judge 0\.\d+ \[/);
    const wrong = agreement('judge.csv', '--human', 'humans', '--judge', 'judge');
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /no column `humans`\. Did you mean `human`\?/);
    assert.equal(agreement('judge.csv', '--human', 'human').status, 2);
    assert.equal(agreement('none.csv').status, 2);
  }).timeout(30_000);
});
