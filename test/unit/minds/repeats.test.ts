/** A society rarely repeats a text: whole runs of the example, round by round. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { MindAnswer } from '../../../src/engine/model/mind.js';
import { builtinMind } from '../../../src/minds/builtin/index.js';
import { modelOf, playWith } from '../../support/worlds.js';
import { book } from './builtinSupport.js';

const sentences = (text: string): readonly string[] => text.split(/(?<=[.!?]) /);

/** The messages of each round. */
async function said(seed: number): Promise<readonly (readonly string[])[]> {
  const mind = builtinMind(book);
  const model = await modelOf(readFileSync('examples/making_friends.society', 'utf8'), { seed });
  const timeline = await playWith(model, (question) => (mind.ask(question, neverCancelled) as MindAnswer).value!);
  const rounds: string[][] = [];
  for (const event of timeline.events) {
    if (event.type === 'round.started') rounds.push([]);
    if (event.type === 'message.sent' && event.kind === 'said') rounds.at(-1)!.push(event.text);
  }
  return rounds;
}

describe('twenty people in twenty rounds', function () {
  this.timeout(30_000);

  it('rarely repeat a text in one round (at most 1 in 200), and never one sentence twice in a row', async () => {
    let all = 0;
    let twice = 0;
    for (const seed of [1, 2, 3])
      for (const round of await said(seed)) {
        all += round.length;
        twice += round.length - new Set(round).size;
        for (const text of round) assert.equal(new Set(sentences(text)).size, sentences(text).length, text);
      }
    assert.ok(all > 600 && twice <= all / 200, `${twice} of ${all}`);
  });
});
