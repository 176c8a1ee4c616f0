/** The rumour of examples/rumour.society: it spreads by word of mouth, and belief with it, except where no agent hears another. */
import { agentsOf } from '../../support/agents.js';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { like } from '../../../src/analysis/talk/textPattern.js';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { Json } from '../../../src/core/util/json.js';
import type { Timeline } from '../../../src/core/events/timeline.js';
import type { CompileOptions, MindAnswer } from '../../../src/engine/index.js';
import { builtinMind } from '../../../src/minds/builtin/index.js';
import { eventsOf, modelOf, playWith } from '../../support/worlds.js';
import { book } from '../minds/builtinSupport.js';

const TEXT = readFileSync('examples/rumour.society', 'utf8');
const mind = builtinMind(book);

const runs = new Map<string, Promise<Timeline>>();

/** The scenario to its end, once for each seed and null run. */
function run(options: CompileOptions): Promise<Timeline> {
  const key = JSON.stringify(options);
  const known =
    runs.get(key) ??
    modelOf(TEXT, { like, ...options }).then((model) =>
      playWith(model, (question): Json => (mind.ask(question, neverCancelled) as MindAnswer).value ?? null),
    );
  runs.set(key, known);
  return known;
}

const series = (timeline: Timeline, measure: string): readonly (number | null)[] =>
  timeline.head.measures.find((one) => one.measure === measure)!.values;
const last = (timeline: Timeline, measure: string): number => series(timeline, measure).at(-1) ?? Number.NaN;
const first = (timeline: Timeline, measure: string): number => series(timeline, measure)[0] ?? Number.NaN;

const SEEDS = [1, 2, 3, 4];

describe('a rumour', function () {
  this.timeout(120_000);

  for (const seed of SEEDS)
    it(`spreads belief further than where no agent hears another, seed ${seed}`, async () => {
      const [talk, alone] = [
        await run({ scenario: 'at_the_edge', seed }),
        await run({ scenario: 'at_the_edge', seed, nulls: ['isolated'] }),
      ];
      assert.equal(last(alone, 'reached'), 0);
      assert.equal(last(alone, 'believers'), 3 / 40, 'the three with whom it is planted');
      assert.ok(last(talk, 'reached') > 0.15, `reached ${last(talk, 'reached')}`);
      assert.ok(last(talk, 'belief_mean') > last(alone, 'belief_mean') + 0.1, `belief ${last(talk, 'belief_mean')}`);
      assert.ok(last(talk, 'believers') > last(alone, 'believers'));
      assert.equal(first(talk, 'believers'), 0, 'nobody believes it before it is planted');
    });

  it('is given to three agents, who differ between the arms, and surveys are taken at the start, every five rounds and at the end', async () => {
    const planted = new Set<string>();
    for (const scenario of ['at_hubs', 'at_the_edge']) {
      const timeline = await run({ scenario, seed: 1 });
      const [intervention, ...more] = eventsOf(timeline, 'intervention.applied');
      assert.deepEqual(more, []);
      assert.equal(intervention?.to.length, 3);
      for (const id of intervention!.to) planted.add(id);
      assert.equal(eventsOf(timeline, 'survey.answered').length, 40 * 6);
      assert.deepEqual(eventsOf(timeline, 'fault'), []);
    }
    assert.equal(planted.size, 6);
  });

  it('is coded in the messages of those who pass it on, and heard only by their acquaintances', async () => {
    const timeline = await run({ scenario: 'at_the_edge', seed: 2 });
    const coded = eventsOf(timeline, 'code.assigned').filter(({ value }) => value === true);
    const sent = new Map(eventsOf(timeline, 'message.sent').map((message) => [message.id, message]));
    assert.ok(coded.length > 5);
    for (const { message } of coded) assert.match(sent.get(message)!.text, /pitch.*built over/i);
    const heard = new Set(coded.flatMap(({ message }) => sent.get(message)!.to));
    const met = agentsOf(timeline.head)
      .filter(({ seenCodes }) => seenCodes.passes_it_on === true)
      .map(({ id }) => id);
    assert.ok(met.length > 5 && met.every((id) => heard.has(id)));
    assert.ok(coded.every(({ message }) => sent.get(message)!.audience !== 'public'));
  });
});
