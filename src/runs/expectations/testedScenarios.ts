/** Which scenarios have expectations. Separate from the code that plays them, so that finding them loads little. */
import type { Resolved } from '../../language/api.js';

/** Ids of the scenarios that have expectations, in the order of the file. */
export const testedScenarios = ({ society }: Pick<Resolved, 'society'>): readonly string[] =>
  Object.entries(society.scenarios ?? {})
    .filter(([, { expect }]) => Object.keys(expect ?? {}).length > 0)
    .map(([id]) => id);
