/**
 * The pairs of a phase: at random, by a round robin, along ties, and without repetition if the file asks for it. A round robin over
 * n agents is Kirkman's circle method: in round r, i meets j when i + j ≡ r (mod n − 1). Between two halves (roles) it is the
 * bipartite shift: the i-th of one half meets the (i + r)-th of the other. Halves that alternate swap roles each round, so that an
 * agent that gives in one round receives in the next (donor game, arXiv 2412.10270).
 */
import { logItems } from '../../core/util/chunkedList.js';
import { type Rng, rng, shuffled } from '../../core/random/rng.js';
import { networkOf, pairKey, type State } from '../../core/events/state.js';
import { strengthOf } from '../../core/events/ties.js';
import type { ScenarioModel } from '../model/model.js';
import type { PairSpec, PhaseSpec } from '../model/worldSpec.js';

export type Pairing = readonly (readonly [number, number])[];

/** Pairs among `members`, oriented by role: the first of a pair has the first role. */
export function pairsOf(model: ScenarioModel, state: State, phase: PhaseSpec, spec: PairSpec, members: readonly number[]): Pairing {
  const random = rng(model.seed, 'engine.pairs', state.round, phase.id);
  const allowed = allowedBy(model, state, spec);
  if (spec.kind === 'round_robin' && spec.alternate) return alternating(members, state.round).filter(([a, b]) => allowed(a, b));
  const halves = spec.roles.map((role) => members.filter((index) => model.roles[role]?.includes(index)));
  const [first = [], second = []] = halves;
  if (first.length > 0 && second.length > 0) return bipartite(spec, first, second, state.round, random, allowed);
  const rounds = spec.kind === 'round_robin' ? roundRobin(members, state.round) : null;
  const drawn = rounds ? rounds.filter(([a, b]) => allowed(a, b)) : randomPairs(members, spec.each, random, allowed);
  return spec.roles.length > 0 && rounds === null ? drawn : drawn.map(([a, b]) => (random() < 0.5 ? [a, b] : [b, a]));
}

type Allowed = (a: number, b: number) => boolean;

function allowedBy(model: ScenarioModel, state: State, spec: PairSpec): Allowed {
  const met = spec.neverAgain ? new Set(logItems(state.met)) : null;
  const network = spec.along === null ? null : model.networks.find(({ name }) => name === spec.along);
  const ties = network && networkOf(state, network.name);
  return (a, b) => {
    if (met?.has(pairKey(a, b))) return false;
    if (spec.along === null) return true;
    return ties != null && network != null && (strengthOf(ties, a, b) >= network.edge || strengthOf(ties, b, a) >= network.edge);
  };
}

/** Circle method. With an odd number one member pauses each round. */
function roundRobin(members: readonly number[], round: number): Pairing {
  const seats: readonly (number | null)[] = members.length % 2 === 0 ? members : [...members, null];
  const n = seats.length;
  const turn = (round - 1) % Math.max(1, n - 1);
  const circle = [seats[0]!, ...seats.slice(1).map((_, i, rest) => rest[(i + rest.length - turn) % rest.length]!)];
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0; i < n / 2; i++) {
    const [a, b] = [circle[i], circle[n - 1 - i]];
    if (a !== null && b !== null && a !== undefined && b !== undefined) pairs.push([a, b]);
  }
  return pairs;
}

/**
 * The first half meets the second, shifted by one each round, and has the first role in odd rounds. With halves of even size the
 * shift is one larger in each cycle, so that agents that meet again have swapped roles. With an odd number the last member pauses.
 */
function alternating(members: readonly number[], round: number): Pairing {
  const half = Math.floor(members.length / 2);
  if (half === 0) return [];
  const shift = round - 1 + (half % 2 === 0 ? Math.floor((round - 1) / half) : 0);
  return members.slice(0, half).map((a, i): readonly [number, number] => {
    const b = members[half + ((i + shift) % half)]!;
    return round % 2 === 1 ? [a, b] : [b, a];
  });
}

function bipartite(
  spec: PairSpec,
  first: readonly number[],
  second: readonly number[],
  round: number,
  random: Rng,
  allowed: Allowed,
): Pairing {
  if (spec.kind === 'round_robin')
    return first
      .map((a, i): readonly [number, number] => [a, second[(i + round - 1) % second.length]!])
      .slice(0, Math.max(first.length, second.length))
      .filter(([a, b]) => allowed(a, b));
  const left = new Set(second);
  return shuffled(random, first).flatMap((a): (readonly [number, number])[] => {
    const b = shuffled(random, [...left]).find((one) => allowed(a, one));
    if (b === undefined) return [];
    left.delete(b);
    return [[a, b]];
  });
}

/** Each member meets up to `each` others, each pair once. A member without a partner pauses. */
function randomPairs(members: readonly number[], each: number, random: Rng, allowed: Allowed): Pairing {
  const count = new Map(members.map((index) => [index, 0]));
  const pairs: (readonly [number, number])[] = [];
  const done = new Set<number>();
  for (let pass = 0; pass < each; pass++)
    for (const a of shuffled(random, members)) {
      if (count.get(a)! > pass) continue;
      const b = shuffled(random, members).find(
        (one) => one !== a && count.get(one)! <= pass && !done.has(pairKey(a, one)) && allowed(a, one),
      );
      if (b === undefined) continue;
      pairs.push([a, b]);
      done.add(pairKey(a, b));
      count.set(a, count.get(a)! + 1);
      count.set(b, count.get(b)! + 1);
    }
  return pairs;
}
