/** What is shown of a mind at a moment, compared with the events of the run; and the panel's picture of a past moment. */
import { agentAt, varsOf } from '../../../src/core/events/agents.js';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { logAt } from '../../../src/core/util/chunkedList.js';
import type { EventOf, SimEvent } from '../../../src/core/events/events.js';
import { indexOf } from '../../../src/core/events/roster.js';
import { createLanguageService } from '../../../src/language/index.js';
import type { LedgerEntry } from '../../../src/minds/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import {
  changedVariables,
  lastAct,
  lastWords,
  firstMade,
  madeCount,
  madeFrom,
  memoriesOf,
  memoryCount,
  oneLine,
  recalledOf,
  spentFor,
  tieCount,
  tiesOf,
} from '../../../src/runs/views/inspectAgent.js';
import { LiveRun, loadModel, makeMinds } from '../../../src/runs/index.js';
import { NOWHERE } from '../../../src/trace/index.js';

const MAIN = 'file:///study/main.society';
const TEXT = `society: 1
title: Study
imports: [library/feed]
personas:
  ada: { name: Ada, interests: [jazz], vars: { mood: 0.5 } }
  ben: { name: Ben, interests: [jazz, chess], vars: { mood: 0.5 } }
populations:
  crowd: { size: 3, sample: { interests: "1 of [jazz, chess]" } }
ties: { friendship: { among: all, change: { rule: evidence } } }
scenarios:
  s:
    world: feed
    rounds: 5
    seed: 3
    interventions:
      gloom: { at: 2, then: ada.mood = 0.1 }
`;

const access = { trusted: false, env: () => undefined, vault: { get: async () => undefined }, allowedEnv: {} } as never;

/** A run of a text that has not begun. */
async function prepared(text: string): Promise<LiveRun> {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  language.set(MAIN, text);
  const loaded = await loadModel(language, MAIN);
  assert.ok(loaded.ok, JSON.stringify(loaded.problems));
  const made = await makeMinds(loaded.resolved.society, loaded.model, access);
  assert.ok(made.ok);
  return new LiveRun({ id: 'r', model: loaded.model, minds: made.minds, sources: [], files: NOWHERE, created: '' });
}

describe('a mind at a moment', () => {
  let live: LiveRun;
  const rounds: { readonly seq: number }[] = [];
  before(async () => {
    live = await prepared(TEXT);
    live.timeline.onCommit((events) => {
      if (events.at(-1)?.type === 'round.ended') rounds.push({ seq: live.timeline.head.seq });
    });
    assert.equal(await live.run(), 'ended', live.problem ?? '');
  });

  const eventsOf = <T extends SimEvent['type']>(type: T, agent: string, until: number): readonly EventOf<T>[] =>
    live.timeline.events.filter((e): e is EventOf<T> => e.type === type && e.seq <= until && 'agent' in e && e.agent === agent);
  const agentThen = (seq: number, id: string) => {
    const state = live.timeline.at(seq);
    const index = indexOf(state.roster, id);
    return { state, index, agent: agentAt(state, index)! };
  };

  const variablesThen = (seq: number, id: string) => {
    const state = live.timeline.at(seq);
    return varsOf(state, indexOf(state.roster, id));
  };

  it('has the memories up to that moment, newest first, by pages without gaps or repeats', () => {
    for (const { seq } of rounds) {
      const { agent } = agentThen(seq, 'ada');
      const written = eventsOf('memory.written', 'ada', seq).map(({ id }) => id);
      const gone = new Set(eventsOf('memory.expired', 'ada', seq).flatMap(({ memories }) => memories));
      const expected = written.filter((id) => !gone.has(id)).reverse();
      const pages = [0, 3, 6, 9].flatMap((from) => memoriesOf(agent, from, 3).map(({ id }) => id));
      assert.deepEqual(pages, expected.slice(0, 12));
      assert.equal(memoryCount(agent), expected.length);
    }
  });

  it('finds memories by a word or by their kind, in upper or lower case', () => {
    const { agent } = agentThen(live.timeline.head.seq, 'ada');
    const all = memoriesOf(agent, 0, 10_000);
    const word = all[0]!.text.split(/\s+/).find((one) => one.length > 3)!;
    const found = memoriesOf(agent, 0, 10_000, word.toUpperCase());
    assert.ok(found.length > 0);
    assert.deepEqual(
      found.map(({ id }) => id),
      all.filter(({ text }) => text.toLowerCase().includes(word.toLowerCase())).map(({ id }) => id),
    );
    assert.deepEqual(memoriesOf(agent, 0, 10_000, 'no such words at all'), []);
  });

  it('lists the last recalled memories with the scores of that recall, best first', () => {
    const { seq } = rounds.at(-1)!;
    const recall = eventsOf('recall.done', 'ada', seq).at(-1)!;
    const { agent } = agentThen(seq, 'ada');
    const scores = recalledOf(agent).map(({ recalled }) => recalled.score);
    assert.deepEqual(
      scores,
      recall.memories.map(({ score }) => score).sort((a, b) => b - a),
    );
    const seen = memoriesOf(agent, 0, 10_000).filter(({ recalled }) => recalled !== null);
    assert.deepEqual(seen.map(({ id }) => id).sort(), recall.memories.map(({ memory }) => memory).sort());
  });

  it('counts ties that are strong enough and lists all, strongest first', () => {
    const { state, index } = agentThen(live.timeline.head.seq, 'ada');
    const ties = tiesOf(state, index);
    const strengths = ties.map(({ strength }) => strength);
    assert.deepEqual(
      strengths,
      [...strengths].sort((a, b) => b - a),
    );
    const { edge } = live.model.networks[0]!;
    assert.equal(tieCount(live.model, state, index), strengths.filter((strength) => strength >= edge).length);
    for (const { id, strength } of ties) {
      const last = live.timeline.events.findLast((e) => e.type === 'tie.changed' && e.from === 'ada' && e.to === id);
      assert.ok(last?.type === 'tie.changed' && last.after >= strength, id);
    }
  });

  it('describes the last act, with the text of the message where it was one', () => {
    for (const { seq } of rounds) {
      const { state, agent } = agentThen(seq, 'ben');
      const turn = eventsOf('turn.ended', 'ben', seq).at(-1)!;
      const act = lastAct(state, agent);
      const { action = '' } = eventsOf('act.chosen', 'ben', seq).at(-1) ?? {};
      if (turn.reason !== 'acted') assert.equal(act, turn.reason.replaceAll('_', ' '));
      else assert.ok(act?.startsWith(action === 'nothing' ? 'chose nothing' : action.replaceAll('_', ' ')), act ?? '');
    }
    const first = live.timeline.events.find((e) => e.type === 'round.started')!.seq;
    const { state, agent } = agentThen(first, 'ben');
    assert.equal(lastAct(state, agent), null);
  });

  it('gives the last messages newest first', () => {
    const { state, agent } = agentThen(live.timeline.head.seq, 'ada');
    const sent = live.timeline.events.filter((e) => e.type === 'message.sent' && e.author === 'ada').map(({ seq }) => seq);
    assert.deepEqual(
      lastWords(state, agent, 2).map(({ seq }) => seq),
      sent.slice(-2).reverse(),
    );
    assert.equal(logAt(agent.own, agent.own.length), undefined);
  });

  it('marks a variable as changed from the moment it was set', () => {
    const set = live.timeline.events.find((e) => e.type === 'variable.set' && e.name === 'mood' && e.value === 0.1)!;
    const changed = (seq: number) => changedVariables(variablesThen(seq, 'ada'), { mood: 0.5 });
    assert.deepEqual(changed(set.seq - 1), []);
    assert.deepEqual(changed(set.seq), [['mood', 0.1]]);
    assert.deepEqual(changedVariables(variablesThen(set.seq, 'ada'), {}), []);
  });

  it('finds the agents of a persona, and of a population', () => {
    const { head } = live.timeline;
    assert.deepEqual(madeFrom(head, 'ben'), { singles: [1], crowd: null });
    assert.deepEqual(madeFrom(head, 'crowd'), { singles: [2, 3, 4], crowd: null });
    assert.deepEqual([madeCount(madeFrom(head, 'crowd')), firstMade(madeFrom(head, 'crowd'))], [3, 2]);
    assert.deepEqual(madeFrom(head, 'nobody'), { singles: [], crowd: null });
    assert.deepEqual([madeCount(madeFrom(head, 'nobody')), firstMade(madeFrom(head, 'nobody'))], [0, -1]);
  });

  it('has the text that the agent wrote, not the changed one that others read', async () => {
    const censor = '      censor: { at: 1, intercept: { of: ada, change: "Nothing but roses." } }\n';
    const run = await prepared(`${TEXT}${censor}`);
    assert.equal(await run.run(), 'ended', run.problem ?? '');
    const { events } = run.timeline;
    const changed = events.find((e): e is EventOf<'message.intercepted'> => e.type === 'message.intercepted' && e.agent === 'ada');
    assert.ok(changed, 'Ada said nothing in round 1');
    const state = run.timeline.at(events.find((e) => e.type === 'round.ended')!.seq);
    const ada = agentAt(state, indexOf(state.roster, 'ada'))!;
    assert.equal(state.messages.backing[logAt(ada.own, 0)!]?.text, 'Nothing but roses.');
    assert.equal(lastWords(state, ada, 9).at(-1)?.text, changed.text);
    assert.ok(lastAct(state, ada)?.includes(oneLine(changed.text, 40)), lastAct(state, ada) ?? '');
  });

  it('sums the costs of an agent up to a round', () => {
    const book = (agent: string, round: number, input: number): LedgerEntry => ({
      ...{ mind: 'm', agent, purpose: 'act', round, node: 'n', currency: '' },
      spent: { calls: 1, input, output: 1, money: 0, unsure: 0 },
    });
    const booked = [book('ada', 1, 10), book('ada', 2, 20), book('ben', 1, 40)];
    assert.deepEqual([spentFor(booked, 'ada', 1)?.input, spentFor(booked, 'ada', 2)?.input], [10, 30]);
    assert.equal(spentFor(booked, 'cem', 9), undefined);
  });

  it('puts a text on one line, without control characters', () => {
    assert.equal(oneLine('a\n b\u202e\u0007c\t d'), 'a b c d');
    assert.equal(oneLine('x'.repeat(80), 10), `${'x'.repeat(9)}…`);
  });
});
