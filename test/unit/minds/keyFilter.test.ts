/** Keys in texts of servers: every spelling is removed, whatever is around it, and nothing else. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { KEY_MARK, keyFilter } from '../../../src/minds/trust/keyFilter.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('a filter of keys', () => {
  const keys = fc.stringMatching(/^[A-Za-z0-9+/_."=-]{12,60}$/);
  const around = fc.string({ unit: 'grapheme', maxLength: 20 });

  it('finds a key at any place, in any spelling', () => {
    const spellings: readonly ((text: string) => string)[] = [
      (text) => text,
      encodeURIComponent,
      (text) => JSON.stringify(text),
      (text) => JSON.stringify(JSON.stringify(text)),
      (text) => Buffer.from(text).toString('hex'),
    ];
    fc.assert(
      fc.property(keys, around, around, fc.constantFrom(...spellings), (key, before, after, spelled) => {
        const clean = keyFilter(key).text(`${before} ${spelled(key)} ${after}`);
        assert.ok(clean.includes(KEY_MARK) && !clean.includes(spelled(key)));
      }),
    );
  });

  it('finds it in base64 of any text that contains it, and leaves nothing that can be decoded', () => {
    fc.assert(
      fc.property(keys, around, around, fc.boolean(), (key, before, after, safe) => {
        const encoded = Buffer.from(`${before}${key}${after}`).toString(safe ? 'base64url' : 'base64');
        assert.equal(keyFilter(key).text(encoded), KEY_MARK);
      }),
    );
  });

  it('changes no text without the key', () => {
    fc.assert(
      fc.property(keys, fc.string({ unit: 'grapheme' }), (key, text) => {
        fc.pre(!text.includes(key));
        assert.equal(keyFilter(key).text(text), text);
      }),
    );
    assert.equal(keyFilter('ollama').text('I run ollama here.'), 'I run ollama here.');
    assert.equal(keyFilter(null).text('anything'), 'anything');
  });

  it('shows nothing of a key that arrives letter by letter', () => {
    fc.assert(
      fc.property(keys, (key) => {
        const filter = keyFilter(key);
        for (const whole of [`a ${key} z`, `a ${JSON.stringify(JSON.stringify(key))} z`, `a ${base64(`xx${key}yy`)} z`]) {
          for (let length = 0; length <= whole.length; length++) {
            const shown = filter.begun(whole.slice(0, length));
            assert.ok(!shown.includes(key.slice(0, 6)), shown);
          }
          assert.ok(filter.begun(whole).endsWith(' z') || filter.begun(whole).includes(KEY_MARK));
        }
      }),
      { numRuns: 20 },
    );
  });

  it('cleans values of JSON, names too, and keeps what is not text', () => {
    const { json } = keyFilter('sk-planted-0123');
    assert.deepEqual(json({ a: ['Bearer sk-planted-0123', 1, null, true], 'sk-planted-0123': {} }), {
      a: [KEY_MARK, 1, null, true],
      [KEY_MARK]: {},
    });
  });

  it('takes time in proportion to the text, whatever that is', () => {
    const { text } = keyFilter('sk-planted-0123-aaaaaaaaaaaaaaaa');
    for (const sign of ['\\', '%25', 'a', 's', 'sk-planted-']) assert.equal(text(sign.repeat(300_000)).includes(KEY_MARK), false);
  });
});
