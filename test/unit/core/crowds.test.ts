import { indexText, tieEndsText, valueText } from '../../support/columnTexts.js';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { indexAt, indicesOf } from '../../../src/core/columns/indexText.js';
import { type Values, valuesOf } from '../../../src/core/columns/valueText.js';
import { agentAt, eachAgent, nameAt, presentAt, someAgent, someAgents, variableAt, varsOf } from '../../../src/core/events/agents.js';
import type { Body, SimEvent } from '../../../src/core/events/events.js';
import { reduceEach } from '../../../src/core/events/reduce.js';
import { idAt, idsBeginning, indexOf } from '../../../src/core/events/roster.js';
import {
  eachChangedTie,
  eachJoined,
  eachSetVariable,
  joinsIn,
  originsOf,
  rowsOf,
  tieChangeOf,
  variableChangeOf,
} from '../../../src/core/events/rowViews.js';
import { initialState, networkOf, type State } from '../../../src/core/events/state.js';
import { eachTie, emptyNetwork, rowOf, strengthOf, tieTotal } from '../../../src/core/events/ties.js';
import { decayed, withTie, withTies } from '../../../src/core/events/tieChanges.js';
import { memberId } from '../../../src/core/util/ids.js';
import type { Json } from '../../../src/core/util/json.js';
import { neighbours, neighbourTable } from '../../../src/analysis/network/neighbours.js';
import { everybody, membersFrom } from '../../../src/engine/evaluation/participants.js';
import { graphOf } from '../../../src/analysis/network/graph.js';

const eventsOf = (bodies: readonly Body[], before: State): readonly SimEvent[] =>
  bodies.map((body, i): SimEvent => ({ seq: before.seq + 1 + i, step: 0, cause: null, at: null, ...body }));

/** The state after some bodies, folded together or one by one. */
function stateAfter(bodies: readonly Body[], together: boolean, state: State = initialState()): State {
  const events = eventsOf(bodies, state);
  if (together) return reduceEach(state, events.length, (soFar) => events[soFar.seq - state.seq]!);
  return events.reduce((one, event) => reduceEach(one, 1, () => event), state);
}

const SIZE = 1_100;
const COUNT = SIZE + 2;

/** Ada, a crowd of 1,100, and Ben. */
const CROWD: readonly Body[] = [
  { type: 'agent.joined', agent: 'ada', name: 'Ada', mind: 'builtin' },
  { type: 'agents.joined', from: 'town', count: SIZE, name: 'Resident {n}', mind: 'random' },
  { type: 'agent.joined', agent: 'ben', name: 'Ben', mind: 'builtin' },
];

/** The same agents, joined one by one. */
const SINGLY: readonly Body[] = [
  CROWD[0]!,
  ...Array.from({ length: SIZE }, (_, i): Body => {
    const agent = memberId('town', i + 1, SIZE);
    return { type: 'agent.joined', agent, name: `Resident ${i + 1}`, mind: 'random', from: 'town' };
  }),
  CROWD[2]!,
];

const id = (index: number): string => (index === 0 ? 'ada' : index <= SIZE ? memberId('town', index, SIZE) : 'ben');

/** What happens to many agents at once, and the same for each alone. */
interface Change {
  readonly together: readonly Body[];
  readonly singly: readonly Body[];
}

const indices = fc.uniqueArray(fc.nat(COUNT - 1), { minLength: 1, maxLength: 30 }).map((list) => list.sort((a, b) => a - b));
const value: fc.Arbitrary<Json> = fc.constantFrom<Json>('well', 'ill', null, true, 0.5, 3, ['a'], { a: 1 });
const NAMES = ['state', 'opinion', 'partner'] as const;

const variables = indices.chain((agents) =>
  fc.tuple(fc.constantFrom(...NAMES), fc.array(value, { minLength: agents.length, maxLength: agents.length })).map(
    ([name, values]): Change => ({
      together: [{ type: 'variables.set', name, agents: indexText(indicesOf(agents)), values: valueText(valuesOf(values)) }],
      singly: agents.map((index, i): Body => ({ type: 'variable.set', name, agent: id(index), value: values[i]! })),
    }),
  ),
);

const pairs = fc
  .uniqueArray(fc.tuple(fc.nat(COUNT - 1), fc.nat(40)), { minLength: 1, maxLength: 30, selector: ([a, b]) => a * COUNT + b })
  .map((list) => list.sort((a, b) => a[0] - b[0] || a[1] - b[1]));

const ties = pairs.chain((ends) =>
  fc.array(fc.constantFrom(0, 0.25, 1), { minLength: ends.length, maxLength: ends.length }).map((strengths): Change => {
    const texts = tieEndsText({ from: Uint32Array.from(ends, ([a]) => a), to: Uint32Array.from(ends, ([, b]) => b) });
    return {
      together: [{ type: 'ties.changed', network: 'friends', ...texts, after: valueText(valuesOf(strengths)) }],
      singly: ends.map(([a, b], i): Body => {
        return { type: 'tie.changed', network: 'friends', from: id(a), to: id(b), before: 0, after: strengths[i]!, evidence: null };
      }),
    };
  }),
);

const single = fc.tuple(fc.nat(COUNT - 1), fc.constantFrom(...NAMES), value, fc.nat(5)).map(([index, name, given, kind]): Change => {
  const agent = id(index);
  const bodies: readonly Body[] = [
    { type: 'variable.set', name, agent, value: given },
    { type: 'agent.left', agent },
    { type: 'agent.entered', agent },
    { type: 'agent.changed', agent, muted: true },
    { type: 'ties.decayed', network: 'friends', factor: 0.5 },
    { type: 'tie.changed', network: 'friends', from: agent, to: 'ada', before: 0, after: 0.75, evidence: null },
  ];
  return { together: [bodies[kind]!], singly: [bodies[kind]!] };
});

function assertAlike(crowd: State, singles: State): void {
  assert.equal(crowd.roster.length, singles.roster.length);
  for (let index = 0; index < COUNT; index++) {
    assert.equal(idAt(crowd.roster, index), idAt(singles.roster, index));
    assert.equal(indexOf(crowd.roster, id(index)), index);
    assert.equal(presentAt(crowd, index), presentAt(singles, index));
    assert.equal(nameAt(crowd, index), nameAt(singles, index));
    assert.deepEqual(varsOf(crowd, index), varsOf(singles, index));
    for (const name of NAMES) assert.deepEqual(variableAt(crowd, index, name), variableAt(singles, index, name));
    assert.deepEqual({ ...agentAt(crowd, index), ownVars: null }, { ...agentAt(singles, index), ownVars: null });
  }
  const listed = (state: State): readonly (readonly number[])[] => {
    const found: (readonly number[])[] = [];
    const network = networkOf(state, 'friends');
    if (network) eachTie(network, (from, to, strength) => found.push([from, to, strength]));
    return found;
  };
  assert.deepEqual(listed(crowd), listed(singles));
}

describe('crowds', () => {
  it('events of many agents give the state that events of each agent alone would give', () => {
    const changes = fc.array(fc.oneof(variables, ties, single), { maxLength: 10 });
    fc.assert(
      fc.property(changes, fc.boolean(), fc.boolean(), (list, together, alone) => {
        const crowd = stateAfter(
          list.flatMap((one) => one.together),
          together,
          stateAfter(CROWD, together),
        );
        const singles = stateAfter(
          list.flatMap((one) => one.singly),
          alone,
          stateAfter(SINGLY, true),
        );
        assertAlike(crowd, singles);
      }),
      { numRuns: 25 },
    );
  });

  it('an earlier state keeps its values when a later one changes them', () => {
    const set = (one: Json): Body => ({ type: 'variables.set', name: 'state', agents: '1-1100', values: { one } });
    const [early, state] = [stateAfter([...CROWD, set('well')], true), { value: '' as Json | undefined }];
    const late = stateAfter(
      [
        { type: 'variable.set', name: 'state', agent: id(7), value: 'ill' },
        { type: 'variable.set', name: 'state', agent: id(8), value: 'ill' },
        { type: 'agent.left', agent: id(9) },
      ],
      true,
      early,
    );
    state.value = variableAt(early, 7, 'state');
    assert.deepEqual([state.value, variableAt(late, 7, 'state'), variableAt(late, 8, 'state')], ['well', 'ill', 'ill']);
    assert.deepEqual([presentAt(early, 9), presentAt(late, 9), presentAt(late, 10)], [true, false, true]);
  });

  it('the variables of an agent stay the same object until one of them changes', () => {
    const set = (agent: string, name: string, value: Json): Body => ({ type: 'variable.set', agent, name, value });
    const before = stateAfter([...CROWD, set(id(3), 'state', 'ill'), set(id(4), 'opinion', 0.5)], true);
    const [third, fourth] = [varsOf(before, 3), varsOf(before, 4)];
    const later = stateAfter([set(id(4), 'state', 'well'), set(id(5), 'partner', 'ada')], true, before);
    assert.equal(varsOf(later, 3), third);
    assert.deepEqual(varsOf(later, 4), { state: 'well', opinion: 0.5 });
    assert.deepEqual(varsOf(before, 4), fourth);
    const other = stateAfter([...CROWD, set(id(3), 'state', null)], true);
    assert.deepEqual([varsOf(other, 3), varsOf(other, 4), varsOf(before, 3)], [{ state: null }, {}, third]);
  });

  it('an agent of a crowd has a state of its own only after something happened to it alone', () => {
    const state = stateAfter([...CROWD, { type: 'variables.set', name: 'x', agents: '0-1101', values: { one: 1 } }], true);
    const owners = (one: State): number => one.individuals.blocks.flat(2).filter(() => true).length;
    assert.equal(owners(state), 2);
    assert.equal(owners(stateAfter([{ type: 'variable.set', name: 'x', agent: id(500), value: 2 }], true, state)), 2);
    assert.equal(owners(stateAfter([{ type: 'agent.left', agent: id(500) }], true, state)), 3);
    assert.equal([...eachAgent(state)].length, COUNT);
    let tested = 0;
    const never = (): boolean => {
      tested++;
      return false;
    };
    assert.equal(someAgent(state, never), false);
    assert.equal(tested, 3);
  });

  it('two variables of an agent of a crowd take at most 12 bytes', () => {
    const size = 100 * 1_024;
    const numbers = Array.from({ length: size }, (_, i) => i / 7);
    const { columns } = stateAfter(
      [
        { type: 'agents.joined', from: 'town', count: size, name: 'Resident {n}', mind: 'random' },
        { type: 'variables.set', name: 'state', agents: `0-${size - 1}`, values: valueText(valuesOf(numbers.map((_, i) => i % 3 === 0))) },
        { type: 'variables.set', name: 'opinion', agents: `0-${size - 1}`, values: valueText(valuesOf(numbers)) },
      ],
      true,
    );
    const chunks = Object.values(columns).flatMap((column) => column.chunks);
    const arrays = chunks.map((chunk) => (chunk?.kind === 'words' ? chunk.codes : chunk?.kind === 'numbers' ? chunk.numbers : null));
    assert.ok(!arrays.includes(null));
    // Chunks can share their memory.
    const bytes = [...new Set(arrays.map((array) => array!.buffer))].reduce((sum, { byteLength }) => sum + byteLength, 0);
    assert.ok(bytes / size <= 12, `${bytes / size} bytes`);
  });

  it('ids are those of the members, and unknown ids and clashes are found', () => {
    const { roster } = stateAfter(CROWD, true);
    for (const unknown of ['town', 'town_', 'town_0', 'town_0000', 'town_1101', 'town_7', 'town_00007', 'town_1e03', 'townx0007', 'eve'])
      assert.equal(indexOf(roster, unknown), -1, unknown);
    assert.throws(() => idAt(roster, COUNT), RangeError);
    const all = Array.from({ length: COUNT }, (_, i) => idAt(roster, i));
    for (const text of ['', 't', 'TOWN', 'town_', 'town_0', 'town_01', 'town_110', 'town_1100', 'town_00001', 'town_x', 'ad', 'b'])
      assert.deepEqual(
        idsBeginning(roster, text, COUNT).toSorted(),
        all.filter((one) => one.startsWith(text.toLowerCase())).toSorted(),
        text,
      );
    assert.equal(idsBeginning(roster, 'town', 5).length, 5);
    const state = stateAfter(CROWD, true);
    const near = (unknown: string): readonly string[] => someAgents(state, unknown).map((one) => one.id);
    assert.deepEqual(near('town_11x').slice(0, 3), ['ada', 'ben', 'town_1100']);
    assert.deepEqual(near('zoe').slice(0, 3), ['ada', 'ben', 'town_0001']);
    assert.throws(() => stateAfter([...CROWD, { ...CROWD[1]! }], true), /joined twice/);
    assert.throws(
      () => stateAfter([...CROWD, { type: 'agent.joined', agent: 'town_0007', name: 'T', mind: 'random' }], true),
      /joined twice/,
    );
    const clash: Body = { type: 'agent.joined', agent: 'town_0007', name: 'T', mind: 'random' };
    assert.throws(() => stateAfter([clash, CROWD[1]!], true), /joined twice/);
  });

  it('the list of those who take part stays the same until one enters or leaves', () => {
    let state = stateAfter([{ type: 'agents.joined', from: 'people', count: 5, name: 'P {n}', mind: 'builtin' }], true);
    const next = (body: Body): State => (state = stateAfter([body], true, state));
    const all = everybody(state);
    assert.deepEqual(all, [0, 1, 2, 3, 4]);
    const memory = { id: 'people_03.m1', agent: 'people_03', kind: 'own', text: 'A', about: [], importance: 1, source: null } as const;
    assert.equal(everybody(next({ type: 'memory.written', ...memory })), all);
    assert.equal(everybody(next({ type: 'variable.set', name: 'n', agent: 'people_02', value: 1 })), all);
    assert.deepEqual(everybody(next({ type: 'agent.left', agent: 'people_02' })), [0, 2, 3, 4]);
    assert.deepEqual(membersFrom(state, 'people'), [0, 2, 3, 4]);
    assert.deepEqual(everybody(next({ type: 'agent.entered', agent: 'people_02' })), [0, 1, 2, 3, 4]);
    assert.deepEqual(everybody(next({ type: 'agent.joined', agent: 'ada', name: 'Ada', mind: 'builtin' })), [0, 1, 2, 3, 4, 5]);
  });

  it('the members of a waiting crowd are absent until they enter', () => {
    const waits: Body = { type: 'agents.joined', from: 'late', count: 3, name: 'Late {n}', mind: 'random', waiting: true };
    const state = stateAfter([...CROWD, waits, { type: 'agent.entered', agent: 'late_02' }], true);
    assert.deepEqual(
      [0, 1, 2].map((i) => [nameAt(state, COUNT + i), presentAt(state, COUNT + i)]),
      [
        ['Late 1', false],
        ['Late 2', true],
        ['Late 3', false],
      ],
    );
  });

  it('the rows of an event are the events that each agent would have had alone', () => {
    const state = stateAfter(
      [...CROWD, { type: 'tie.changed', network: 'friends', from: id(3), to: id(4), before: 0, after: 1, evidence: null }],
      true,
    );
    const [set] = eventsOf(
      [{ type: 'variables.set', name: 'state', agents: '0,5-7', values: valueText(valuesOf(['a', 'b', 'a', 'c'])) }],
      state,
    );
    const seen: (readonly [number, Json])[] = [];
    eachSetVariable(set!, state.roster, (index, _name, given) => seen.push([index, given]));
    assert.deepEqual(seen, [
      [0, 'a'],
      [5, 'b'],
      [6, 'a'],
      [7, 'c'],
    ]);
    const { seq, step, cause, at } = set!;
    const alone = { seq, step, cause, at, type: 'variable.set', name: 'state', agent: id(7), value: 'c' };
    assert.deepEqual(variableChangeOf(set!, state.roster, 7), alone);
    assert.equal(variableChangeOf(set!, state.roster, 8), undefined);
    assert.deepEqual(set?.type === 'variables.set' && originsOf(set, state.roster), ['ada', id(5)]);
    const ends = tieEndsText({ from: Uint32Array.of(3, 3, 9), to: Uint32Array.of(4, 6, 3) });
    const [tied] = eventsOf([{ type: 'ties.changed', network: 'friends', ...ends, after: { one: 0.5 } }], state);
    const changed = (from: number, to: number): number | undefined => tieChangeOf(tied!, state.roster, from, to);
    assert.deepEqual([changed(3, 4), changed(3, 5), changed(9, 3), changed(10, 3)], [0.5, undefined, 0.5, undefined]);
    let total = 0;
    eachChangedTie(tied!, state.roster, () => total++);
    assert.equal(total, 3);
    const joined: number[] = [];
    const [joins] = eventsOf([CROWD[1]!], state);
    eachJoined(joins!, state.roster, (index) => joined.push(index));
    assert.deepEqual([joined.length, joined[0], joined.at(-1)], [SIZE, 1, SIZE]);
    assert.deepEqual([joinsIn(joins!, state.roster, 0), joinsIn(joins!, state.roster, 1)], [false, true]);
  });

  it('a malformed event is named with its number', () => {
    const state = stateAfter(CROWD, true);
    const [set] = eventsOf([{ type: 'variables.set', name: 'x', agents: '7-3', values: { one: 1 } }], state);
    assert.throws(() => set?.type === 'variables.set' && rowsOf(set), /event 3 \(variables\.set\): malformed list of agents/);
    assert.throws(
      () => stateAfter([{ type: 'variables.set', name: 'x', agents: '1-9', values: { list: [1] } }], true, state),
      /must have 9 values/,
    );
    assert.throws(
      () => stateAfter([{ type: 'variables.set', name: 'x', agents: '1102', values: { one: 1 } }], true, state),
      /no agent 1102/,
    );
  });
});

describe('networks in tables', () => {
  const change = fc.tuple(fc.nat(12), fc.nat(12), fc.constantFrom(0, 0.25, 0.5, 1));
  const batch = fc
    .uniqueArray(change, { minLength: 1, maxLength: 30, selector: ([a, b]) => a * 100 + b })
    .map((list) => list.sort((a, b) => a[0] - b[0] || a[1] - b[1]));
  // Ties of one strength that go both ways.
  const mutual = batch.map((list) => {
    const pairs = new Map(list.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]).map((pair) => [String(pair), pair]));
    return [...pairs.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([a, b]): [number, number, number] => [a, b, 0.5]);
  });
  const fade = fc.constantFrom(0.5, { least: 0.2 });
  const changes = fc.array(fc.oneof(batch, mutual, change, fade), { maxLength: 8 });

  it('a network behaves as a map from pairs to strengths, whether ties change together or singly', () => {
    fc.assert(
      fc.property(changes, fc.constantFrom(0, 0.3), (list, edge) => {
        let network = emptyNetwork('n');
        const map = new Map<string, number>();
        const set = ([from, to, strength]: readonly [number, number, number]): void =>
          void (strength > 0 ? map.set(`${from},${to}`, strength) : map.delete(`${from},${to}`));
        for (const one of list) {
          if (typeof one === 'number') {
            network = decayed(network, one);
            for (const [key, strength] of map) map.set(key, strength * one);
          } else if (!Array.isArray(one)) {
            network = decayed(network, 0.7, one.least);
            for (const [key, strength] of map)
              if (strength * 0.7 < one.least) map.delete(key);
              else map.set(key, strength * 0.7);
          } else if (Array.isArray(one[0])) {
            const ends = one as [number, number, number][];
            const from = Uint32Array.from(ends, ([a]) => a);
            const to = Uint32Array.from(ends, ([, b]) => b);
            const strengths = ends.map(([, , strength]) => strength);
            const isOne = strengths.every((strength) => strength === strengths[0]);
            const values: Values = isOne ? { kind: 'one', length: ends.length, value: strengths[0]! } : valuesOf(strengths);
            network = withTies(network, { from, to }, values);
            ends.forEach(set);
          } else {
            const [from, to, strength] = one as [number, number, number];
            network = withTie(network, from, to, strength);
            set([from, to, strength]);
          }
        }
        const seen: (readonly [number, number, number])[] = [];
        eachTie(network, (from, to, strength) => seen.push([from, to, strength]));
        assert.deepEqual(new Map(seen.map(([from, to, strength]) => [`${from},${to}`, strength])), map);
        assert.deepEqual(
          seen,
          seen.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]),
        );
        assert.equal(tieTotal(network), map.size);
        for (let a = 0; a < 14; a++) {
          const own = seen.filter(([from]) => from === a);
          assert.deepEqual(rowOf(network, a), { to: own.map(([, to]) => to), strength: own.map(([, , strength]) => strength) });
          for (let b = 0; b < 14; b++) assert.equal(strengthOf(network, a, b), map.get(`${a},${b}`) ?? 0);
          const near = new Set(seen.filter((t) => t[2] >= edge && (t[0] === a || t[1] === a)).map(([f, t]) => (f === a ? t : f)));
          assert.deepEqual(
            neighbours(network, edge, a),
            [...near].sort((x, y) => x - y),
          );
        }
        const members = [1, 2, 3, 5, 8, 12];
        const { out } = graphOf(network, edge, members);
        const arcs = members.flatMap((_, u) =>
          Array.from(out.to.subarray(out.start[u], out.start[u + 1]), (v) => [members[u]!, members[v]!]),
        );
        const wanted = seen.filter(([f, t, s]) => s >= edge && f !== t && members.includes(f) && members.includes(t));
        assert.deepEqual(
          arcs,
          wanted.map(([f, t]) => [f, t]),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('four ties of each of 1,000,000 agents take at most 60 bytes', () => {
    const agents = 1_000_000;
    const [from, to] = [new Uint32Array(4 * agents), new Uint32Array(4 * agents)];
    for (let i = 0; i < agents; i++) {
      const near = [i - 2, i - 1, i + 1, i + 2].map((j) => (j + agents) % agents).sort((a, b) => a - b);
      from.fill(i, 4 * i, 4 * i + 4);
      to.set(near, 4 * i);
    }
    const network = withTies(emptyNetwork('n'), { from, to }, { kind: 'one', length: from.length, value: 1 });
    const { start, to: ends, strength } = network.table;
    const bytes = [start, ends, strength].reduce((sum, one) => sum + one.buffer.byteLength, 0);
    assert.ok(bytes / agents <= 60, `${bytes / agents} bytes`);
    assert.equal(tieTotal(network), 4 * agents);
    const table = neighbourTable(network, 0.5);
    assert.deepEqual(Array.from(table.to.subarray(table.start[7], table.start[8])), [5, 6, 8, 9]);
    assert.equal(indexAt(indicesOf(neighbours(network, 0.5, 0)), 3), agents - 1);
  });
});
