/**
 * Whom agents tie themselves to, as choices: each among those whom its maker could have tied itself to instead. From these,
 * which principle is at work: many neighbours, common neighbours, likeness.
 */
import { ln } from '../../core/util/math.js';
import { below, rng, type Rng, sample } from '../../core/random/rng.js';
import type { MadeTie } from '../../core/events/agenda.js';
import { networksAtStarts } from '../../core/events/reduce.js';
import { emptyNetwork, type Network, strengthOf } from '../../core/events/ties.js';
import { logItems } from '../../core/util/chunkedList.js';
import type { Moment } from '../measures/measure.js';
import type { Alternatives } from '../statistics/logit.js';
import { EXACT_LIMIT } from '../statistics/estimate.js';
import { distribution, newEdges } from './degrees.js';
import { degreeIn, degreesOf, type Graph, graphOf, nodesOf } from './graph.js';

/** An agent tied itself to `target`, one of its `candidatesOf`; both are nodes of `graph`, the network at the time of the choice. */
interface Choice {
  readonly graph: Graph;
  readonly chooser: number;
  readonly target: number;
  /** Nodes that it could choose among; everybody else where absent. */
  readonly offered?: ReadonlySet<number>;
}

/** The network that is measured as it was at the start of each round, and as it is now. */
export function courseOf({ state, network }: Moment): readonly Network[] {
  if (!network) return [];
  const began = networksAtStarts(state).map((networks) => networks.find(({ name }) => name === network.name) ?? emptyNetwork(network.name));
  return [...began, network];
}

/**
 * All choices of the run so far. A tie that an act of its maker made is one, among those whom the act could be aimed at, in the
 * network when the maker was asked; so the way back of a mutual tie is none, and neither are ties that a rule lays. Where ties
 * grow by what agents do toward each other, each directed edge that is new in a round is a choice of the one whom it goes out
 * from, in the network when the round began.
 */
export function choicesOf(moment: Moment): readonly Choice[] {
  const made = moment.former?.choices ? [] : madeIn(moment);
  return [...made.flatMap((tie) => choiceOf(moment, tie) ?? []), ...(isGrown(moment) ? grownChoices(moment, made) : [])];
}

const isGrown = ({ former, grows }: Moment): boolean => former?.choices === true || grows === true;

const madeIn = ({ state, network }: Moment): readonly MadeTie[] => logItems(state.made).filter(({ asked }) => asked.name === network?.name);

function choiceOf(moment: Moment, { asked, from, to, strength, own, offered }: MadeTie): Choice | null {
  const { edge, members } = moment;
  const nodes = placesOf(members);
  const [chooser, target] = [nodes.get(from), nodes.get(to)];
  if (!own || chooser === undefined || target === undefined || strength < edge || strengthOf(asked, from, to) >= edge) return null;
  const graph = graphOf(asked, edge, members);
  return { graph, chooser, target, ...(offered ? { offered: new Set(offered.flatMap((agent) => nodes.get(agent) ?? [])) } : {}) };
}

/** Edges that are new in each round, but for those that acts made. */
function grownChoices(moment: Moment, made: readonly MadeTie[]): readonly Choice[] {
  const course = courseOf(moment);
  const byRound = new Map<number, Set<string>>();
  for (const { round, from, to } of made) byRound.set(round, (byRound.get(round) ?? new Set()).add(`${from} ${to}`));
  return course.slice(1).flatMap((after, i) => choicesBetween(moment, course[i]!, after, byRound.get(i + 1)));
}

function choicesBetween({ edge, members }: Moment, before: Network, after: Network, made?: ReadonlySet<string>): readonly Choice[] {
  if (before === after) return [];
  const graph = graphOf(before, edge, members);
  const nodes = placesOf(members);
  return newEdges(before, after, edge).flatMap(([from, to]): readonly Choice[] => {
    const [chooser, target] = [nodes.get(from), nodes.get(to)];
    if (chooser === undefined || target === undefined || made?.has(`${from} ${to}`)) return [];
    return [{ graph, chooser, target }];
  });
}

const places = new WeakMap<Iterable<number>, ReadonlyMap<number, number>>();

/** The node of each member. */
function placesOf(members: Iterable<number>): ReadonlyMap<number, number> {
  let found = places.get(members);
  if (!found) places.set(members, (found = new Map(nodesOf(members).map((member, node) => [member, node]))));
  return found;
}

/** Nodes other than the chooser that it could choose among and has no edge to, ascending; the target is always one. */
export function candidatesOf({
  graph: { n, out },
  chooser,
  target,
  offered,
}: Omit<Choice, 'target'> & { readonly target?: number }): readonly number[] {
  const tied = new Set(out.to.subarray(out.start[chooser]!, out.start[chooser + 1]!));
  const among = offered ? [...new Set([...offered, ...(target === undefined ? [] : [target])])].sort((a, b) => a - b) : range(n);
  return among.filter((node) => node !== chooser && !tied.has(node));
}

const range = (n: number): readonly number[] => Array.from({ length: n }, (_, node) => node);

/** Choices that are looked at; of more, so many are drawn. */
interface Looked {
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
  for (const choice of choices) {
    const { graph, target } = choice;
    const counts = choice.offered ? Uint32Array.from(degreesAmong(choice)) : openDegrees(graph, choice.chooser);
    const own = degreeIn(graph.both, target);
    let above = 0;
    for (let d = own + 1; d < counts.length; d++) above += counts[d]!;
    const open = counts.reduce((sum, count) => sum + count, 0);
    share += Math.min(1, Math.max(0, (k - above) / counts[own]!));
    chance += Math.min(1, k / open);
  }
  return { share: share / choices.length, chance: chance / choices.length };
}

/** How many candidates have each number of neighbours, where not everybody is one. */
function degreesAmong(choice: Choice): readonly number[] {
  const { both } = choice.graph;
  return distribution(candidatesOf(choice).map((node) => degreeIn(both, node)));
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
interface Offers {
  readonly choices: readonly Alternatives[];
  readonly drawn: boolean;
}

/** Features of candidates: ln(neighbours + 1), common neighbours, and, with `alike`, how much they have in common with the chooser. */
export function offersOf(choices: readonly Choice[], seed: number, alike?: (a: number, b: number) => number): Offers {
  let drawn = false;
  const offers = choices.map((choice, i) => {
    const { graph, chooser, target } = choice;
    const { others, all } = othersOf(choice, rng(seed, 'measure.candidates', i));
    drawn ||= !all;
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

/** Candidates other than the target; of very many, as many as are compared. */
function othersOf(choice: Choice, random: Rng): { readonly others: readonly number[]; readonly all: boolean } {
  const { graph, chooser, target, offered } = choice;
  const untied = graph.n - 1 - degreeIn(graph.out, chooser);
  if (!offered && untied > MOST_CANDIDATES) return { others: drawnOthers(choice, random), all: false };
  const others = candidatesOf(choice).filter((node) => node !== target);
  if (others.length < MOST_CANDIDATES) return { others, all: true };
  return { others: sample(random, others, MOST_CANDIDATES - 1), all: false };
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
