/** Text from users and models stays text in Markdown. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { literal } from '../../../src/core/formats/markdown.js';

describe('text in Markdown', () => {
  it('has no markup and no links', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['Plain words, 3 of them (really) - yes!', 'Plain words, 3 of them (really) - yes!'],
      ['a | b', 'a \\| b'],
      ['*bold* _it_ `code` ~gone~', '\\*bold\\* \\_it\\_ \\`code\\` \\~gone\\~'],
      ['[here](https://a.example)', '\\[here\\](https\\://a.example)'],
      ['![x](y)', '!\\[x\\](y)'],
      ['www.a.example, me@a.example', 'www\\.a.example, me\\@a.example'],
      ['<b>&amp;</b>', '&lt;b>&amp;amp;&lt;/b>'],
      ['# head', '\\# head'],
      ['- item', '\\- item'],
      ['> said', '\\> said'],
      ['1. one', '1\\. one'],
      ['back\\slash', 'back\\\\slash'],
      ['two\nlines\u001b[31m', 'two lines \\[31m'],
    ];
    for (const [text, safe] of cases) assert.equal(literal(text), safe);
  });
});
