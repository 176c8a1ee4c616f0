/**
 * What no engine can beat: a model of the same kind, agents that meet, agree or not, and hold ties that fade, as one loop
 * over flat arrays, without events, memories or words.
 */
import { coreSeconds } from './child.js';

/** Ties at first and at most, chance to meet a neighbour, bounded confidence, fading. */
const [FIRST, MOST, NEAR, CLOSE, MOVE, FADE, GONE] = [4, 16, 0.8, 0.4, 0.1, 0.99, 0.01];

/** A small generator with 32 bits of state (mulberry32). */
function mulberry(seed: number): () => number {
  let s = seed | 0;
  return () => {
    s = (s + 0x6d2b79f5) | 0;
    let t = Math.imul(s ^ (s >>> 15), 1 | s);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

interface Loop {
  readonly people: number;
  readonly random: () => number;
  readonly opinion: Float64Array;
  readonly gain: Float64Array;
  readonly degree: Uint8Array;
  readonly to: Int32Array;
  readonly weight: Float32Array;
}

function beginning(people: number): Loop {
  const random = mulberry(1);
  const loop: Loop = {
    ...{ people, random, opinion: new Float64Array(people), gain: new Float64Array(people), degree: new Uint8Array(people).fill(FIRST) },
    ...{ to: new Int32Array(people * MOST), weight: new Float32Array(people * MOST) },
  };
  for (let i = 0; i < people; i++) {
    loop.opinion[i] = random();
    for (let k = 0; k < FIRST; k++) {
      loop.to[i * MOST + k] = (i + 1 + Math.floor(random() * (people - 1))) % people;
      loop.weight[i * MOST + k] = 0.5;
    }
  }
  return loop;
}

/** Position of the tie to whom the agent meets: a neighbour, or any agent, whose tie may take the weakest one's place. */
function meeting({ people, random, degree, to, weight }: Loop, i: number): number {
  const first = i * MOST;
  const end = first + degree[i]!;
  if (end > first && random() < NEAR) return first + Math.floor(random() * (end - first));
  const other = (i + 1 + Math.floor(random() * (people - 1))) % people;
  for (let k = first; k < end; k++) if (to[k] === other) return k;
  let place = end;
  if (end - first === MOST) {
    place = first;
    for (let k = first + 1; k < end; k++) if (weight[k]! < weight[place]!) place = k;
  } else degree[i]!++;
  to[place] = other;
  weight[place] = 0.1;
  return place;
}

function turn(loop: Loop, i: number): void {
  const { opinion, gain, degree, to, weight } = loop;
  const met = meeting(loop, i);
  const other = to[met]!;
  const gap = opinion[other]! - opinion[i]!;
  const pay = Math.abs(gap) < CLOSE ? 1 - Math.abs(gap) : -0.2 * Math.abs(gap);
  if (pay > 0) {
    opinion[i]! += MOVE * gap;
    opinion[other]! -= MOVE * gap;
  }
  gain[i]! += pay;
  gain[other]! += pay;
  weight[met] = Math.min(1, Math.max(0, weight[met]! + 0.1 * pay));
  const first = i * MOST;
  for (let k = first; k < first + degree[i]!; ) {
    weight[k]! *= FADE;
    if (weight[k]! >= GONE) k++;
    else {
      const last = first + --degree[i]!;
      weight[k] = weight[last]!;
      to[k] = to[last]!;
    }
  }
}

/** Turns that the plain loop does in a second of a core. */
export function plainLoop(people: number, rounds: number): number {
  const loop = beginning(people);
  const start = coreSeconds();
  for (let round = 0; round < rounds; round++) for (let i = 0; i < people; i++) turn(loop, i);
  return (people * rounds) / (coreSeconds() - start);
}
