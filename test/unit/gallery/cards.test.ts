/** The claim cards of the gallery belong to its files, support what the entries claim, and are what a verification gives. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { GalleryEntry } from '../../../src/gallery/index.js';
import { loadModel } from '../../../src/runs/load/load.js';
import { languageOf, READ_ME, readGallery, uriOf } from '../../support/gallery.js';
import {
  cardsPage,
  directionsOfWorld,
  type EntryCards,
  type KeptCard,
  keptCardsOf,
  sourcesOf,
  verifyEntry,
  withCards,
  wrongCards,
} from '../../support/galleryCards.js';

const root = process.cwd();
const { entries } = readGallery(root);
const results = entries.filter(({ level }) => level === 'result');

/** Entries whose runs are short enough to be played again by each test run, with the claims that are. */
const REPLAYED: readonly (readonly [entry: string, scenario: string])[] = [
  ['haggle', 'even'],
  ['polarisation', 'silent'],
];

describe('cards of the gallery', () => {
  it('are there for every result, made from its current texts', async () => {
    assert.ok(results.length > 30);
    for (const entry of results) {
      const cards = keptCardsOf(root, entry.id);
      assert.ok(cards, `${entry.id}: run node scripts/gallery.mjs --cards ${entry.id}`);
      assert.deepEqual(
        await sourcesOf(languageOf(root), uriOf(root, entry)),
        cards.sources,
        `node scripts/gallery.mjs --cards ${entry.id}`,
      );
    }
  });

  it('support what each result claims', () => {
    assert.deepEqual(
      results.flatMap((entry) => wrongCards(entry, keptCardsOf(root, entry.id)!)),
      [],
    );
  });

  it('let a direction count that no null run changes only where agents have nothing to choose', async () => {
    const found = results.flatMap((entry) => directionsOfWorld(entry, keptCardsOf(root, entry.id)!).map((oracle) => ({ entry, oracle })));
    assert.ok(found.length > 0);
    for (const { entry, oracle } of found) {
      const loaded = await loadModel(languageOf(root), uriOf(root, entry), { scenario: oracle.scenario });
      assert.ok(loaded.ok);
      const { start, round, end } = loaded.model.phases;
      const most = Math.max(...[...start, ...round, ...end].map(({ kind, actions }) => (kind === 'act' ? actions.length : 0)));
      assert.ok(most <= 1, `${entry.id}: ${oracle.scenario}.${oracle.expectation} is true with any acts: write \`carried_by: null\``);
    }
  });

  it('are in the README of each result and in no other, and on their page', () => {
    for (const entry of entries) {
      const readme = readFileSync(join(root, READ_ME(entry.id)), 'utf8');
      const cards = entry.level === 'result' ? keptCardsOf(root, entry.id) : null;
      assert.equal(readme, withCards(readme, cards), `${entry.id}: run node scripts/gallery.mjs --page`);
    }
    const shown = results.map((entry) => ({ entry, cards: keptCardsOf(root, entry.id)! }));
    assert.equal(readFileSync(join(root, 'docs/gallery-cards.md'), 'utf8'), cardsPage(shown), 'run node scripts/gallery.mjs --page');
  });

  for (const [id, scenario] of REPLAYED)
    it(`are what ${id}.${scenario} gives when it is verified again`, async () => {
      const entry = entries.find((one) => one.id === id)!;
      const isWanted = ({ id: claim }: { readonly id: string }): boolean => claim.startsWith(`${scenario}.`);
      const { cards } = keptCardsOf(root, id)!;
      const again = await verifyEntry(entry, uriOf(root, entry), languageOf(root), null, isWanted, cards);
      const kept = cards.filter(isWanted);
      assert.ok(kept.length > 0);
      assert.deepEqual(again.cards, kept);
    });
});

describe('what a result may claim', () => {
  const entry = (carriedBy: 'identity' | 'wired' | 'null'): GalleryEntry => ({
    ...results[0]!,
    id: 'two',
    oracles: [{ scenario: 'eats', expectation: 'left', says: 'x', value: null, theirs: '4', carriedBy }],
  });
  const nulls = (random: KeptCard['others'][number]['is'], isolated = random): KeptCard['others'] =>
    [
      ['random acts', random],
      ['isolated agents', isolated],
    ].map(([name, is]) => ({ with: name!, kind: 'null', effect: 1, n: 10, held: 10, is: is as KeptCard['others'][number]['is'] }));
  const cards = (others: KeptCard['others'], verdict: KeptCard['verdict'] = 'holds'): EntryCards => ({
    sources: {},
    cards: [
      { id: 'eats.left', says: 'fish == 4', verdict, sentence: 'So it is.', p: null, alone: null, written: null, interval: null, others },
    ],
  });

  it('needs a card that supports it', () => {
    assert.deepEqual(wrongCards(entry('wired'), cards(nulls('no'))), []);
    assert.match(wrongCards(entry('wired'), cards(nulls('no'), 'not_shown'))[0]!, /eats\.left is not shown\. So it is\./);
    assert.match(wrongCards(entry('wired'), { sources: {}, cards: [] })[0]!, /has no card/);
  });

  it('is more than random acts give, unless it is a value or a rule of the world', () => {
    const asMuch = wrongCards(entry('wired'), cards(nulls('unclear', 'no')));
    assert.match(asMuch[0]!, /is not clearly smaller with random acts: write `carried_by: null`/);
    assert.match(asMuch[1]!, /write `level: protocol`/);
    assert.deepEqual(wrongCards(entry('identity'), cards(nulls('unclear', 'no'))), []);
    assert.deepEqual(wrongCards(entry('wired'), cards(nulls('same'))), [], 'no null run changes it');
    assert.match(wrongCards(entry('null'), cards(nulls('larger')))[0]!, /write `level: protocol`/);
  });
});
