/**
 * The measures that every society has, by name: for formulas in files, for completion and hover, and for the panel. Also
 * those that need a value of each agent, such as assortativity by gender.
 */
import type { Measure, Moment } from './measures/measure.js';
import { talkMeasures } from './measures/talk.js';
import { tieMeasures } from './measures/ties.js';
import { graphOf, nodesOf } from './network/graph.js';
import { assortativity, friendshipParadox, type Label, numericAssortativity } from './network/mixing.js';
import { exactly, type Reading } from './reading.js';

export { type ListMeasure, listMeasures } from './measures/lists.js';
export type { Cost, Measure, Moment, Need } from './measures/measure.js';

/** All, ties first. Ids are unique. */
export const measures: readonly Measure[] = [...tieMeasures, ...talkMeasures];

const byId: ReadonlyMap<string, Measure> = new Map(measures.map((measure) => [measure.id, measure]));

export const measureNamed = (id: string): Measure | undefined => byId.get(id);

/** What a run reports in each round without being asked: SEEDS §1 and FORMAT, "Making friends". */
export const STANDARD: readonly string[] = [
  'reciprocity',
  'density',
  'largest_component',
  'mean_path',
  'modularity',
  'clustering',
  'degree_assortativity',
  'friendship_paradox',
];

/** The measure's value now with its error, or null where it has none. Numbers that are not finite are none. */
export function take(measure: Measure, moment: Moment): Reading | null {
  const value = measure.of(moment);
  const reading = typeof value === 'number' ? exactly(value) : value;
  return reading && Number.isFinite(reading.value) ? reading : null;
}

/** A measure of ties and of a value that each agent has. */
export interface FieldMeasure extends Pick<Measure, 'id' | 'title' | 'doc' | 'range' | 'source'> {
  /** `values` by agent index. */
  of(moment: Moment, values: readonly Label[]): number | null;
}

const graphIn = ({ network, edge, members }: Moment) => (network ? graphOf(network, edge, members) : null);
const byNode = (moment: Moment, values: readonly Label[]): readonly Label[] => nodesOf(moment.members).map((i) => values[i] ?? null);
const numbers = (values: readonly Label[]): readonly number[] => values.map((x) => (typeof x === 'number' ? x : 0));

/** Measures that take a field or variable of agents, as in `assortativity(all.gender)`. */
export const fieldMeasures: readonly FieldMeasure[] = [
  {
    id: 'assortativity',
    title: 'Assortativity',
    doc: 'R: how much more edges stay among agents of one value than at random; 1 where all do, below 0 where unlikes attract.',
    range: '−1 … 1',
    source: 'Newman 2003; arXiv 2402.10659',
    of: (moment, values) => {
      const graph = graphIn(moment);
      return graph && assortativity(graph, byNode(moment, values));
    },
  },
  {
    id: 'tie_correlation',
    title: 'Correlation along ties',
    doc: "Pearson's r of a number of agents at both ends of directed edges: how alike those are who are tied.",
    range: '−1 … 1',
    source: 'Newman 2003, eq. 21',
    of: (moment, values) => {
      const graph = graphIn(moment);
      return graph && numericAssortativity(graph.out, numbers(byNode(moment, values)));
    },
  },
  {
    id: 'paradox',
    title: 'Generalised friendship paradox',
    doc: 'Share of agents with neighbours who have less of a number than their neighbours have on average.',
    range: '0 … 1',
    source: 'Eom and Jo 2014; arXiv 2502.05919',
    of: (moment, values) => {
      const graph = graphIn(moment);
      return graph && (friendshipParadox(graph, numbers(byNode(moment, values)))?.share ?? null);
    },
  },
];
