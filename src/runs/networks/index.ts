/** Networks of runs compared with empirical networks, loaded where a scenario or a command names one. */
export { compareWithNetwork, type NetworkComparison } from './compareNetwork.js';
export { comparisonText } from './comparisonText.js';
export { tiesOfRun } from './networkOfRun.js';
export { loadNetworks } from './networkSpec.js';
export type { NetworkSettings } from './settings.js';
