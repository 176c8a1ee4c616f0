/** Measures of a network of ties, by their names in files. Formulas are in analysis/network, descriptions in expr. */
import { memoBy } from '../../core/util/memo.js';
import { mean } from '../../core/util/numbers.js';
import { rng } from '../../core/random/rng.js';
import type { State } from '../../core/events/state.js';
import { type TieMeasureId, tieWords } from '../../expr/functions/measureWords.js';
import { gini } from '../statistics/samples.js';
import { type Alternatives, conditionalLogit } from '../statistics/logit.js';
import { hits, pageRank, topShare } from '../network/centrality.js';
import { courseOf, lookedAt, offersOf, topChoices } from '../network/choices.js';
import { averageClustering, transitivity } from '../network/clustering.js';
import { preferentialDistanceOf, rewiring } from '../network/textbookNetworks.js';
import { type Communities, conductances, louvain } from '../network/communities.js';
import { meanPath } from '../network/paths.js';
import { componentCount, largestComponent } from '../network/components.js';
import { powerLaw } from '../network/degrees.js';
import { degreesOf, edgesOf, type Graph, graphOf } from '../network/graph.js';
import { degreeAssortativity, friendshipParadox } from '../network/mixing.js';
import { type Reading, Z95 } from '../statistics/estimate.js';
import type { Cost, Measure, Moment } from './measure.js';

type OfGraph = (graph: Graph, moment: Moment) => Reading | number | null;

/** Division into communities by a stream that is the same in every round, so that the same ties give the same communities. */
function divided(graph: Graph, { seed, network }: Moment): Communities | null {
  const known = divisions.get(graph);
  if (known?.seed === seed) return known.found;
  const found = louvain(graph, rng(seed, 'measure.communities', network?.name ?? ''));
  divisions.set(graph, { seed, found });
  return found;
}

const divisions = new WeakMap<Graph, { readonly seed: number; readonly found: Communities | null }>();

/** The five first by PageRank; of equals, those who are first in the cast. */
const TOP = 5;

function topOf(graph: Graph): readonly number[] | null {
  if (edgesOf(graph) === 0) return null;
  const rank = pageRank(graph);
  return Array.from(rank.keys())
    .sort((a, b) => rank[b]! - rank[a]! || a - b)
    .slice(0, TOP);
}

function persistence(graph: Graph, moment: Moment): number | null {
  const began = courseOf(moment).at(-2);
  const before = began ? topOf(graphOf(began, moment.edge, moment.members)) : null;
  const now = topOf(graph);
  return before && now && now.filter((node) => before.includes(node)).length / now.length;
}

/** Weight number `k` of the logit of all new edges so far, with `alike` as its third feature. */
export function theta(moment: Moment, k: number, alike?: (a: number, b: number) => number): Reading | null {
  const { logit, exact } = alike ? fitOf(moment, alike) : plainFit(moment);
  const weight = logit?.weights[k];
  return logit && weight != null ? { value: weight, error: Z95 * logit.errors[k]!, exact } : null;
}

interface Fit {
  /** Weights and errors are null of features that no two candidates of any choice differ in. */
  readonly logit: { readonly weights: readonly (number | null)[]; readonly errors: readonly number[] } | null;
  readonly exact: boolean;
}

function fitOf(moment: Moment, alike?: (a: number, b: number) => number): Fit {
  const { choices, exact } = lookedAt(moment);
  const offers = offersOf(choices, moment.seed, alike);
  const features = alike ? 3 : 2;
  const logit = moment.former?.choices ? conditionalLogit(offers.choices, features) : logitOfVarying(offers.choices, features);
  return { logit, exact: exact && !offers.drawn };
}

/** As `conditionalLogit`, of the features that vary: in a tree nobody has a neighbour in common. */
function logitOfVarying(choices: readonly Alternatives[], features: number): Fit['logit'] {
  const all = Array.from({ length: features }, (_, k) => k);
  const varying = all.filter((k) => choices.some((of) => of.some((x, i) => i % features === k && x !== of[k])));
  if (varying.length === 0) return null;
  const fit = conditionalLogit(
    choices.map((of) => of.filter((_, i) => varying.includes(i % features))),
    varying.length,
  );
  return (
    fit && {
      weights: all.map((k) => (varying.includes(k) ? fit.weights[varying.indexOf(k)]! : null)),
      errors: all.map((k) => (varying.includes(k) ? fit.errors[varying.indexOf(k)]! : 0)),
    }
  );
}

const fits = new WeakMap<State, Map<string, Fit>>();

/** The fit without likeness, of which two measures read one weight each. Former runs have one for all networks. */
function plainFit(moment: Moment): Fit {
  const byNetwork = fits.get(moment.state) ?? new Map<string, Fit>();
  fits.set(moment.state, byNetwork);
  const name = moment.former?.choices ? '' : (moment.network?.name ?? '');
  const known = byNetwork.get(name);
  if (known) return known;
  const made = fitOf(moment);
  byNetwork.set(name, made);
  return made;
}

/** By chance of 5 over the candidates, see `topChoices`. */
function topAttachments(moment: Moment): Reading | null {
  const { choices, exact } = lookedAt(moment);
  const found = topChoices(choices, TOP);
  if (!found) return null;
  return { value: found.share, error: exact ? 0 : Z95 * Math.sqrt((found.share * (1 - found.share)) / choices.length), exact };
}

function exponent(graph: Graph): Reading | null {
  const fit = powerLaw(degreesOf(graph.both));
  return fit && { value: fit.exponent, error: Z95 * fit.error, exact: true };
}

const formulas: Readonly<Record<TieMeasureId, OfGraph>> = {
  edges: edgesOf,
  density: (graph) => (graph.n < 2 ? null : edgesOf(graph) / (graph.n * (graph.n - 1))),
  tie_strength: ({ out }) => mean(Array.from(out.weight)),
  reciprocity: (graph) => (edgesOf(graph) === 0 ? null : (2 * edgesOf(graph) - graph.both.to.length) / edgesOf(graph)),
  largest_component: largestComponent,
  components: componentCount,
  mean_path: (graph, { seed, network }) => meanPath(graph, rng(seed, 'measure.mean_path', network?.name ?? '')),
  modularity: (graph, moment) => divided(graph, moment)?.modularity ?? null,
  communities: (graph, moment) => divided(graph, moment)?.count ?? null,
  conductance: (graph, moment) => mean(conductances(graph, divided(graph, moment)?.of ?? [])),
  transitivity,
  clustering: averageClustering,
  rewiring,
  mean_degree: (graph) => mean(degreesOf(graph.both)),
  degree_gini: (graph) => gini(degreesOf(graph.both)),
  degree_assortativity: degreeAssortativity,
  degree_exponent: exponent,
  degree_fit: (graph) => powerLaw(degreesOf(graph.both))?.p ?? null,
  ba_distance: (graph) => preferentialDistanceOf(graph)?.wasserstein ?? null,
  ba_ks: (graph) => preferentialDistanceOf(graph)?.largest ?? null,
  friendship_paradox: (graph) => friendshipParadox(graph)?.share ?? null,
  top_pagerank: (graph) => topShare(pageRank(graph), TOP),
  top_persistence: persistence,
  top_hubs: (graph) => topShare(hits(graph).hubs, TOP),
  top_authorities: (graph) => topShare(hits(graph).authorities, TOP),
  top_attachment: (_, moment) => topAttachments(moment),
  theta_degree: (_, moment) => theta(moment, 0),
  theta_closure: (_, moment) => theta(moment, 1),
};

/** Measures whose cost grows faster than the number of edges. */
const costly: ReadonlySet<string> = new Set<TieMeasureId>([
  'mean_path',
  'top_pagerank',
  'top_persistence',
  'top_hubs',
  'top_authorities',
  'top_attachment',
  'theta_degree',
  'theta_closure',
]);

/** Measures that read earlier rounds. */
const courses: ReadonlySet<string> = new Set<TieMeasureId>(['top_persistence', 'top_attachment', 'theta_degree', 'theta_closure']);

/** Measures that depend on the direction of edges. */
const directed: ReadonlySet<string> = new Set<TieMeasureId>(['reciprocity', 'top_pagerank', 'top_hubs', 'top_authorities']);

/** Values of measures by graph: ties that do not change from round to round are measured once. */
const valuesOf = memoBy((_graph: Graph) => new Map<string, Reading | number | null>());

function kept(graph: Graph, key: string, take: () => Reading | number | null): Reading | number | null {
  const values = valuesOf(graph);
  let value = values.get(key);
  if (value === undefined) values.set(key, (value = take()));
  return value;
}

export const tieMeasures: readonly Measure[] = Object.entries(tieWords).map(([id, words]): Measure => {
  const of = formulas[id as TieMeasureId];
  const cost: Cost = costly.has(id) ? 'paths' : 'edges';
  return {
    id,
    ...words,
    needs: courses.has(id) ? ['ties', 'rounds'] : ['ties'],
    cost,
    directed: directed.has(id),
    ...(courses.has(id) ? {} : { ofGraph: of }),
    of: (moment) => {
      if (!moment.network) return null;
      const graph = graphOf(moment.network, moment.edge, moment.members);
      return courses.has(id) ? of(graph, moment) : kept(graph, `${id} ${moment.seed}`, () => of(graph, moment));
    },
  };
});
