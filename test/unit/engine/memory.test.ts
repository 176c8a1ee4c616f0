/** What comes to mind and what goes: the paper's score by an independent count, the kinds of memory, bounds with counts. */
import { agentsOf } from '../../support/agents.js';
import { agentAt } from '../../../src/core/events/agents.js';
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { similarity, words } from '../../../src/analysis/talk/lexical.js';
import { logItems, setSparse } from '../../../src/core/util/chunkedList.js';
import type { EventOf, SimEvent } from '../../../src/core/events/events.js';
import type { Json } from '../../../src/core/util/json.js';
import { indexOf } from '../../../src/core/events/roster.js';
import { rng } from '../../../src/core/random/rng.js';
import { memoryIndex, type State } from '../../../src/core/events/state.js';
import type { Timeline } from '../../../src/core/events/timeline.js';
import type { ScenarioModel, Question } from '../../../src/engine/index.js';
import { candidates, scored } from '../../../src/engine/memory/retrieval.js';
import { ask } from '../../support/societies.js';
import { eventsOf as of, modelOf, playWith as play } from '../../support/worlds.js';

const forum = (memory: string, { rounds = 10, people = 5, more = '' } = {}): string => `society: 1
imports: [library/feed]
personas: { ${['ada', 'ben', 'cleo', 'dan', 'eve']
  .slice(0, people)
  .map((id) => `${id}: { name: ${id} }`)
  .join(', ')} }
scenarios:
  s: { cast: all, world: feed, rounds: ${rounds}, seed: 1, premise: A forum., memory: ${memory}${more} }
`;

const TOPICS = ['bread', 'chess', 'rain', 'trams', 'films', 'gardens', 'bass', 'maps'];

/** Seeded talk in a small vocabulary: posts, answers, whispers. */
function talk({ agent, situation: { round, options, seen } }: Question): Json {
  const random = rng(5, 'test.talk', round, agent ?? '');
  const of = (): string => TOPICS[Math.floor(random() * TOPICS.length)]!;
  const text = `About ${of()} and ${of()}, says ${agent} in ${round}.`;
  const option = options[Math.floor(random() * options.length)]!;
  return { action: option.action, text, on: option.messages ? seen.at(-1)!.id : null, to: option.agents?.[0] ?? null };
}

/** The state in which a memory was recalled, and what was recalled there. */
function recalls(timeline: Timeline): readonly (readonly [State, EventOf<'recall.done'>])[] {
  return timeline.events
    .filter((e: SimEvent): e is EventOf<'recall.done'> => e.type === 'recall.done')
    .map((e) => [timeline.at(e.seq - 1), e] as const);
}

/** Score of every memory, counted again from the events alone, without code of the engine except the words of a text. */
function counted(timeline: Timeline, model: ScenarioModel, state: State, event: EventOf<'recall.done'>): ReadonlyMap<string, number> {
  const round = state.round;
  const written = new Map<string, { text: string; importance: number; last: number }>();
  let now = 0;
  for (const e of timeline.events.slice(0, event.seq)) {
    if (e.type === 'round.started') now = e.round;
    if (e.type === 'memory.written' && e.agent === event.agent) written.set(e.id, { text: e.text, importance: e.importance, last: now });
    if (e.type === 'recall.done' && e.agent === event.agent) for (const { memory } of e.memories) written.get(memory)!.last = now;
  }
  const { inbox } = agentAt(state, indexOf(state.roster, event.agent))!;
  const texts = inbox.map((message) => state.messages.backing[message]!.text);
  const cue = new Set((texts.length > 0 ? texts : ['A forum.']).flatMap((text) => words(text)));
  const all = [...written.values()];
  const spread =
    (values: readonly number[]) =>
    (x: number): number => {
      const [low, high] = [Math.min(...values), Math.max(...values)];
      return high === low ? 0 : (x - low) / (high - low);
    };
  const recency = (m: { last: number }): number => 2 ** ((m.last - round) / model.memory.halfLife);
  const relevance = (m: { text: string }): number => similarity(words(m.text), cue);
  const [a, b, c] = [spread(all.map(recency)), spread(all.map((m) => m.importance)), spread(all.map(relevance))];
  return new Map([...written].map(([id, m]) => [id, 4 * a(recency(m)) + 2 * b(m.importance) + 3 * c(relevance(m))]));
}

describe('recall from a stream', () => {
  it('records the scores it used, on 200 seeded turns, and they are the highest of all', async () => {
    const model = await modelOf(
      forum('{ recall: 4, recency: { half_life: 3 }, weights: { recency: 4, importance: 2, relevance: 3 } }', { rounds: 40 }),
    );
    const timeline = await play(model, talk);
    const turns = recalls(timeline);
    assert.equal(turns.length, 200);
    let shown = 0;
    for (const [state, event] of turns) {
      const scores = counted(timeline, model, state, event);
      for (const { memory, score, recency, importance, relevance } of event.memories) {
        assert.ok(Math.abs(score - scores.get(memory)!) < 1e-9, `${event.agent} ${memory} ${score} ${scores.get(memory)}`);
        assert.ok(Math.abs(score - (4 * recency + 2 * importance + 3 * relevance)) < 1e-12);
        shown++;
      }
      const best = [...scores.values()].sort((x, y) => y - x).slice(0, 4);
      assert.deepEqual(
        event.memories.map(({ score }) => score.toFixed(9)),
        best.map((score) => score.toFixed(9)),
      );
    }
    assert.ok(shown > 700);
  });

  it('is a part of the question: without the first line the question differs', async () => {
    const model = await modelOf(forum('{ recall: 4 }', { rounds: 6 }));
    const timeline = await play(model, talk);
    let changed = 0;
    for (const [, event] of recalls(timeline)) {
      const state = timeline.at(event.seq);
      const index = indexOf(state.roster, event.agent);
      const agent = agentAt(state, index)!;
      const phase = model.phases.round[state.agenda.phase]!;
      const question = ask(model, state, index, phase, state.agenda.asked);
      assert.deepEqual(
        question.situation.memories.map(({ id }) => id),
        event.memories.map(({ memory }) => memory),
      );
      if (event.memories.length === 0) continue;
      const without = { ...state, individuals: setSparse(state.individuals, index, { ...agent, recalled: agent.recalled.slice(1) }) };
      assert.notEqual(ask(model, without, index, phase, state.agenda.asked).hash, question.hash);
      changed++;
    }
    assert.ok(changed > 20);
  });

  it('counts age from the last recall of a memory, or from its writing, in rounds, hours or ranks', async () => {
    const spec = (await modelOf(forum('{ recall: 2, recency: { half_life: 2 }, weights: { recency: 1, importance: 0, relevance: 0 } }')))
      .memory;
    const memory = (i: number, round: number) => ({
      id: `a.${i}`,
      round,
      kind: 'own' as const,
      text: '',
      about: [],
      importance: 5,
      source: null,
      evidence: [],
    });
    const agent = {
      memories: { backing: [memory(1, 1), memory(2, 3), memory(3, 5)], length: 3 },
      gone: new Set<number>(),
      touched: { length: 1, blocks: [[[7]]] },
    };
    const order = (more: Partial<ScenarioModel['memory']>): readonly (readonly [string, number])[] =>
      scored({ ...spec, ...more }, agent, [0, 1, 2], { texts: [], about: [], round: 7, hours: 2 }).map(({ memory: id, recency }) => [
        id,
        Number(recency.toFixed(6)),
      ]);
    // Ages 0, 4, 2 of 2^(−age/2): 1, ¼, ½, moved to 0..1. Written: 6, 4, 2: ⅛, ¼, ½. In hours twice the age. By rank 1, 3, 2.
    assert.deepEqual(order({}), [
      ['a.1', 1],
      ['a.3', Number((1 / 3).toFixed(6))],
      ['a.2', 0],
    ]);
    assert.deepEqual(order({ since: 'written' }), [
      ['a.3', 1],
      ['a.2', Number((1 / 3).toFixed(6))],
      ['a.1', 0],
    ]);
    assert.deepEqual(order({ unit: 'hour' }), [
      ['a.1', 1],
      ['a.3', 0.2],
      ['a.2', 0],
    ]);
    assert.deepEqual(order({ unit: 'rank', halfLife: 1 }), [
      ['a.1', 1],
      ['a.3', Number((1 / 3).toFixed(6))],
      ['a.2', 0],
    ]);
  });

  it('scores at most `index` memories: the latest half, and the most important of the older ones', () => {
    const importance = [1, 9, 1, 8, 1, 1, 1, 1];
    const backing = importance.map((weight, i) => ({
      id: `a.${i + 1}`,
      round: i,
      kind: 'own' as const,
      text: '',
      about: [],
      importance: weight,
      source: null,
      evidence: [],
    }));
    const agent = { memories: { backing, length: 8 }, gone: new Set<number>(), touched: { length: 0, blocks: [] } };
    assert.deepEqual(candidates({ index: 4 }, agent), [1, 3, 6, 7]);
    assert.deepEqual(candidates({ index: 4 }, { ...agent, gone: new Set([7, 1]) }), [3, 4, 5, 6]);
    assert.deepEqual(candidates({ index: 8 }, agent), [0, 1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('kinds of memory', () => {
  const texts = async (memory: string, more = {}): Promise<readonly string[]> => {
    let last: readonly string[] = [];
    await play(await modelOf(forum(memory, { rounds: 6, people: 3, ...more })), (question) => {
      if (question.agent === 'ada' && question.situation.round === 6) last = question.situation.memories.map(({ text }) => text);
      const { agent, situation } = question;
      if (situation.round === 1) return { action: 'post', text: `${agent} 1` };
      if (agent === 'ada') return { action: 'post', text: `ada ${situation.round}` };
      return {
        action: situation.round % 2 === (agent === 'ben' ? 0 : 1) ? 'direct_message' : 'nothing',
        to: 'ada',
        text: `${agent} ${situation.round}`,
      };
    });
    return last;
  };

  it('a window has the last memories, in order', async () => {
    assert.deepEqual(await texts('{ kind: window, recall: 3 }'), ['ben 4', 'ada 5', 'cleo 5']);
  });

  it('a trace has the last memories about the agents at hand', async () => {
    // In round 6 Ada has just heard from Cleo (round 5).
    assert.deepEqual(await texts('{ kind: trace, recall: 2 }'), ['cleo 3', 'cleo 5']);
  });

  it('none has nothing, and neither does the memoryless null run', async () => {
    assert.deepEqual(await texts('{ kind: none }'), []);
    const model = await modelOf(forum('{}', { rounds: 3 }), { nulls: ['memoryless'] });
    await play(model, (question) => {
      assert.deepEqual([question.situation.memories, question.situation.mine], [[], []]);
      return talk(question);
    });
  });

  it('short and long: a memory that leaves the short one stays where it is important, and is removed by its count where it is not', async () => {
    const model = await modelOf(forum('{ kind: short_long, recall: 4, short: 2, keep: 5 }', { rounds: 5, people: 2 }));
    const timeline = await play(model, ({ agent, situation }) =>
      agent === 'ada' || situation.round === 1
        ? { action: 'post', text: situation.round < 3 ? 'Good morning.' : `ada ${situation.round}` }
        : { action: 'direct_message', to: 'ada', text: `ben ${situation.round}` },
    );
    const gone = of(timeline, 'memory.expired').filter(({ agent }) => agent === 'ada');
    // Own words weigh 3 and what is written to one alone 6. Round 1 leaves after round 3: the greeting is said again in round 2.
    assert.deepEqual(
      gone.map(({ memories, reason }) => [
        reason,
        memories.map((id) => agentAt(timeline.head, 0)!.memories.backing[memoryIndex(id)]!.text),
      ]),
      [
        ['merged', ['Good morning.']],
        ['age', ['Good morning.']],
        ['age', ['ada 3']],
      ],
    );
    const last = of(timeline, 'recall.done')
      .filter(({ agent }) => agent === 'ada')
      .at(-1)!;
    const { memories } = agentAt(timeline.head, 0)!;
    assert.deepEqual(
      last.memories.map(({ memory }) => memories.backing[memoryIndex(memory)]!.text),
      ['ben 2', 'ada 3', 'ada 4', 'ben 4'],
    );
  });
});

describe('forgetting', () => {
  it('removes memories by age', async () => {
    const timeline = await play(await modelOf(forum('{ expires: 2 }', { rounds: 4, people: 1 })), ({ situation }) => ({
      action: 'post',
      text: `${situation.round}`,
    }));
    assert.deepEqual(
      of(timeline, 'memory.expired').map(({ memories, reason, at }) => [memories, reason, at]),
      [
        [['ada.1'], 'age', 'scenarios.s.memory'],
        [['ada.2'], 'age', 'scenarios.s.memory'],
      ],
    );
    assert.deepEqual(logItems(agentAt(timeline.head, 0)!.memories).length - agentAt(timeline.head, 0)!.gone.size, 2);
  });

  it('removes the least important memories above the bound, the oldest of equals; they are never recalled again', async () => {
    const timeline = await play(await modelOf(forum('{ most: 5, recall: 50 }', { rounds: 20, people: 3 })), talk);
    for (const { memories, gone } of agentsOf(timeline.head)) assert.ok(memories.length - gone.size <= 5);
    const expired = new Map<string, number>();
    for (const e of timeline.events) {
      if (e.type === 'memory.expired') for (const id of e.memories) expired.set(id, e.seq);
      if (e.type === 'recall.done') for (const { memory } of e.memories) assert.ok(!expired.has(memory), `${memory} was gone`);
    }
    assert.ok(expired.size > 20);
    assert.equal(new Set(of(timeline, 'memory.expired').map(({ reason }) => reason)).size, 1);
  });
});
