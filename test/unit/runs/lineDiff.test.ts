/** Edits by lines: they make one text of the other, and what they do not touch stays with its words. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Range } from '../../../src/core/util/textPosition.js';
import { type LineEdit, lineEdits } from '../../../src/runs/forks/lineDiff.js';
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
  it('make one text of the other', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        assert.deepEqual(applied(before, lineEdits(before, after)), after.split('\n'));
      }),
    );
  });

  it('are none between equal texts, whatever ends their lines', () => {
    assert.deepEqual(lineEdits('one\r\ntwo\r\n', 'one\ntwo\n'), []);
  });

  it('take with them what stands on other lines, and nothing that stood on theirs', () => {
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

  it('leave alone what stands around one line that is edited', () => {
    const before = ['a', 'b', 'c', 'd'].join('\n');
    assert.deepEqual(lineEdits(before, before.replace('b', 'x\ny')), [
      { range: { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } }, text: 'x\ny\n' },
    ]);
  });
});
