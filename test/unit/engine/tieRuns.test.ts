/** Ties that rules and fades of generated societies change: the same at every event, with any reader of any state at any time. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { SimEvent } from '../../../src/core/events/events.js';
import { eachTie, tieTotal } from '../../../src/core/events/ties.js';
import type { State } from '../../../src/core/events/state.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { CancellationSource } from '../../../src/core/util/lifecycle.js';
import { advance, type ScenarioModel } from '../../../src/engine/index.js';
import { CROWD } from '../../../src/engine/model/crowdSize.js';
import { ask } from '../../support/societies.js';
import { modelOf } from '../../support/worlds.js';

/** Rules of one phase. Only the first agents act, so that a test is short. */
const RULES = [
  'bond(me, me.friend, bonds, 0.5)',
  'bond(me, me.friend, bonds, clamp(tie(me, me.friend) + 0.25, 0, 1))',
  'let near = tied(me).length\nunbond(me, near > 2 ? bottom(tied(me), 1, a => tie(me, a)) : [])\nbond(me, pick(all), bonds, 0.1)',
  'bond(me, me.friend, bonds, tie(me, me.friend) + 0.01 * degree(me) > 0.9 ? 0.3 : 0.9)',
  'bond(me, me.friend, bonds, tie(me, me.friend) > 0.2 ? 0 : 0.7)\nbond(me, pick(neighbours(me)), other, 0.4)',
  'bond(me, me.friend, other, 0.3)\nbond(me, me.friend, bonds, tie(me, me.friend, other))\nunbond(me, me.friend, other)',
  'bond(me, me.friend, bonds, 1)\nlet broken = 1 / (me.n % 3)\nunbond(me, tied(me), bonds)',
  'bond(me, me.friend, bonds, 0)\nbond(me, me.friend, bonds, 0.5)\nbond(me, me.friend, bonds, 0)',
  'unbond(me, tied(me))\nbond(me, all.filter(a => a.n < 9 && a != me), bonds, 0.6)',
  'me.x = degree(me) + tie(me, me.friend)',
  'me.x = nearness\nbond(me, me.friend, other, 0.2)\nbond(me, me.friend, bonds, tie(me, me.friend, other))',
  'bond(me, me.friend, bonds, -0)',
] as const;

const WORLD = [
  'fade(bonds, 0.9)',
  'fade(bonds, 0.5, 0.2)',
  'fade(bonds, pow(10, 0 - 160))',
  'fade(bonds, 0.9)\nfade(bonds, 0.9, 0.1)\nfade(other, 0.5, 0.3)',
  'bond(all.filter(a => a.n == 7), all.filter(a => a.n == 9), bonds, 0.35)',
] as const;

interface Phase {
  readonly rule: string;
  readonly isOfWorld: boolean;
  readonly order: string;
}

const phase: fc.Arbitrary<Phase> = fc.oneof(
  fc.record({ rule: fc.constantFrom(...RULES), isOfWorld: fc.constant(false), order: fc.constantFrom('sequential', 'simultaneous') }),
  fc.record({ rule: fc.constantFrom(...WORLD), isOfWorld: fc.constant(true), order: fc.constant('sequential') }),
);

const fileOf = (phases: readonly Phase[], rounds: number): string => `society: 1
populations: { folk: { size: ${CROWD}, name: 'P {n}', vars: { place: number }, sample: { place: '=number' } } }
ties:
  bonds: { among: folk, graph: random(0.002), reciprocity: 0, strength: 0.5 }
  other: { among: folk, graph: ring(2), strength: 1 }
worlds:
  w:
    agent_vars: { x: 0, n: '=me.place', friend: agent? }
    phases:
      meet: { who: { if: agent.n <= 90 }, then: 'me.friend = pick(all.filter(a => a.n <= 90 && a != me))' }
${phases
  .map(({ rule, isOfWorld, order }, i) =>
    isOfWorld
      ? `      p${i}: { then: ${JSON.stringify(rule)} }`
      : `      p${i}: { who: { if: agent.n <= 90 }, order: ${order}, then: ${JSON.stringify(rule)} }`,
  )
  .join('\n')}
    measures: { nearness: 'mean(all.map(a => degree(a)))', strong: 'sum(all.map(a => a.n < 50 && a.friend != null ? tie(a, a.friend) : 0))' }
scenarios: { s: { cast: [folk], world: w, rounds: ${rounds} } }
`;

type Ties = Readonly<Record<string, readonly (readonly [from: number, to: number, strength: number])[]>>;

function tiesIn(state: State): Ties {
  return Object.fromEntries(
    state.networks.map((network) => {
      const ties: (readonly [number, number, number])[] = [];
      eachTie(network, (from, to, strength) => ties.push([from, to, strength]));
      assert.equal(tieTotal(network), ties.length);
      return [network.name, ties];
    }),
  );
}

async function played(model: ScenarioModel, timeline: Timeline, rest: () => Promise<void> | undefined): Promise<Timeline> {
  const token = new CancellationSource().token;
  const host = { ask, minds: new Map(), token, concurrency: 1, breathe: () => undefined, rest };
  assert.deepEqual(await advance(model, timeline, host), { kind: 'ended' });
  return timeline;
}

/** The events as a record has them, without what the run keeps about them. */
const recorded = (events: readonly SimEvent[]): SimEvent[] => events.map((event) => JSON.parse(JSON.stringify(event)) as SimEvent);

describe('ties of a run with rows that stay', function () {
  this.timeout(120_000);

  it('are those that the events give, with pauses, readers and forks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(phase, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 2, max: 6 }),
        fc.infiniteStream(fc.nat()),
        async (phases, rounds, places) => {
          const text = fileOf(phases, rounds);
          const model = await modelOf(text, { seed: 3 });
          const alone = await played(model, new Timeline(), () => undefined);
          const words = alone.events.map((event) => JSON.stringify(event));
          const byRecord = await played(await modelOf(text, { seed: 3, byRecord: true }), new Timeline(), () => undefined);
          assert.deepEqual(
            byRecord.events.map((event) => JSON.stringify(event)),
            words,
          );
          const replayed = Timeline.of(recorded(alone.events));
          const wanted = alone.events.map(({ seq }) => tiesIn(replayed.at(seq)));
          const check = (timeline: Timeline, seq: number): void => assert.deepEqual(tiesIn(timeline.at(seq)), wanted[seq]);
          const whole = (timeline: Timeline): void => {
            assert.deepEqual(
              timeline.events.map((event) => JSON.stringify(event)),
              words,
            );
            for (let left = timeline.events.length; left > 0; left--) check(timeline, left - 1);
          };
          whole(alone);
          whole(await played(model, new Timeline(), () => Promise.resolve()));
          const read = new Timeline();
          await played(model, read, () => {
            if (places.next().value % 5 > 0) return undefined;
            return Promise.resolve().then(() => {
              const seq = read.events.length - 1;
              if (seq < 0) return;
              check(read, places.next().value % 2 === 0 ? seq : places.next().value % (seq + 1));
            });
          });
          whole(read);
          // A fork begins at the end of a step, and plays next to the run whose states it shares.
          const ends = alone.events.filter(({ end, seq }) => end && seq > 0);
          const until = ends[places.next().value % ends.length]!.seq;
          whole(await played(model, new Timeline(alone.events.slice(0, until + 1)), () => Promise.resolve()));
          whole(alone);
        },
      ),
      { numRuns: 5 },
    );
  });
});
