/** An entry played, what is wrong with it, and the page that is made of entries. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import type { GalleryEntry, Oracle } from '../../../src/gallery/index.js';
import { differences, type Figures, heldOf, valuesOf } from '../../support/galleryFigures.js';
import { galleryPage } from '../../support/galleryPage.js';
import { type EntryResult, playEntry, wrongWith } from '../../support/galleryPlay.js';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';

const URI = 'file:///gallery/two/two.society';
const TEXT = `society: 1
title: Two
personas:
  ada: { name: Ada }
  ben: { name: Ben }
populations:
  crowd: { size: 1, names: [Cleo], vars: { luck: 0 }, sample: { luck: 1..100 } }
ties:
  friendship: { among: all, graph: complete, strength: 0.5 }
worlds:
  quiet:
    vars: { fish: 10 }
    agent_vars: { luck: 0 }
    phases:
      eat: { then: fish -= 3 }
scenarios:
  eats:
    world: quiet
    rounds: 2
    expect:
      left: { that: fish == 4, in: 8 of 10 seeds, because: Ten less six. }
      none: { that: fish < 0, because: It is more. }
      lucky: { that: sum(all.luck) > 50, in: 2 of 3 seeds, because: Half are above fifty. }
  looks: { world: quiet, rounds: 1 }
  fails:
    world: quiet
    rounds: 1
    measures: { wrong: 1 / (fish - 7) }
    expect: { kept: { that: fish == 7 } }
`;

const oracle = (scenario: string, expectation: string, value: string | null): Oracle => ({
  ...{ scenario, expectation, value, says: 'four are left | so', theirs: '4', carriedBy: 'identity' },
});

const entryOf = (oracles: readonly Oracle[], scenario = 'eats'): GalleryEntry => ({
  ...{
    id: 'two',
    title: 'Two *people*',
    system: 'Two',
    source: 'nobody',
    area: 'games',
    tags: ['fish'],
    level: 'result',
    deep: false,
    seeds: 101,
  },
  ...{ file: 'two.society', scenario, protocol: ['eat'], leftOut: [], measures: ['left'], oracles, asked: 'What is left?', page: '' },
});

const disk = nodeTextFiles(join(process.cwd(), 'library'));
const language = createLanguageService({ ...disk, read: async (uri) => (uri === URI ? TEXT : disk.read(uri)) });
const play = (entry: GalleryEntry): Promise<EntryResult> => playEntry(entry, URI, { language, only: null });

describe('a played entry', () => {
  let outcome: EntryResult;
  before(async () => {
    outcome = await play(
      entryOf([
        oracle('eats', 'left', 'fish + 0.12345'),
        oracle('eats', 'none', 'nothing_known'),
        oracle('eats', 'lucky', 'sum(all.luck)'),
        oracle('eats', 'gone', null),
      ]),
    );
  });

  it('has the value of each oracle at the end of each run, or a reason for a missing one', () => {
    const [left, none, lucky, gone] = outcome.entry.oracles.map((one) => ({
      held: heldOf(outcome.figures, one),
      runs: valuesOf(outcome.figures, one)?.runs,
    }));
    assert.deepEqual([left?.held?.passed, left?.held?.held.length, left?.held?.of, left?.runs], [true, 10, 10, Array(10).fill(4.12345)]);
    assert.deepEqual([none?.held?.passed, none?.held?.of, none?.held?.least], [false, 10, 10], 'without `in` it holds always');
    assert.match(String(none?.runs?.[0]), /nothing_known/);
    assert.ok(new Set(lucky?.runs).size > 5, 'a number for each seed');
    assert.deepEqual([gone?.held, gone?.runs], [null, undefined]);
  });

  it('lists all that is wrong with it, and nothing else', () => {
    const found = wrongWith(outcome);
    assert.equal(found.filter((line) => /^two: fails: seed 1\d\d: .*wrong.*: /.test(line)).length, 10);
    assert.deepEqual(
      found.slice(10).filter((line) => !/lucky passed/.test(line)),
      [
        'two: There is no expectation `eats.gone` in two.society.',
        'two: eats › lucky is judged over 3 seeds: take 10 or more',
        'two: eats › none passed in 0 of 10 runs (10 required); failed for seeds 101–110 (margin -4)',
      ],
    );
  });

  it('shows the end of its own scenario with its own seed, also without expectations', async () => {
    assert.deepEqual([outcome.end?.run.scenario, outcome.end?.run.seed], ['eats', 1]);
    assert.equal((await play(entryOf([], 'looks'))).end?.run.scenario, 'looks');
    const lost = await play(entryOf([], 'nowhere'));
    assert.equal(lost.end, null);
    assert.ok(wrongWith(lost).includes('two: There is no scenario `nowhere` in two.society.'));
  });

  it('is compared with its figures by one of its seeds', async () => {
    const { figures } = await playEntry(outcome.entry, URI, { language, only: 7 });
    assert.deepEqual([figures.from, figures.values[0]?.runs], [108, [4.12345]]);
    assert.deepEqual(differences(outcome.figures, figures), []);
    const changed = (expected: Figures['expected'], runs: readonly number[]): Figures => ({
      ...{ expected, from: 101 },
      values: outcome.figures.values.map((one) => (one.value === 'sum(all.luck)' ? { ...one, runs } : one)),
    });
    const { expected } = outcome.figures;
    assert.match(differences(changed(expected, []), figures)[0]!, /^sum\(all\.luck\) of eats is \d+ with seed 108, and was not played$/);
    const left = (change: Partial<Figures['expected'][number]>): Figures => ({
      ...outcome.figures,
      expected: expected.map((one) => (one.expectation === 'left' ? { ...one, ...change } : one)),
    });
    assert.deepEqual(differences(left({ held: [] }), figures), ['eats.left holds now with seed 108']);
    assert.deepEqual(differences(left({ least: 9 }), figures), ['eats.left is not among its figures'], 'it was judged otherwise');
    const more = { ...expected[0]!, expectation: 'more' };
    assert.deepEqual(differences({ ...outcome.figures, expected: [...expected, more] }, figures), ['eats.more is gone']);
    const value = { scenario: 'eats', value: 'fish + 1', runs: [5] };
    const other = { ...outcome.figures, values: [...outcome.figures.values, value] };
    assert.deepEqual(differences(other, figures), ['the value fish + 1 of eats is gone']);
  });

  it('is on the page with the expectations that hold and those that do not, escaped', () => {
    const page = galleryPage([outcome]);
    assert.match(page, /There are 1: 1 \*results\* and 0 \*protocols\*\./);
    assert.match(page, /\[\*\*Two \\\*people\\\*\*\*\]\(\.\.\/examples\/gallery\/two\/README\.md\)/);
    assert.match(page, /\| identity \| [^|]+ \| 4 \|\n\| wired \| [^|]+ \| 0 \|/);
    const rows = page.split('\n').filter((line) => line.includes('four are left'));
    const cells = rows.map((row) => row.split(/(?<!\\)\|/).map((one) => one.trim()));
    assert.deepEqual(
      cells.map(([, , says, carried, expected, here, , status]) => [says, carried, expected, here, status]),
      [
        [
          'four are left \\| so',
          'identity',
          '`eats.left`: `fish == 4`',
          '4.123, the same with every seed',
          'holds, in 10 of 10 seeds (8 needed)',
        ],
        ['four are left \\| so', 'identity', '`eats.none`: `fish < 0`', cells[1]?.[5], '**does not hold**, in 0 of 10 seeds'],
        ['four are left \\| so', 'identity', '`eats.lucky`: `sum(all.luck) > 50`', cells[2]?.[5], cells[2]?.[7]],
        ['four are left \\| so', 'identity', '`eats.gone`', '', 'missing'],
      ],
    );
    assert.match(cells[2]?.[5] ?? '', /^[\d.]+ \(\d+ to \d+\)$/, 'mean, lowest and highest');
  });
});
