/** The agents of a cast by index, without making the members of crowds. */
import type { Numbered } from '../../core/random/rng.js';
import { type AgentId, numberedIds } from '../../core/util/ids.js';
import type { Json } from '../../core/util/json.js';
import { lowerBound } from '../../core/util/search.js';
import { type CastMember, fieldOf, isCrowd } from './agents.js';

export interface CastIndex {
  readonly length: number;
  idOf(index: number): AgentId;
  /** The value of a field or variable; null if there is none. */
  field(index: number, path: string): Json;
  /** If agents from `first` to `last` are members of one crowd: the text of their ids, and the number of the first. */
  numbersOf(first: number, last: number): (Numbered & { readonly first: number }) | null;
  /** The members of a population, or the agent with an id: runs of indices. */
  runsOf(id: string): readonly (readonly [first: number, count: number])[];
}

export function castIndex(cast: readonly CastMember[]): CastIndex {
  const firsts: number[] = [];
  const runs = new Map<string, [number, number][]>();
  let length = 0;
  for (const one of cast) {
    const count = isCrowd(one) ? one.count : 1;
    for (const id of new Set(isCrowd(one) ? [one.from] : [one.id, one.from])) {
      const known = runs.get(id);
      const last = known?.at(-1);
      if (last && last[0] + last[1] === length) last[1] += count;
      else if (known) known.push([length, count]);
      else runs.set(id, [[length, count]]);
    }
    firsts.push(length);
    length += count;
  }
  const placeOf = (index: number): number => {
    const place = lowerBound(firsts, index);
    return firsts[place] === index ? place : place - 1;
  };
  return {
    length,
    idOf: (index) => {
      const place = placeOf(index);
      const one = cast[place]!;
      return isCrowd(one) ? one.idOf(index - firsts[place]!) : one.id;
    },
    field: (index, path) => {
      const place = placeOf(index);
      const one = cast[place]!;
      return isCrowd(one) ? one.field(index - firsts[place]!, path) : fieldOf(one, path);
    },
    numbersOf: (first, last) => {
      const place = placeOf(first);
      const one = cast[place];
      if (!one || !isCrowd(one) || placeOf(last) !== place) return null;
      return { ...numberedIds(one.from, one.count), first: first - firsts[place]! + 1 };
    },
    runsOf: (id) => {
      const found = runs.get(id);
      if (found) return found;
      for (const [place, one] of cast.entries()) {
        const position = isCrowd(one) ? one.positionOf(id) : -1;
        if (position >= 0) return [[firsts[place]! + position, 1]];
      }
      return [];
    },
  };
}
