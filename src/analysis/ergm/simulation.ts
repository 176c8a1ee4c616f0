/** Draws networks from an exponential random graph model, by Metropolis and Hastings. */
import { exp, ln } from '../../core/util/math.js';
import { below, type Rng } from '../../core/random/rng.js';
import type { Sliced } from '../../core/util/slices.js';
import { changesOf, type Term } from './terms.js';
import { addTie, hasTie, removeTie, type TieTable } from './tieTable.js';

/** Steps in a slice. */
const SLICE = 20_000;

/**
 * Changes a network by `steps` proposals, each of which adds or removes one tie: half of them take a tie, the others a pair of agents (tie
 * or no tie, as in statnet). Morris, Handcock and Hunter 2008, J. Stat. Software 24(4).
 */
export function* simulate(terms: readonly Term[], weights: readonly number[], table: TieTable, steps: number, random: Rng): Sliced<void> {
  const { n, directed, ties } = table;
  const changes = changesOf(terms, n);
  const change = new Float64Array(terms.length);
  const pairs = directed ? n * (n - 1) : (n * (n - 1)) / 2;
  if (pairs === 0) return;
  for (let step = 1; step <= steps; step++) {
    if (step % SLICE === 0) yield 1;
    let [from, to] = [0, 0];
    if (ties.length > 0 && random() < 0.5) ({ from, to } = ties[below(random, ties.length)]!);
    else {
      from = below(random, n);
      to = (from + 1 + below(random, n - 1)) % n;
    }
    changes(table, from, to, change);
    let score = 0;
    for (let i = 0; i < change.length; i++) score += weights[i]! * change[i]!;
    const isTie = hasTie(table, from, to);
    const accepted = isTie ? -score - ln(ratioOf(ties.length - 1, pairs)) : score + ln(ratioOf(ties.length, pairs));
    if (accepted < 0 && random() >= exp(accepted)) continue;
    if (isTie) removeTie(table, from, to);
    else addTie(table, from, to);
  }
}

/** How likely the step back from `ties` + 1 ties is proposed, over the step from `ties` ties. */
function ratioOf(ties: number, pairs: number): number {
  const back = 0.5 / (ties + 1) + 0.5 / pairs;
  return back / (ties === 0 ? 1 / pairs : 0.5 / pairs);
}
