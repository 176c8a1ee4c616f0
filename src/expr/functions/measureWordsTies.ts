/** Descriptions of the measures of ties. */
import type { MeasureTable } from './measureWords.js';

/** The definition of a choice, for the measures of choices. */
const choice =
  'A tie that an act of its maker made is a choice among those whom the act could be aimed at and its maker had no edge to, by the network when its maker was asked; the way back of a mutual tie, and ties that a rule lays, are none. Where ties grow by what agents do toward each other, a new directed edge is a choice among those whom its maker had no edge to when the round began.';

/** Measures of the first network of the society, among its members. N is their number. */
export const tieWords = {
  edges: { title: 'Edges', doc: 'Number of directed edges: ties of at least the strength `edge`.', range: '0 … N(N − 1)', source: '' },
  density: {
    title: 'Density',
    doc: 'Directed edges over the N(N − 1) possible ones.',
    range: '0 … 1',
    source: 'Wasserman and Faust 1994, §4.3',
  },
  tie_strength: {
    title: 'Tie strength',
    doc: 'Mean strength of the directed edges. Missing without edges.',
    range: '0 … 1',
    source: 'arXiv 2510.19299',
  },
  reciprocity: {
    title: 'Reciprocity',
    doc: 'Share of directed edges whose opposite is an edge too. Missing without edges.',
    range: '0 … 1',
    source: 'Wasserman and Faust 1994, §13; arXiv 2602.20044',
  },
  largest_component: {
    title: 'Largest component',
    doc: 'Agents in the largest weakly connected component over all agents (LCC/N); 1/N where nobody has an edge.',
    range: '1/N … 1',
    source: 'arXiv 2510.19299',
  },
  components: {
    title: 'Components',
    doc: 'Number of weakly connected components; an agent without edges is one.',
    range: '1 … N',
    source: '',
  },
  mean_path: {
    title: 'Mean path length',
    doc: 'Mean shortest path L(G) in steps over the pairs that can reach each other, without direction and weight. Unreachable pairs are left out. Exact to 2,000 agents; beyond, from 256 pivots with its error.',
    range: '1 … N − 1',
    source: 'arXiv 2510.19299; estimate: Brandes and Pich 2007',
  },
  modularity: {
    title: 'Modularity',
    doc: 'Q of the communities that Louvain finds, by strength of ties without direction, resolution 1. Missing without edges; above 0.5 is strong.',
    range: '0 … 1',
    source: 'Newman and Girvan 2004; Blondel et al. 2008; arXiv 2402.10659',
  },
  communities: {
    title: 'Communities',
    doc: 'Number of communities that Louvain finds; an agent without edges is one. Missing without edges.',
    range: '1 … N',
    source: 'Blondel et al. 2008',
  },
  conductance: {
    title: 'Conductance',
    doc: 'Mean over the communities that Louvain finds of the strength of ties that leave a community, over the strength of its ties or of those of all others, whichever is less: low where communities are closed. Missing with fewer than two communities that have ties.',
    range: '0 … 1',
    source: 'Kannan, Vempala and Vetta 2004; arXiv 2602.20044',
  },
  transitivity: {
    title: 'Transitivity',
    doc: 'Three times the triangles over the connected triples, without direction. `change(transitivity)` is triadic closure D.',
    range: '0 … 1',
    source: 'Newman, Watts and Strogatz 2002; arXiv 2402.10659',
  },
  clustering: {
    title: 'Clustering',
    doc: "Mean over agents of the share of pairs of an agent's neighbours that are tied, without direction; agents with fewer than two neighbours count as 0.",
    range: '0 … 1',
    source: 'Watts and Strogatz 1998',
  },
  rewiring: {
    title: 'Rewiring β̂',
    doc: 'Chance of rewiring at which a small world of the same mean degree k has the same transitivity: 1 − ((C − r)/(C₀ − r))^⅓ with C₀ = 3(k − 2)/4(k − 1) and r = k/(N − 1); 0 for a lattice, 1 for a random graph. Missing where k is 2 or less, and where C₀ is not above r.',
    range: '0 … 1',
    source: 'Barrat and Weigt 2000, in place of the search of arXiv 2402.10659',
  },
  mean_degree: { title: 'Mean degree', doc: 'Mean number of neighbours of an agent, without direction.', range: '0 … N − 1', source: '' },
  degree_gini: {
    title: 'Gini of degrees',
    doc: 'How unequal the numbers of neighbours are: 0 when all have as many.',
    range: '0 … 1',
    source: 'Gini 1912',
  },
  degree_assortativity: {
    title: 'Degree assortativity',
    doc: 'Correlation of the numbers of neighbours at both ends of a tie, without direction: above 0 where hubs know hubs.',
    range: '−1 … 1',
    source: 'Newman 2002',
  },
  degree_exponent: {
    title: 'Degree exponent γ',
    doc: 'Exponent of the power law fitted to the numbers of neighbours from 1 up, by discrete maximum likelihood; the error is 1.96 standard errors. A fit, not a proof: see `degree_fit`.',
    range: '1 … 20',
    source: 'Clauset, Shalizi and Newman 2009; arXiv 2402.10659',
  },
  degree_fit: {
    title: 'Fit of the power law',
    doc: 'Chance of a distance between the degrees and the fitted power law as large as this one, if the law held (Kolmogorov–Smirnov). Lenient, since γ was fitted to the same degrees; below 0.05 it is none.',
    range: '0 … 1',
    source: 'Clauset, Shalizi and Newman 2009; arXiv 2402.10659',
  },
  ba_distance: {
    title: 'Distance to preferential attachment',
    doc: 'Wasserstein distance, in neighbours, between the degrees and those of a large Barabási–Albert network in which each newcomer makes m ties, P(k) = 2m(m + 1)/k(k + 1)(k + 2); m is half the mean degree, rounded, at least 1.',
    range: '0 … N',
    source: 'Bollobás et al. 2001; arXiv 2402.10659',
  },
  ba_ks: {
    title: 'Distance to preferential attachment, largest',
    doc: 'Largest distance between the cumulative distribution of degrees and that of `ba_distance` (Kolmogorov–Smirnov).',
    range: '0 … 1',
    source: 'Bollobás et al. 2001; arXiv 2402.10659',
  },
  friendship_paradox: {
    title: 'Friendship paradox',
    doc: 'Share of agents with neighbours who have fewer neighbours than their neighbours have on average.',
    range: '0 … 1',
    source: 'Feld 1991; arXiv 2502.05919',
  },
  top_pagerank: {
    title: 'PageRank of the top 5',
    doc: 'Share of PageRank (damping 0.85, by strength of ties) that the five first agents hold; 5/N when all are equal.',
    range: '5/N … 1',
    source: 'Brin and Page 1998; arXiv 2602.14299',
  },
  top_persistence: {
    title: 'Persistence of the top 5',
    doc: 'Share of the five first agents by PageRank who were among the five first when the round began. Missing where either network has no edge.',
    range: '0 … 1',
    source: 'arXiv 2602.14299',
  },
  top_hubs: {
    title: 'Hubs, top 5',
    doc: 'Share of the hub scores (HITS) that the five first agents hold. Missing without edges.',
    range: '5/N … 1',
    source: 'Kleinberg 1999; arXiv 2602.20044',
  },
  top_authorities: {
    title: 'Authorities, top 5',
    doc: 'Share of the authority scores (HITS) that the five first agents hold. Missing without edges.',
    range: '5/N … 1',
    source: 'Kleinberg 1999; arXiv 2602.20044',
  },
  top_attachment: {
    title: 'Attachment to the top 5',
    doc: `Share of all choices so far that went to one of the five candidates of most neighbours; by chance it is 5 over the number of candidates. ${choice} Of more than 2,000 choices, 2,000 are drawn.`,
    range: '0 … 1',
    source: 'arXiv 2402.10659',
  },
  theta_degree: {
    title: 'Preferential attachment θ',
    doc: `Weight of ln(neighbours + 1) in a conditional logit of all choices so far, fitted together with \`theta_closure\`. ${choice} Of more than 100 candidates, and of more than 2,000 choices, so many are drawn. The error is 1.96 standard errors. Missing where it has no finite fit.`,
    range: '−50 … 50',
    source: 'McFadden 1974; Overgoor, Benson and Ugander 2019; arXiv 2402.10659',
  },
  theta_closure: {
    title: 'Triadic closure θ',
    doc: 'Weight of the number of common neighbours in the conditional logit of `theta_degree`.',
    range: '−50 … 50',
    source: 'McFadden 1974; Overgoor, Benson and Ugander 2019; arXiv 2402.10659',
  },
} as const satisfies MeasureTable;
