/** Networks at the start of a scenario: their members, their first ties, and how their ties change. */
import { indexAt, type Indices, indicesOf, runOf } from '../../core/columns/indexText.js';
import type { Json } from '../../core/util/json.js';
import { type GraphMembers, graphStream, growGraph, waysStream } from './graph.js';
import type { GraphTies } from './links.js';
import { halfLifeFactor } from '../../core/util/math.js';
import { rng, sample } from '../../core/random/rng.js';
import type { Value } from '../../expr/index.js';
import type { Network, Scenario, Selection, Selector, Society, TieChange } from '../../language/generated/society.js';
import type { CastIndex } from '../population/castIndex.js';
import { formula } from '../evaluation/formulas.js';
import { weighed } from '../phaseKinds/ties.js';
import type { AgentSpecs } from '../model/agentSpecs.js';
import { indexSet } from '../model/indexSet.js';
import type { EvidenceRule, EvidenceWeights, GivenTies, NetworkSpec, PhaseSpec, VoteEvidence } from '../model/worldSpec.js';
import type { Report } from '../model/faults.js';
import type { Formula } from '../model/formulaTypes.js';
import { worldUsed } from './world.js';

const DEFAULTS = {
  tie: { threshold: 0.2, growth: 0.25, half_life: 5, edge: 0.1 },
  evidence: { relevance: 0.4, answers: 0.3, asks: 0.1, addresses: 0.2 },
} as const;

interface Settlers {
  readonly society: Society;
  readonly scenario: Scenario;
  readonly cast: CastIndex;
  readonly agents: AgentSpecs;
  readonly seed: number;
  readonly report: Report;
  /** If true, a graph of a field that no agent has is an error. */
  readonly strict: boolean;
}

/** The networks of the scenario: those that it names, or all of the file if it names none, then those of the world. */
export function networkSpecs(settlers: Settlers): readonly NetworkSpec[] {
  const { society, scenario } = settlers;
  const world = worldUsed(scenario);
  const own = society.worlds?.[world]?.ties ?? {};
  const wanted = scenario.ties ?? Object.keys(society.ties ?? {});
  const names = new Set([...wanted, ...Object.keys(own)]);
  return [...names].flatMap((name) => {
    const network = society.ties?.[name];
    if (network) return [networkSpec(name, { ...own[name], ...network }, `ties.${name}`, settlers)];
    return own[name] ? [networkSpec(name, own[name], `worlds.${world}.ties.${name}`, settlers)] : [];
  });
}

/** Reports a feed of a network that the scenario does not have. */
export function checkFeeds(phases: readonly PhaseSpec[], networks: readonly NetworkSpec[], report: Report): void {
  for (const { feed, at } of phases)
    for (const name of [feed.of === 'public' ? null : feed.of.network, feed.following?.network ?? null, feed.hide])
      if (name !== null && !networks.some((network) => network.name === name))
        report('error', at, `The feed uses the network \`${name}\`, which this scenario does not have.`);
}

function networkSpec(name: string, network: Network, at: string, settlers: Settlers): NetworkSpec {
  const { cast, seed, report } = settlers;
  const members = membersOf(network.among ?? 'all', `${at}.among`, settlers);
  // An agent that comes later has no first ties.
  const settled = settlers.agents.representatives.some(({ waiting }) => waiting)
    ? chosen(members, (index) => !settlers.agents.at(index)!.waiting)
    : members;
  const ground = groundOf(settled, cast);
  const grown = growGraph(network.graph ?? 'empty', ground, graphStream(seed, name), {
    ...{ reciprocity: network.reciprocity, ways: waysStream(seed, name), lenient: !settlers.strict, name },
  });
  if (!grown.ok) report('error', `${at}.graph`, grown.message);
  const why = grown.ok && grown.ties.to.length === 0 ? whyEmpty(network.graph ?? 'empty', ground) : null;
  if (why !== null) report('warning', `${at}.graph`, why, 'empty-network');
  const strength = network.strength ?? 0.5;
  return {
    name,
    at,
    among: indexSet(members),
    given: grown.ok ? givenTies(grown.ties, settled, strength) : NO_TIES,
    rule: evidenceRule(network),
    edge: (typeof network.change === 'object' ? network.change.edge : undefined) ?? DEFAULTS.tie.edge,
    felt: network.felt ?? true,
  };
}

const NO_TIES: GivenTies = { from: new Uint32Array(0), to: new Uint32Array(0), strengths: { kind: 'list', length: 0, list: [] } };

function groundOf(settled: Indices, cast: CastIndex): GraphMembers {
  const [first, last] = settled.length === 0 ? [0, -1] : [indexAt(settled, 0), indexAt(settled, settled.length - 1)];
  const numbered = last - first + 1 === settled.length ? cast.numbersOf(first, last) : null;
  return {
    n: settled.length,
    idOf: (i) => cast.idOf(indexAt(settled, i)),
    field: (i, path) => cast.field(indexAt(settled, i), path),
    ...(numbered ? { numbered } : {}),
  };
}

/** Ties between agents, from ties between positions among the settled. */
function givenTies(ties: GraphTies, settled: Indices, usual: number): GivenTies {
  const { to, start, strength } = ties;
  const { length } = to;
  const strengths: GivenTies['strengths'] = strength
    ? { kind: 'numbers', length, numbers: strength.map((one) => (Number.isNaN(one) ? usual : one)) }
    : { kind: 'one', length, value: usual };
  if (settled.list !== null || settled.first !== 0) {
    const agents = (ends: Uint32Array): Uint32Array => ends.map((position) => indexAt(settled, position));
    return { from: agents(ties.from), to: agents(to), strengths };
  }
  return {
    get from() {
      return ties.from;
    },
    ...{ to, ...(start ? { start } : {}), strengths },
  };
}

/**
 * Indices of the members, in the order of the cast. Members are chosen before any tie or act exists. Therefore the selector uses
 * only the file: id, population, role, a condition over `agent`, or chance.
 */
function membersOf(source: Selector, at: string, settlers: Settlers): Indices {
  if (typeof source === 'string') return named(source.trim(), at, settlers);
  if (Array.isArray(source)) return union((source as readonly Selector[]).map((part, i) => membersOf(part, `${at}.${i}`, settlers)));
  const { of, if: test, pick } = source as Selection;
  const holds = formula(test, `${at}.if`, settlers.report);
  const all = membersOf(of ?? 'all', `${at}.of`, settlers);
  const found = !holds ? all : chosen(all, (index) => isChosen(holds, index, `${at}.if`, settlers));
  return pick === undefined ? found : drawn(pick, found, `${at}.pick`, settlers);
}

function isChosen(holds: Formula, index: number, at: string, { agents, report }: Settlers): boolean {
  const { self, vars, part } = agents.at(index)!;
  const agent = { ...self, role: part?.role ?? null, ...vars } as unknown as Value;
  try {
    return holds.run({ lookup: (name) => (name === 'agent' || name === 'me' ? agent : undefined) }) === true;
  } catch (error) {
    report('error', at, `${self.id}: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

function named(word: string, at: string, settlers: Settlers): Indices {
  const { cast, agents } = settlers;
  const all = runOf(0, cast.length);
  if (word === 'all') return all;
  if (/^(top|bottom|random) /.test(word)) return drawn(word, all, at, settlers);
  const inRole = agents.representatives.filter(({ part }) => part?.role === word).map(({ self }) => runOf(agents.indexOf(self.id), 1));
  return union([...cast.runsOf(word).map(([first, count]) => runOf(first, count)), ...inRole]);
}

/** The indices in any of the lists. */
function union(lists: readonly Indices[]): Indices {
  const [only] = lists;
  if (lists.length === 1) return only!;
  const ends = lists.map((one) => (one.length === 0 ? 0 : indexAt(one, one.length - 1) + 1));
  const isIn = new Uint8Array(Math.max(0, ...ends));
  for (const one of lists) for (let i = 0; i < one.length; i++) isIn[indexAt(one, i)] = 1;
  return chosen(runOf(0, isIn.length), (index) => isIn[index] === 1);
}

function chosen(all: Indices, isWanted: (index: number) => boolean): Indices {
  const found: number[] = [];
  for (let i = 0; i < all.length; i++) if (isWanted(indexAt(all, i))) found.push(indexAt(all, i));
  return indicesOf(found);
}

function drawn(pick: string, among: Indices, at: string, { seed, report }: Settlers): Indices {
  const [, count] = /^random\s+(\d+)$/.exec(pick.trim()) ?? [];
  if (count !== undefined) {
    const all = Array.from({ length: among.length }, (_, i) => indexAt(among, i));
    return indicesOf(sample(rng(seed, 'engine.among', at), all, Number(count)).sort((a, b) => a - b));
  }
  report('error', at, 'Members of a network are chosen before agents have a rank. Write ids, populations, `{ of, if }` or `random 5`.');
  return runOf(0, 0);
}

function evidenceRule(network: Network): EvidenceRule | null {
  if (network.change === undefined || network.change === 'never') return null;
  const { threshold, growth, half_life, votes } = network.change;
  const weights = { ...DEFAULTS.evidence, ...network.change.weights };
  return {
    threshold: threshold ?? DEFAULTS.tie.threshold,
    growth: growth ?? DEFAULTS.tie.growth,
    keep: halfLifeFactor(half_life ?? DEFAULTS.tie.half_life),
    by: network.change.by ?? 'rule',
    weights,
    votes: voteEvidence(votes, weights),
  };
}

/** By default, an up vote counts as much as an answer, and a down vote is contact without evidence. */
function voteEvidence(votes: TieChange['votes'], weights: EvidenceWeights): VoteEvidence {
  if (votes === 'off') return { up: null, down: null };
  const { up = weighed({ answers: 1 }, weights), down = 0 } = votes ?? {};
  return { up: up === 'off' ? null : up, down: down === 'off' ? null : down };
}

// Why a graph made no tie, in words. `shared` ties agents with values in common, and they may have none.

/** Takes `shared(field, k, p)` apart. */
const SHARED = /^\s*shared\(\s*([a-z][a-z0-9_.]*)\s*(?:,\s*([0-9]+)\s*)?(?:,\s*([0-9.]+)\s*)?\)\s*$/;

/** Above this number of pairs, common values are not counted. */
const MOST_PAIRS = 2_000_000;

/** Null if the graph may be empty: the form says so, chance decided so, or there are fewer than two members. */
function whyEmpty(graph: string | readonly string[], { n, field }: GraphMembers): string | null {
  const [, path, k = '1', p = '1'] = typeof graph === 'string' ? (SHARED.exec(graph) ?? []) : [];
  if (path === undefined || Number(p) === 0 || n < 2) return null;
  const sets = Array.from({ length: n }, (_, i) => valuesOf(field(i, path)));
  if (sets.every((set) => set.size === 0))
    return `No agent has a field \`${path}\`, so this network begins without a tie. Name a field that agents have, such as \`interests\`.`;
  const most = mostShared(sets);
  if (most === null || most >= Number(k)) return null;
  const shared =
    most === 0 ? `No two people have any value of \`${path}\` in common` : `No two people have more than ${most} of \`${path}\` in common`;
  return `${shared}, so this network begins without a tie: \`shared(${path}, ${k}, ${p})\` ties those with at least ${k}. ${most === 0 ? 'Give them values in common.' : `Write \`shared(${path}, ${most}, ${p})\`, or give them more.`}`;
}

const valuesOf = (value: Json): ReadonlySet<string> =>
  new Set((Array.isArray(value) ? (value as readonly Json[]) : value === null || value === '' ? [] : [value]).map(String));

/** The largest number of common values of two members; null if there are too many pairs to count. */
function mostShared(sets: readonly ReadonlySet<string>[]): number | null {
  if ((sets.length * (sets.length - 1)) / 2 > MOST_PAIRS) return null;
  let most = 0;
  for (const [i, a] of sets.entries())
    for (let j = 0; j < i; j++) {
      let both = 0;
      for (const one of sets[j]!) if (a.has(one)) both++;
      most = Math.max(most, both);
    }
  return most;
}
