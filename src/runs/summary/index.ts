/** The summary of a run: expectations, what never happened, what was lost. */
export { runSummary } from './summary.js';
