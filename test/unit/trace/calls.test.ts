/** The calls of a run as its folder has them, whatever became of the file. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type CallsKnown, earlierLine, readCalls, sentLine, settledLine } from '../../../src/trace/calls.js';

const took = (calls: number, input: number, unsure = 0) => ({ calls, input, output: 0, money: 0, unsure });

describe('the calls of a folder', () => {
  it('have the last state of each call, in the order in which they were sent', () => {
    const text = [
      earlierLine({ about: null, took: took(7, 70) }),
      sentLine('a-1', 'ada', took(1, 90, 1)),
      sentLine('a-2', 'ben', took(1, 80, 1)),
      settledLine('a-1', took(1, 9)),
      settledLine('b-1', took(1, 5)),
    ].join('');
    const wanted: readonly CallsKnown<string>[] = [
      { about: null, took: took(7, 70) },
      { about: 'ada', took: took(1, 9) },
      { about: 'ben', took: took(1, 80, 1) },
      { about: null, took: took(1, 5) },
    ];
    assert.deepEqual(readCalls(text), wanted);
    assert.deepEqual(readCalls(text.slice(0, -3)), wanted.slice(0, 3), 'a line that was cut off says nothing');
  });

  it('are rejected without a number, because a sum of them would never reach a limit', () => {
    const broken = [
      '{"took":{"calls":1}}',
      '{"took":{"calls":1,"input":"9","output":0,"money":0,"unsure":0}}',
      '{"took":null}',
      '7',
      'null',
    ];
    assert.deepEqual(readCalls(`${broken.join('\n')}\n${settledLine('a-1', took(1, 9))}`), [{ about: null, took: took(1, 9) }]);
  });
});
