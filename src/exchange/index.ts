/** Imports societies from files of other tools, and exports people and runs to such files. */
export { exportIds, exportPeople } from './export/people.js';
export { havePrivate, withoutPrivate } from './export/societyFields.js';
export {
  csvExportIds,
  exportRun,
  isTrace,
  networksToChoose,
  type RunChoice,
  type RunExport,
  runExportIds,
  type RunFile,
} from './export/runs.js';
export type { Kept, RunTold } from './export/run/exportedRun.js';
export type { ExpectedSize } from './export/run/expectedSize.js';
export { MOST_BYTES } from './import/parse/decode.js';
/** Loaded to read a network that runs are compared with. */
export const networkFileRoom = () => import('./import/networkFile.js');
export { formatIds, type Imported, type ImportFile, type ImportOptions, importSociety } from './import/import.js';
export { type Note, problemLine } from './import/parse/importLog.js';
export type { ImportReport } from './import/report.js';
/** Tidy tables, loaded when they are exported. */
export const tablesRoom = () => import('./tables/index.js');
export type { TableChoice, TabledRun, TablePiece } from './tables/index.js';
