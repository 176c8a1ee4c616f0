/** Compares the networks of runs with an empirical network: figures, random graphs, a random graph model, and the ties of the same people. */
import { compareNetworks, type NetworksCompared } from '../../analysis/empirical/comparison.js';
import { type EmpiricalNetwork, groupedNetwork } from '../../analysis/empirical/empiricalNetwork.js';
import type { GroupedNetwork } from '../../analysis/empirical/figures.js';
import { type Qap, qap } from '../../analysis/empirical/qap.js';
import { matrixOf, qapRegression, type QapTerm } from '../../analysis/empirical/qapRegression.js';
import { BOOTSTRAP_DRAWS, ergmWeights, fitErgm, type ErgmFit, MOST_AGENTS } from '../../analysis/ergm/fit.js';
import { RANDOM_GRAPHS } from '../../analysis/empirical/randomGraphs.js';
import { type Term, termOf, usualTerms } from '../../analysis/ergm/terms.js';
import { type Edge, edgesOf, type Graph, graphOfEdges } from '../../analysis/network/graph.js';
import type { Label } from '../../analysis/network/mixing.js';
import { intervalOfMean } from '../../analysis/statistics/meanInterval.js';
import type { Interval } from '../../analysis/statistics/resampling.js';
import { mean } from '../../analysis/statistics/samples.js';
import { rng } from '../../core/random/rng.js';
import { marked, t } from '../../core/util/l10n.js';
import type { Sliced } from '../../core/util/slices.js';
import { graphOfTies, type RunTies } from './networkOfRun.js';
import { groupOfPeople, matched, type NetworkSettings } from './settings.js';

export interface NetworkComparison {
  /** The name of the file. */
  readonly source: string;
  /** The ties of the runs; null without runs. */
  readonly ties: string | null;
  readonly directed: boolean;
  /** The least strength of a tie that counts; null without runs. */
  readonly edge: number | null;
  readonly compared: NetworksCompared;
  readonly model: ModelCompared | null;
  readonly sameAgents: SameAgents | null;
  /** What a reader must know, as sentences. */
  readonly notes: readonly string[];
}

/** A random graph model of the empirical network, and the same model of each run. */
export interface ModelCompared {
  readonly fit: ErgmFit | null;
  readonly terms: readonly string[];
  /** Runs, and of these, runs that the model could be fitted to. */
  readonly fitted: number;
  /** By term: the mean weight over runs with its 95 % interval. Empty without fitted runs. */
  readonly runs: readonly { readonly mean: number; readonly interval: Interval | null }[];
}

/** The ties of runs and of the file, between the same agents. */
export interface SameAgents {
  /** Null for a run without a correlation. */
  readonly runs: readonly (Qap | null)[];
  readonly mean: number | null;
  readonly interval: Interval | null;
  /** Ties of each run by the ties of the file and by groups that two agents share; null without groups, and for many agents. */
  readonly regression: { readonly terms: readonly string[]; readonly runs: readonly (readonly QapTerm[] | null)[] } | null;
}

/** Agents up to which ties are regressed on other ties: each relabelling reads all pairs. */
const MOST_REGRESSED = 300;

/**
 * Throws a message where the settings do not fit the runs or the file. Without runs, the empirical network is described. Many slices; a
 * slice is less than a tenth of a second for networks of a thousand agents. `told` gets the progress in a few words, many times.
 */
export function* compareWithNetwork(
  source: string,
  empirical: EmpiricalNetwork,
  runs: readonly RunTies[],
  settings: NetworkSettings,
  told: (words: string) => void = () => undefined,
): Sliced<NetworkComparison> {
  const directed = settings.directed ?? empirical.directed;
  if (directed && !empirical.directed) throw new Error('The ties of the empirical network have no direction. Leave out `directed`.');
  const { groups, seed } = settings;
  const people = groupedNetwork(empirical, new Map(groups.map((group) => [group.id, groupOfPeople(empirical, group)])), directed);
  const grouped = runs.map((run): GroupedNetwork => {
    const graph = graphOfTies(run);
    return {
      graph: directed ? graph : withoutDirection(graph),
      directed,
      groups: new Map(groups.map(({ id }) => [id, run.groups[id] ?? []])),
    };
  });
  const terms = settings.terms === null ? null : termsOf(settings.terms, [people, ...grouped]);
  const compared = yield* compareNetworks(people, grouped, seed, settings.draws ?? RANDOM_GRAPHS, (network) =>
    told(network === 0 ? t('random graphs of the empirical network') : t('random graphs of run {0} of {1}', network, runs.length)),
  );
  const model = terms && (yield* modelsOf(terms, people, grouped, settings, told));
  const sameAgents = yield* tiesOfTheSame(empirical, people, runs, grouped, settings);
  return {
    ...{ source, ties: runs[0]?.ties ?? null, directed, edge: runs[0]?.edge ?? null, compared, model, sameAgents },
    notes: notesOf(empirical, people, grouped, sameAgents),
  };
}

/** Pairs with a tie either way, tied both ways. */
function withoutDirection({ n, both }: Graph): Graph {
  const edges: Edge[] = [];
  for (let u = 0; u < n; u++) for (let i = both.start[u]!; i < both.start[u + 1]!; i++) edges.push([u, both.to[i]!]);
  return graphOfEdges(n, edges);
}

/** The terms of each network. */
function termsOf(texts: readonly string[] | 'usual', networks: readonly GroupedNetwork[]): readonly (readonly Term[])[] {
  for (const { graph } of networks)
    if (graph.n > MOST_AGENTS)
      throw new Error(`A random graph model takes up to ${MOST_AGENTS} agents, and there are ${graph.n}. Leave out its terms.`);
  return networks.map(({ directed, groups }) =>
    (texts === 'usual' ? usualTerms(directed, groups.keys()) : texts).map((text) => termOf(text, directed, groups)),
  );
}

function* modelsOf(
  [own, ...others]: readonly (readonly Term[])[],
  people: GroupedNetwork,
  runs: readonly GroupedNetwork[],
  { seed, bootstrap: wanted }: NetworkSettings,
  told: (words: string) => void,
): Sliced<ModelCompared> {
  const bootstrap = wanted ?? BOOTSTRAP_DRAWS;
  const fit = yield* fitErgm(people, own!, seed, bootstrap, (draw) =>
    told(t('random graph model, network {0} of {1}', draw + 1, bootstrap)),
  );
  const weights: (readonly number[])[] = [];
  for (const [i, { graph, directed }] of runs.entries()) {
    told(t('random graph model of run {0} of {1}', i + 1, runs.length));
    const found = yield* ergmWeights(graph, directed, others[i]!);
    if (found) weights.push(found);
  }
  const over = weights.length === 0 ? [] : own!.map((_, i) => weights.map((one) => one[i]!));
  return {
    ...{ fit, terms: own!.map(({ id }) => id), fitted: weights.length },
    runs: over.map((values) => ({ mean: mean(values), interval: intervalOfMean(values) })),
  };
}

/** Null where the agents of the runs are not those of the file. Throws a message where `by` does not match them. */
function* tiesOfTheSame(
  empirical: EmpiricalNetwork,
  people: GroupedNetwork,
  runs: readonly RunTies[],
  grouped: readonly GroupedNetwork[],
  settings: NetworkSettings,
): Sliced<SameAgents | null> {
  const places = runs.map((run) => placesOf(empirical, run, settings));
  if (places.length === 0 || places.some((one) => one === null)) return null;
  const each: (Qap | null)[] = [];
  for (const [i, { graph }] of grouped.entries())
    each.push(yield* qap(people.graph, relabelled(graph, places[i]!), rng(settings.seed, 'empirical.qap', i)));
  const rs = each.flatMap((one) => (one ? [one.correlation] : []));
  const moved = grouped.map(({ graph }, i) => relabelled(graph, places[i]!));
  const regression = people.groups.size > 0 && people.graph.n <= MOST_REGRESSED ? yield* regressed(people, moved, settings) : null;
  return { runs: each, mean: rs.length === 0 ? null : mean(rs), interval: intervalOfMean(rs), regression };
}

function* regressed(people: GroupedNetwork, runs: readonly Graph[], { seed }: NetworkSettings): Sliced<SameAgents['regression']> {
  const { n } = people.graph;
  const others = [
    matrixOf(people.graph),
    ...[...people.groups.values()].map((labels) =>
      Float64Array.from({ length: n * n }, (_, i) => {
        const [own, other] = [labels[Math.floor(i / n)] ?? null, labels[i % n] ?? null];
        return own !== null && own === other ? 1 : 0;
      }),
    ),
  ];
  const each: (readonly QapTerm[] | null)[] = [];
  for (const [i, graph] of runs.entries()) each.push(yield* qapRegression(graph, others, rng(seed, 'empirical.regression', i)));
  return { terms: [marked('ties of the file'), ...[...people.groups.keys()].map((id) => `same ${id}`)], runs: each };
}

function placesOf({ ids, attributes }: EmpiricalNetwork, run: RunTies, { by }: NetworkSettings): readonly number[] | null {
  if (by) {
    const nodes: readonly Label[] | undefined = by.column === 'id' ? (attributes.get('id') ?? ids) : attributes.get(by.column);
    if (!nodes) throw new Error(`The network has no attribute \`${by.column}\`.`);
    const places = matched(nodes, run.by ?? []);
    if (!places) throw new Error(`\`${by.of}\` of the agents and \`${by.column}\` of the network do not name the same people, each once.`);
    return places;
  }
  for (const nodes of [ids, attributes.get('name'), attributes.get('label')])
    for (const names of [run.ids, run.names]) {
      const places = nodes && matched(nodes, names);
      if (places) return places;
    }
  return null;
}

/** The graph with each node u as node places[u]. */
function relabelled({ n, out }: Graph, places: readonly number[]): Graph {
  const edges: Edge[] = [];
  for (let u = 0; u < n; u++) for (let i = out.start[u]!; i < out.start[u + 1]!; i++) edges.push([places[u]!, places[out.to[i]!]!]);
  return graphOfEdges(n, edges);
}

function notesOf(
  empirical: EmpiricalNetwork,
  people: GroupedNetwork,
  runs: readonly GroupedNetwork[],
  sameAgents: SameAgents | null,
): readonly string[] {
  const sizes = [...new Set(runs.map(({ graph }) => graph.n))];
  const n = people.graph.n;
  const isOther = sizes.some((size) => size !== n);
  const empty = runs.filter(({ graph }) => edgesOf(graph) === 0).length;
  return [
    ...empirical.remarks,
    ...(empirical.directed && !people.directed
      ? ['Ties count without direction: a pair is tied where either has a tie to the other.']
      : []),
    ...(isOther
      ? [
          'The networks have different numbers of agents. Counts, densities and triads depend on them. So does z, which grows with the number of agents where a pattern stays the same: compare differences from random graphs. Random graphs of a larger network with the same degrees have fewer triangles, so runs with as many agents as the network are better still.',
        ]
      : []),
    ...(runs.length === 1 ? ['One run does not show how much runs vary. Give several seeds.'] : []),
    ...(empty > 0 ? [`${empty} of ${runs.length} runs have no tie.`] : []),
    ...(runs.length > 0 && !sameAgents
      ? ['The agents of the runs are not the people of the network, so only figures of whole networks are compared.']
      : []),
    ...(runs.length > 0
      ? [
          'One empirical network is one case: it has no interval of its own. A network within the range of the runs does not show the same causes.',
        ]
      : []),
  ];
}
