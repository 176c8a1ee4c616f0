/**
 * The measures that every society has, by name: for formulas in files and for the panel. Also those that
 * need a value of each agent, such as assortativity by gender. What they mean is said in `src/expr/functions/measureWords.ts`.
 */
import type { Measure, Moment } from './measures/measure.js';
import { talkMeasures } from './measures/talk.js';
import { tieMeasures } from './measures/ties.js';
import { exactly, type Reading } from './statistics/estimate.js';

export { type FieldKind, type FieldMeasure, fieldMeasures } from './measures/fields.js';
export { type ListMeasure, listMeasures } from './measures/lists.js';
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
