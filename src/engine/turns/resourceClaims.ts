/**
 * Claims on something limited, divided once all are there. All numbers are whole (GovSim, arXiv 2404.16698, and its code).
 *   proportional  the floor of each proportional share; the rest is drawn one by one, with weights by unmet demand
 *   stochastic    units are drawn one at a time among agents with unmet demand
 *   equal         each agent gets the same, until its demand is met or the stock is used up
 */
import { below, type Rng, weighted } from '../../core/random/rng.js';
import type { ShareRule } from '../model/worldSpec.js';

/**
 * The share of each claim on `stock`, in the order of `asked`. Claims are taken as whole numbers ≥ 0. No share exceeds its claim.
 */
export function divided(rule: ShareRule, stock: number, asked: readonly number[], random: Rng): readonly number[] {
  const demand = asked.map((x) => Math.max(0, Math.floor(x)));
  const units = Math.max(0, Math.floor(stock));
  const total = demand.reduce((sum, x) => sum + x, 0);
  if (total <= units) return demand;
  if (rule === 'equal') return evenly(units, demand, random);
  if (rule === 'stochastic')
    return oneByOne(
      units,
      demand,
      demand.map(() => 0),
      random,
      () => 1,
    );
  const floors = demand.map((x) => Math.floor((x * units) / total));
  return oneByOne(units, demand, floors, random, (unmet) => unmet);
}

/** Hands out the rest one unit at a time, drawn with the weight of unmet demand. */
function oneByOne(
  units: number,
  demand: readonly number[],
  start: readonly number[],
  random: Rng,
  weight: (unmet: number) => number,
): readonly number[] {
  const got = [...start];
  let left = units - got.reduce((sum, x) => sum + x, 0);
  while (left > 0) {
    const i = weighted(
      random,
      got.map((x, k) => (demand[k]! > x ? weight(demand[k]! - x) : 0)),
    );
    if (i < 0) break;
    got[i] = got[i]! + 1;
    left--;
  }
  return got;
}

/** Rounds of one unit for each agent with unmet demand. The last, incomplete round starts at a drawn position. */
function evenly(units: number, demand: readonly number[], random: Rng): readonly number[] {
  const got = demand.map(() => 0);
  let left = units;
  for (;;) {
    const wanting = got.flatMap((x, i) => (x < demand[i]! ? [i] : []));
    if (wanting.length === 0 || left === 0) return got;
    const least = Math.min(...wanting.map((i) => demand[i]! - got[i]!));
    const each = Math.min(least, Math.floor(left / wanting.length));
    if (each > 0) {
      for (const i of wanting) got[i] = got[i]! + each;
      left -= each * wanting.length;
    } else {
      const from = below(random, wanting.length);
      for (let k = 0; k < left; k++) {
        const i = wanting[(from + k) % wanting.length]!;
        got[i] = got[i]! + 1;
      }
      return got;
    }
  }
}
