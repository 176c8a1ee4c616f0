/** Changes of agents' messages over a run: drift, its consistency, and movement toward all messages or toward liked messages. */
import { mean } from '../../core/util/numbers.js';
import { type Rng, sample } from '../../core/random/rng.js';
import { EXACT_LIMIT, PIVOTS, type Reading, Z95 } from '../statistics/estimate.js';
import { centroid, cosine, dot, plus, unit, type Vector } from './vectors.js';

/** One agent's texts as vectors, early and late in the run. */
export interface Course {
  readonly early: readonly Vector[];
  readonly late: readonly Vector[];
}

/** Drift D = 1 − cos(c_early, c_late) of the centroids of an agent's texts, 0..1; null where either half is empty. arXiv 2602.14299. */
export function drift({ early, late }: Course): number | null {
  if (early.length === 0 || late.length === 0) return null;
  return 1 - cosine(centroid(early), centroid(late));
}

/** Mean drift over the agents that spoke in both halves, 0..1; null where none did. */
export const meanDrift = (courses: readonly Course[]): number | null => meanOf(courses.map(drift));

/**
 * Drift consistency: mean over agents of cos(d_a, mean d), with d_a = c_late − c_early; 1 where all drift one way,
 * about 0 where each goes its own. Null where nobody spoke in both halves. arXiv 2602.14299.
 */
export function driftConsistency(courses: readonly Course[]): number | null {
  const ways = courses
    .filter(({ early, late }) => early.length > 0 && late.length > 0)
    .map(({ early, late }) => plus(centroid(late), centroid(early), -1));
  const common = centroid(ways);
  return meanOf(ways.map((way) => cosine(way, common)));
}

/**
 * Societal pull ΔS = cos(c_late, c_glob) − cos(c_early, c_glob), −1..1: above 0 where the agent has come nearer to
 * what all say. Null where either half is empty. arXiv 2602.14299.
 */
export function pull({ early, late }: Course, all: Vector): number | null {
  if (early.length === 0 || late.length === 0) return null;
  return cosine(centroid(late), all) - cosine(centroid(early), all);
}

/** Mean pull toward the centroid of all texts of all agents. */
export function meanPull(courses: readonly Course[]): number | null {
  const all = centroid(courses.flatMap(({ early, late }) => [...early, ...late]));
  return meanOf(courses.map((course) => pull(course, all)));
}

/**
 * Net progress NP = Δ_bot − Δ_top: how much farther an agent's late texts are than its early ones from the centroid of
 * its early texts of low feedback, less the same for high feedback; distance is 1 − cos. Above 0 where it moves toward
 * what was liked. Low and high are the lower and upper half by `feedback` (of the early texts; ties at the median count
 * to neither). Null where a part is empty. arXiv 2602.14299; which halves are compared is ours.
 */
export function netProgress({ early, late }: Course, feedback: readonly number[]): number | null {
  const sorted = [...feedback].sort((a, b) => a - b);
  const median = ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
  const low = early.filter((_, i) => feedback[i]! < median);
  const high = early.filter((_, i) => feedback[i]! > median);
  if (low.length === 0 || high.length === 0 || late.length === 0) return null;
  const [start, end] = [centroid(early), centroid(late)];
  const farther = (from: Vector): number => cosine(start, from) - cosine(end, from);
  return farther(centroid(low)) - farther(centroid(high));
}

/** Messages that a message is compared with, in `localSimilarity`. */
const NEAREST = 10;

/**
 * Local tightening: mean over messages of the mean cosine to the `k` of the others that are nearest, 0..1; messages
 * without words are left out, null with fewer than two others. Exact to 2,000 messages, O(n²); beyond, from 256 drawn
 * ones with the error of their mean. S_K of arXiv 2602.14299.
 */
export function localSimilarity(vectors: readonly Vector[], random: Rng, k = NEAREST): Reading | null {
  const units = vectors.map(unit).filter((v) => v.size > 0);
  const n = units.length;
  if (n < 2) return null;
  const exact = n <= EXACT_LIMIT;
  const of = exact ? units : sample(random, units, PIVOTS);
  const each = of.map((a) => {
    const near = units.flatMap((b) => (a === b ? [] : [dot(a, b)])).sort((x, y) => y - x);
    return meanOf(near.slice(0, k))!;
  });
  const value = meanOf(each)!;
  const variance = each.reduce((sum, x) => sum + (x - value) ** 2, 0) / (of.length - 1);
  return { value, error: exact ? 0 : Z95 * Math.sqrt(((1 - of.length / n) * variance) / of.length), exact };
}

const meanOf = (values: readonly (number | null)[]): number | null => mean(values.filter((x) => x !== null));
