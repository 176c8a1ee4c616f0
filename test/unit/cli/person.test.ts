/** A person at a terminal: lines in, lists out. */
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { terminalPerson } from '../../../src/cli/terminal/person.js';
import { CancellationSource, neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { Question } from '../../../src/engine/model/question.js';
import type { Situation } from '../../../src/engine/model/situationTypes.js';
import { question } from '../minds/openaiSupport.js';

const options: Situation['options'] = [
  { action: 'post', does: 'Write.', kind: 'message' },
  { action: 'nothing', does: 'Pass.', kind: 'nothing' },
];
const asked: Question = { ...question(), situation: { ...question().situation, options } };

function terminal(): { input: PassThrough; shown: () => string; ask: ReturnType<typeof terminalPerson> } {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let text = '';
  output.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { input, shown: () => text, ask: terminalPerson(input, output) };
}

describe('a person at the terminal', () => {
  it('sees what the agent sees, picks by number and writes', async () => {
    const { input, shown, ask } = terminal();
    input.write('3\n1\n\nHello all.\n');
    assert.deepEqual(await ask(asked, neverCancelled), { kind: 'answer', value: { action: 'post', text: 'Hello all.' } });
    assert.match(shown(), /You take part in a forum\.\n\nIt is round 1\./);
    assert.doesNotMatch(shown(), /This was cut/);
    assert.match(
      shown(),
      /Ada, round 1: action\n {2}1\. post \(Write\.\)\n {2}2\. nothing \(Pass\.\)\na number> Write numbers from 1 to 2\./,
    );
    assert.match(shown(), /Ada, round 1: text\nWrite\.\n> Write what is said\.\n> $/);
    input.write('2\n');
    assert.deepEqual(await ask(asked, neverCancelled), { kind: 'answer', value: { action: 'nothing' } });
  });

  it('passes the turn at the end of the input, and when the run is stopped', async () => {
    const { input, ask } = terminal();
    const source = new CancellationSource();
    const waiting = ask(asked, source.token);
    await new Promise(setImmediate);
    source.cancel();
    assert.deepEqual(await waiting, { kind: 'passed' });
    const last = ask(asked, neverCancelled);
    input.end();
    assert.deepEqual(await last, { kind: 'passed' });
    assert.deepEqual(await ask(asked, neverCancelled), { kind: 'passed' });
  });

  it('sees no characters that control the terminal', async () => {
    const { input, shown, ask } = terminal();
    input.end('2\n');
    const evil = { ...asked, parts: () => [{ ...asked.parts()[0]!, text: 'a\u001b[2Jb' }] };
    await ask(evil, neverCancelled);
    assert.ok(!shown().includes('\u001b'));
  });
});
