/** Networks at the start of a scenario: their members, their first ties, and how their ties change. */
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
    ? members.filter((index) => !settlers.agents.at(index)!.waiting)
    : members;
  const ground: GraphMembers = { n: settled.length, idOf: (i) => cast.idOf(settled[i]!), field: (i, path) => cast.field(settled[i]!, path) };
  const grown = growGraph(network.graph ?? 'empty', ground, graphStream(seed, name), {
    ...{ reciprocity: network.reciprocity, ways: waysStream(seed, name), lenient: !settlers.strict },
  });
  if (!grown.ok) report('error', `${at}.graph`, grown.message);
  const why = grown.ok && grown.ties.from.length === 0 ? whyEmpty(network.graph ?? 'empty', ground) : null;
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

/** Ties between agents, from ties between positions among the ascending indices of the settled. */
function givenTies({ from, to, strength }: GraphTies, settled: readonly number[], usual: number): GivenTies {
  const { length } = from;
  const [first = 0, last = -1] = [settled[0], settled.at(-1)];
  const isRun = first === 0 && last + 1 === settled.length;
  const agents = (ends: Uint32Array): Uint32Array => (isRun ? ends : ends.map((position) => settled[position]!));
  return {
    from: agents(from),
    to: agents(to),
    strengths: strength
      ? { kind: 'numbers', length, numbers: strength.map((one) => (Number.isNaN(one) ? usual : one)) }
      : { kind: 'one', length, value: usual },
  };
}

/**
 * Indices of the members, in the order of the cast. Members are chosen before any tie or act exists. Therefore the selector uses
 * only the file: id, population, role, a condition over `agent`, or chance.
 */
function membersOf(source: Selector, at: string, settlers: Settlers): readonly number[] {
  if (typeof source === 'string') return named(source.trim(), at, settlers);
  if (Array.isArray(source)) {
    const found = new Set((source as readonly Selector[]).flatMap((part, i) => membersOf(part, `${at}.${i}`, settlers)));
    return [...found].sort((a, b) => a - b);
  }
  const { of, if: test, pick } = source as Selection;
  const holds = formula(test, `${at}.if`, settlers.report);
  const found = membersOf(of ?? 'all', `${at}.of`, settlers).filter((index) => {
    const { self, vars, part } = settlers.agents.at(index)!;
    const agent = { ...self, role: part?.role ?? null, ...vars } as unknown as Value;
    try {
      return !holds || holds.run({ lookup: (name) => (name === 'agent' || name === 'me' ? agent : undefined) }) === true;
    } catch (error) {
      settlers.report('error', `${at}.if`, `${settlers.cast.idOf(index)}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  });
  return pick === undefined ? found : drawn(pick, found, `${at}.pick`, settlers);
}

function named(word: string, at: string, settlers: Settlers): readonly number[] {
  const { cast, agents } = settlers;
  if (word === 'all') return indicesFrom(0, cast.length);
  if (/^(top|bottom|random) /.test(word)) return drawn(word, indicesFrom(0, cast.length), at, settlers);
  const inRole = agents.representatives.filter(({ part }) => part?.role === word).map(({ self }) => agents.indexOf(self.id));
  const found = [...cast.runsOf(word).flatMap(([first, count]) => indicesFrom(first, count)), ...inRole];
  return inRole.length === 0 ? found : [...new Set(found)].sort((a, b) => a - b);
}

const indicesFrom = (first: number, count: number): readonly number[] => Array.from({ length: count }, (_, i) => first + i);

function drawn(pick: string, among: readonly number[], at: string, { seed, report }: Settlers): readonly number[] {
  const [, count] = /^random\s+(\d+)$/.exec(pick.trim()) ?? [];
  if (count !== undefined) return [...sample(rng(seed, 'engine.among', at), among, Number(count))].sort((a, b) => a - b);
  report('error', at, 'Members of a network are chosen before agents have a rank. Write ids, populations, `{ of, if }` or `random 5`.');
  return [];
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
