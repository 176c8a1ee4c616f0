/** The lines of batches: each batch once, with its id at the server if that was written; broken lines say nothing. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { begunLine, readBatches, uploadedLine } from '../../../src/trace/index.js';

const first = { job: 'a-b1', mind: 'lab', file: 'file-1', entries: [['q1', 'a-1'] as const, ['q2', 'a-2'] as const] };
const second = { job: 'a-b2', mind: 'lab', file: 'file-2', entries: [['q3', 'a-3'] as const] };

describe('the batches of a folder', () => {
  it('are read with the ids that the server gave them', () => {
    const text = uploadedLine(first) + uploadedLine(second) + begunLine('a-b1', 'batch_7');
    assert.deepEqual(readBatches(text), [
      { ...first, batch: 'batch_7' },
      { ...second, batch: null },
    ]);
  });

  it('leave out lines that are cut off, changed, or about an unknown batch', () => {
    const cut = uploadedLine(first) + begunLine('a-b1', 'batch_7').slice(0, -4);
    assert.deepEqual(readBatches(cut), [{ ...first, batch: null }]);
    assert.deepEqual(readBatches(uploadedLine(first).replace('file-1', 'file-9')), []);
    assert.deepEqual(readBatches(`${begunLine('a-b9', 'batch_7')}null\n[]\n{"job":3}\n`), []);
  });
});
