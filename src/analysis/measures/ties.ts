/** Measures of a network of ties, by the names they have in files. Formulas are in analysis/network. */
import { rng } from '../../core/rng.js';
import { gini } from '../inequality.js';
import { mean } from '../opinion.js';
import { hits, pageRank, topShare } from '../network/centrality.js';
import { averageClustering, transitivity } from '../network/clustering.js';
import { louvain } from '../network/communities.js';
import { componentCount, largestComponent } from '../network/components.js';
import { powerLaw } from '../network/degrees.js';
import { degreesOf, edgesOf, type Graph, graphOf } from '../network/graph.js';
import { degreeAssortativity, friendshipParadox } from '../network/mixing.js';
import { meanPath } from '../network/paths.js';
import type { Reading } from '../reading.js';
import type { Cost, Measure, Moment } from './measure.js';

type OfGraph = (graph: Graph, moment: Moment) => Reading | number | null;
type Words = Pick<Measure, 'title' | 'doc' | 'range' | 'source'>;

function tie(id: string, words: Words, of: OfGraph, cost: Cost = 'edges'): Measure {
  const measure = (moment: Moment) => (moment.network ? of(graphOf(moment.network, moment.edge, moment.members), moment) : null);
  return { id, ...words, needs: ['ties'], cost, of: measure };
}

/** Division into communities by a stream that is the same in every round, so that the same ties give the same communities. */
const divided = (graph: Graph, { seed, network }: Moment) => louvain(graph, rng(seed, 'measure.communities', network?.name ?? ''));

const shape: readonly Measure[] = [
  tie(
    'edges',
    { title: 'Edges', doc: 'Number of directed edges: ties of at least the strength `edge`.', range: '0 … N(N − 1)', source: '' },
    edgesOf,
  ),
  tie(
    'density',
    {
      title: 'Density',
      doc: 'Directed edges over the N(N − 1) possible ones.',
      range: '0 … 1',
      source: 'Wasserman and Faust 1994, §4.3',
    },
    (graph) => (graph.n < 2 ? null : edgesOf(graph) / (graph.n * (graph.n - 1))),
  ),
  tie(
    'reciprocity',
    {
      title: 'Reciprocity',
      doc: 'Share of directed edges whose opposite is an edge too. Missing without edges.',
      range: '0 … 1',
      source: 'Wasserman and Faust 1994, §13; arXiv 2602.20044',
    },
    (graph) => (edgesOf(graph) === 0 ? null : (2 * edgesOf(graph) - graph.both.to.length) / edgesOf(graph)),
  ),
  tie(
    'largest_component',
    {
      title: 'Largest component',
      doc: 'Agents in the largest weakly connected component over all agents (LCC/N); 1/N where nobody has an edge.',
      range: '1/N … 1',
      source: 'arXiv 2510.19299',
    },
    largestComponent,
  ),
  tie(
    'components',
    { title: 'Components', doc: 'Number of weakly connected components; an agent without edges is one.', range: '1 … N', source: '' },
    componentCount,
  ),
  tie(
    'mean_path',
    {
      title: 'Mean path length',
      doc: 'Mean shortest path L(G) in steps over the pairs that can reach each other, without direction and weight. Unreachable pairs are left out. Exact to 2,000 agents; beyond, from 256 pivots with its error.',
      range: '1 … N − 1',
      source: 'arXiv 2510.19299; estimate: Brandes and Pich 2007',
    },
    (graph, { seed, network }) => meanPath(graph, rng(seed, 'measure.mean_path', network?.name ?? '')),
    'paths',
  ),
  tie(
    'modularity',
    {
      title: 'Modularity',
      doc: 'Q of the communities that Louvain finds, by strength of ties without direction, resolution 1. Missing without edges; above 0.5 is strong.',
      range: '0 … 1',
      source: 'Newman and Girvan 2004; Blondel et al. 2008; arXiv 2402.10659',
    },
    (graph, moment) => divided(graph, moment)?.modularity ?? null,
  ),
  tie(
    'communities',
    {
      title: 'Communities',
      doc: 'Number of communities that Louvain finds; an agent without edges is one. Missing without edges.',
      range: '1 … N',
      source: 'Blondel et al. 2008',
    },
    (graph, moment) => divided(graph, moment)?.count ?? null,
  ),
];

const local: readonly Measure[] = [
  tie(
    'transitivity',
    {
      title: 'Transitivity',
      doc: 'Three times the triangles over the connected triples, without direction. Its change over a run is triadic closure D.',
      range: '0 … 1',
      source: 'Newman, Watts and Strogatz 2002; arXiv 2402.10659',
    },
    transitivity,
  ),
  tie(
    'clustering',
    {
      title: 'Clustering',
      doc: "Mean over agents of the share of pairs of an agent's neighbours that are tied, without direction; agents with fewer than two neighbours count as 0.",
      range: '0 … 1',
      source: 'Watts and Strogatz 1998',
    },
    averageClustering,
  ),
  tie(
    'mean_degree',
    { title: 'Mean degree', doc: 'Mean number of neighbours of an agent, without direction.', range: '0 … N − 1', source: '' },
    (graph) => mean(degreesOf(graph.both)),
  ),
  tie(
    'degree_gini',
    {
      title: 'Gini of degrees',
      doc: 'How unequal the numbers of neighbours are: 0 when all have as many.',
      range: '0 … 1',
      source: 'Gini 1912',
    },
    (graph) => gini(degreesOf(graph.both)),
  ),
  tie(
    'degree_assortativity',
    {
      title: 'Degree assortativity',
      doc: 'Correlation of the numbers of neighbours at both ends of a tie, without direction: above 0 where hubs know hubs.',
      range: '−1 … 1',
      source: 'Newman 2002',
    },
    degreeAssortativity,
  ),
  tie(
    'degree_exponent',
    {
      title: 'Degree exponent γ',
      doc: 'Exponent of the power law fitted to the numbers of neighbours from 1 up, by discrete maximum likelihood; the error is 1.96 standard errors. A fit, not a proof: see the test in the network view.',
      range: '1 … 20',
      source: 'Clauset, Shalizi and Newman 2009; arXiv 2402.10659',
    },
    (graph) => {
      const fit = powerLaw(degreesOf(graph.both));
      return fit && { value: fit.exponent, error: 1.96 * fit.error, exact: true };
    },
  ),
  tie(
    'friendship_paradox',
    {
      title: 'Friendship paradox',
      doc: 'Share of agents with neighbours who have fewer neighbours than their neighbours have on average.',
      range: '0 … 1',
      source: 'Feld 1991; arXiv 2502.05919',
    },
    (graph) => friendshipParadox(graph)?.share ?? null,
  ),
];

const central: readonly Measure[] = [
  tie(
    'top_pagerank',
    {
      title: 'PageRank of the top 5',
      doc: 'Share of PageRank (damping 0.85, by strength of ties) that the five first agents hold; 5/N when all are equal.',
      range: '5/N … 1',
      source: 'Brin and Page 1998; arXiv 2602.14299',
    },
    (graph) => topShare(pageRank(graph), 5),
    'paths',
  ),
  tie(
    'top_hubs',
    {
      title: 'Hubs, top 5',
      doc: 'Share of the hub scores (HITS) that the five first agents hold. Missing without edges.',
      range: '5/N … 1',
      source: 'Kleinberg 1999; arXiv 2602.20044',
    },
    (graph) => topShare(hits(graph).hubs, 5),
    'paths',
  ),
  tie(
    'top_authorities',
    {
      title: 'Authorities, top 5',
      doc: 'Share of the authority scores (HITS) that the five first agents hold. Missing without edges.',
      range: '5/N … 1',
      source: 'Kleinberg 1999; arXiv 2602.20044',
    },
    (graph) => topShare(hits(graph).authorities, 5),
    'paths',
  ),
];

export const tieMeasures: readonly Measure[] = [...shape, ...local, ...central];
