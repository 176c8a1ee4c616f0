/** Interviews: what an agent says at any moment, of what it knows then, and that nothing follows from it. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { CancellationSource, neverCancelled } from '../../../src/core/util/lifecycle.js';
import { canonical } from '../../../src/core/util/json.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import {
  advance,
  interview,
  type InterviewHost,
  interviewQuestion,
  type Mind,
  MindFault,
  type ScenarioModel,
  saidIn,
} from '../../../src/engine/index.js';
import { ask, lively, mindOf, sha256 } from '../../support/societies.js';
import { modelOf } from '../../support/worlds.js';

const FILE = `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada, interests: [bread], memories: [{ text: The oven is old. }, { text: Grace found my keys. }] }
  ben: { name: Ben }
  cleo: { name: Cleo }
ties: { friendship: { among: all, change: { rule: evidence } } }
scenarios: { s: { cast: all, world: feed, rounds: 4, premise: A forum., memory: { kind: stream, recall: 1, weights: { recency: 0, importance: 0, relevance: 1 } } } }
`;

const echo = mindOf(({ situation, occurrence }) => ({
  text: `${situation.self.id} ${situation.round} ${occurrence} ${situation.ask?.kind === 'interview' ? situation.ask.text : ''}`,
}));

const host = (mind: Mind = echo): InterviewHost => ({ sha256, minds: new Map([['builtin', mind]]), token: neverCancelled });

async function run(model: ScenarioModel, aside?: (timeline: Timeline) => Promise<unknown>): Promise<Timeline> {
  const timeline = new Timeline();
  const minds = new Map(model.minds.map(({ id }) => [id, lively]));
  const breathe = aside ? async (): Promise<void> => void (await aside(timeline)) : (): undefined => undefined;
  await advance(model, timeline, { ask, minds, token: new CancellationSource().token, concurrency: 4, breathe });
  return timeline;
}

describe('an interview', () => {
  it('changes nothing at any moment: the run has the same events as without it', async () => {
    const model = await modelOf(FILE);
    const without = canonical((await run(model)).events);
    let held = 0;
    const asked = await run(model, async (timeline) => {
      const { head } = timeline;
      if (head.roster.length === 0) return;
      const before = canonical({ ...head, roster: null } as never);
      const answers = await interview(model, head, { agent: 'ada', text: 'How is the oven?', samples: 2 }, host());
      assert.equal(answers.length, 2);
      assert.equal(canonical({ ...head, roster: null } as never), before);
      held++;
    });
    assert.ok(held > 50, String(held));
    assert.equal(sha256(canonical(asked.events)), sha256(without));
  });

  it('answers from its moment, once for each sample', async () => {
    const model = await modelOf(FILE);
    const { head, events } = await run(model);
    const early = Timeline.of(events.slice(0, events.findIndex((e) => e.type === 'round.ended') + 1)).head;
    assert.deepEqual(await interview(model, early, { agent: 'ben', text: 'Well?', samples: 3 }, host()), [
      { sample: 0, text: 'ben 1 0 Well?', reason: null },
      { sample: 1, text: 'ben 1 1 Well?', reason: null },
      { sample: 2, text: 'ben 1 2 Well?', reason: null },
    ]);
    assert.equal((await interview(model, head, { agent: 'ben', text: 'Well?' }, host()))[0]?.text, 'ben 4 0 Well?');
  });

  it('recalls memories about the question', async () => {
    const model = await modelOf(FILE);
    const { events } = await run(model);
    const start = Timeline.of(events.slice(0, events.findIndex((e) => e.type === 'round.started') + 1)).head;
    const memories = (text: string): readonly string[] =>
      interviewQuestion(model, start, 'ada', text, 0, host())!.situation.memories.map((memory) => memory.text);
    assert.deepEqual(memories('Is the oven old?'), ['The oven is old.']);
    assert.deepEqual(memories('Who found the keys?'), ['Grace found my keys.']);
  });

  it('is asked with the words of the prompts, with the question fenced', async () => {
    const model = await modelOf(FILE);
    const { head } = await run(model);
    const question = interviewQuestion(model, head, 'ada', 'Do you trust Ben?', 0, host())!;
    const text = question
      .parts()
      .map((part) => part.text)
      .join('\n');
    assert.match(text, /You are Ada/);
    assert.match(text, /«Do you trust Ben\?»/);
    assert.deepEqual([question.purpose, question.situation.options.length], ['interview', 0]);
  });

  it('can be followed while the answer arrives', async () => {
    const model = await modelOf(FILE);
    const { head } = await run(model);
    const spoken = '{"text": "Yes, \\u00e4nd \\"no\\"."}';
    const slow: Mind = {
      ...echo,
      ask: ({ heard }) => {
        for (let at = 1; at <= spoken.length; at++) heard?.(spoken.slice(0, at));
        return { text: spoken };
      },
    };
    const heard: [number, string][] = [];
    const answers = await interview(
      model,
      head,
      { agent: 'ada', text: 'Well?', samples: 2 },
      { ...host(slow), heard: (sample, soFar) => heard.push([sample, soFar]) },
    );
    assert.deepEqual([...new Set(heard.map(([sample]) => sample))], [0, 1]);
    for (const { sample, text } of answers) {
      assert.equal(text, 'Yes, änd "no".');
      const grown = heard.filter(([one]) => one === sample).map(([, soFar]) => soFar);
      for (const [i, soFar] of grown.slice(1).entries()) assert.ok(soFar.startsWith(grown[i]!), soFar);
      assert.equal(grown.at(-1), text);
    }
  });

  it('is parsed from any beginning of an answer, without half characters and half escapes', () => {
    const text = 'A "quoted" line\n and 👋 ü \\ end';
    const escaped = JSON.stringify({ text }).replace(/👋/, '\\ud83d\\udc4b');
    for (const whole of [JSON.stringify({ text }), escaped, `Sure:\n${JSON.stringify({ text }, null, 2)}`]) {
      for (let at = 0; at <= whole.length; at++) assert.ok(text.startsWith(saidIn(whole.slice(0, at))), whole.slice(0, at));
      assert.equal(saidIn(whole), text);
    }
    assert.equal(saidIn('{"other": "x"'), '');
  });

  it('gives a reason when there is no answer', async () => {
    const model = await modelOf(FILE);
    const { head } = await run(model);
    const reason = async (agent: string, mind: Mind): Promise<string | null | undefined> =>
      (await interview(model, head, { agent, text: 'Well?' }, host(mind)))[0]?.reason;
    const failing: Mind = { ...echo, ask: () => Promise.reject(new MindFault('refused', 'No.')) };
    const silent: Mind = { ...echo, ask: () => ({ text: '' }) };
    assert.deepEqual(
      [await reason('zoe', echo), await reason('ada', failing), await reason('ada', silent)],
      ['unknown-agent', 'refused', 'empty'],
    );
  });
});
