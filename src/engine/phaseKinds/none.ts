/** A phase of a world that only has a `tell`, a `then`, newcomers or a `stop`. */
import type { PhaseHandler } from './handler.js';

export const none: PhaseHandler = { turns: null };
