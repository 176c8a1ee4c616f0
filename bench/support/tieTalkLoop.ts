/** TieTalk as one loop over typed arrays: sixteen places for the ties of each agent, without events. */
import { coreSeconds } from './child.js';

const PLACES = 16;

interface Talk {
  readonly opinion: Float64Array;
  readonly utility: Float64Array;
  readonly degree: Uint8Array;
  readonly to: Int32Array;
  readonly strength: Float32Array;
}

/** Numbers from 0 to 1 (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function begun(people: number, random: () => number): Talk {
  const degree = new Uint8Array(people);
  const [to, strength] = [new Int32Array(people * PLACES), new Float32Array(people * PLACES)];
  for (let i = 0; i < people; i++) {
    const first = i * PLACES;
    while (degree[i]! < 4) {
      const other = (random() * people) | 0;
      if (other === i || to.subarray(first, first + degree[i]!).includes(other)) continue;
      to[first + degree[i]!] = other;
      strength[first + degree[i]!++] = 0.5;
    }
  }
  return { opinion: Float64Array.from({ length: people }, random), utility: new Float64Array(people), degree, to, strength };
}

/** One round: each agent in turn. */
function round({ opinion, utility, degree, to, strength }: Talk, random: () => number): void {
  const people = opinion.length;
  for (let i = 0; i < people; i++) {
    const first = i * PLACES;
    let count = degree[i]!;
    let [place, other] = [-1, 0];
    if (count > 0 && random() < 0.8) {
      place = first + ((random() * count) | 0);
      other = to[place]!;
    } else {
      do other = (random() * people) | 0;
      while (other === i);
      for (let k = first; k < first + count; k++)
        if (to[k] === other) {
          place = k;
          break;
        }
      if (place < 0) {
        if (count < PLACES) place = first + count++;
        else {
          place = first;
          for (let k = first + 1; k < first + count; k++) if (strength[k]! < strength[place]!) place = k;
        }
        to[place] = other;
        strength[place] = 0.1;
      }
    }
    const d = opinion[other]! - opinion[i]!;
    const apart = Math.abs(d);
    let worth = -0.2 * apart;
    if (apart < 0.4) {
      worth = 1 - apart;
      opinion[i]! += 0.1 * d;
      opinion[other]! -= 0.1 * d;
    }
    utility[i]! += worth;
    utility[other]! += worth;
    const grown = strength[place]! + 0.1 * worth;
    strength[place] = grown < 0 ? 0 : grown > 1 ? 1 : grown;
    for (let k = first; k < first + count; ) {
      const faded = strength[k]! * 0.99;
      if (faded < 0.01) {
        count--;
        strength[k] = strength[first + count]!;
        to[k] = to[first + count]!;
      } else strength[k++] = faded;
    }
    degree[i] = count;
  }
}

interface TalkFigures {
  /** Seconds of a core for a round. */
  readonly round: number;
  /** Means of the agents at the end. */
  readonly utility: number;
  readonly ties: number;
}

function mean(values: Float64Array | Uint8Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total / values.length;
}

export function tieTalkLoop(people: number, rounds: number): TalkFigures {
  const random = randomFrom(1);
  const talk = begun(people, random);
  const start = coreSeconds();
  let [utility, ties] = [0, 0];
  for (let n = 0; n < rounds; n++) {
    round(talk, random);
    // The measures of the society, which every simulation takes after each round.
    if (!(mean(talk.opinion) > 0)) throw new Error('the loop has no opinions');
    utility = mean(talk.utility);
    ties = mean(talk.degree);
  }
  return { round: (coreSeconds() - start) / rounds, utility, ties };
}
