/**
 * Experiments: a room of their own, loaded when one is played. `planExperiment` counts, `playExperiment` plays with any `Player`:
 * in this process, in threads, or where another host sends its jobs.
 */
export { inProcess, playAlone } from './alone.js';
export { playsAlone } from './compileArm.js';
export { askingPlayer, type AskingHost, type RunPlace, type Wanted } from './asking.js';
export type { WantedArm } from './expected.js';
export { type Cell, type Job, keysOf, type Lost, type Material, measuresIn, type Outcome, type Player } from './cell.js';
export { type Across, EACH_OTHER } from './bySeed.js';
export { type ArmSummary, type Compared, comparisonsOf, type Difference } from './compared.js';
export { type InPart, type Stability, stabilityOf } from './stability.js';
export { comparedAside, type ComparedSoFar } from './comparing.js';
export { experimentCsv, levelText, sensitivityCsv, tableCsv } from './csv.js';
export { type Arm, type Design, designOf, seedsOf } from './design.js';
export { forecastOfArms } from './expected.js';
export { type Keeping, type KeptRuns, cellLine, mergedKept, openKept, readKept, readKeptGently, RUNS } from './kept.js';
export { type Plan, planExperiment, type PlanOptions } from './plan.js';
export { playExperiment, type PlayHost, type Progress } from './play.js';
export type { Played } from './cell.js';
export { sensitivitiesOf } from './sensitivity.js';
export { speakersOf } from './speakers.js';
export { partOf, type Shard, shardFolder, shardOf } from './shard.js';
export { measuredIn, Tally } from './tally.js';
export type { ComparedInParts } from './withParts.js';
export { inThreads, Threads } from './threads.js';
export type { ThreadOptions } from './threadsProcess.js';
