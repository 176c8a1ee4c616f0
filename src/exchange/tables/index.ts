/** Tidy tables of runs, loaded when they are exported. */
export { aboutRuns } from './dictionary.js';
export { expectedRows } from './expectedRows.js';
export { schemaOf } from './schema.js';
export type { TabledRun } from './table.js';
export { TABLE_NAMES, type TableChoice, type TablePiece, TableWriter } from './writeTables.js';
