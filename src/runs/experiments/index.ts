/**
 * Experiments: a room of their own, loaded when one is played. `planExperiment` counts, `playExperiment` plays with any `Player`:
 * in this process, in threads, or where another host sends its jobs.
 */
export { inProcess, playAlone } from './play/alone.js';
export { playsAlone } from './design/compileArm.js';
export { askingPlayer, type AskingHost, type RunPlace, type Wanted } from './play/asking.js';
export type { WantedArm } from './design/expected.js';
export { type Cell, type Job, keysOf, type Lost, type Material, measuresIn, type Outcome, type Player } from './design/cell.js';
export { type Across, EACH_OTHER } from './results/bySeed.js';
export { type ArmSummary, type Compared, comparisonsOf, type Difference } from './results/compared.js';
export { type InPart, type Stability, stabilityOf } from './results/stability.js';
export { comparedAside, type ComparedSoFar } from './threads/comparing.js';
export { experimentCsv, levelText, sensitivityCsv, tableCsv } from './results/csv.js';
export { type Arm, type Design, designOf, seedsOf } from './design/design.js';
export { forecastOfArms } from './design/expected.js';
export { type Keeping, type KeptRuns, cellLine, mergedKept, openKept, readKept, readKeptGently, RUNS } from './play/kept.js';
export { type Plan, planExperiment, type PlanOptions } from './design/plan.js';
export { playExperiment, type PlayHost, type Progress } from './play/play.js';
export type { Played } from './design/cell.js';
export { sensitivitiesOf } from './results/sensitivity.js';
export { speakersOf } from './design/speakers.js';
export { partOf, type Shard, shardFolder, shardOf } from './design/shard.js';
export { measuredIn, Tally } from './results/tally.js';
export type { ComparedInParts } from './results/withParts.js';
export { inThreads, Threads } from './threads/threads.js';
export type { ThreadOptions } from './threads/threadsProcess.js';
