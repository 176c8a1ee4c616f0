/**
 * Maximum pseudo-likelihood of exponential random graph models: the logistic regression of the ties on what each would change. Strauss and
 * Ikeda 1990, J. Am. Stat. Assoc. 85, 204. Its own standard errors take ties as independent and are too small; `bootstrap.ts` has better ones.
 */
import type { Sliced } from '../../core/util/slices.js';
import { type CountedRows, logisticRegression } from '../statistics/logisticRegression.js';
import { changesOf, type Term } from './terms.js';
import { hasTie, type TieTable } from './tieTable.js';

/** Pairs of agents in a slice. */
const SLICE = 50_000;

/** Weights of the terms; null where the likelihood has no finite maximum, such as in a network without ties or with all ties. */
export function* pseudoLikelihood(terms: readonly Term[], table: TieTable): Sliced<readonly number[] | null> {
  return logisticRegression(yield* pairRows(terms, table), terms.length)?.weights ?? null;
}

/** The changes of all pairs of agents, equal ones as one row. */
function* pairRows(terms: readonly Term[], table: TieTable): Sliced<CountedRows> {
  const { n, directed } = table;
  const changes = changesOf(terms, n);
  const change = new Float64Array(terms.length);
  const rows = countingRows(terms.length);
  let pairs = 0;
  for (let u = 0; u < n; u++) {
    for (let v = directed ? 0 : u + 1; v < n; v++) {
      if (u === v) continue;
      changes(table, u, v, change);
      rows.count(change, hasTie(table, u, v));
    }
    pairs += n;
    if (pairs < SLICE) continue;
    pairs = 0;
    yield 1;
  }
  return rows.counted();
}

/** Counts equal rows of `k` numbers in a hash table with open addresses. */
function countingRows(k: number): { count(row: Float64Array, isSuccess: boolean): void; counted(): CountedRows } {
  let places = new Int32Array(1024);
  let features = new Float64Array(256 * k);
  let [trials, successes] = [new Float64Array(256), new Float64Array(256)];
  let length = 0;
  const bits = new Float64Array(1);
  const words = new Uint32Array(bits.buffer);
  const hashOf = (row: Float64Array, first: number): number => {
    let hash = 0;
    for (let i = 0; i < k; i++) {
      bits[0] = row[first + i]!;
      hash = Math.imul(hash ^ words[0]! ^ Math.imul(words[1]!, 0x85ebca6b), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash >>> 0;
  };
  const isSame = (row: Float64Array, known: number): boolean => {
    for (let i = 0; i < k; i++) if (features[known * k + i] !== row[i]) return false;
    return true;
  };
  const grow = (): void => {
    const wider = (old: Float64Array): Float64Array<ArrayBuffer> => {
      const next = new Float64Array(old.length * 2);
      next.set(old);
      return next;
    };
    [features, trials, successes] = [wider(features), wider(trials), wider(successes)];
    places = new Int32Array(places.length * 2);
    for (let row = 0; row < length; row++) {
      let place = hashOf(features, row * k) & (places.length - 1);
      while (places[place] !== 0) place = (place + 1) & (places.length - 1);
      places[place] = row + 1;
    }
  };
  return {
    count: (row, isSuccess) => {
      let place = hashOf(row, 0) & (places.length - 1);
      while (places[place] !== 0 && !isSame(row, places[place]! - 1)) place = (place + 1) & (places.length - 1);
      let at = places[place]! - 1;
      if (at < 0) {
        at = length++;
        features.set(row, at * k);
        places[place] = length;
      }
      trials[at]!++;
      if (isSuccess) successes[at]!++;
      if (length === trials.length) grow();
    },
    counted: () => ({
      features: features.slice(0, length * k),
      trials: trials.slice(0, length),
      successes: successes.slice(0, length),
    }),
  };
}
