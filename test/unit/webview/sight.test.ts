import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { PanelSnapshot, PanelTie } from '../../../src/protocol/course.js';
import { fakeRun, snapshotAfter } from '../../support/webviewDemo/fakeRun.js';
import { createModel, edgeOf, look, type PanelModel } from '../../../webview/state/model.js';
import {
  addressees,
  among,
  emptyOverlay,
  fade,
  flightsOf,
  fly,
  flying,
  hear,
  MOST_FLIGHTS,
  seenOf,
} from '../../../webview/network/painting/overlay.js';
import { tiesOf } from '../../../webview/network/graph/graph.js';
import { groupOf } from '../../../webview/network/sight/group.js';
import { inside, takenIn } from '../../../webview/network/sight/lasso.js';
import { ghostsOf, givenOf } from '../../../webview/network/graph/pastTies.js';
import {
  escaped,
  focusOf,
  gathered,
  NO_SIGHT,
  notesOf,
  onlyOf,
  pathBetween,
  selecting,
  tiedTo,
  within,
} from '../../../webview/network/sight/sight.js';

const run = fakeRun({ agents: 20, rounds: 10, hostile: true, seed: 4 });
const whole = (): PanelModel => createModel(snapshotAfter(run, run.deltas.length));

type Tie = readonly [number, number, number, number];

/** A run of seven whose ties change as said: `[seq, from, to, strength]`; round 1 begins at 10. */
function withTies(...ties: readonly Tie[]): PanelModel {
  const start: PanelSnapshot = fakeRun({ agents: 7, rounds: 1, hostile: false, seed: 1 }).start;
  const course = {
    ...start.course,
    rounds: [10],
    ties: ties.map(([seq, from, to, strength]): PanelTie => [seq, 0, from, to, strength]),
  };
  return createModel({ ...start, seq: 100, course });
}

const chain = (): PanelModel => withTies([1, 0, 1, 0.5], [1, 1, 2, 0.5], [1, 2, 3, 0.5], [1, 4, 0, 0.5], [1, 3, 5, 0.05]);

/** Steps between all pairs, by repeated relaxation: another way than the one that is tested. */
function distances(model: PanelModel): number[][] {
  const n = model.agents.length;
  const far = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 0 : Infinity)));
  model.shown.out.forEach((ties, from) => {
    for (const [to, strength] of ties) if (strength >= edgeOf(model)) far[from]![to] = 1;
  });
  for (let k = 0; k < n; k++)
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) far[i]![j] = Math.min(far[i]![j]!, far[i]![k]! + far[k]![j]!);
  return far;
}

describe('paths of the network', () => {
  it('are shortest paths, follow the direction of ties, and are found wherever there is one', () => {
    const model = whole();
    const far = distances(model);
    for (let from = 0; from < 20; from++) {
      for (let to = 0; to < 20; to++) {
        const path = pathBetween(model, from, to);
        assert.equal(path ? path.length - 1 : Infinity, far[from]![to]);
        for (const [i, agent] of (path ?? []).entries())
          if (i > 0) assert.ok((model.shown.out[path![i - 1]!]!.get(agent) ?? 0) >= edgeOf(model));
      }
    }
  });

  it('lead nowhere against a tie, over one too weak, or over an agent who is away', () => {
    const model = chain();
    assert.deepEqual(pathBetween(model, 0, 3), [0, 1, 2, 3]);
    assert.equal(pathBetween(model, 3, 0), null);
    assert.equal(pathBetween(model, 0, 5), null);
    model.shown.away.add(1);
    assert.equal(pathBetween(model, 0, 3), null);
  });

  it('take the strongest tie first where they are equally short', () => {
    assert.deepEqual(pathBetween(withTies([1, 0, 1, 0.3], [1, 0, 2, 0.8], [1, 1, 3, 0.9], [1, 2, 3, 0.3]), 0, 3), [0, 2, 3]);
  });

  it('have the same neighbourhood in both directions of ties', () => {
    const model = chain();
    assert.deepEqual([...within(model, 0, 1)].sort(), [0, 1, 4]);
    assert.deepEqual([...within(model, 0, 2)].sort(), [0, 1, 2, 4]);
    assert.deepEqual(tiedTo(model, 0), [1, 4]);
  });
});

describe('a line around agents', () => {
  const square = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 10, y: 10 },
    { x: 0, y: 10 },
  ];

  it('selects the same agents as a box, where it is a box', () => {
    fc.assert(
      fc.property(fc.double({ min: -5, max: 15, noNaN: true }), fc.double({ min: -5, max: 15, noNaN: true }), (x, y) => {
        fc.pre(![0, 10].includes(x) && ![0, 10].includes(y));
        assert.equal(inside(square, { x, y }), x > 0 && x < 10 && y > 0 && y < 10);
      }),
    );
  });

  it('leaves out agents in a concave part, and agents that are not shown', () => {
    const bay = [...square.slice(0, 3), { x: 5, y: 2 }, { x: 0, y: 10 }];
    const at = [{ x: 5, y: 1 }, { x: 5, y: 8 }, { x: 1, y: 5 }, null];
    assert.deepEqual(
      takenIn(bay, 4, (agent) => at[agent]!),
      [0, 2],
    );
  });

  it('selects no agent where it is only a point or a line', () => {
    assert.equal(inside([], { x: 0, y: 0 }), false);
    assert.equal(
      inside(
        [
          { x: 0, y: 0 },
          { x: 4, y: 4 },
        ],
        { x: 2, y: 2 },
      ),
      false,
    );
  });
});

describe('the focus of the network', () => {
  it('is the agent under the pointer, then a path, then several agents, then the selected agent', () => {
    const model = chain();
    const all = { ...NO_SIGHT, selected: 0, hovered: 5, group: [2, 3], goal: 2 };
    assert.equal(focusOf(model, all)?.agent, 5);
    const path = focusOf(model, { ...all, hovered: null });
    assert.deepEqual([...path!.near], [0, 1, 2]);
    assert.ok(path!.lit(0, 1) && path!.lit(1, 2) && !path!.lit(2, 3) && !path!.lit(4, 0));
    const group = focusOf(model, { ...all, hovered: null, goal: null });
    assert.ok(group!.lit(2, 3) && !group!.lit(1, 2));
    assert.equal(focusOf(model, { ...NO_SIGHT, selected: 0 })?.agent, 0);
    assert.equal(focusOf(model, NO_SIGHT), null);
  });

  it('is described in words, each with a way back', () => {
    const model = chain();
    const sight = { ...NO_SIGHT, selected: 0, group: [2, 3], goal: 3, steps: 1 };
    const notes = notesOf(model, sight);
    assert.match(notes[0]!.text, /^(.+ → ){3}.+, 3 steps$/);
    assert.match(notes[1]!.text, /within 1 step: 3 of 7$/);
    assert.equal(notes[2]!.text, 'Group of 2 agents');
    assert.deepEqual(
      notes.map(({ without }) => [without.goal, without.steps, without.group.length]),
      [
        [null, 1, 2],
        [3, 0, 2],
        [3, 1, 0],
      ],
    );
    assert.match(notesOf(model, { ...NO_SIGHT, selected: 3, goal: 0 })[0]!.text, /no path along ties$/);
  });

  it('ends step by step, until there is none', () => {
    fc.assert(
      fc.property(
        fc.record({
          ...{ selected: fc.option(fc.nat({ max: 6 })), hovered: fc.constant(null), goal: fc.option(fc.nat({ max: 6 })) },
          ...{ group: fc.uniqueArray(fc.nat({ max: 6 })), steps: fc.nat({ max: 2 }) },
        }),
        (sight) => {
          let now = sight as typeof NO_SIGHT;
          for (let i = 0; i < 4; i++) now = escaped(now);
          assert.deepEqual(now, NO_SIGHT);
        },
      ),
    );
  });

  it('drops the target of a path when another agent is selected, and adds each agent once', () => {
    const sight = { ...NO_SIGHT, selected: 1, goal: 3 };
    assert.equal(selecting(sight, 1).goal, 3);
    assert.equal(selecting(sight, 2).goal, null);
    const one = gathered(gathered(NO_SIGHT, 4), 2);
    assert.deepEqual(one.group, [2, 4]);
    assert.deepEqual(gathered(one, 4).group, [2]);
  });
});

describe('the visible part of a run', () => {
  it('is all of it, or only the neighbourhood and the ties between its agents', () => {
    const model = chain();
    const [ties, radii] = [tiesOf(model), new Float32Array(7).fill(5)];
    const overlay = emptyOverlay();
    assert.equal(seenOf(overlay, model, ties, radii).ties, ties);
    overlay.sight = { ...NO_SIGHT, selected: 0, steps: 1 };
    const seen = seenOf(overlay, model, ties, radii);
    assert.deepEqual([...seen.radii], [5, 5, 0, 0, 5, 0, 0]);
    assert.deepEqual([...seen.ties.from].sort(), [0, 4]);
    assert.equal(seenOf(overlay, model, ties, radii), seen, 'nothing is worked out twice');
    assert.deepEqual(onlyOf(model, { ...overlay.sight, selected: null }), null);
    assert.equal(among(ties, new Set([5])).count, 0);
  });

  it('distinguishes initial ties from those that grew', () => {
    const model = withTies([1, 0, 1, 0.5], [20, 2, 3, 0.6], [21, 0, 1, 0.9]);
    const ties = tiesOf(model);
    assert.deepEqual([...givenOf(model, ties)].map((given, i) => [ties.from[i], given]).sort(), [
      [0, 1],
      [2, 0],
    ]);
  });

  it('knows at each moment the ties that were removed', () => {
    const model = withTies([1, 0, 1, 0.5], [20, 2, 3, 0.6], [30, 0, 1, 0], [40, 4, 5, 0.1], [50, 2, 3, 0], [60, 0, 1, 0.4]);
    const gone = (seq: number): unknown => {
      look(model, seq);
      const { from, to } = ghostsOf(model);
      return [...from].map((agent, i) => [agent, to[i]]);
    };
    assert.deepEqual([10, 35, 45, 55, 100, 25].map(gone), [
      [],
      [[0, 1]],
      [[0, 1]],
      [
        [0, 1],
        [2, 3],
      ],
      [[2, 3]],
      [],
    ]);
  });

  it('fades in and out, at once where motion is reduced', () => {
    const overlay = emptyOverlay();
    const model = chain();
    overlay.sight = { ...NO_SIGHT, selected: 1 };
    assert.equal(fade(overlay, model, null, true), false);
    assert.deepEqual([overlay.fading?.mix, overlay.fading?.agent], [1, 1]);
    const { fading } = overlay;
    fade(overlay, model, null, false);
    assert.equal(overlay.fading, fading, 'at rest it is the same');
    overlay.sight = NO_SIGHT;
    assert.equal(fade(overlay, model, null, false), true);
    assert.equal(overlay.fading?.agent, 1, 'the look leaves slowly');
    while (fade(overlay, model, null, false));
    assert.equal(overlay.fading, null);
  });
});

describe('messages in motion', () => {
  it('move to the agent they answer, their only receiver and the agents they name, never to the author or to an agent that is away', () => {
    const model = whole();
    const kinds = { reply: 0, direct: 0, mention: 0 };
    for (const message of model.messages) {
      const to = addressees(model, message);
      const parent = message.replyTo === null ? undefined : model.messages[model.places.get(message.replyTo)!]?.author;
      const wanted = [parent, ...message.mentions, ...(message.audience === 'direct' ? message.to : [])].filter((one) => one !== undefined);
      assert.deepEqual(new Set(to), new Set(wanted.filter((one) => one !== message.author)));
      kinds.reply += parent === undefined ? 0 : 1;
      kinds.direct += message.audience === 'direct' ? 1 : 0;
      kinds.mention += message.mentions.length;
    }
    assert.ok(
      Object.values(kinds).every((n) => n > 0),
      'the run has all of these',
    );
    const named = model.messages.find(({ mentions }) => mentions.length > 0)!;
    model.shown.away.add(named.mentions[0]!);
    assert.ok(!addressees(model, named).includes(named.mentions[0]!));
  });

  it('are limited in number, and arrive', () => {
    const model = whole();
    assert.equal(flightsOf(model, 0, model.messages.length).length, MOST_FLIGHTS);
    const overlay = { ...emptyOverlay(), heard: model.messages.length - 5 };
    const spoke = hear(overlay, model, 1_000);
    assert.deepEqual(
      spoke,
      model.messages.slice(-5).map(({ author }) => author),
    );
    assert.ok(flying(overlay, 1_200).every(({ age }) => age >= 0 && age < 1));
    assert.equal(fly(overlay, 1_100), true);
    assert.equal(fly(overlay, 9_000), false);
    assert.deepEqual(hear(overlay, model, 9_000), [], 'each is sent once');
  });

  it('do not move when the moment jumps, or backwards', () => {
    const model = whole();
    const overlay = emptyOverlay();
    hear(overlay, model, 0);
    assert.equal(overlay.flights.length, 0);
    look(model, 40);
    hear(overlay, model, 0);
    assert.equal(overlay.flights.length, 0);
    look(model, 60);
    assert.ok(hear(overlay, model, 0).length > 0);
  });
});

describe('several selected agents', () => {
  it('have ties among them and with others, each counted once', () => {
    const model = whole();
    const agents = [0, 3, 5, 9, 12];
    const counts = { ties: 0, out: 0, into: 0 };
    const edges = model.shown.out.flatMap((ties, from) =>
      [...ties].filter(([, s]) => s >= edgeOf(model)).map(([to]) => [from, to] as const),
    );
    for (const [from, to] of edges) {
      const [a, b] = [agents.includes(from), agents.includes(to)];
      counts.ties += a && b ? 1 : 0;
      counts.out += a && !b ? 1 : 0;
      counts.into += !a && b ? 1 : 0;
    }
    const { ties, out, into, possible, rewards, strength } = groupOf(model, agents);
    assert.deepEqual({ ties, out, into }, counts);
    assert.equal(possible, 20);
    assert.equal(strength === null, ties === 0);
    assert.ok(rewards.length > 0 && rewards.every(([, , mean]) => mean >= 0 && mean <= 1));
    assert.equal(groupOf(model, [2]).strength, null);
  });
});
