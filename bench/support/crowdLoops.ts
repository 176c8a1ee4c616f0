/**
 * What no engine can beat with a crowd: the epidemic of the gallery as loops over typed arrays, without events and without the means to
 * stop, seek or explain.
 */
import { coreSeconds } from './child.js';

export interface Lattice {
  readonly start: Uint32Array;
  readonly to: Uint32Array;
}

/** Chance that an agent that is ill infects a neighbour, share that is ill at first, and the small world. */
export const EPIDEMIC = { p: 0.55, ill: 0.001, k: 4, rewired: 0.1 } as const;

/** A number below 2³² that depends on four others. */
function mixed(a: number, b: number, c: number, d: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 15) ^ b, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 13) ^ c, 0x27d4eb2f);
  h = Math.imul(h ^ (h >>> 16) ^ d, 0x165667b1);
  return (h ^ (h >>> 15)) >>> 0;
}

const chance = (a: number, b: number, c: number, d: number): number => mixed(a, b, c, d) / 4294967296;

/** A ring in which some links lead elsewhere, as rows of neighbours in both directions. */
function smallWorld(people: number): Lattice {
  const laps = EPIDEMIC.k / 2;
  const [from, to] = [new Uint32Array(people * laps), new Uint32Array(people * laps)];
  const start = new Uint32Array(people + 1);
  for (let i = 0, link = 0; i < people; i++)
    for (let lap = 1; lap <= laps; lap++, link++) {
      from[link] = i;
      to[link] = chance(1, i, lap, 0) < EPIDEMIC.rewired ? mixed(2, i, lap, 0) % people : (i + lap) % people;
      start[i + 1]!++;
      start[to[link]! + 1]!++;
    }
  for (let i = 0; i < people; i++) start[i + 1]! += start[i]!;
  const next = start.slice();
  const ends = new Uint32Array(2 * from.length);
  for (let link = 0; link < from.length; link++) {
    ends[next[from[link]!]!++] = to[link]!;
    ends[next[to[link]!]!++] = from[link]!;
  }
  return { start, to: ends };
}

interface Town extends Lattice {
  state: Uint8Array;
  next: Uint8Array;
  round: number;
}

const [WELL, ILL, OVER] = [0, 1, 2];

function newTown(people: number): Town {
  const state = new Uint8Array(people);
  for (let i = 0; i < people * EPIDEMIC.ill; i++) state[mixed(3, i, 0, 0) % people] = ILL;
  return { ...smallWorld(people), state, next: new Uint8Array(people), round: 0 };
}

/** One round by the state of the round before, and the share of the agents that are ill after it. */
function day(town: Town): number {
  const { state, next, start, to } = town;
  town.round++;
  let ill = 0;
  for (let i = 0; i < state.length; i++) {
    let now = state[i]!;
    if (now === ILL) now = OVER;
    else if (now === WELL)
      for (let e = start[i]!; e < start[i + 1]!; e++)
        if (state[to[e]!] === ILL && chance(4, town.round, i, to[e]!) < EPIDEMIC.p) {
          now = ILL;
          break;
        }
    next[i] = now;
    if (now === ILL) ill++;
  }
  [town.state, town.next] = [next, state];
  return ill / state.length;
}

interface LoopFigures {
  /** Seconds of a core for the graph and the first states, and for a round. */
  readonly setup: number;
  readonly round: number;
}

export function epidemicLoop(people: number, rounds: number): LoopFigures {
  const begun = coreSeconds();
  const town = newTown(people);
  const ready = coreSeconds();
  let most = 0;
  for (let round = 0; round < rounds; round++) most = Math.max(most, day(town));
  if (most === 0) throw new Error('nobody is ill in the loop');
  return { setup: ready - begun, round: (coreSeconds() - ready) / rounds };
}

/**
 * Milliseconds by the clock for what the panel shows of a round, over typed arrays: agents by state, changes of state, and ties between
 * states; and for the agents by state and the changes of so many rounds.
 */
export function groupsLoop(people: number, rounds: number): { readonly round: number; readonly course: number } {
  const town = newTown(people);
  const before = town.state.slice();
  day(town);
  const { state, start, to } = town;
  const [counts, moves, ties] = [new Float64Array(3), new Float64Array(9), new Float64Array(9)];
  const count = (): void => {
    for (let i = 0; i < people; i++) counts[state[i]!]!++;
    for (let i = 0; i < people; i++) moves[3 * before[i]! + state[i]!]!++;
  };
  const begun = performance.now();
  count();
  for (let i = 0; i < people; i++) for (let e = start[i]!; e < start[i + 1]!; e++) ties[3 * state[i]! + state[to[e]!]!]!++;
  const middle = performance.now();
  for (let round = 0; round < rounds; round++) count();
  if (counts[0] !== moves[0]! + moves[3]! + moves[6]!) throw new Error('an agent is missing');
  return { round: middle - begun, course: performance.now() - middle };
}

/** Milliseconds by the clock to find a text in a list of names, and to find the ties of one agent in a table of ties. */
export function findLoop(people: number): { readonly name: number; readonly ties: number } {
  const names = Array.from({ length: people }, (_, i) => `person ${i + 1}`);
  const { start, to } = smallWorld(people);
  const begun = performance.now();
  const found = names.filter((name) => name.includes('person 12')).length;
  const middle = performance.now();
  const tied: number[] = [];
  for (let from = 0; from < people; from++) for (let e = start[from]!; e < start[from + 1]!; e++) if (to[e] === 12) tied.push(from);
  if (found === 0 || tied.length === 0) throw new Error('nothing is found');
  return { name: middle - begun, ties: performance.now() - middle };
}

/** Seconds of a core for a share of one variable and a mean of another, over typed arrays. */
export function shareAndMean(people: number, times: number): number {
  const [state, amount] = [new Uint8Array(people), new Float64Array(people)];
  for (let i = 0; i < people; i++) {
    state[i] = mixed(5, i, 0, 0) % 2;
    amount[i] = mixed(6, i, 0, 0);
  }
  const begun = coreSeconds();
  let total = 0;
  for (let n = 0; n < times; n++) {
    let [held, sum] = [0, 0];
    for (let i = 0; i < people; i++) if (state[i] === 1) held++;
    for (let i = 0; i < people; i++) sum += amount[i]!;
    total += held / people + sum / people;
  }
  if (!(total > 0)) throw new Error('a mean is missing');
  return (coreSeconds() - begun) / times;
}
