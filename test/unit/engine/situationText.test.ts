/** What a question's hash is made of, told against the platform's own JSON in societies that have nearly all a situation can hold. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Json } from '../../../src/core/util/json.js';
import { asker } from '../../../src/engine/index.js';
import type { Situation } from '../../../src/engine/model/situationTypes.js';
import { leastValue, type Schema } from '../../support/leastAnswer.js';
import { sha256 } from '../../support/societies.js';
import { modelOf, playWith } from '../../support/worlds.js';

const PEOPLE =
  'personas: { ada: { name: Ada, secrets: { bakes: { text: Bakes at night. } } }, ben: { name: Ben }, cleo: { name: Cleo }, dan: { name: Dan } }';
const TIES = 'ties: { friendship: { among: all, change: { rule: evidence } } }';

const WORLDS: readonly (readonly [string, string])[] = [
  ['feed', `${TIES}\nscenarios: { s: { world: { use: feed, with: { topic: Our street } }, rounds: 4 } }`],
  ['commons', 'scenarios: { s: { world: commons, rounds: 2 } }'],
  ['donor', 'scenarios: { s: { world: donor, rounds: 3 } }'],
  ['debate', 'scenarios: { s: { world: { use: debate, with: { statement: Trams. } }, rounds: 2 } }'],
  ['network_formation', 'scenarios: { s: { world: network_formation, rounds: 3 } }'],
];

/** Situations as they were asked, each with the text whose hash is its question's. */
async function asked(world: string, rest: string): Promise<readonly (readonly [Situation, string])[]> {
  const texts: string[] = [];
  const asks = asker(
    (text) => {
      texts.push(text);
      return sha256(text);
    },
    () => false,
  );
  const found: (readonly [Situation, string])[] = [];
  const model = await modelOf(`society: 1\nimports: [library/${world}]\n${PEOPLE}\n${rest}\n`);
  await playWith(
    model,
    (question) => {
      found.push([question.situation, texts.find((text) => sha256(text) === question.hash) ?? '']);
      return leastValue(question.answer as Schema) as Json;
    },
    asks,
  );
  return found;
}

/** What the text says last: all that is no digest. */
const said = (text: string): string => text.slice(text.indexOf('|{"purpose":') + 1);

/** The same by the platform, in the same order. */
function told(s: Situation): string {
  const { purpose, round, rounds, phase, language, vars, own, part, secrets, kept, partner, pairRole, company, turn, past, cut } = s;
  const { known, rewards, advice, options, riders, next, mayEnd, ask } = s;
  const first = { purpose, round, rounds, phase, language, vars, own, part, secrets, kept, partner, pairRole, company, turn, past, cut };
  return JSON.stringify({ ...first, known, rewards, advice, options, riders, next, mayEnd, ask });
}

describe('the text of a situation', () => {
  for (const [world, rest] of WORLDS)
    it(`equals the text of its JSON, except digests: ${world}`, async () => {
      const all = await asked(world, rest);
      assert.ok(all.length > 0);
      for (const [situation, text] of all) assert.equal(said(text), told(situation));
    });

  it('changes with each word that it has by digest', async () => {
    const [before, after] = [await asked('feed', WORLDS[0]![1]), await asked('feed', WORLDS[0]![1].replace('Our street', 'Your street'))];
    assert.equal(said(before[0]![1]), said(after[0]![1]));
    assert.notEqual(before[0]![1], after[0]![1]);
  });
});
