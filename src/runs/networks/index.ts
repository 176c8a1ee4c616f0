/** Networks of runs compared with empirical networks. */
export { compareWithNetwork } from './compareNetwork.js';
export { comparisonText } from './comparisonText.js';
export { tiesOfRun } from './networkOfRun.js';
export type { NetworkSettings } from './settings.js';
