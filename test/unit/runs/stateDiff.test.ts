/** Differences of the states of two runs, compared with a plain count over all agents and ties. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { varsOf } from '../../../src/core/events/agents.js';
import { idAt } from '../../../src/core/events/roster.js';
import type { State } from '../../../src/core/events/state.js';
import { eachTie } from '../../../src/core/events/ties.js';
import { canonical } from '../../../src/core/util/json.js';
import { tieDifferences, variableDifferences } from '../../../src/runs/forks/stateDiff.js';
import { modelOf, playWith } from '../../support/worlds.js';

const text = (size: number, seed: number, more = ''): string => `society: 1
personas: { ada: { name: Ada }${more} }
populations:
  town: { size: ${size}, name: 'Resident {n}' }
ties:
  near: { among: all, strength: 0.5, graph: 'small_world(4, 0.1)' }
worlds:
  w:
    vars: { days: 0 }
    agent_vars: { state: [well, ill, over], age: { start: 1 } }
    phases:
      count: { then: days = days + ${seed} }
      day:
        who: { of: all, if: "agent.state == 'ill' || agent.state == 'well' && neighbours(agent).some(a => a.state == 'ill' && chance(0.6))" }
        then: |
          me.state = me.state == 'ill' ? 'over' : 'ill'
          me.age = me.age + 1
          bond(me, ada, near, 0.9)
scenarios:
  s:
    cast: all
    ties: [near]
    world: w
    rounds: 4
    seed: ${seed}
    interventions: { first: { at: start, to: random 3, then: me.state = 'ill' } }
`;

const never = (): never => assert.fail('nobody is asked');
const headOf = async (source: string): Promise<State> => (await playWith(await modelOf(source), never)).head;

/** All variables of all agents by id, and of the world. */
function variablesOf(state: State): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>(Object.entries(state.vars).map(([name, value]) => [` ${name}`, value]));
  for (let i = 0; i < state.roster.length; i++)
    for (const [name, value] of Object.entries(varsOf(state, i))) found.set(`${idAt(state.roster, i)} ${name}`, value);
  return found;
}

function tiesOf(state: State): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const network of state.networks)
    eachTie(network, (from, to, strength) => void found.set(`${idAt(state.roster, from)} ${idAt(state.roster, to)}`, strength));
  return found;
}

const apart = (a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): readonly string[] =>
  [...new Set([...a.keys(), ...b.keys()])].filter((key) => canonical(a.get(key) as never) !== canonical(b.get(key) as never)).sort();

function assertLikePlainCount(a: State, b: State): void {
  const variables = variableDifferences(a, b, Number.POSITIVE_INFINITY);
  assert.deepEqual(variables.first.map(({ agent, name }) => `${agent ?? ''} ${name}`).sort(), apart(variablesOf(a), variablesOf(b)));
  const few = variableDifferences(a, b, 7);
  assert.deepEqual([few.length, few.first], [variables.length, variables.first.slice(0, 7)]);
  for (const { name, agents } of variables.counts)
    assert.equal(agents, variables.first.filter((one) => one.agent !== null && one.name === name).length, name);
  const ties = tieDifferences(a, b, Number.POSITIVE_INFINITY);
  assert.deepEqual(ties.first.map(({ from, to }) => `${from} ${to}`).sort(), apart(tiesOf(a), tiesOf(b)));
  assert.deepEqual(tieDifferences(a, b, 9), { first: ties.first.slice(0, 9), length: ties.length });
  const distances = ties.first.map((tie) => Math.abs(tie.a - tie.b));
  assert.deepEqual(
    distances,
    distances.toSorted((x, y) => y - x),
  );
}

describe('differences of two states', () => {
  it('of crowds are those of all agents and ties', async () => {
    const [a, b] = [await headOf(text(1_000, 1)), await headOf(text(1_000, 2))];
    assert.equal(a.roster.crowds.length, 1);
    assert.ok(variableDifferences(a, b, 1).length > 50);
    assertLikePlainCount(a, b);
    const state = variableDifferences(a, b, 1).counts.find(({ name }) => name === 'state')!;
    assert.ok(state.pairs.length > 1 && state.pairs.reduce((sum, { agents }) => sum + agents, 0) <= state.agents);
    assert.equal(variableDifferences(a, a, 5).length + tieDifferences(a, a, 5).length, 0);
  });

  it('match agents by their ids where the runs have other agents', async () => {
    const [a, b, small] = [await headOf(text(1_000, 1)), await headOf(text(1_200, 1, ', ben: { name: Ben }')), await headOf(text(40, 1))];
    assertLikePlainCount(a, b);
    assertLikePlainCount(b, a);
    assertLikePlainCount(a, small);
  });
});
