/**
 * Measures that take an argument: a field of agents, as in `assortativity('gender')`, or a list of numbers, as in
 * `polarisation(all.belief.closing, 1, 7)`. They are described here; the host computes them with `src/analysis`.
 */
import type { MeasureWords } from './measureWords.js';
import { type FunctionType, listOf, number, type Param, text, type Type, unknown } from '../values/types.js';

/** A function with the words of a measure. */
interface MeasureFunction extends FunctionType, MeasureWords {
  /** Its argument: a field of agents and their ties, a list of numbers, answers to a survey, the course of a measure, or a network. */
  readonly takes: 'field' | 'list' | 'answers' | 'measure' | 'network' | 'rounds' | 'null';
}

const param = (name: string, type: Type, extra: Partial<Param> = {}): Param => ({ name, type, ...extra });
const field = param('of', unknown, { field: true });
const network = param('network', text, { optional: true, names: 'network' });
const numbers = param('numbers', listOf(number));

const ofField = (words: MeasureWords, example: string): MeasureFunction => ({
  ...words,
  takes: 'field',
  params: [field, network],
  result: number,
  example: [example],
});

const ofList = (words: MeasureWords, example: string, more: readonly Param[] = []): MeasureFunction => ({
  ...words,
  takes: 'list',
  params: [numbers, ...more],
  result: number,
  example: [example],
});

const fields = {
  assortativity: ofField(
    {
      title: 'Assortativity',
      doc: 'R: how much more edges stay among agents of one value than at random; 1 where all do, below 0 where unlikes attract. Missing without edges, or where all have one value.',
      range: '−1 … 1',
      source: 'Newman 2003; arXiv 2402.10659',
    },
    "assortativity('gender')",
  ),
  homophily: ofField(
    {
      title: 'Homophily',
      doc: 'How much more alike agents are who are tied than two agents are on average: mean likeness of the tied less mean likeness of all pairs, without direction. Of a list such as interests, likeness is what two have in common over what they have together (Jaccard); of anything else, 1 for the same and 0 for another. Exact to 2,000 agents; beyond, all pairs are drawn 200,000 times.',
      range: '−1 … 1',
      source: 'the difference is ours; McPherson et al. 2001',
    },
    "homophily('interests')",
  ),
  within: ofField(
    {
      title: 'Edges within',
      doc: 'Share of directed edges between agents of the same value. Missing without edges.',
      range: '0 … 1',
      source: 'Krackhardt and Stern 1988',
    },
    "within('team')",
  ),
  new_within: ofField(
    {
      title: 'New edges within',
      doc: 'Share of all choices so far, as in `theta_degree`, that stay among agents of the same value: p̂ of triadic closure, to compare with the share of pairs that would by chance. Missing without choices.',
      range: '0 … 1',
      source: 'arXiv 2402.10659',
    },
    "new_within('block')",
  ),
  theta_alike: ofField(
    {
      title: 'Homophily θ',
      doc: 'Weight of the number of values in common in the conditional logit of `theta_degree`, fitted together with neighbours and common neighbours. Of a list, what two have in common counts; of anything else, 1 for the same.',
      range: '−50 … 50',
      source: 'McFadden 1974; arXiv 2402.10659',
    },
    "theta_alike('hobby')",
  ),
  tie_correlation: ofField(
    {
      title: 'Correlation along ties',
      doc: "Pearson's r of a number of agents at both ends of directed edges: how alike those are who are tied. Missing without edges, or where all have one value.",
      range: '−1 … 1',
      source: 'Newman 2003, eq. 21',
    },
    "tie_correlation('age')",
  ),
  paradox: ofField(
    {
      title: 'Generalised friendship paradox',
      doc: 'Share of agents with neighbours who have less of a number than their neighbours have on average.',
      range: '0 … 1',
      source: 'Eom and Jo 2014; arXiv 2502.05919',
    },
    "paradox('resources')",
  ),
} as const;

const lists = {
  polarisation: ofList(
    {
      title: 'Polarisation',
      doc: 'Variance over the largest that the scale allows: 0 when all agree, 1 when half are at either end.',
      range: '0 … 1',
      source: 'Bramson et al. 2017, normalised',
    },
    'polarisation(all.belief.closing, 1, 7)',
    [param('low', number), param('high', number)],
  ),
  camps: ofList(
    {
      title: 'Camps',
      doc: 'Number of groups of opinions that are more than `gap` apart, each of at least `least` agents, 1 unless given.',
      range: '0 … N',
      source: 'Deffuant et al. 2000; arXiv 2503.08709',
    },
    'camps(all.opinion, 0.2)',
    [param('gap', number), param('least', number, { optional: true })],
  ),
  spread: ofList(
    {
      title: 'Spread',
      doc: 'Standard deviation over all agents (divided by N). Its change over a run is ΔSD: below 0 where a group converges.',
      range: '0 …',
      source: 'DEBATE, arXiv 2510.25110',
    },
    'spread(all.opinion)',
  ),
  equality: ofList(
    { title: 'Equality', doc: '1 − Gini: 1 when all have the same.', range: '1/N … 1', source: 'GovSim, arXiv 2404.16698' },
    'equality(all.total)',
  ),
  top_share: ofList(
    {
      title: 'Share of the top',
      doc: 'Share of the sum that the n largest hold; n/N when all are equal. Missing where the sum is 0.',
      range: 'n/N … 1',
      source: 'arXiv 2602.14299',
    },
    'top_share(all.resources, 5)',
    [param('n', number)],
  ),
} as const;

const answers = param('answers', listOf(unknown));
const gower =
  'The distance of two agents is the mean over the questions that both answered, each 0 to 1: of numbers their difference over the range of what all answered; of options, words, yes and no, 0 for the same and 1 for another; of several words 1 less what two have in common over what they have together; of free texts 1 less the cosine of their words.';

const surveys = {
  distinctness: {
    title: 'Distinctness',
    doc: `How different agents are by their answers to a survey: mean distance over all pairs. ${gower} 0 when all answer alike. Missing where no two answered the same question. Of more than 1,000 agents, 1,000 evenly spaced in the cast are compared.`,
    range: '0 … 1',
    source: 'that there is such a check: arXiv 2510.19299; the measure: Gower 1971',
    takes: 'answers',
    params: [answers],
    result: number,
    example: ['distinctness(all.views)'],
  },
  least_distinct: {
    title: 'Distance of the nearest',
    doc: 'The smallest such distance between two agents: 0 where two answer a survey alike.',
    range: '0 … 1',
    source: 'Gower 1971',
    takes: 'answers',
    params: [answers],
    result: number,
    example: ['least_distinct(all.views)'],
  },
} as const satisfies { readonly [id: string]: MeasureFunction };

const courses = {
  slope: {
    title: 'Slope',
    doc: 'Change of a measure a round, by least squares over the rounds so far. Missing with fewer than two values.',
    range: 'any number',
    source: 'donor game, arXiv 2412.10270',
    takes: 'measure',
    params: [param('measure', unknown, { names: 'measure' })],
    result: number,
    example: ['slope(mean_resources) > 0'],
  },
} as const satisfies { readonly [id: string]: MeasureFunction };

const networks = {
  on: {
    title: 'On another network',
    doc: 'A measure of ties that every society has, on the network that is named instead of the first.',
    range: 'that of the measure',
    source: '',
    takes: 'network',
    params: [param('measure', unknown, { names: 'measure' }), param('network', text, { names: 'network' })],
    result: number,
    example: ['on(reciprocity, friendship)'],
  },
} as const satisfies { readonly [id: string]: MeasureFunction };

const nullGraph =
  'The mean over 20 drawn graphs, seeded by the run. Compare it with the value of the measure itself. Where all edges are mutual, so are those of the drawn graphs. Strengths move with their ties. It has no value for measures that look back over rounds.';

const directedOnes = '`reciprocity`, `top_pagerank`, `top_hubs` and `top_authorities` depend on which way edges go; their graphs keep';

const persistence = {
  edges_kept: {
    title: 'Edges kept',
    doc: 'Directed edges that are there now and were there so many rounds ago, over those that are or were (Jaccard): 1 where none came or went. Missing before as many rounds have passed, and where there is no edge at either time.',
    range: '0 … 1',
    source: 'Jaccard 1912; Snijders, van de Bunt and Steglich 2010',
    takes: 'rounds',
    params: [param('rounds', number), network],
    result: number,
    example: ['edges_kept(5)'],
  },
  communities_kept: {
    title: 'Communities kept',
    doc: 'Normalised mutual information of the communities that Louvain finds now and so many rounds ago, among agents who have an edge at both times: 1 where they are the same. Missing before as many rounds have passed, and where there is one community at both times.',
    range: '0 … 1',
    source: 'Danon et al. 2005',
    takes: 'rounds',
    params: [param('rounds', number), network],
    result: number,
    example: ['communities_kept(5)'],
  },
} as const satisfies { readonly [id: string]: MeasureFunction };

const nulls = {
  rewired: {
    title: 'In rewired graphs',
    doc: `A measure of ties in graphs in which each agent has as many mutual ties, one-way ties out and one-way ties in as it has, but with others. ${directedOnes} the number of each agent's edges out and in, but not which are mutual. In a network of a few agents, or with most pairs tied, some such graphs are never drawn. ${nullGraph}`,
    range: 'that of the measure',
    source: 'Maslov and Sneppen 2002; with mutual ties kept: Squartini and Garlaschelli 2012, arXiv 1201.1215',
    takes: 'null',
    params: [param('measure', unknown, { names: 'measure' }), network],
    result: number,
    example: ['clustering - rewired(clustering)'],
  },
  random_graph: {
    title: 'In random graphs',
    doc: `A measure of ties in graphs of as many mutual and one-way ties, laid by lot. ${directedOnes} the number of edges, but not how many are mutual. ${nullGraph}`,
    range: 'that of the measure',
    source: 'Erdős and Rényi 1959; with mutual ties kept: Holland and Leinhardt 1976',
    takes: 'null',
    params: [param('measure', unknown, { names: 'measure' }), network],
    result: number,
    example: ['modularity - random_graph(modularity)'],
  },
} as const satisfies { readonly [id: string]: MeasureFunction };

export type FieldMeasureId = keyof typeof fields;
export type ListMeasureId = keyof typeof lists;
export const fieldMeasureWords: Readonly<Record<FieldMeasureId, MeasureFunction>> = fields;
export const listMeasureWords: Readonly<Record<ListMeasureId, MeasureFunction>> = lists;

/** All, by the name they are called with. */
export const measureFunctions: ReadonlyMap<string, MeasureFunction> = new Map<string, MeasureFunction>(
  Object.entries({ ...fields, ...lists, ...surveys, ...courses, ...networks, ...persistence, ...nulls }),
);
