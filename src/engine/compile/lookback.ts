/** Measures whose course something looks back on: they are taken each round, also where a run would not take them by itself. */
import { measureNamed } from '../../analysis/measures.js';
import type { Scenario, Society } from '../../language/generated/society.js';

const CALL = /\b(?:at|first|change|slope)\(\s*([a-z][a-z0-9_]*)\s*[,)]/g;
const COMPARED = /"measure":"([a-z][a-z0-9_]*)"/g;

/**
 * Ids of measures that every society has, as in `change(transitivity)` somewhere in the scenario or the worlds, or in what
 * an experiment compares. Without its course, the first value of a measure would be the one of now, and its change 0.
 */
export function lookedBackAt({ worlds, experiments }: Society, scenario: Scenario): readonly string[] {
  const calls = [...JSON.stringify([scenario, worlds ?? {}]).matchAll(CALL)];
  const compared = [...JSON.stringify(experiments ?? {}).matchAll(COMPARED)];
  const ids = [...calls, ...compared].map(([, id = '']) => id);
  return [...new Set(ids)].filter((id) => measureNamed(id) !== undefined);
}
