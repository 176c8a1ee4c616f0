/** Questions asked before their turn: the run is the same with and without, and it takes less time where it can. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import { logItems } from '../../../src/core/util/chunkedList.js';
import type { Json } from '../../../src/core/util/json.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import {
  advance,
  type Mind,
  type MindAnswer,
  MindFault,
  type ScenarioModel,
  type Question,
  type Tally,
} from '../../../src/engine/index.js';
import { judge } from '../../../src/engine/observation/answer.js';
import { guess } from '../../../src/engine/drive/guessedAnswers.js';
import { randomMind } from '../../../src/minds/builtin/uniformMind.js';
import { Clock, logNormal, ringBound } from '../../support/latency.js';
import { ask } from '../../support/societies.js';
import { modelOf, playWith } from '../../support/worlds.js';
import { book } from '../minds/builtinSupport.js';

interface Played {
  readonly timeline: Timeline;
  readonly time: number;
  readonly calls: number;
  readonly tally: Tally;
}

type Latency = (question: Question, call: number) => number;

interface Playing {
  readonly ahead: boolean;
  readonly latency: Latency;
  readonly places?: number;
  readonly answer?: (question: Question) => Json;
  /** A fault in place of the answer, thrown where a question is asked before its turn. */
  readonly early?: () => MindFault | null;
  /** Whether an early answer cannot be kept. */
  readonly full?: boolean;
  /** Ids of minds that answer at once, as our own do. */
  readonly atOnce?: ReadonlySet<string>;
  /** Called after each step. */
  readonly then?: (timeline: Timeline) => void;
}

const talk = ({ agent, situation, hash }: Question): Json => ({
  action: 'say',
  text: `${agent} in ${situation.round} of ${hash.slice(0, 6)}`,
});

/** The same to the same person in the same round, whenever it is asked. */
const byTurn =
  (draw: (agent: string, round: number) => number): Latency =>
  ({ agent, situation }) =>
    draw(agent ?? '', situation.round);

/** Plays with minds that answer after a while, on a clock of its own. */
async function play(
  model: ScenarioModel,
  { ahead, latency, places = 64, answer = talk, early = () => null, atOnce = new Set(), full = false, then = () => undefined }: Playing,
): Promise<Played> {
  const clock = new Clock();
  const timeline = new Timeline();
  const tally = { asked: 0, used: 0, wasted: 0 };
  let calls = 0;
  const isOpen = ({ hash }: Question): boolean => logItems(timeline.head.agenda.questions).some((one) => one.hash === hash);
  const far = (id: string): Mind => ({
    ...{ id, kind: 'openai', model: 'test', prose: false },
    ask: async (question) => {
      const fault = isOpen(question) ? null : early();
      calls++;
      await clock.sleep(latency(question, calls));
      if (fault) throw fault;
      return { value: answer(question) };
    },
  });
  const near = (id: string): Mind => ({
    ...{ id, kind: 'builtin', model: 'test', prose: false },
    ask: (question) => ({ value: answer(question) }),
  });
  const ids = [...new Set([...model.minds.map(({ id }) => id), 'builtin'])];
  const minds = new Map(ids.map((id) => [id, atOnce.has(id) ? near(id) : far(id)]));
  const port = {
    ...{ tally, minds: new Set(ids.filter((id) => !atOnce.has(id))), now: () => clock.now },
    later: (milliseconds: number, act: () => void) => clock.after(milliseconds, act),
    failed: (error: unknown) => {
      throw error;
    },
  };
  const keep = (question: Question): Promise<void> | undefined =>
    full && !isOpen(question) ? Promise.reject(new Error('The disk is full.')) : undefined;
  const breathe = (): undefined => void then(timeline);
  const host = { ask, minds, keep, token: neverCancelled, breathe, concurrency: places };
  const outcome = await clock.until(advance(model, timeline, { ...host, ...(ahead ? { ahead: port } : {}) }));
  assert.deepEqual(outcome, { kind: 'ended' });
  assert.equal(tally.asked, tally.used + tally.wasted);
  return { timeline, time: clock.now, calls, tally };
}

const ring = (people: number, rounds: number, order: string, to = 'neighbours'): Promise<ScenarioModel> =>
  modelOf(street(people, rounds, order, to));

const street = (people: number, rounds: number, order: string, to: string): string => `society: 1
populations: { people: { size: ${people} } }
ties: { street: { among: all, graph: ring(4) } }
worlds:
  w:
    actions: { say: { kind: message, to: ${to}, does: Talk. } }
    phases: { talk: { who: all, order: ${order}, actions: [say] } }
scenarios: { s: { cast: all, world: w, rounds: ${rounds}, seed: 1 } }
`;

/** The same events, byte for byte; the first that is not is shown. */
function same(one: Played, other: Played): void {
  const lines = ({ timeline }: Played): readonly string[] => timeline.events.map((event) => JSON.stringify(event));
  const [a, b] = [lines(one), lines(other)];
  const i = a.findIndex((line, k) => line !== b[k]);
  assert.equal(b[i], a[i]);
  assert.equal(b.length, a.length);
}

const random = randomMind(book);
const randomly = (question: Question): Json => (random.ask(question, neverCancelled) as MindAnswer).value ?? null;

/** All examples. */
const TEXTS = readdirSync('examples')
  .filter((name) => /\w\.society$/.test(name))
  .map((name) => [name, readFileSync(`examples/${name}`, 'utf8')] as const);

/** Worlds whose turns wait for each other in all ways that there are. */
const WORLDS: readonly (readonly [string, string])[] = [
  ...['simultaneous', 'sequential', 'shuffled', 'asynchronous', 'alternate', 'moderated'].flatMap((order) =>
    ['neighbours', 'public', 'agent'].map((to) => [`a street that talks to ${to}, ${order}`, street(9, 3, order, to)] as const),
  ),
  [
    'a street where chance says who talks, and whether',
    street(9, 3, 'shuffled', 'neighbours')
      .replace('does: Talk.', 'does: Talk., when: chance(0.6)')
      .replace('who: all', 'who: { of: all, if: chance(0.7) }'),
  ],
];

describe('asking ahead', function () {
  this.timeout(60_000);

  it('overlaps the rounds of people who hear only their neighbours', async () => {
    const model = await ring(40, 5, 'simultaneous');
    const latency = byTurn(logNormal(1, 200, 0.8));
    const [one, other] = [await play(model, { ahead: false, latency }), await play(model, { ahead: true, latency })];
    same(one, other);
    const bound = ringBound(
      [...model.agents].map(({ self }) => self.id),
      5,
      logNormal(1, 200, 0.8),
    );
    assert.ok(other.time < 1.05 * bound && one.time > 1.3 * bound, `${one.time}, ${other.time}, bound ${bound}`);
    assert.equal(other.tally.wasted, 0);
  });

  it('takes turns one after another in the order in which they hear of each other', async () => {
    const model = await ring(60, 2, 'shuffled');
    const latency = (): number => 200;
    const [one, other] = [await play(model, { ahead: false, latency }), await play(model, { ahead: true, latency })];
    same(one, other);
    assert.equal(one.time, 120 * 200);
    assert.ok(other.time < one.time / 4, `${other.time}`);
  });

  it('asks nothing early where every agent hears every other', async () => {
    for (const order of ['simultaneous', 'sequential']) {
      const model = await ring(12, 3, order, 'public');
      const latency = byTurn(logNormal(1, 200, 0.8));
      const [one, other] = [await play(model, { ahead: false, latency }), await play(model, { ahead: true, latency })];
      same(one, other);
      assert.deepEqual(other.tally, { asked: 0, used: 0, wasted: 0 });
      assert.equal(other.time, one.time);
    }
  });

  it('predicts answers that a question allows, and that differ', async () => {
    for (const [name, text] of TEXTS) {
      const asked: Question[] = [];
      await playWith(await modelOf(text, { rounds: 2 }), (question) => {
        asked.push(question);
        return randomly(question);
      });
      for (const question of asked) {
        const guesses = ([0, 1] as const).map((side) => guess(question, side, 'words'));
        for (const value of guesses) assert.equal(judge(question, { value }).status, 'accepted', `${name} ${JSON.stringify(value)}`);
        const isOnly = question.situation.options.length === 1 && question.situation.options[0]!.kind === 'nothing';
        if (!isOnly) assert.notDeepEqual(guesses[0], guesses[1], name);
      }
    }
  });

  it('does not ask the model for an answer that a user has written, not even early', async () => {
    const model = await ring(30, 2, 'shuffled');
    const change = { kind: 'answer', agent: model.agents.at(7)!.self.id, value: { action: 'say', text: 'By hand.' } } as const;
    const then = (timeline: Timeline): void => {
      const { step, seq } = timeline.head;
      if (step === 0) timeline.commit([{ at: null, cause: seq, body: { type: 'state.overridden', change, before: null } }]);
    };
    const rounds: number[] = [];
    const answer = (question: Question): Json => {
      if (question.agent === change.agent) rounds.push(question.situation.round);
      return talk(question);
    };
    const latency = (): number => 200;
    const [one, other] = [
      await play(model, { ahead: false, latency, then, answer }),
      await play(model, { ahead: true, latency, then, answer }),
    ];
    same(one, other);
    assert.deepEqual(rounds, [2, 2]);
    assert.ok(other.tally.used > 0);
    assert.equal(other.tally.wasted, 0);
  });

  it('ignores a fault before the turn, and asks again', async () => {
    const model = await ring(20, 4, 'simultaneous');
    const latency = byTurn(logNormal(2, 200, 0.8));
    const early = (): MindFault => new MindFault('down', 'The server is down.');
    const [one, other] = [await play(model, { ahead: false, latency }), await play(model, { ahead: true, latency, early })];
    same(one, other);
    assert.ok(other.tally.asked >= 3);
    assert.equal(other.tally.used, 0);
    assert.equal(other.calls, one.calls + other.tally.asked);
  });

  it('continues where an early answer cannot be stored', async () => {
    const model = await ring(20, 4, 'simultaneous');
    const latency = byTurn(logNormal(2, 200, 0.8));
    const [one, other] = [await play(model, { ahead: false, latency }), await play(model, { ahead: true, latency, full: true })];
    same(one, other);
    assert.ok(other.tally.wasted > 0);
  });

  describe('gives the same run, byte for byte', () => {
    for (const [name, text] of [...TEXTS, ...WORLDS])
      it(`in ${name}, whatever the latencies and the places`, async () => {
        const model = await modelOf(text, { rounds: 2 });
        const one = await play(model, { ahead: false, latency: () => 1, answer: randomly });
        for (let seed = 1; seed <= 4; seed++) {
          // By the number of the call: the later asked may well be answered first.
          const times = logNormal(seed, 100, seed % 2 === 0 ? 1.5 : 0.3);
          const latency: Latency = (_question, call) => times(call);
          const atOnce = new Set(seed === 3 ? ['builtin'] : []);
          same(one, await play(model, { ahead: true, latency, answer: randomly, atOnce, places: [3, 64, 8, 500][seed - 1]! }));
        }
      });
  });
});
