/** The next turn of the event loop. */
import { setImmediate } from 'node:timers/promises';

export const nextTurn = (): Promise<void> => setImmediate();
