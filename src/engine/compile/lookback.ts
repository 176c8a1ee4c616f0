/** Measures whose earlier values are used. They are taken each round, even if a run would not take them otherwise. */
import { measureNamed } from '../../analysis/measures.js';
import type { Scenario, Society } from '../../language/generated/society.js';

const CALL = /\b(?:at|first|change|slope)\(\s*([a-z][a-z0-9_]*)\s*[,)]/g;
const COMPARED = /"measure":"([a-z][a-z0-9_]*)"/g;

/**
 * Ids of standard measures whose earlier values are used, as in `change(transitivity)`, in the scenario, in the worlds, or in the
 * comparisons of an experiment. Without earlier values, the first value of a measure would be the current one, and its change 0.
 */
export function lookedBackAt({ worlds, experiments }: Society, scenario: Scenario): readonly string[] {
  const calls = [...JSON.stringify([scenario, worlds ?? {}]).matchAll(CALL)];
  const compared = [...JSON.stringify(experiments ?? {}).matchAll(COMPARED)];
  const ids = [...calls, ...compared].map(([, id = '']) => id);
  return [...new Set(ids)].filter((id) => measureNamed(id) !== undefined);
}
