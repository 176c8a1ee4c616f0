import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { segments, shorten } from '../../../webview/conversation/messageText.js';

const ada = { agent: 1, id: 'ada', name: 'Ada Okafor' };
const jo = { agent: 2, id: 'jo', name: 'Jo' };
const named = (text: string): (readonly [string, number])[] =>
  segments(text, [ada, jo]).flatMap(({ text: part, agent }) => (agent === null ? [] : [[part, agent] as const]));

describe('texts of the conversation', () => {
  it('find mentions by full name, first name and id, with or without @', () => {
    assert.deepEqual(named('@Ada, ask Ada Okafor or @ada. @Jo agrees.'), [
      ['@Ada', 1],
      ['Ada Okafor', 1],
      ['@ada', 1],
      ['@Jo', 2],
    ]);
  });

  it('find no mention inside another word', () => {
    assert.deepEqual(named('Canada and joking, adapt, x@ada'), []);
  });

  it('keep every character of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, name) => {
        const parts = segments(text, [ada, { agent: 0, id: 'x', name }]);
        assert.equal(parts.map((part) => part.text).join(''), text);
      }),
    );
  });

  it('are shown in part when they are very long, never cut inside a character', () => {
    assert.equal(shorten('short'), 'short');
    assert.equal(shorten('w'.repeat(10_000)).length, 600);
    assert.ok(shorten('one two '.repeat(400)).endsWith('two') || shorten('one two '.repeat(400)).endsWith('one'));
    assert.ok(shorten('line\n'.repeat(100)).split('\n').length < 15);
    assert.doesNotMatch(shorten(`a${'🎉'.repeat(1000)}`), /\p{Surrogate}/u);
  });
});
