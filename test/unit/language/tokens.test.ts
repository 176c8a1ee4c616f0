/** The token estimate against real tokenizers: its error is what it says it is, on texts that it was not fitted on. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { estimateSize, estimateTokens } from '../../../src/language/tokens.js';
import { fittedOn, type Passage, testedOn, tokensOf } from '../../support/tokenCorpus.js';
import { measure, STATED } from '../../support/tokenErrors.js';

const percent = (share: number): string => `${Math.round(share * 100)} %`;

describe('token estimate', () => {
  let passages: readonly Passage[] = [];
  before(async function () {
    this.timeout(60_000);
    passages = await testedOn();
  });

  for (const { kinds, middle, most } of STATED) {
    it(`is within ${percent(middle)} in the middle and ${percent(most)} in 95 of 100: ${kinds.join(', ')}`, () => {
      const some = passages.filter(({ kind }) => kinds.includes(kind));
      for (const kind of kinds)
        assert.ok(
          some.some((p) => p.kind === kind),
          `no passage of ${kind}`,
        );
      const found = measure(some);
      assert.ok(found.middle <= middle + 0.005, `middle ${found.middle}`);
      assert.ok(found.most <= most + 0.005, `most ${found.most}`);
    });
  }

  it('is tested on every kind of text', () => {
    const stated = new Set(STATED.flatMap(({ kinds }) => kinds));
    for (const { kind } of passages) assert.ok(stated.has(kind), kind);
  });

  it('states in its source and in the docs the numbers of this test', () => {
    const source = readFileSync('src/language/tokens.ts', 'utf8');
    const docs = readFileSync('docs/prompts.md', 'utf8');
    for (const { middle, most } of STATED) {
      assert.match(source, new RegExp(` ${percent(middle)}\\s+${percent(most)}\n`));
      assert.ok(docs.includes(`| ${percent(middle)} | ${percent(most)} |`), `${percent(middle)} ${percent(most)}`);
    }
  });

  it('is tested only on texts that it was not fitted on', () => {
    const seen = new Set(fittedOn().map(({ text }) => text));
    for (const { kind, text } of passages) assert.ok(!seen.has(text), `${kind}: ${text.slice(0, 40)}`);
  });

  it('has an interval that contains the true number in at least 93 of 100 passages', () => {
    const inside = passages.filter(({ text }) => {
      const { tokens, error } = estimateSize(text);
      return Math.abs(tokens - tokensOf(text)) <= error * tokens + 1;
    });
    assert.ok(inside.length >= 0.93 * passages.length, `${inside.length} of ${passages.length}`);
  });

  it('is more certain for English than for other languages', () => {
    assert.ok(estimateSize('The bakery on the corner opens at six, and she can see the light.').error < 0.11);
    assert.ok(estimateSize('Die kleine Bäckerei an der Ecke öffnet um sechs Uhr und das ist früh.').error > 0.14);
    assert.ok(estimateSize('街角的小面包店六点开门').error > 0.18);
  });

  it('is 0 for an empty text and more for any character', () => {
    assert.equal(estimateTokens(''), 0);
    for (const text of ['a', '7', '。', 'ქართული', '🙂', '\n']) assert.ok(estimateTokens(text) >= (text === '。' ? 0 : 1), text);
  });
});
