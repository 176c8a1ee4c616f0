/** Claim cards find what is planted in minds, and find nothing in minds without it. docs/evidence.md has the rates over 1,000 studies. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { cardText, shownCard } from '../../../src/runs/claims/cardText.js';
import { PLANTED_VERDICTS, verdictIn } from '../../support/plantedVerdicts.js';
import { type Found, foundIn, foundInAnswers, PLANTS, type Plant, plantedCard, plantedComparison } from '../../support/plantedTruths.js';

const STUDIES = 20;

/** How often each property is found in so many studies of a mind. */
function timesFound(plant: Plant): { readonly [F in keyof Found]: number } {
  const times = { effect: 0, wording: 0, options: 0, conformity: 0, awareness: 0, drift: 0 };
  for (let study = 1; study <= STUDIES; study++)
    for (const [one, isFound] of Object.entries(foundInAnswers(plant, study))) if (isFound) times[one as keyof Found]++;
  return times;
}

/** At a level of 5 %, 7 or more of 20 have a chance below 1 in 10,000. */
const MOST = 6;

describe('planted truths', () => {
  for (const plant of PLANTS)
    it(
      plant === 'nothing'
        ? 'a mind without any is left alone'
        : `${plant} is found, and conformity, awareness and drift only where they are`,
      () => {
        const times = timesFound(plant);
        if (plant !== 'nothing') assert.ok(times[plant] > STUDIES / 2, JSON.stringify(times));
        const others = plant === 'nothing' ? (Object.keys(times) as (keyof Found)[]) : (['conformity', 'awareness', 'drift'] as const);
        for (const other of others) if (other !== plant) assert.ok(times[other] <= MOST, `${other} in ${JSON.stringify(times)}`);
      },
    ).timeout(60_000);

  it('give claims of both kinds the verdict that is right, in most studies', () => {
    for (const planted of PLANTED_VERDICTS) {
      const kinds = Array.from({ length: 3 }, (_, study) => verdictIn(planted, study + 1));
      const right = kinds.filter((kind) => planted.right.includes(kind)).length;
      assert.ok(right >= 2, `${planted.claim}, ${planted.mind}: ${kinds.join(', ')}`);
    }
  }).timeout(60_000);

  it('reach the card through runs of the engine, with prompts in other words and orders', async () => {
    const card = await plantedCard('options', 1);
    const found = foundIn(card);
    assert.deepEqual([found.effect, found.options, found.wording], [true, true, false]);
    const text = cardText(shownCard(card, 'planted'));
    assert.match(
      text,
      /^sides\.leads: northern > 0\.5\n {2}DEPENDS ON A CONDITION\. The effect has the other sign under options in the opposite order\./,
    );
    assert.match(text, /Changed by options in the opposite order \(p = 0\.0\d\d\), corrected for 4 conditions \(Holm\)\./);
    assert.match(text, /Of the other wordings, 1 of 4 \(25 %\) turn the sign/);
    assert.match(text, /awareness +\d+ of 12 answers name what is studied/);
  }).timeout(120_000);

  it('reach the card of a comparison through runs of the engine', async () => {
    const [found, left] = [await plantedComparison('effect', 1), await plantedComparison('nothing', 1)];
    assert.equal(found.claim.id, 'harbours.northern.told');
    assert.deepEqual([found.verdict.kind, left.verdict.kind], ['holds', 'not_shown']);
  }).timeout(60_000);
});
