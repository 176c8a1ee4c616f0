/** Crowds against results that are known otherwise: a threshold cascade by numpy, and the final size of an epidemic by hand. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { eventsOf, modelOf, playWith } from '../../support/worlds.js';

/** The number of active agents after each round, from 0, of n agents on a ring with k neighbours. */
interface Cascade {
  readonly n: number;
  readonly k: number;
  readonly active: readonly number[];
}

const cascades = JSON.parse(readFileSync(join(process.cwd(), 'test', 'fixtures', 'cascade.json'), 'utf8')) as readonly Cascade[];

const cascade = ({ n, k, active }: Cascade): string => `society: 1
populations:
  people: { size: ${n}, vars: { threshold: number }, sample: { threshold: '=number * 7919 % 97 / 97 * 0.6', first: '=number % 40 == 0' } }
ties: { lattice: { among: people, graph: ring(${k}), strength: 1 } }
worlds:
  town:
    agent_vars: { state: [off, 'on'] }
    phases:
      day:
        who: { if: "agent.state == 'off' && share(neighbours(agent).map(a => a.state == 'on')) > agent.threshold" }
        then: me.state = 'on'
    measures: { active: "count(all.map(a => a.state == 'on'))" }
scenarios:
  main:
    cast: [people]
    world: town
    rounds: ${active.length - 1}
    interventions: { begin: { at: start, to: { of: all, if: agent.first }, then: me.state = 'on' } }
`;

/** A measure by round, from round 1. */
async function measured(text: string, measure: string, seed: number): Promise<readonly (number | null)[]> {
  const timeline = await playWith(await modelOf(text, { seed }), () => null);
  assert.deepEqual(
    eventsOf(timeline, 'fault').map((fault) => fault.text),
    [],
  );
  return eventsOf(timeline, 'measure.taken').flatMap((event) => (event.measure === measure ? [event.value] : []));
}

describe('a crowd', () => {
  for (const one of cascades)
    it(`has the threshold cascade of the oracle with ${one.n} agents`, async () => {
      assert.deepEqual(await measured(cascade(one), 'active', 1), one.active.slice(1));
    }).timeout(120_000);

  it('in which all meet has the final size z = 1 − exp(−R₀ z) of an epidemic', async () => {
    const [n, p, ill] = [10_000, 2 / 10_000, 10];
    const text = `society: 1
populations: { people: { size: ${n} } }
worlds:
  hall:
    params: { p: ${p} }
    vars: { cases: 0 }
    agent_vars: { state: [well, ill, over] }
    phases:
      count: { first: true, then: "cases = count(all.filter(a => a.state == 'ill'))" }
      day:
        who: { if: "agent.state == 'ill' || agent.state == 'well' && chance(1 - pow(1 - params.p, cases))" }
        then: "me.state = me.state == 'ill' ? 'over' : 'ill'"
    measures: { had: "share(all.map(a => a.state != 'well'))", ill: "share(all.map(a => a.state == 'ill'))" }
scenarios:
  main: { cast: [people], world: hall, rounds: 60, until: ill == 0, interventions: { first: { at: start, to: random ${ill}, then: me.state = 'ill' } } }
`;
    // The equation for R₀ = 2, with a thousandth ill at first, by iteration.
    let z = 0.5;
    for (let i = 0; i < 200; i++) z = 1 - (1 - ill / n) * Math.exp(-2 * z);
    // The variance of the final size, after von Bahr and Martin-Löf 1980 (Adv. Appl. Probab. 12), for a chain binomial.
    const sd = Math.sqrt(((z * (1 - z)) / (1 - 2 * (1 - z)) ** 2 / n) * (1 + 4 * (1 - z)));
    const sizes: number[] = [];
    for (const seed of [1, 2, 3]) sizes.push((await measured(text, 'had', seed)).at(-1)!);
    for (const size of sizes) assert.ok(Math.abs(size - z) < 4 * sd, `${size} is not within four standard deviations, ${sd}, of ${z}`);
    assert.equal(new Set(sizes).size, 3);
  }).timeout(120_000);
});
