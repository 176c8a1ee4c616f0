/** Networks of runs compared with empirical networks, loaded where a scenario or a command names one. */
export { compareWithNetwork } from './compareNetwork.js';
export { comparisonText, shortLines } from './comparisonText.js';
export { type RunTies, tiesOfRun } from './networkOfRun.js';
export { loadNetworks, networksIn } from './loadNetworks.js';
export { tiesKept } from './tieRecord.js';
export type { NetworkSettings } from './settings.js';
