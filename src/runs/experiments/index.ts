/**
 * Experiments, loaded when one is played. `planExperiment` counts the runs; `playExperiment` plays them with any `Player`:
 * in this process, in threads, or on other machines.
 */
export { inProcess } from './play/localPlayer.js';
export { armModels, playedRuns } from './play/playedRuns.js';
export { playsAlone, speakersOf } from './design/compileArm.js';
export { askingPlayer, type AskingHost, type ExperimentRequest } from './play/remotePlayer.js';
export type { ArmToAsk } from './design/costForecast.js';
export {
  type ExperimentRun,
  type Job,
  keysOf,
  type Lost,
  type Material,
  measuresIn,
  type JobResult,
  type Player,
} from './design/runRecord.js';
export { type Across, EACH_OTHER } from './results/meansBySeed.js';
export { type Compared, comparisonsOf, type Difference } from './results/comparison.js';
export { type ComparedInParts, type InPart, type Stability, stabilityOf } from './results/stability.js';
export { comparedAside, type ComparedSoFar } from './threads/compareInThread.js';
export { experimentCsv, levelText, sensitivityCsv, tableCsv } from './results/resultsCsv.js';
export type { ManyRuns } from '../cost/estimateMany.js';
export { type Arm, type Design, designOf, seedsOf } from './design/design.js';
/** Loaded for the estimate of time and memory of an experiment. */
export const timeRoom = () => import('./design/timeForecast.js');
export { forecastOfArms } from './design/costForecast.js';
export { type Keeping, type KeptRuns, cellLine, mergedKept, openKept, readKept, readKeptGently, RUNS } from './play/runLog.js';
export { partOf, type Plan, planExperiment, type PlanOptions, type Shard, shardFolder, shardOf } from './design/experimentPlan.js';
export { playExperiment, type PlayHost, type Progress } from './play/playExperiment.js';
export type { Played } from './design/runRecord.js';
export { sensitivitiesOf } from './results/sensitivity.js';
export { measuredIn, Tally } from './results/liveTable.js';
export { inThreads, Threads } from './threads/threadPlayer.js';
export type { ThreadOptions } from './threads/threadsProcess.js';
