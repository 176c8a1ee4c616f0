/** The table of an experiment while runs come in. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { tableCsv } from '../../../../src/runs/experiments/results/resultsCsv.js';
import type { Arm } from '../../../../src/runs/experiments/design/design.js';
import { Tally } from '../../../../src/runs/experiments/results/liveTable.js';

const arm = (id: string): Arm => ({ id, levels: { arm: id }, set: {}, wording: null, model: null });
const cell = (id: string, seed: number, measures: { readonly [id: string]: readonly (number | null)[] }) => ({
  ...{ key: `${id} ${seed}`, arm: id, seed, measures },
});
const ARMS = [arm('none'), arm('=rule, "x"')];

describe('the table of an experiment', () => {
  const tally = new Tally({ scenario: 'main', compare: { early: { measure: 'talk', at: 1 } } }, ARMS);
  tally.add(cell('none', 1, { talk: [1, 5], ties: [0, 7] }));
  tally.add(cell('none', 2, { talk: [3, 5], ties: [0, null] }));
  tally.add(cell('gone', 1, { talk: [100] }));

  it('has the compared measure first, in its round, then all other measures, at the end', () => {
    const { columns, rows } = tally.table();
    assert.deepEqual(columns, [
      { id: 'early', measure: 'talk', at: 1 },
      { id: 'ties', measure: 'ties', at: null },
    ]);
    assert.equal(rows[0]![0]!.mean, 2);
    assert.deepEqual(rows[0]![1], { n: 1, mean: 7, low: null, high: null });
  });

  it('has an empty row for an arm without runs, and no other arms', () => {
    const { rows } = tally.table();
    assert.equal(rows.length, 2);
    assert.deepEqual(rows[1]![0], { n: 0, mean: null, low: null, high: null });
  });

  it('is CSV with its source, in which no text is a formula or a column of its own', () => {
    const lines = tableCsv('synthetic\nlake', ARMS, tally.table()).trimEnd().split('\n');
    assert.equal(lines[0], '# synthetic lake');
    assert.match(lines[2]!, /^none,early,1,2,2,/);
    assert.equal(lines.at(-1), `"'=rule, ""x""",ties,end,0,,,`);
  });
});
