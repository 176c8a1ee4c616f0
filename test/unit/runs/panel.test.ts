import { agentsOf } from '../../support/agents.js';
import { agentAt } from '../../../src/core/events/agents.js';
import assert from 'node:assert/strict';
import { MIND_VERSIONS } from '../../../src/core/mindLabels.js';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { at } from '../../../src/core/util/chunkedList.js';
import { idAt } from '../../../src/core/events/roster.js';
import { networkOf, type State } from '../../../src/core/events/state.js';
import { rowOf } from '../../../src/core/events/ties.js';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import {
  liveRunState,
  LiveRun,
  loadModel,
  makeMinds,
  panelDelta,
  panelMind,
  panelSnapshot,
  type PanelRun,
  panelWhy,
} from '../../../src/runs/index.js';
import { NOWHERE } from '../../../src/trace/index.js';
import { groupingOf } from '../../../webview/network/graph/viewOptions.js';
import { applyDelta, createModel, look, type PanelModel, reactionsTo } from '../../../webview/state/model.js';

const MAIN = 'file:///study/main.society';
const TEXT = `society: 1
title: Study
imports: [library/feed]
personas:
  ada: { name: Ada, age: 41, gender: woman, interests: [jazz], vars: { team: claims }, memories: [{ text: The mill burned down. }] }
  ben: { name: Ben, interests: [jazz, chess], vars: { team: sales } }
  cem: { name: Cem, interests: [chess] }
populations:
  crowd: { size: 9, sample: { interests: "1 of [jazz, chess]" } }
ties:
  friendship: { among: all, change: { rule: evidence } }
scenarios:
  s:
    world: feed
    rounds: 6
    seed: 3
    interventions:
      gone: { at: 3, leave: [ben] }
      back: { at: 5, join: [ben] }
    surveys:
      mood: { at: [every 2], ask: { well: { scale: 1..5, text: Are you well? } } }
`;

const access = { trusted: false, env: () => undefined, vault: { get: async () => undefined }, allowedEnv: {} } as never;

/** What the state says of what the panel shows. */
const stood = (state: State): unknown => ({
  round: state.round,
  ties: Array.from({ length: state.roster.length }, (_, from) => {
    const network = networkOf(state, 'friendship');
    const { to, strength } = network ? rowOf(network, from) : { to: [], strength: [] };
    return to.map((other, i) => [other, Math.min(1, strength[i]!)]);
  }),
  away: agentsOf(state).flatMap(({ present }, i) => (present ? [] : [i])),
  messages: state.messages.length,
  votes: Array.from({ length: state.messages.length }, (_, i) => at(state.scores, i) ?? { up: 0, down: 0 }).map(({ up, down }) => [
    up,
    down,
  ]),
});

const shown = (model: PanelModel): unknown => ({
  round: model.shown.round,
  ties: model.shown.out.map((ties) => [...ties].sort(([a], [b]) => a - b)),
  away: [...model.shown.away].sort((a, b) => a - b),
  messages: model.shown.messages,
  votes: model.messages.slice(0, model.shown.messages).map((_, place) => {
    const counts = reactionsTo(model, place);
    return [counts.get('up') ?? 0, counts.get('down') ?? 0];
  }),
});

describe('the data of the panel', () => {
  let live: LiveRun;
  let followed: PanelModel;
  const source = (): PanelRun => {
    const { model, timeline, id } = live;
    return { id, model, timeline, state: 'running', problem: null, cost: null };
  };

  before(async () => {
    const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
    language.set(MAIN, TEXT);
    const loaded = await loadModel(language, MAIN);
    assert.ok(loaded.ok, JSON.stringify(loaded.problems));
    const made = await makeMinds(loaded.resolved.society, loaded.model, access);
    assert.ok(made.ok);
    live = new LiveRun({ id: 'r', model: loaded.model, minds: made.minds, sources: [], files: NOWHERE, created: '' });
    live.timeline.onCommit((events) => {
      if (live.timeline.head.roster.length < loaded.model.agents.length) return;
      if (followed) applyDelta(followed, panelDelta(source(), events));
      else followed = createModel(panelSnapshot(source()));
    });
    assert.equal(await live.run(), 'ended', live.problem ?? '');
  });

  it('include the persona of each agent from the start, and text variables as words', () => {
    const { run, agents } = panelSnapshot(source());
    const of = (agent: number, name: string): unknown => agents[agent]!.facts[run.attributes.indexOf(name)];
    assert.deepEqual([of(0, 'age'), of(0, 'gender'), of(1, 'age'), of(3, 'population')], [41, 'woman', null, 'crowd']);
    assert.deepEqual(run.series.find(({ id }) => id === 'team')?.words, ['claims', 'sales', '…']);
    const model = createModel(panelSnapshot(source()));
    const { hue, legend } = groupingOf(model, 'series team', null);
    assert.notEqual(hue[0], hue[1]);
    assert.deepEqual(
      legend.slice(0, 2).map(({ label }) => label),
      ['claims', 'sales'],
    );
  });

  it('fold to the state of the engine, at every step of the run', () => {
    const model = createModel(panelSnapshot(source()));
    const ends = live.timeline.events.filter(({ end }) => end).map(({ seq }) => seq);
    assert.ok(ends.length > 200);
    for (const seq of ends) {
      const state = live.timeline.at(seq);
      if (state.roster.length < model.agents.length) continue;
      look(model, seq);
      assert.deepEqual(shown(model), stood(state), `after event ${seq}`);
    }
  });

  it('are the same in one piece and step by step', () => {
    assert.deepEqual(shown(followed), stood(live.timeline.head));
    const { rows, messages, silences, notes, rounds, marks } = createModel(panelSnapshot(source()));
    assert.deepEqual(
      [followed.rows, followed.messages, followed.silences, followed.notes, followed.rounds, followed.marks],
      [rows, messages, silences, notes, rounds, marks],
    );
  });

  it('wait while a debugger holds the run, and no longer after it ended', () => {
    const statuses = (['running', 'ended', 'failed'] as const).map((one) => {
      const state = liveRunState(one, 'debugger');
      return [panelSnapshot({ ...source(), state }).status, panelDelta({ ...source(), state }, []).status];
    });
    assert.deepEqual(statuses, [
      ['waiting', 'waiting'],
      ['ended', 'ended'],
      ['failed', 'failed'],
    ]);
    assert.deepEqual(
      [liveRunState('running', null), liveRunState('running', 'command'), liveRunState('ended', 'command')],
      ['running', 'held', 'ended'],
    );
    assert.equal(panelDelta(source(), []).status, 'running');
  });

  it('have a note of each answer to a survey and each intervention, with the agents', () => {
    const { notes } = panelSnapshot(source()).course;
    const { roster } = live.timeline.head;
    const name = (agents: readonly number[]): string => agents.map((agent) => idAt(roster, agent)).join();
    const reached = (n: number): string => (n === 0 ? '' : n === 1 ? '1 agent' : `${n} agents`);
    const told = notes.map(({ seq, kind, agents, of, text }) => [seq, kind, name(agents), of, text]);
    const expected = live.timeline.events.flatMap((event) => {
      if (event.type === 'survey.answered')
        return [
          [
            event.seq,
            'answers',
            event.agent,
            event.survey,
            Object.entries(event.answers)
              .map(([id, v]) => `${id}: ${String(v)}`)
              .join('; '),
          ],
        ];
      return event.type === 'intervention.applied'
        ? [[event.seq, 'intervention', event.to.join(), event.intervention, reached(event.to.length)]]
        : [];
    });
    assert.ok(new Set(expected.map(([, kind]) => kind)).size === 2);
    assert.deepEqual(told, expected);
  });

  it('mark the events that are worth finding', () => {
    const { marks } = panelSnapshot(source()).course;
    const kinds = marks.map(({ kind, text }) => `${kind} ${text}`);
    assert.deepEqual([...new Set(kinds)].sort(), ['intervention back', 'intervention gone', 'survey mood']);
    for (const { seq, kind } of marks)
      assert.equal(live.timeline.events[seq]!.type, kind === 'survey' ? 'phase.started' : 'intervention.applied');
  });

  it('explain why each message was sent', () => {
    const { model, timeline } = live;
    const { events } = timeline;
    const sent = events.filter((e) => e.type === 'message.sent' && e.author !== null);
    assert.ok(sent.length > 20);
    let changes = 0;
    const lines = new Set<string | null>();
    for (const message of sent) {
      assert.ok(message.type === 'message.sent');
      const why = panelWhy({ model, timeline, answers: [] }, message.seq, new Set());
      assert.ok(why);
      // The last recall of the author before it, as the event has it.
      const recall = events.slice(0, message.seq).findLast((e) => e.type === 'recall.done' && e.agent === message.author);
      assert.ok(recall?.type === 'recall.done');
      assert.deepEqual(why.recalled.map(({ recalled }) => recalled?.score).sort(), recall.memories.map(({ score }) => score).sort());
      for (const { text, node } of why.recalled) if (text === 'The mill burned down.') lines.add(node);
      for (const { kind, node } of why.recalled) assert.equal(node !== null, kind === 'given');
      const delivered = events.slice(0, message.seq).findLast((e) => e.type === 'message.delivered' && e.agent === message.author);
      assert.equal(why.read, delivered?.type === 'message.delivered' ? delivered.messages.length : -1);
      const name = [...model.agents].find(({ self }) => self.id === message.author)!.self.name;
      assert.ok(
        why.prompt.some(({ text }) => text.includes(name)),
        'the prompt names who is asked',
      );
      assert.ok(why.answer.some(([fact, text]) => fact === 'value' && text.includes(JSON.stringify(message.text).slice(1, -1))));
      changes += why.after.filter(([fact]) => fact.startsWith('tie ')).length;
    }
    assert.deepEqual([...lines], ['personas.ada.memories.0'], 'what is in the file leads to its line');
    const tied = events.filter(
      (e) => e.type === 'tie.changed' && e.evidence !== null && e.cause !== null && events[e.cause]!.type === 'message.sent',
    );
    assert.equal(changes, tied.length, 'each tie that a message is evidence for is named by it once');
    assert.equal(panelWhy({ model, timeline, answers: [] }, 0, new Set()), null);
  });

  it('describe a mind as in the state, at any moment', () => {
    const { model, timeline } = live;
    for (const share of [0.3, 0.7, 1]) {
      const state = timeline.at(Math.round((timeline.events.length - 1) * share));
      const mind = panelMind(model, timeline.events, state, { kind: 'mind', agent: 'ada', seq: state.seq, find: '', memories: 5 }, []);
      const agent = agentAt(state, 0)!;
      assert.ok(mind);
      assert.equal(mind.remembered, agent.memories.length - agent.gone.size);
      assert.deepEqual(
        mind.memories.map(({ text }) => text),
        agent.memories.backing
          .slice(0, agent.memories.length)
          .slice(-5)
          .reverse()
          .map(({ text }) => text),
      );
      assert.equal(mind.mind, `built-in mind (rule-based, ${MIND_VERSIONS.builtin})`);
      assert.equal(mind.cost, null);
    }
    assert.equal(
      panelMind(model, timeline.events, timeline.head, { kind: 'mind', agent: 'nobody', seq: 1, find: '', memories: 5 }, []),
      null,
    );
  });
});
