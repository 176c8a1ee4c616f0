/** Tables of a large crowd are made in slices of bounded size, with the same result. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { neighbourTable } from '../../../src/analysis/network/neighbours.js';
import { withTies } from '../../../src/core/events/tieChanges.js';
import { emptyNetwork } from '../../../src/core/events/ties.js';
import { inTurns } from '../../../src/core/util/pauses.js';

const AGENTS = 1 << 19;

/** A ring in which each agent has a tie to the next and to the one before, sorted. */
function ring(): { readonly from: Uint32Array; readonly to: Uint32Array } {
  const [from, to] = [new Uint32Array(2 * AGENTS), new Uint32Array(2 * AGENTS)];
  for (let agent = 0; agent < AGENTS; agent++) {
    const ends = [(agent + AGENTS - 1) % AGENTS, (agent + 1) % AGENTS].sort((a, b) => a - b);
    for (const i of [0, 1]) {
      from[2 * agent + i] = agent;
      to[2 * agent + i] = ends[i]!;
    }
  }
  return { from, to };
}

/** The result of work that pauses after each slice, and the number of its pauses. */
async function paused<T>(work: () => T): Promise<{ readonly value: T; readonly pauses: number }> {
  let pauses = 0;
  const value = await inTurns(work, () => {
    pauses++;
    return Promise.resolve();
  });
  return { value: value!, pauses };
}

describe('tables of a large crowd', () => {
  const strengths = { kind: 'one', length: 2 * AGENTS, value: 0.5 } as const;
  const make = () => withTies(emptyNetwork('ring'), ring(), strengths);

  it('hold first ties after pauses as without them', async () => {
    const ends = ring();
    const { value, pauses } = await paused(() => withTies(emptyNetwork('ring'), ends, strengths));
    assert.deepEqual(value.table, make().table);
    assert.ok(pauses >= AGENTS / (1 << 15), `${pauses} pauses`);
  });

  it('hold neighbours after pauses as without them', async () => {
    // Nothing is known of strengths that are given one by one.
    const numbers = new Float64Array(2 * AGENTS).fill(0.5);
    const network = withTies(emptyNetwork('ring'), ring(), { kind: 'numbers', length: numbers.length, numbers });
    const { value, pauses } = await paused(() => neighbourTable(network, 0.1));
    assert.deepEqual(value, neighbourTable(make(), 0.1));
    assert.ok(pauses >= AGENTS / (1 << 15) + (2 * AGENTS) / (1 << 18), `${pauses} pauses`);
  });
});
