/**
 * Relevance by embeddings: scores worked by hand, each text asked for once and in few calls, the same run from every step's
 * end and with and without asking ahead, and words in common where vectors do not come or cannot be used.
 */
import { agentAt } from '../../../src/core/events/agents.js';
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import { packed } from '../../../src/core/events/textVectors.js';
import type { EventOf, SimEvent } from '../../../src/core/events/events.js';
import type { Json } from '../../../src/core/util/json.js';
import { indexOf } from '../../../src/core/events/roster.js';
import { memoryIndex } from '../../../src/core/events/state.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import {
  advance,
  type CompileOptions,
  follow,
  type Mind,
  type MindAnswer,
  MindFault,
  type ScenarioModel,
  type AdvanceResult,
  type Question,
  type Tally,
} from '../../../src/engine/index.js';
import { Clock } from '../../support/latency.js';
import { ask } from '../../support/societies.js';
import { eventsOf, modelOf } from '../../support/worlds.js';

const MODELS = `models:
  near: { kind: openai, base_url: "http://localhost:11434/v1", name: nomic-embed-text }
  before: { kind: recorded, run: runs/one }
  far: { kind: openai, base_url: "https://api.example.com/v1", name: large }
`;

const street = (memory: string, { people = 6, rounds = 3, order = 'simultaneous', to = 'neighbours' } = {}): string => `society: 1
${MODELS}populations: { people: { size: ${people} } }
ties: { street: { among: all, graph: ring(2) } }
worlds:
  w:
    actions: { say: { kind: message, to: ${to}, does: Talk. } }
    phases: { talk: { who: all, order: ${order}, actions: [say] } }
scenarios: { s: { cast: all, world: w, rounds: ${rounds}, seed: 1, premise: A street., memory: ${memory} } }
`;

const WORDS = ['bread', 'chess', 'rain', 'trams'];

/** Answers with a few words that depend on the question, and gives vectors by letters. */
function answered({ texts, hash, agent, situation }: Question): Json {
  if (texts) return { vectors: texts.map((text) => packed(lettersOf(text))!) };
  const word = (i: number): string => WORDS[Number.parseInt(hash.slice(i, i + 2), 16) % WORDS.length]!;
  return { action: 'say', text: `${agent} in ${situation.round}: ${word(0)} and ${word(2)}` };
}

const lettersOf = (text: string): readonly number[] => ['a', 'e', 'i', 'o', 's', 't'].map((letter) => text.split(letter).length - 1.5);

interface Playing {
  readonly timeline?: Timeline;
  readonly answer?: (question: Question) => Json;
  /** In place of vectors; counts from 0. */
  readonly wrong?: (call: number, question: Question) => MindAnswer;
}

async function play(
  model: ScenarioModel,
  { timeline = new Timeline(), answer = answered, wrong }: Playing = {},
): Promise<{ readonly timeline: Timeline; readonly outcome: AdvanceResult; readonly asked: readonly Question[] }> {
  const asked: Question[] = [];
  let calls = 0;
  const mind: Mind = {
    ...{ id: 'all', kind: 'openai', model: 'test', prose: false },
    ask: async (question) => {
      asked.push(question);
      // The later it is asked the sooner it comes.
      for (let i = 5 - (asked.length % 5); i > 0; i--) await Promise.resolve();
      if (question.texts && wrong) return wrong(calls++, question);
      return { value: answer(question) };
    },
  };
  const minds = new Map([...model.minds.map(({ id }) => id), 'builtin'].map((id) => [id, mind]));
  const outcome = await advance(model, timeline, { ask, minds, token: neverCancelled, concurrency: 8, breathe: () => undefined });
  return { timeline, outcome, asked };
}

const lines = (timeline: Timeline): readonly string[] => timeline.events.map((event) => JSON.stringify(event));

/** One person who remembers three things and reads nothing: the premise is at hand. */
const alone = (weights: string, more = ''): string => `society: 1
${MODELS}personas:
  ada:
    name: Ada
    memories: [{ text: The dog barked. }, { text: The hound howled. }, { text: A tax form came. }]${more}
worlds:
  w:
    actions: { wait: { kind: nothing, does: Wait. } }
    phases: { talk: { who: all, actions: [wait] } }
scenarios: { s: { cast: all, world: w, rounds: 2, seed: 1, premise: A puppy., memory: { recall: 3, weights: ${weights}, embeddings: near } } }
`;

const BY_HAND: { readonly [text: string]: readonly number[] } = {
  'A puppy.': [1, 0],
  'The dog barked.': [3, 4],
  'The hound howled.': [1, 0],
  'A tax form came.': [0, 1],
};

describe('relevance by embeddings', () => {
  it('is the normalised cosine: recorded as used, and worked by hand', async () => {
    const model = await modelOf(alone('{ recency: 0, importance: 0, relevance: 2 }'));
    const answer = ({ texts }: Question): Json => (texts ? { vectors: texts.map((text) => packed(BY_HAND[text]!)!) } : { action: 'wait' });
    const { timeline } = await play(model, { answer });
    const [first] = eventsOf(timeline, 'recall.done');
    assert.equal(first!.by, 'embeddings');
    // (3, 4) is kept as (95, 127); its cosine with (1, 0) is 95 / √(95² + 127²).
    const dog = 0.598990697;
    assert.ok(Math.abs(dog - 95 / Math.sqrt(95 ** 2 + 127 ** 2)) < 1e-9);
    const shown = first!.memories.map(({ memory, relevance, score }) => [memory, relevance, score]);
    assert.deepEqual(shown, [
      ['ada.2', 1, 2],
      ['ada.1', dog, 2 * dog],
      ['ada.3', 0, 0],
    ]);
    assert.ok(Math.abs(dog - 0.6) < 0.002);
  });

  it('equals at every turn what is counted again from the events', async () => {
    const model = await modelOf(street('{ recall: 4, embeddings: near }', { rounds: 6 }));
    const { timeline } = await play(model);
    const vectors = new Map(
      eventsOf(timeline, 'embedding.asked').flatMap(({ texts }) =>
        texts.map((text) => [text, new Int8Array(Buffer.from(packed(lettersOf(text))!, 'base64'))]),
      ),
    );
    const dot = (a: Int8Array, b: Int8Array): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
    const cosine = (a: string, b: string): number =>
      dot(vectors.get(a)!, vectors.get(b)!) / Math.sqrt(dot(vectors.get(a)!, vectors.get(a)!) * dot(vectors.get(b)!, vectors.get(b)!));
    const nine = (x: number): number => Number(x.toFixed(9));
    let compared = 0;
    for (const event of eventsOf(timeline, 'recall.done').filter(({ memories }) => memories.length > 0)) {
      assert.equal(event.by, 'embeddings');
      const state = timeline.at(event.seq - 1);
      const agent = agentAt(state, indexOf(state.roster, event.agent))!;
      const cue = agent.inbox.map((message) => state.messages.backing[message]!.text);
      const texts = agent.memories.backing.slice(0, agent.memories.length).map(({ text }) => text);
      const near = texts.map((text) =>
        nine((cue.length > 0 ? cue : ['A street.']).reduce((sum, one) => sum + cosine(text, one), 0) / Math.max(1, cue.length)),
      );
      const [low, high] = [Math.min(...near), Math.max(...near)];
      for (const { memory, relevance } of event.memories) {
        const expected = high === low ? 0 : (near[memoryIndex(memory)]! - low) / (high - low);
        assert.ok(Math.abs(relevance - expected) < 1e-6, `${memory} ${relevance} ${expected}`);
        compared++;
      }
    }
    assert.ok(compared > 100);
  });

  it('requests each text once, and in one call for all who act at once', async () => {
    const model = await modelOf(street('{ embeddings: near }', { people: 8, rounds: 5 }));
    const { timeline, asked } = await play(model);
    const texts = eventsOf(timeline, 'embedding.asked').flatMap((event) => event.texts);
    assert.equal(new Set(texts).size, texts.length);
    assert.ok(texts.length >= 4 * 8);
    // What is said in a round is compared from the next one on. In round 1 nobody remembers anything.
    assert.equal(asked.filter((question) => question.texts).length, 4);
  });

  it('requests at once the memories of agents with later turns, where each sees earlier acts', async () => {
    const memories = ['cem', 'dee', 'eve'].map((id) => `  ${id}: { name: ${id}, memories: [{ text: What ${id} knows. }] }`).join('\n');
    const text = street('{ embeddings: near }', { order: 'sequential', to: 'public', rounds: 1 })
      .replace('populations: { people: { size: 6 } }', `personas:\n  ada: { name: ada }\n  ben: { name: ben }\n${memories}`)
      .replace('ties: { street: { among: all, graph: ring(2) } }\n', '');
    const { timeline } = await play(await modelOf(text));
    const [first, ...others] = eventsOf(timeline, 'embedding.asked').map(({ texts }) => texts);
    assert.deepEqual(
      first!.filter((one) => one.startsWith('What')),
      ['What cem knows.', 'What dee knows.', 'What eve knows.'],
    );
    assert.ok(others.length > 0 && others.every((texts) => texts.length === 1));
  });

  it('sends at most 64 texts in a call', async () => {
    const model = await modelOf(street('{ embeddings: near }', { people: 150, rounds: 2 }));
    const { timeline, outcome } = await play(model);
    assert.equal(outcome.kind, 'ended');
    const sizes = eventsOf(timeline, 'embedding.asked').map(({ texts }) => texts.length);
    assert.deepEqual(sizes, [64, 64, 22]);
    const first = eventsOf(timeline, 'embedding.asked')[0]!.seq;
    assert.deepEqual(
      timeline.events.slice(first, first + 6).map(({ type }) => type),
      [...Array(3).fill('embedding.asked'), ...Array(3).fill('embedding.received')],
    );
  });

  for (const order of ['simultaneous', 'sequential', 'shuffled', 'asynchronous', 'moderated'])
    it(`is the same from the end of every step, and remade without a mind: ${order}`, async () => {
      const model = await modelOf(
        street('{ recall: 3, embeddings: near, reflect: { after: 8, questions: 1, insights: 1 } }', { people: 4, order, to: 'public' }),
      );
      const reflective = (question: Question): Json => (question.purpose === 'reflect' ? { insights: [] } : answered(question));
      const { timeline, asked } = await play(model, { answer: reflective });
      assert.ok(asked.some(({ texts }) => texts));
      const made = new Timeline();
      follow(model, made, timeline.events, ask);
      assert.deepEqual(lines(made), lines(timeline));
      const ends = timeline.events.filter(({ end }) => end).map(({ seq }) => seq);
      for (const end of ends.filter((seq, i) => i % 5 === 0 || timeline.events[seq]!.type.startsWith('embedding'))) {
        const again = await play(model, { timeline: Timeline.of(timeline.events.slice(0, end + 1)), answer: reflective });
        assert.deepEqual(lines(again.timeline), lines(timeline), `from ${end}`);
      }
    });
});

describe('embeddings and asking ahead', () => {
  async function timed(
    model: ScenarioModel,
    ahead: boolean,
  ): Promise<{ readonly timeline: Timeline; readonly tally: Tally; readonly time: number }> {
    const clock = new Clock();
    const timeline = new Timeline();
    const tally = { asked: 0, used: 0, wasted: 0 };
    const ids = [...new Set([...model.minds.map(({ id }) => id), 'builtin'])];
    const far = (id: string): Mind => ({
      ...{ id, kind: 'openai', model: 'test', prose: false },
      ask: async (question) => {
        await clock.sleep(question.texts ? 20 : 100 + (Number.parseInt(question.hash.slice(0, 2), 16) % 300));
        return { value: answered(question) };
      },
    });
    const port = {
      ...{ tally, minds: new Set(ids), now: () => clock.now },
      later: (milliseconds: number, act: () => void) => clock.after(milliseconds, act),
      failed: (error: unknown) => {
        throw error;
      },
    };
    const host = { ask, minds: new Map(ids.map((id) => [id, far(id)])), token: neverCancelled, breathe: () => undefined, concurrency: 64 };
    assert.deepEqual(await clock.until(advance(model, timeline, { ...host, ...(ahead ? { ahead: port } : {}) })), { kind: 'ended' });
    return { timeline, tally, time: clock.now };
  }

  for (const order of ['simultaneous', 'sequential', 'shuffled', 'asynchronous', 'moderated'])
    it(`give the same run, to the last byte: ${order}`, async () => {
      const model = await modelOf(street('{ recall: 3, embeddings: near, weights: { relevance: 5 } }', { people: 12, rounds: 4, order }));
      const [one, other] = [await timed(model, false), await timed(model, true)];
      assert.deepEqual(lines(other.timeline), lines(one.timeline));
      assert.ok(eventsOf(one.timeline, 'embedding.asked').length > 2);
      assert.ok(other.time <= one.time);
    });
});

describe('embeddings that are missing or unusable', () => {
  const cases: readonly (readonly [string, string, string, (question: Question) => MindAnswer])[] = [
    [
      'a fault',
      'no-embeddings',
      'server-error',
      () => {
        throw new MindFault('server-error', 'It failed.', true);
      },
    ],
    [
      'a model without embeddings',
      'no-embeddings',
      'cannot-embed',
      () => {
        throw new MindFault('cannot-embed', 'It has none.');
      },
    ],
    ['too few', 'unusable-embeddings', 'wrong-count', ({ texts }) => ({ value: { vectors: texts!.slice(1).map(() => packed([1])!) } })],
    ['no vectors', 'unusable-embeddings', 'wrong-vectors', ({ texts }) => ({ value: { vectors: texts!.map(() => 'Hello!') } })],
    ['prose', 'unusable-embeddings', 'wrong-count', () => ({ text: 'As a language model I cannot.' })],
    [
      'two lengths',
      'unusable-embeddings',
      'wrong-dimensions',
      ({ texts }) => ({ value: { vectors: texts!.map((_, i) => packed(i === 1 ? [1, 2] : [1])!) } }),
    ],
    [
      'those of another model',
      'unusable-embeddings',
      'stood-in',
      ({ texts }) => ({ value: { vectors: texts!.map(() => packed([1])!) }, by: { mind: 'other', model: 'other', reason: 'timeout' } }),
    ],
  ];

  for (const [what, code, reason, wrong] of cases)
    it(`${what}: relevance falls back to shared words, the fault is at its line, and the next round asks again`, async () => {
      const model = await modelOf(street('{ embeddings: near }', { people: 4, rounds: 4 }));
      const { timeline, outcome } = await play(model, {
        wrong: (call, question) => (call === 0 ? wrong(question) : { value: answered(question) }),
      });
      assert.deepEqual(outcome, { kind: 'ended' });
      const received = eventsOf(timeline, 'embedding.received').map((event) => [event.reason, event.vectors.length]);
      assert.deepEqual(
        received.map(([why]) => why),
        [reason, null, null],
      );
      const faults = eventsOf(timeline, 'fault');
      assert.deepEqual(
        faults.map((event) => [event.code, event.at]),
        [[code, 'scenarios.s.memory.embeddings']],
      );
      const by = new Map<number, Set<unknown>>();
      let round = 0;
      for (const event of timeline.events) {
        if (event.type === 'round.started') round = event.round;
        if (event.type === 'recall.done' && event.memories.length > 0) by.set(round, (by.get(round) ?? new Set()).add(event.by));
      }
      assert.deepEqual(
        [...by].map(([n, ways]) => [n, ...ways]),
        [
          [2, undefined],
          [3, 'embeddings'],
          [4, 'embeddings'],
        ],
      );
    });

  it('leave exactly the scores of shared words', async () => {
    const [with_, without] = [await modelOf(street('{ embeddings: near }')), await modelOf(street('{ recall: 8 }'))];
    const lost = await play(with_, {
      wrong: () => {
        throw new MindFault('timeout', 'Too slow.', true);
      },
    });
    const plain = await play(without);
    const recalled = (timeline: Timeline): readonly (readonly unknown[])[] =>
      eventsOf(timeline, 'recall.done').map(({ agent, memories, by }) => [agent, memories, by]);
    assert.deepEqual(recalled(lost.timeline), recalled(plain.timeline));
    assert.equal(eventsOf(lost.timeline, 'fault').length, 2);
  });

  it('pause a run whose budget is reached, which then continues to the same events', async () => {
    const model = await modelOf(street('{ embeddings: near }', { people: 4 }));
    const whole = await play(model);
    const timeline = new Timeline();
    const stopped = await play(model, {
      timeline,
      wrong: () => {
        throw new MindFault('budget-reached', 'It is spent.');
      },
    });
    assert.deepEqual(stopped.outcome, { kind: 'paused', code: 'budget-reached', message: 'It is spent.' });
    assert.equal(timeline.events.at(-1)!.type, 'embedding.asked');
    await play(model, { timeline });
    assert.deepEqual(lines(timeline), lines(whole.timeline));
  });

  it('that were lost and requested again are distinguished, so that a continued run finds each', async () => {
    const model = await modelOf(street('{ embeddings: near }', { people: 4, rounds: 4 }));
    const { asked } = await play(model, {
      wrong: (call, question) => (call === 0 ? { value: { vectors: [] } } : { value: answered(question) }),
    });
    const keys = asked.filter(({ texts }) => texts).map(({ hash, occurrence }) => `${hash} ${occurrence}`);
    assert.equal(new Set(keys).size, keys.length);
    assert.deepEqual(
      asked.filter(({ texts }) => texts).map(({ occurrence }) => occurrence),
      [0, 1, 1],
    );
  });
});

describe('the source of embeddings', () => {
  const embedder = async (memory: string, options: CompileOptions = {}): Promise<readonly unknown[]> => {
    const { minds, memory: spec } = await modelOf(street(memory), options);
    return [spec.embeddings?.mind ?? null, minds.map(({ id, embeds }) => (embeds ? `${id}, embeds` : id)).join('; ')];
  };

  it('is the model that the file names, and null where relevance is not used', async () => {
    assert.deepEqual(await embedder('{ embeddings: near }'), ['near', 'builtin; near, embeds']);
    assert.deepEqual(await embedder('{ embeddings: before }'), ['before', 'builtin; before, embeds']);
    for (const memory of [
      '{ recall: 8 }',
      '{ embeddings: near, kind: window }',
      '{ embeddings: near, weights: { relevance: 0 } }',
      '{ embeddings: near, recall: 0 }',
    ])
      assert.deepEqual(await embedder(memory), [null, 'builtin'], memory);
  });

  it('is null where one mind that asks no model answers for all, and the recording where that does', async () => {
    assert.deepEqual(await embedder('{ embeddings: near }', { mind: 'builtin' }), [null, 'builtin']);
    assert.deepEqual(await embedder('{ embeddings: near }', { nulls: ['random'] }), [null, 'random']);
    assert.deepEqual(await embedder('{ embeddings: near }', { nulls: ['memoryless'] }), [null, 'builtin']);
    assert.deepEqual(await embedder('{ embeddings: near }', { mind: 'far' }), ['near', 'far; near, embeds']);
    assert.deepEqual(await embedder('{ embeddings: near }', { mind: 'before' }), ['before', 'before']);
  });
});

describe('private text', () => {
  const file = (model: string): string =>
    alone(
      '{ relevance: 1 }',
      `
    private: [memories, debt]
    vars: { debt: owes 41733 to a loan shark }
  ben: { name: Ben, memories: [{ text: "Ada owes 41733 to a loan shark, they say." }, { text: " " }] }`,
    ).replace('embeddings: near', `embeddings: ${model}`);
  const texts = (events: readonly SimEvent[]): readonly string[] =>
    events.filter((e): e is EventOf<'embedding.asked'> => e.type === 'embedding.asked').flatMap((e) => e.texts);

  it('is withheld from a remote model, word by word, and private memories completely', async () => {
    const { timeline, asked } = await play(await modelOf(file('far')), {
      answer: ({ texts: of }) => (of ? { vectors: of.map(() => packed([1])!) } : { action: 'wait' }),
    });
    const sent = asked
      .filter((question) => question.texts)
      .flatMap((question) => [...question.texts!, ...question.parts().map(({ text }) => text)]);
    assert.deepEqual([...new Set(sent)].sort(), ['A puppy.', 'Ada [withheld], they say.']);
    assert.ok(texts(timeline.events).includes('Ada owes 41733 to a loan shark, they say.'));
    assert.deepEqual(
      eventsOf(timeline, 'recall.done')
        .filter(({ agent }) => agent === 'ben')
        .map(({ by }) => by),
      ['embeddings', 'embeddings'],
    );
  });

  it('is sent to a model on this machine', async () => {
    const { asked } = await play(await modelOf(file('near')), {
      answer: ({ texts: of }) => (of ? { vectors: of.map(() => packed([1])!) } : { action: 'wait' }),
    });
    const sent = new Set(asked.flatMap((question) => question.texts ?? []));
    assert.ok(sent.has('The dog barked.') && sent.has('Ada owes 41733 to a loan shark, they say.'));
    assert.ok(!sent.has(' '));
  });
});
