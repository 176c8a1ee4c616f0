/** Places of problems while their text is edited: applied to real texts, they stay with their words. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Position, Range } from '../../../src/core/util/textPosition.js';
import { type Edit, movedRange } from '../../../src/vscode/run/movedRange.js';

const TEXT = 'one two\nthree four\nfive six\n';

const positionOf = (text: string, offset: number): Position => {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)!.length };
};
const rangeOf = (text: string, words: string): Range => {
  const start = text.indexOf(words);
  return { start: positionOf(text, start), end: positionOf(text, start + words.length) };
};
const edit = (words: string, text: string): Edit => ({ range: rangeOf(TEXT, words), text });
const edited = (edits: readonly (readonly [string, string])[]): string =>
  edits.reduce((text, [words, to]) => text.replace(words, to), TEXT);

describe('the place of a problem', () => {
  const moves: readonly (readonly (readonly [string, string])[])[] = [
    [['one', 'a\nb\nc']],
    [['three ', '']],
    [['three', 'x\ny']],
    [['two\nthree', 'z']],
    [['six', 'seven\neight']],
    [
      ['one', 'longer\n'],
      ['three', 'r'],
      ['six', ''],
    ],
  ];
  for (const edits of moves)
    it(`stays with its words after ${JSON.stringify(edits)}`, () => {
      const range = movedRange(
        rangeOf(TEXT, 'four'),
        edits.map(([words, to]) => edit(words, to)),
      );
      assert.deepEqual(range, rangeOf(edited(edits), 'four'));
    });

  for (const words of ['four', 'ou', 'three four', 'four\nfive', 'TEXT'])
    it(`is removed after ${JSON.stringify(words)} is edited`, () => {
      const whole = words === 'TEXT' ? { range: rangeOf(TEXT, TEXT), text: '' } : edit(words, 'new');
      assert.equal(movedRange(rangeOf(TEXT, 'four'), [whole]), null);
    });

  it('is removed after text is typed in it, or at its edges', () => {
    const { start, end } = rangeOf(TEXT, 'four');
    for (const at of [start, { line: start.line, character: start.character + 1 }, end])
      assert.equal(movedRange({ start, end }, [{ range: { start: at, end: at }, text: 'x' }]), null);
  });
});
