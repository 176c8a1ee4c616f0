/**
 * Chance in rules: a draw depends on the moment and on the agents of the rule, and on nothing else. Epidemics and
 * cascades, whose chances are worked out by hand, have the expected results.
 */
import { variableAt } from '../../../src/core/events/agents.js';
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Json } from '../../../src/core/util/json.js';
import { indexOf } from '../../../src/core/events/roster.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { askedAt } from '../../../src/debug/inspect/evaluateAt.js';
import type { Question } from '../../../src/engine/index.js';
import { stepEnd } from '../../../src/engine/index.js';
import { mindOf, play } from '../../support/societies.js';
import { eventsOf as of, modelOf, playWith } from '../../support/worlds.js';

const people = (n: number): string => `people: { size: ${n}, name: 'P {n}' }`;

const first = ({ situation }: Question): Json => {
  const [option] = situation.options;
  return option ? { action: option.action, ...(option.agents ? { to: option.agents[0]! } : {}) } : {};
};

const silent = (): never => assert.fail('Nobody is asked.');

const shareOf = (values: readonly boolean[]): number => values.filter(Boolean).length / values.length;

/** Four standard errors of a share over n runs. */
const error = (p: number, n: number): number => 4 * Math.sqrt((p * (1 - p)) / n);

/** Many groups that are alike, side by side in one run; in each the first is ill. `links`: who can catch it from whom, by place. */
const epidemic = (groups: number, size: number, links: readonly (readonly [number, number])[]): string => `society: 1
populations:
  people: { size: ${groups * size}, name: 'P {n}', vars: { place: number }, sample: { place: '=(number - 1) % ${size}' } }
ties:
  near: { strength: 1, graph: [${Array.from({ length: groups }, (_, g) => links.map(([a, b]) => `${member(g * size + a)} > ${member(g * size + b)}`)).join()}] }
worlds:
  w:
    agent_vars: { state: [well, ill, over] }
    phases:
      spread: { who: all, then: "me.state = me.state == 'well' ? (${CATCHES} ? 'ill' : 'well') : 'over'" }
scenarios:
  s:
    cast: [people]
    ties: [near]
    world: w
    rounds: ${size}
    interventions: { first: { at: start, to: { of: all, if: agent.place == 0 }, then: me.state = 'ill' } }
`;

const member = (index: number): string => `people_${String(index + 1).padStart(3, '0')}`;
const CATCHES = "neighbours(me).some(n => n.state == 'ill' && chance(0.4))";

/** Who was ever ill, by group. */
async function reached(text: string, size: number): Promise<readonly (readonly boolean[])[]> {
  const { head } = await playWith(await modelOf(text), silent);
  const ill = Array.from({ length: head.roster.length }, (_, i) => variableAt(head, i, 'state') !== 'well');
  return Array.from({ length: ill.length / size }, (_, g) => ill.slice(g * size, (g + 1) * size));
}

const CHAIN = [0, 1, 2, 3].map((k) => [k, k + 1] as const);
const HOUSEHOLD = [
  [0, 1],
  [0, 2],
  [1, 2],
] as const;

describe('chance in rules', () => {
  it('an epidemic in households of three follows Reed and Frost', async () => {
    const households = await reached(epidemic(200, 3, HOUSEHOLD), 3);
    // From one case: nobody else q², one 2pq², both p² + 2p²q (Bailey 1975, The Mathematical Theory of Infectious Diseases).
    const [p, q] = [0.4, 0.6];
    for (const [i, share] of [q * q, 2 * p * q * q, p * p + 2 * p * p * q].entries()) {
      const got = shareOf(households.map((ill) => ill.filter(Boolean).length === i + 1));
      assert.ok(Math.abs(got - share) < error(share, households.length), `${i + 1}: ${got}, ${share}`);
    }
  });

  it('a cascade along a chain reaches the k-th agent with p^k', async () => {
    const chains = await reached(epidemic(120, 5, CHAIN), 5);
    for (let k = 0; k < 5; k++) {
      const got = shareOf(chains.map((ill) => ill[k]!));
      assert.ok(Math.abs(got - 0.4 ** k) <= error(0.4 ** k, chains.length), `${k}: ${got}`);
    }
  });

  it('does not depend on the order of the agents, and each agent and round has a draw of its own', async () => {
    const text = (who: string): string => `society: 1
personas: { ada: {}, ben: {}, cleo: {}, dana: {} }
worlds:
  w:
    agent_vars: { heads: 0, list: '' }
    phases:
      toss: { who: ${who}, then: "me.list = me.list + (chance(0.5) ? 'h' : 't')" }
scenarios: { s: { cast: all, world: w, rounds: 30 } }
`;
    const lists = async (who: string): Promise<Record<string, Json>> => {
      const { head } = await playWith(await modelOf(text(who)), silent);
      return Object.fromEntries(['ada', 'ben', 'cleo', 'dana'].map((id) => [id, variableAt(head, indexOf(head.roster, id), 'list')!]));
    };
    const found = await lists('all');
    assert.deepEqual(await lists('[dana, ben, ada, cleo]'), found);
    assert.equal(new Set(Object.values(found)).size, 4, 'each for itself');
    for (const list of Object.values(found))
      assert.ok(new Set(String(list)).size === 2, `each round has a draw of its own: ${String(list)}`);
  });

  it('draws again for each of several turns in a phase, and once for the beginning and the end of a phase that takes place by chance', async () => {
    const text = `society: 1
personas: { ada: {}, ben: {} }
worlds:
  w:
    vars: { ended: 0, began: 0 }
    agent_vars: { tosses: '' }
    actions: { toss: { does: Toss., effect: "me.tosses = me.tosses + (chance(0.5) ? 'h' : 't')" } }
    phases:
      play: { when: chance(0.5), order: alternate, turns: 8, actions: [toss], then: ended += 1 }
      over: { stop: 'chance(0.02)' }
scenarios: { s: { cast: all, world: w, rounds: 40 } }
`;
    const timeline = await playWith(await modelOf(text), first);
    const turns = of(timeline, 'turn.started').length;
    const ended = Number(timeline.head.vars.ended);
    assert.equal(turns, 8 * ended);
    assert.ok(ended > 0 && ended < timeline.head.round, `${ended} of ${timeline.head.round}`);
    const tosses = String(variableAt(timeline.head, 0, 'tosses'));
    const within = (tosses.match(/.{4}/g) ?? []).filter((four) => new Set(four).size === 2).length;
    assert.ok(within > ended / 2, 'four turns are seldom all alike');
  });

  it('allows an act that is offered by chance, and no other', async () => {
    const text = `society: 1
populations: { ${people(30)} }
ties: { near: { graph: complete, strength: 1 } }
worlds:
  w:
    agent_vars: { given: 0 }
    actions:
      give: { to: agent, when: chance(0.5), if: chance(0.5), does: Give., effect: target.given += 1 }
      rest: { kind: nothing, does: Rest. }
    phases: { day: { actions: [give, rest] } }
scenarios: { s: { cast: [people], ties: [near], world: w, rounds: 4 } }
`;
    let offered = 0;
    let aims = 0;
    const timeline = await playWith(await modelOf(text), ({ situation }) => {
      const give = situation.options.find(({ action }) => action === 'give');
      offered += give ? 1 : 0;
      aims += give?.agents?.length ?? 0;
      return give ? { action: 'give', to: give.agents![0]! } : { action: 'rest' };
    });
    assert.deepEqual(of(timeline, 'act.rejected'), []);
    assert.ok(Math.abs(offered / 120 - 0.5) < error(0.5, 120), String(offered));
    // Twelve acquaintances at most, each of whom it may be aimed at with one half.
    assert.ok(aims > 2 * offered && aims < 10 * offered, String(aims / offered));
  });

  it('counts votes that are offered by chance where they were offered, and knows `me` there', async () => {
    const text = `society: 1
personas: { ada: {}, ben: {} }
worlds:
  w:
    actions:
      say: { kind: message, to: all, does: Talk. }
      vote: { kind: reaction, on: message, when: me.name != '' && chance(0.5) }
    phases: { talk: { actions: [say], riders: { vote: 1 } } }
scenarios: { s: { cast: all, world: w, rounds: 20 } }
`;
    let offered = 0;
    const timeline = await playWith(await modelOf(text), ({ situation }) => {
      const messages = situation.riders.flatMap((rider) => rider.messages.slice(-1));
      offered += messages.length;
      return { action: 'say', text: 'So.', votes: messages.map((message) => ({ message, vote: 'up' })) };
    });
    assert.deepEqual(of(timeline, 'fault'), []);
    assert.equal(of(timeline, 'reaction.given').length, offered);
    assert.ok(offered > 5 && offered < 35, String(offered));
  });

  it('gives the same run when it is stopped at any step and continued', async () => {
    const text = `society: 1
populations: { ${people(4)} }
ties: { near: { graph: ring(2), strength: 1 } }
worlds:
  w:
    agent_vars: { mood: 0, model: 'agent?' }
    actions:
      try: { when: chance(0.7), does: Try., effect: 'me.mood += chance(0.5) ? 1 : -1' }
      rest: { kind: nothing, does: Rest. }
    phases:
      day: { who: { of: all, if: chance(0.8) }, actions: [try, rest] }
      talk: { pair: { kind: random }, order: sequential, actions: [try, rest], then: 'me.mood = chance(0.5) ? target.mood : me.mood' }
      learn: { who: all, then: "me.model = pick(neighbours(me), a => abs(a.mood))" }
scenarios:
  s:
    cast: [people]
    ties: [near]
    world: w
    rounds: 2
    interventions: { luck: { at: every 1, when: chance(0.5), to: { of: all, if: chance(0.5) }, then: 'me.mood += chance(0.5) ? 10 : 0' } }
`;
    const model = await modelOf(text);
    const { timeline } = await play(model, mindOf(first));
    const { events } = timeline;
    assert.deepEqual(of(timeline, 'fault'), []);
    assert.deepEqual(of(timeline, 'act.rejected'), []);
    assert.ok(of(timeline, 'variable.set').some(({ name, value }) => name === 'model' && value !== null));
    for (let seq = 0; seq < events.length; seq = stepEnd(events, seq) + 1) {
      const cut = Timeline.of(events.slice(0, stepEnd(events, seq) + 1));
      assert.deepEqual((await play(model, mindOf(first), cut)).timeline.events, events, `from ${seq}`);
    }
  });

  it('draws nothing where a caller only looks, as in the console', async () => {
    const model = await modelOf(epidemic(34, 3, HOUSEHOLD));
    const { head } = await playWith(model, silent);
    const answered = askedAt(model, head, null, null, 'all.filter(a => chance(0.5))')();
    assert.match(answered.ok ? '' : answered.message, /cannot be evaluated here\. Inspect the variable that the rule set/);
  });
});
