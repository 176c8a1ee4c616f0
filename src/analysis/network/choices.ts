/**
 * Whom agents tie themselves to, as choices: each new edge of a round is one that its maker made among all whom it had
 * no edge to when the round began. From these, which principle is at work: many neighbours, common neighbours, likeness.
 */
import { ln } from '../../core/math.js';
import { below, rng, type Rng, sample } from '../../core/rng.js';
import { emptyNetwork, type Network } from '../../core/ties.js';
import { logItems } from '../../core/chunked.js';
import type { Moment } from '../measures/measure.js';
import type { Alternatives } from '../logit.js';
import { EXACT_LIMIT } from '../reading.js';
import { distribution, newEdges } from './degrees.js';
import { degreeIn, degreesOf, type Graph, graphOf, nodesOf } from './graph.js';

/** Somebody tied itself to `target`, one of its `candidatesOf`; both are nodes of `graph`, the network when the round began. */
export interface Choice {
  readonly graph: Graph;
  readonly chooser: number;
  readonly target: number;
}

/** The network that is measured as it was at the start of each round, and as it is now. */
export function courseOf({ state, network }: Moment): readonly Network[] {
  if (!network) return [];
  const began = logItems(state.before).map((networks) => networks.find(({ name }) => name === network.name) ?? emptyNetwork(network.name));
  return [...began, network];
}

/** All choices of the run so far, by round, then by maker and target. */
export function choicesOf(moment: Moment): readonly Choice[] {
  const course = courseOf(moment);
  return course.slice(1).flatMap((after, i) => choicesBetween(moment, course[i]!, after));
}

function choicesBetween({ edge, members }: Moment, before: Network, after: Network): readonly Choice[] {
  if (before === after) return [];
  const graph = graphOf(before, edge, members);
  const nodes = new Map(nodesOf(members).map((member, node) => [member, node]));
  return newEdges(before, after, edge).flatMap(([from, to]): readonly Choice[] => {
    const [chooser, target] = [nodes.get(from), nodes.get(to)];
    if (chooser === undefined || target === undefined) return [];
    return [{ graph, chooser, target }];
  });
}

/** Nodes other than the chooser that it has no edge to, ascending. */
export function candidatesOf({ graph: { n, out }, chooser }: Pick<Choice, 'graph' | 'chooser'>): readonly number[] {
  const tied = new Set(out.to.subarray(out.start[chooser]!, out.start[chooser + 1]!));
  return Array.from({ length: n }, (_, node) => node).filter((node) => node !== chooser && !tied.has(node));
}

/** Choices that are looked at; of more, so many are drawn. */
export interface Looked {
  readonly choices: readonly Choice[];
  readonly exact: boolean;
}

/** All choices up to 2,000, else 2,000 of them drawn. */
export function lookedAt(moment: Moment): Looked {
  const all = choicesOf(moment);
  if (all.length <= EXACT_LIMIT) return { choices: all, exact: true };
  return { choices: sample(rng(moment.seed, 'measure.choices'), all, EXACT_LIMIT), exact: false };
}

/**
 * Share of choices that went to the `k` candidates of most neighbours, and what chance would give (k over the
 * candidates), both 0..1; where degrees tie at the k-th place, each of the tied counts in proportion. Null without
 * choices. As `topAttachment`, of arXiv 2402.10659, without sorting.
 */
export function topChoices(choices: readonly Choice[], k: number): { readonly share: number; readonly chance: number } | null {
  if (choices.length === 0) return null;
  let [share, chance] = [0, 0];
  for (const { graph, chooser, target } of choices) {
    const counts = openDegrees(graph, chooser);
    const own = degreeIn(graph.both, target);
    let above = 0;
    for (let d = own + 1; d < counts.length; d++) above += counts[d]!;
    const open = graph.n - 1 - degreeIn(graph.out, chooser);
    share += Math.min(1, Math.max(0, (k - above) / counts[own]!));
    chance += Math.min(1, k / open);
  }
  return { share: share / choices.length, chance: chance / choices.length };
}

const spread = new WeakMap<Graph, Uint32Array>();

/** How many candidates have each number of neighbours. */
function openDegrees(graph: Graph, chooser: number): Uint32Array {
  let all = spread.get(graph);
  if (!all) spread.set(graph, (all = Uint32Array.from(distribution(degreesOf(graph.both)))));
  const counts = all.slice();
  counts[degreeIn(graph.both, chooser)]!--;
  for (let i = graph.out.start[chooser]!; i < graph.out.start[chooser + 1]!; i++) counts[degreeIn(graph.both, graph.out.to[i]!)]!--;
  return counts;
}

/** Candidates that a choice is compared with at most; beyond, they are drawn, which keeps the fit consistent (McFadden 1978). */
export const MOST_CANDIDATES = 100;

/** Candidates of each choice by what they are, for a logit, and whether some were left out. */
export interface Offers {
  readonly choices: readonly Alternatives[];
  readonly drawn: boolean;
}

/** Features of candidates: ln(neighbours + 1), common neighbours, and, with `alike`, how much they have in common with the chooser. */
export function offersOf(choices: readonly Choice[], seed: number, alike?: (a: number, b: number) => number): Offers {
  let drawn = false;
  const offers = choices.map((choice, i) => {
    const { graph, chooser, target } = choice;
    const many = graph.n - 2 - degreeIn(graph.out, chooser) >= MOST_CANDIDATES;
    drawn ||= many;
    const others = many ? drawnOthers(choice, rng(seed, 'measure.candidates', i)) : candidatesOf(choice).filter((node) => node !== target);
    const offered = [target, ...others];
    const near = new Set(graph.both.to.subarray(graph.both.start[chooser]!, graph.both.start[chooser + 1]!));
    const features = offered.flatMap((node) => {
      const shape = [ln(degreeIn(graph.both, node) + 1), common(graph, near, node)];
      return alike ? [...shape, alike(chooser, node)] : shape;
    });
    return Float64Array.from(features);
  });
  return { choices: offers, drawn };
}

/** Candidates other than the target, drawn without replacement. There are at least as many. */
function drawnOthers({ graph: { n, out }, chooser, target }: Choice, random: Rng): readonly number[] {
  const left = new Set(out.to.subarray(out.start[chooser]!, out.start[chooser + 1]!)).add(chooser).add(target);
  const found: number[] = [];
  while (found.length < MOST_CANDIDATES - 1) {
    const node = below(random, n);
    if (left.has(node)) continue;
    left.add(node);
    found.push(node);
  }
  return found;
}

function common({ both }: Graph, near: ReadonlySet<number>, node: number): number {
  let count = 0;
  for (let i = both.start[node]!; i < both.start[node + 1]!; i++) if (near.has(both.to[i]!)) count++;
  return count;
}
