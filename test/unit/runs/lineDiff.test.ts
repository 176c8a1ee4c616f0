/** Edits by lines: they make one text of the other, and what they do not touch stays with its words. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Range } from '../../../src/core/util/textPosition.js';
import { alignment, type LineEdit, lineDiff, lineEdits, MOST_EDITS } from '../../../src/runs/forks/lineDiff.js';
import { movedRange } from '../../../src/vscode/run/movedRange.js';

/** Whole lines taken out and put in, from the back. */
function applied(before: string, edits: readonly LineEdit[]): readonly string[] {
  const lines = before.split('\n');
  for (const { range, text } of [...edits].reverse())
    lines.splice(range.start.line, range.end.line - range.start.line, ...(text === '' ? [] : text.slice(0, -1).split('\n')));
  return lines;
}

const texts = fc.array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 12 }).map((lines) => lines.join('\n'));

describe('edits by lines', () => {
  it('change one text into the other', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        assert.deepEqual(applied(before, lineEdits(before, after)), after.split('\n'));
      }),
    );
  });

  it('are empty for equal texts, with any line ends', () => {
    assert.deepEqual(lineEdits('one\r\ntwo\r\n', 'one\ntwo\n'), []);
  });

  it('include text that moved to other lines, and nothing that was on theirs', () => {
    const lines = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const [a, b] = [before, after].map((some) => some.map((n) => `  line ${n}.`));
        const edits = lineEdits(a!.join('\n'), b!.join('\n'));
        for (const [i, text] of a!.entries()) {
          const range: Range = { start: { line: i, character: 2 }, end: { line: i, character: text.length } };
          const moved = movedRange(range, edits);
          if (moved) assert.equal(b![moved.start.line], text);
          else assert.ok(edits.some(({ range: { start, end } }) => start.line <= i && i < end.line));
        }
      }),
    );
  });

  it('leave unchanged the text around one line that is edited', () => {
    const before = ['a', 'b', 'c', 'd'].join('\n');
    assert.deepEqual(lineEdits(before, before.replace('b', 'x\ny')), [
      { range: { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } }, text: 'x\ny\n' },
    ]);
  });
});

describe('alignment', () => {
  const list = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });

  it('keeps both lists and the longest common subsequence', () => {
    fc.assert(
      fc.property(list, list, (a, b) => {
        const steps = alignment(a, b)!;
        const without = (sign: string): readonly string[] => steps.filter((step) => step.sign !== sign).map(({ item }) => item);
        assert.deepEqual([without('+'), without('-')], [a, b]);
        assert.equal(steps.filter(({ sign }) => sign === ' ').length, longestCommon(a, b));
      }),
    );
  });

  it('aligns any lists of 1,000 items each', () => {
    const [a, b] = ['a', 'b'].map((name) => Array.from({ length: 1_000 }, (_, i) => `${name}${i}`));
    assert.equal(alignment(a!, b!)?.length, 2_000);
  });

  it('gives up on 5,000 changed lines after a bounded number of comparisons', () => {
    const lines = (name: string): readonly string[] => Array.from({ length: 5_000 }, (_, i) => `${name} ${i}`);
    let comparisons = 0;
    const steps = alignment(lines('old'), lines('new'), (x, y) => {
      comparisons++;
      return x === y;
    });
    assert.equal(steps, null);
    assert.ok(comparisons > 0 && comparisons <= 5_000 + ((MOST_EDITS + 1) * (MOST_EDITS + 2)) / 2, String(comparisons));
    const shown = lineDiff(lines('old').join('\n'), lines('new').join('\n'));
    assert.deepEqual([shown.length, shown[0], shown[1], shown[5_001]], [10_001, '@@ -1 +1 @@', '-old 0', '+new 0']);
  });
});

/** The length of the longest common subsequence, by the textbook recursion. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (const [i, x] of a.entries())
    for (const [j, y] of b.entries()) table[i + 1]![j + 1] = x === y ? table[i]![j]! + 1 : Math.max(table[i]![j + 1]!, table[i + 1]![j]!);
  return table[a.length]![b.length]!;
}
