/** Distinguishes the long form of a variable from a value that is a map. Needs no tree, so that the engine can use it too. */
import type { AgentVarSpec } from '../generated/society.js';

const KEYS = { start: true, range: true, reset: true, private: true, told: true } as const satisfies Record<keyof AgentVarSpec, true>;

/** Whether a map with these keys is `{ start, reset, … }`. */
export const isLongForm = (keys: readonly string[]): boolean => keys.some((key) => Object.hasOwn(KEYS, key));
