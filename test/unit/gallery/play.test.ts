/** An entry played, what is wrong with it, and the page that is made of entries. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import type { GalleryEntry, Oracle } from '../../../src/gallery/index.js';
import { galleryPage } from '../../../src/gallery/page.js';
import { type Outcome, playEntry, wrongWith } from '../../../src/gallery/play.js';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';

const URI = 'file:///gallery/two/two.society';
const TEXT = `society: 1
title: Two
personas:
  ada: { name: Ada }
  ben: { name: Ben }
ties:
  friendship: { among: all, graph: complete, strength: 0.5 }
worlds:
  quiet:
    vars: { fish: 10 }
    phases:
      eat: { then: fish -= 3 }
scenarios:
  eats:
    world: quiet
    rounds: 2
    expect:
      left: { that: fish == 4, in: 2 of 3 seeds, because: Ten less six. }
      none: { that: fish < 0, because: It is more. }
  looks: { world: quiet, rounds: 1 }
  fails:
    world: quiet
    rounds: 1
    measures: { wrong: 1 / (fish - 7) }
    expect: { kept: { that: fish == 7 } }
`;

const oracle = (scenario: string, expectation: string, value: string | null): Oracle => ({
  ...{ scenario, expectation, value, says: 'four are left | so', theirs: '4' },
});

const entryOf = (oracles: readonly Oracle[], scenario = 'eats'): GalleryEntry => ({
  ...{ id: 'two', title: 'Two *people*', system: 'Two', source: 'nobody', area: 'games', tags: ['fish'], level: 'result', deep: false },
  ...{ file: 'two.society', scenario, protocol: ['eat'], leftOut: [], measures: ['left'], oracles, asked: 'What is left?', page: '' },
});

const disk = nodeTextFiles(join(process.cwd(), 'library'));
const language = createLanguageService({ ...disk, read: async (uri) => (uri === URI ? TEXT : disk.read(uri)) });
const play = (entry: GalleryEntry): Promise<Outcome> => playEntry(entry, URI, language);

describe('an entry that is played', () => {
  let outcome: Outcome;
  before(async () => {
    outcome = await play(
      entryOf([oracle('eats', 'left', 'fish + 0.12345'), oracle('eats', 'none', 'nothing_known'), oracle('eats', 'gone', null)]),
    );
  });

  it('has the value of each oracle at the end of the first run, or why it has none', () => {
    const [left, none, gone] = outcome.oracles;
    assert.deepEqual([left?.value, left?.held?.passed, left?.held?.held, left?.held?.of], ['4.123', true, 3, 3]);
    assert.match(none?.value ?? '', /nothing_known/);
    assert.deepEqual([none?.held?.passed, gone?.held, gone?.value], [false, null, null]);
  });

  it('says all that is wrong with it, and nothing else', () => {
    const found = wrongWith(outcome);
    assert.equal(found.length, 3, found.join('\n'));
    assert.match(found[0]!, /^two: fails: seed \d+: .*wrong.*: /);
    assert.deepEqual(found.slice(1), ['two: There is no expectation `eats.gone` in two.society.', 'two: eats › none did not hold']);
  });

  it('shows the end of its own scenario, also where that expects nothing', async () => {
    assert.equal(outcome.end?.run.scenario, 'eats');
    assert.equal((await play(entryOf([], 'looks'))).end?.run.scenario, 'looks');
    const lost = await play(entryOf([], 'nowhere'));
    assert.equal(lost.end, null);
    assert.ok(wrongWith(lost).includes('two: There is no scenario `nowhere` in two.society.'));
  });

  it('stands on the page with what holds and what does not, its words as words', () => {
    const page = galleryPage([outcome]);
    assert.match(page, /There are 1\. 1 are \*results\*/);
    assert.match(page, /\[\*\*Two \\\*people\\\*\*\*\]\(\.\.\/examples\/gallery\/two\/README\.md\)/);
    const rows = page.split('\n').filter((line) => line.includes('four are left'));
    assert.deepEqual(
      rows.map((row) => row.split(/(?<!\\)\|/).map((cell) => cell.trim())).map((cells) => [cells[2], cells[3], cells[4], cells[6]]),
      [
        ['four are left \\| so', '`eats.left`: `fish == 4`', '4.123', 'holds, in 3 of 3 seeds (2 needed)'],
        ['four are left \\| so', '`eats.none`: `fish < 0`', rows[1]?.split('|')[5]?.trim(), '**does not hold**'],
        ['four are left \\| so', '`eats.gone`', '', 'missing'],
      ],
    );
  });
});
