/**
 * The measures that every society has, by name: for formulas in files and for the panel. Also those that need a value of each agent,
 * such as assortativity by gender, and those of a list of numbers. What they mean is said in `src/expr/functions/measureWords.ts`.
 */
import { type ListMeasureId, listMeasureWords } from '../expr/functions/measureFunctions.js';
import type { MeasureWords } from '../expr/functions/measureWords.js';
import { gini } from './statistics/samples.js';
import { topShare } from './network/centrality.js';
import { campCount, polarisation, spread } from './outcomes/opinion.js';
import type { Measure, Moment } from './measures/measure.js';
import { talkMeasures } from './measures/talk.js';
import { tieMeasures } from './measures/ties.js';
import { exactly, type Reading } from './statistics/estimate.js';

export { type FieldKind, type FieldMeasure, fieldMeasures } from './measures/fields.js';
export type { Former, Moment } from './measures/measure.js';

/** All, ties first. Ids are unique. */
export const measures: readonly Measure[] = [...tieMeasures, ...talkMeasures];

const byId: ReadonlyMap<string, Measure> = new Map(measures.map((measure) => [measure.id, measure]));

export const measureNamed = (id: string): Measure | undefined => byId.get(id);

/** What a run reports in each round without being asked: what "Learning to Make Friends" measures (Schneider, Tian and Rizoiu 2025). */
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

// Measures of a list of numbers, one for each agent, such as the answers to a survey. Their words are in expr.

type OfList = (values: readonly number[], ...more: readonly number[]) => number | null;

export interface ListMeasure extends MeasureWords {
  readonly id: string;
  /** Names of the numbers after the list. */
  readonly params: readonly string[];
  readonly of: OfList;
}

function equality(values: readonly number[]): number | null {
  const inequality = gini(values);
  return inequality === null ? null : 1 - inequality;
}

const formulas: Readonly<Record<ListMeasureId, OfList>> = {
  polarisation: (values, low = 0, high = 1) => polarisation(values, low, high),
  camps: (values, gap = 0, least = 1) => (values.length === 0 ? null : campCount(values, gap, least)),
  spread: (values) => spread(values),
  equality,
  top_share: (values, n = 1) => topShare(values, n),
};

/** As in `polarisation(all.belief.closing, 1, 7)`. `gini` and `sd` are functions of expressions already. */
export const listMeasures: readonly ListMeasure[] = (Object.keys(listMeasureWords) as ListMeasureId[]).map((id) => {
  const { title, doc, range, source, params } = listMeasureWords[id];
  return { id, title, doc, range, source, params: params.slice(1).map(({ name }) => name), of: formulas[id] };
});
