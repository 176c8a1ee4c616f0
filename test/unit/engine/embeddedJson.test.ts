import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Json } from '../../../src/core/util/json.js';
import { rng } from '../../../src/core/random/rng.js';
import { embeddedJson } from '../../../src/engine/observation/embeddedJson.js';

/** The definition, word for word: from each brace on, the text up to the brace that balances it. Takes the square of its length. */
function byDefinition(text: string): Json | undefined {
  for (let start = text.indexOf('{'); start >= 0; start = text.indexOf('{', start + 1)) {
    let [depth, quoted] = [0, false];
    for (let i = start; i < text.length; i++) {
      if (quoted && text[i] === '\\') i++;
      else if (text[i] === '"') quoted = !quoted;
      else if (!quoted && text[i] === '{') depth++;
      else if (!quoted && text[i] === '}' && --depth === 0) {
        try {
          return JSON.parse(text.slice(start, i + 1)) as Json;
        } catch {
          break;
        }
      }
    }
  }
  return undefined;
}

describe('JSON in a text around it', () => {
  it('is found as its definition says, in 20,000 random texts of its significant characters', () => {
    const random = rng(1, 'texts');
    const pieces = ['{', '}', '"', '\\', '{"a":1}', '{"b":{"c":"}"}}', ':', ' ', 'so ', '{}', '"x":', '\n', '[', '{ '];
    let found = 0;
    for (let n = 0; n < 20_000; n++) {
      const length = 1 + Math.floor(random() * 14);
      const text = Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)]).join('');
      const value = embeddedJson(text);
      assert.deepEqual(value, byDefinition(text), text);
      if (value !== undefined) found++;
    }
    assert.ok(found > 5_000, `${found} texts held a value`);
  });

  it('is found after two hundred thousand braces that are never closed', () => {
    assert.deepEqual(embeddedJson(`${'{'.repeat(200_000)} {"action":"post"}`), { action: 'post' });
  });

  const hostile: readonly (readonly [string, string])[] = [
    ['braces within braces', `${'{'.repeat(60_000)}x${'}'.repeat(60_000)}`],
    ['objects within objects around a fault', `${'{"a":'.repeat(60_000)}x${'}'.repeat(60_000)}`],
    ['braces between quotes', '{"'.repeat(100_000)],
    ['quotes and strokes by turns', '{"\\" '.repeat(60_000)],
    ['braces in quotes that hide each other', '{"{\\"{"\\'.repeat(40_000)],
  ];
  for (const [name, text] of hostile)
    it(`takes bounded work: ${name}`, () => {
      assert.equal(embeddedJson(text), undefined);
    });
});
