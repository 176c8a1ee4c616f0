/** Whether agents recognise a study: by words in the language of the society, by a pattern, and by a judge. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { loadModel } from '../../../src/runs/load/load.js';
import { leadingRow } from '../../../src/runs/claims/beside/leadingRow.js';
import { recogniser } from '../../../src/runs/claims/beside/awarenessRow.js';
import type { ExpectationClaim } from '../../../src/runs/claims/claim.js';
import { MAIN, opened } from '../../support/experiments.js';

const claimOf = (says: string, id: string): ExpectationClaim => ({
  ...{ kind: 'expectation', id, says, scenario: 'meet', expectation: 'more' },
  ...{ rule: { kind: 'test', of: 20, level: 0.05 }, hasMargin: true, matters: null },
});

describe('words of a claim in answers and prompts', () => {
  const CASES: readonly (readonly [language: string, says: string, names: string, other: string])[] = [
    ['en', 'cooperation > 0.5', 'Whether people cooperate.', 'Whether people corporate.'],
    ['de', 'kooperation > 0.5', 'Es geht darum, ob wir kooperieren.', 'Es geht um Korporationen.'],
    ['de-AT', 'kooperation > 0.5', 'Es geht darum, ob wir kooperieren.', 'Ich weiß es nicht.'],
    ['es', 'cooperacion > 0.5', 'Si cooperamos o no.', 'Si las personas copian.'],
    ['zh', '合作 > 0.5', '这里看的是人们是否合作。', '我不知道。'],
    ['ja', '協力 > 0.5', '人々が協力するかどうか。', 'わかりません。'],
  ];

  it('are found in any form that the language of the society gives them', () => {
    for (const [language, says, names, other] of CASES) {
      const recognises = recogniser(claimOf(says, 'meet.more'), new Set(), language);
      assert.deepEqual([recognises(names), recognises(other)], [true, false], language);
    }
    assert.equal(recogniser(claimOf('kooperation > 0.5', 'meet.more'), new Set(), 'en')(CASES[1]![2]), false);
  });

  it('are counted in first prompts by that language', async () => {
    const text = (language: string): string => `society: 1
language: ${language}
imports: [library/feed]
personas: { ada: { name: Ada }, ben: { name: Ben } }
scenarios: { meet: { world: feed, premise: Im Dorf kooperieren alle., rounds: 1, expect: { more: { that: messages > 1 } } } }
`;
    const named = async (language: string): Promise<string | undefined> => {
      const loaded = await loadModel(opened(text(language)), MAIN);
      assert.ok(loaded.ok);
      return leadingRow(claimOf('kooperation > 0.5', 'meet.more'), loaded.model, []).lines.at(-1);
    };
    assert.equal(await named('de'), '2 of 2 first prompts have a word of the claim: `kooperieren`.');
    assert.equal(await named('en'), '0 of 2 first prompts have a word of the claim.');
  });
});
