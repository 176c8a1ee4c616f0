/** The short forms of graphs: how each makes its links. Their names and arguments are in the language's `graphWords`. */
import type { Json } from '../../core/util/json.js';
import { ln } from '../../core/util/math.js';
import type { Slices } from '../../core/util/slices.js';
import { grouped } from '../../core/util/textPosition.js';
import { below, type Rng, type StreamTable } from '../../core/random/rng.js';
import { type GraphName, type GraphWords, graphWords } from '../../language/schema/graphWords.js';
import type { MemberStreams } from './graph.js';
import { addLink, type Links, newLaps, newLinks } from './links.js';

/** What a form uses of the members: their number, ids and fields, and a stream for each. */
interface Ground {
  readonly n: number;
  idOf(member: number): string;
  field(member: number, path: string): Json;
  readonly streams: MemberStreams;
  /** If true, a field that no member has is not an error, as in runs without the flag `graph_fields`. */
  readonly lenient?: boolean;
}

export interface GraphForm extends GraphWords {
  /** The links, or the work that makes them in slices, or a message about wrong arguments. */
  make(args: readonly string[], ground: Ground): Links | Slices<Links | string> | string;
}

/** Most links of a network: they take some seconds and 2 GB. More would use up the memory before a message could say so. */
const MOST_LINKS = 100_000_000;

/** Most pairs that are compared for common values. */
const MOST_PAIRS = 2_000_000_000;

/** Why a graph of so many links, or so many at least, is not made; null if it can be. */
function linksFault(links: number, n: number): string | null {
  if (links <= MOST_LINKS) return null;
  return `among ${grouped(n)} members these are ${grouped(Math.round(links))} links or more, and a network can have ${grouped(MOST_LINKS)}. ${FEWER}`;
}

const FEWER = 'Use fewer members, or a graph in which each has fewer ties, such as `small_world(4, 0.1)`.';

const numberOf = (arg: string | undefined): number => (arg === undefined || arg === '' ? Number.NaN : Number(arg));
const isChance = (p: number): boolean => p >= 0 && p <= 1;
const isCount = (k: number): boolean => Number.isInteger(k) && k >= 1;

/** What is wrong with a number of neighbours on a ring, or null. */
function ringFault(k: number, n: number): string | null {
  if (!isCount(k) || k % 2 !== 0) return 'k, the number of neighbours, must be an even whole number of 2 or more.';
  return k < n ? linksFault((n * k) / 2, n) : `k must be less than the number of members, ${n}.`;
}

/** How many members are linked in one slice: of a ring, and of forms that draw more for each. */
const SLICE = 1 << 15;
const DRAWN = 1 << 12;

/**
 * Watts and Strogatz 1998. A link (i, i + d) of the ring keeps i. With chance p it gets another end, drawn from the members that i
 * is not linked to yet.
 */
function* smallWorld({ n, streams }: Ground, k: number, p: number): Slices<Links> {
  const laps = k / 2;
  const links = newLaps(n, laps);
  for (let i = 0; i < n; i += SLICE) {
    yield;
    addRing(links.to, n, laps, i, Math.min(n, i + SLICE));
  }
  links.degree = new Uint32Array(n).fill(k);
  if (p === 0) return links;
  // Whether a member rewires is drawn first, so that it does not depend on how often a target is drawn again.
  const draw = streams.all();
  const ring: Ring = { n, laps, rewires: new Uint8Array(n * laps), to: links.to, degree: links.degree, draw };
  for (let i = 0; i < n; i += SLICE) {
    yield;
    draw.less(p, laps, i, Math.min(n, i + SLICE), ring.rewires);
  }
  for (let d = 1; d <= laps; d++)
    for (let i = 0; i < n; i += SLICE) {
      yield;
      rewire(ring, d, i, Math.min(n, i + SLICE));
    }
  return links;
}

/** A ring while its links get other ends. The link (i, i + d) is at the place i laps + d − 1. */
interface Ring {
  readonly n: number;
  readonly laps: number;
  readonly rewires: Uint8Array;
  readonly to: Uint32Array;
  readonly degree: Uint32Array;
  readonly draw: StreamTable;
}

/** Adds the links of the members from `first` up to `end` to those that follow them on the ring. */
function addRing(to: Uint32Array, n: number, laps: number, first: number, end: number): void {
  for (let i = first, place = first * laps; i < end; i++) for (let d = 1; d <= laps; d++) to[place++] = i + d < n ? i + d : i + d - n;
}

/** Gives other ends to the links (i, i + d) of the members from `first` up to `end` that rewire. */
function rewire(ring: Ring, d: number, first: number, end: number): void {
  const { n, laps, rewires, to, degree, draw } = ring;
  for (let i = first, place = first * laps + d - 1; i < end; i++, place += laps) {
    if (rewires[place] === 0 || degree[i]! >= n - 1) continue;
    let other = Math.floor(draw.next(i) * n);
    while (other === i || isLinked(to, laps, i, other)) other = Math.floor(draw.next(i) * n);
    degree[to[place]!]!--;
    degree[other]!++;
    to[place] = other;
  }
}

/** Whether one of two members has a link to the other now. */
function isLinked(to: Uint32Array, laps: number, i: number, j: number): boolean {
  for (let a = i * laps, b = j * laps, end = a + laps; a < end; a++, b++) if (to[a] === j || to[b] === i) return true;
  return false;
}

/**
 * Chooses each candidate with chance p, with one draw per link: the gaps are geometric. Batagelj and Brandes 2005, Phys. Rev. E 71.
 */
function chosen(random: Rng, candidates: readonly number[], p: number): readonly number[] {
  if (p >= 1) return candidates;
  const out: number[] = [];
  if (p <= 0) return out;
  const scale = ln(1 - p);
  if (scale === 0) return out; // The chance is so small that 1 − p is 1.
  for (let at = -1; ; ) {
    at += 1 + Math.floor(ln(1 - random()) / scale);
    if (!(at < candidates.length)) return out;
    out.push(candidates[at]!);
  }
}

/**
 * Links of each member to earlier ones: with chance `inside` in the same block, else `outside`. Holland, Laskey and Leinhardt 1983.
 */
function* blockLinks({ n, streams }: Ground, blockOf: (member: number) => number, inside: number, outside: number): Slices<Links | string> {
  const before: number[][] = [];
  const links = newLinks();
  for (let i = 0; i < n; i++) {
    if (i % DRAWN === DRAWN - 1) yield;
    const own = blockOf(i);
    const random = streams.of(i);
    before.forEach((members, block) => {
      for (const j of chosen(random, members, block === own ? inside : outside)) addLink(links, i, j);
    });
    if (links.length > MOST_LINKS) return linksFault(links.length, n)!;
    while (before.length <= own) before.push([]);
    before[own]!.push(i);
  }
  return links;
}

/**
 * The block of each member. The argument is a number of blocks that take members in turn, a list of block sizes, or a field with
 * one block for each value.
 */
function blocksOf(arg: string, ground: Ground): ((member: number) => number) | string {
  const { n, field } = ground;
  if (isCount(Number(arg))) return (member) => member % Number(arg);
  if (arg.startsWith('[')) {
    const sizes = arg.slice(1, -1).split(',').map(Number);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    if (!sizes.every(isCount)) return 'sizes of blocks must be whole numbers of 1 or more.';
    if (total !== n) return `the blocks have ${total} members in all; there are ${n}.`;
    const of = sizes.flatMap((size, block) => new Array<number>(size).fill(block));
    return (member) => of[member]!;
  }
  if (!/^[a-z][a-z0-9_.]*$/.test(arg))
    return 'blocks must be a number of equal blocks, a list of sizes, or a field of members such as gender.';
  const blocks = new Map<string, number>();
  const blockOf = Uint32Array.from({ length: n }, (_, i) => {
    const value = JSON.stringify(field(i, arg));
    const block = blocks.get(value) ?? blocks.size;
    blocks.set(value, block);
    return block;
  });
  if (n > 0 && blocks.size === 1 && blocks.has('null')) return `no member has a field \`${arg}\`.`;
  return (member) => blockOf[member]!;
}

/** Draws different members for a newcomer from the first `length` places of an urn. The result is the same list each time. */
function distinctTargets(n: number): (newcomer: number, count: number, random: Rng, urn: Uint32Array, length: number) => readonly number[] {
  const drawnFor = new Uint32Array(n);
  const targets: number[] = [];
  return (newcomer, count, random, urn, length) => {
    targets.length = 0;
    while (targets.length < count) {
      const target = urn[below(random, length)]!;
      // No member draws before the second one, so 0 stands for none.
      if (drawnFor[target] === newcomer) continue;
      drawnFor[target] = newcomer;
      targets.push(target);
    }
    return targets;
  };
}

/**
 * Barabási and Albert 1999. Each newcomer links to m different members, in proportion to their links. The first m + 1 members form
 * a star.
 */
function* preferential({ n, streams }: Ground, m: number): Slices<Links> {
  const links = newLinks(m * (n - m));
  const ends = new Uint32Array(2 * m * (n - m));
  let length = 0;
  const link = (from: number, to: number): void => {
    addLink(links, from, to);
    ends[length++] = from;
    ends[length++] = to;
  };
  for (let i = 1; i <= m; i++) link(i, 0);
  const drawn = distinctTargets(n);
  for (let i = m + 1; i < n; i++) {
    if (i % DRAWN === DRAWN - 1) yield;
    for (const target of drawn(i, m, streams.of(i), ends, length)) link(i, target);
  }
  return links;
}

/**
 * Price 1976. Each newcomer follows m earlier members, in proportion to their followers plus one. A link starts at the follower.
 */
function* followers({ n, streams }: Ground, m: number): Slices<Links> {
  const links = newLinks(m * n);
  const urn = new Uint32Array((m + 1) * n);
  let length = 1;
  const drawn = distinctTargets(n);
  for (let i = 1; i < n; i++) {
    if (i % DRAWN === DRAWN - 1) yield;
    for (const target of drawn(i, Math.min(m, i), streams.of(i), urn, length)) {
      addLink(links, i, target);
      urn[length++] = target;
    }
    urn[length++] = i;
  }
  return links;
}

/**
 * Connected cliques (Watts 1999). In each clique, the link of the first two members goes instead to the last member of the clique
 * before.
 */
function caveman(n: number, cliques: number, size: number): Links {
  const links = newLinks();
  for (let first = 0; first < n; first += size) {
    for (let i = first; i < first + size; i++)
      for (let j = i + 1; j < first + size; j++) {
        const moved = cliques > 1 && i === first && j === first + 1;
        if (moved) addLink(links, first, (first - 1 + n) % n);
        else addLink(links, i, j);
      }
  }
  return links;
}

function nobodyHas({ n, field }: Ground, path: string): boolean {
  for (let i = 0; i < n; i++) if (!['', null].includes(field(i, path) as string | null)) return false;
  return n > 0;
}

/** Links between members with at least `least` values of a field in common, each with chance p. */
function* shared({ n, field, streams }: Ground, path: string, least: number, p: number): Slices<Links | string> {
  const owners = new Map<string, number[]>();
  const links = newLinks();
  let pairs = 0;
  for (let i = 0; i < n; i++) {
    if (i % DRAWN === DRAWN - 1) yield;
    const value = field(i, path);
    const own = new Set((Array.isArray(value) ? (value as readonly Json[]) : value === null ? [] : [value]).map(String));
    const counts = new Map<number, number>();
    for (const one of own) pairs += owners.get(one)?.length ?? 0;
    if (pairs > MOST_PAIRS) return `so many of the ${grouped(n)} members have a common value that comparing them takes too long. ${FEWER}`;
    if (links.length > MOST_LINKS) return linksFault(links.length, n)!;
    for (const one of own) for (const j of owners.get(one) ?? []) counts.set(j, (counts.get(j) ?? 0) + 1);
    const alike = [...counts].filter(([, count]) => count >= least).map(([j]) => j);
    for (const j of chosen(
      streams.of(i),
      alike.sort((a, b) => a - b),
      p,
    ))
      addLink(links, i, j);
    for (const one of own) {
      const list = owners.get(one);
      if (list) list.push(i);
      else owners.set(one, [i]);
    }
  }
  return links;
}

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly strength: number;
  readonly oneWay: boolean;
}

/** One edge: `ada - ben` both ways, `ada > ben` one way. A strength may follow. */
function edgeOf(text: string, ids: ReadonlyMap<string, number>): Edge | string {
  const [, a, arrow, b, strength] = /^\s*(\w+)\s*(-|>)\s*(\w+)(?:\s+([\d.]+))?\s*$/.exec(text) ?? [];
  if (a === undefined || b === undefined) return `\`${text}\` is not an edge: write \`ada - ben\`, \`ada > ben\` or \`ada > ben 0.7\`.`;
  const [from, to] = [ids.get(a), ids.get(b)];
  if (from === undefined || to === undefined) return `unknown member \`${from === undefined ? a : b}\`.`;
  if (strength !== undefined && !isChance(Number(strength))) return `the strength of \`${text}\` must be a number from 0 to 1.`;
  return { from, to, strength: strength === undefined ? Number.NaN : Number(strength), oneWay: arrow === '>' };
}

function edges(args: readonly string[], { n, idOf }: Ground): Links | string {
  const index = new Map(Array.from({ length: n }, (_, i) => [idOf(i), i]));
  const made = args.map((arg) => edgeOf(arg, index));
  const links = newLinks(made.length);
  const [strength, oneWay] = [new Float64Array(made.length), new Uint8Array(made.length)];
  for (const [i, edge] of made.entries()) {
    if (typeof edge === 'string') return edge;
    addLink(links, edge.from, edge.to);
    strength[i] = edge.strength;
    oneWay[i] = edge.oneWay ? 1 : 0;
  }
  return { ...links, strength: strength.every(Number.isNaN) ? null : strength, oneWay };
}

/** Pairs of members. */
const pairsOf = ({ n }: Ground): number => (n * (n - 1)) / 2;

const MAKERS: Readonly<Record<GraphName, GraphForm['make']>> = {
  empty: () => newLinks(),
  complete: (_, ground) => linksFault(pairsOf(ground), ground.n) ?? blockLinks(ground, () => 0, 1, 0),
  ring: ([k], ground) => ringFault(numberOf(k), ground.n) ?? smallWorld(ground, numberOf(k), 0),
  small_world: ([k, p], ground) => {
    if (!isChance(numberOf(p))) return 'p, the chance that a tie is rewired, must be a number from 0 to 1.';
    return ringFault(numberOf(k), ground.n) ?? smallWorld(ground, numberOf(k), numberOf(p));
  },
  random: ([p], ground) => {
    if (!isChance(numberOf(p))) return 'p, the chance of a tie, must be a number from 0 to 1.';
    return linksFault(numberOf(p) * pairsOf(ground), ground.n) ?? blockLinks(ground, () => 0, numberOf(p), 0);
  },
  followers: ([m], ground) => {
    if (!isCount(numberOf(m))) return 'm, the number of members that a newcomer follows, must be a whole number of 1 or more.';
    if (numberOf(m) >= ground.n) return `m must be less than the number of members, ${ground.n}.`;
    return linksFault(numberOf(m) * ground.n, ground.n) ?? followers(ground, numberOf(m));
  },
  preferential: ([m], ground) => {
    if (!isCount(numberOf(m))) return 'm, the ties of a newcomer, must be a whole number of 1 or more.';
    if (numberOf(m) >= ground.n) return `m must be less than the number of members, ${ground.n}.`;
    return linksFault(numberOf(m) * (ground.n - numberOf(m)), ground.n) ?? preferential(ground, numberOf(m));
  },
  blocks: ([blocks, inside, outside], ground) => {
    const of = blocksOf(blocks ?? '', ground);
    if (typeof of === 'string') return of;
    if (!isChance(numberOf(inside)) || !isChance(numberOf(outside)))
      return 'p_in and p_out, the chances of a tie, must be numbers from 0 to 1.';
    return blockLinks(ground, of, numberOf(inside), numberOf(outside));
  },
  caveman: ([cliques, size], { n }) => {
    const [c, s] = [numberOf(cliques), size === undefined ? n / numberOf(cliques) : numberOf(size)];
    if (!isCount(c) || !isCount(s) || s < 2) return 'cliques must be a whole number of 1 or more, and size a whole number of 2 or more.';
    return c * s === n
      ? (linksFault((n * (s - 1)) / 2, n) ?? caveman(n, c, s))
      : `${c} cliques of ${s} are ${c * s} members; there are ${n}.`;
  },
  shared: ([field, k = '1', p = '1'], ground) => {
    if (field === undefined || !/^[a-z][a-z0-9_.]*$/.test(field)) return 'field must be a field of members, such as interests.';
    if (!isCount(numberOf(k))) return 'k, the number of common values, must be a whole number of 1 or more.';
    if (!ground.lenient && nobodyHas(ground, field)) return `no member has a field \`${field}\`.`;
    return isChance(numberOf(p))
      ? shared(ground, field, numberOf(k), numberOf(p))
      : 'p, the chance of a tie, must be a number from 0 to 1.';
  },
  edges,
};

/** All forms, in the order in which messages list them. */
export const graphForms: readonly GraphForm[] = graphWords.map((words) => ({ ...words, make: MAKERS[words.name] }));
