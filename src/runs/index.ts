/** Runs: loading, minds, the live run and its views. */
export { agreementsIn, agreementWords, type Verdict, verdicts, verdictText, verdictWords } from './expectations/verdicts.js';
export { TurnProblems } from './views/turnProblems.js';
export { liveRunState, storedRunState } from './live/runState.js';
export type { Fork } from './live/forkBeginning.js';
export { recordedHandle, type RunHandle } from './live/runHandle.js';
export { buildRun, NO_MINDS_AHEAD, type RunBeginning } from './live/runBuilder.js';
export { LiveRun, type LiveRunOptions } from './live/liveRun.js';
export { bookBeside, CallJournal, words } from './setup/callJournal.js';
export { type Loaded, loadModel, type PlacedProblem, problemLine } from './load/load.js';
export { runSources, sourceName } from './load/sourceName.js';
export { firstUnfoldable, leaveRun, type OpenedRecord, openRecorded, type RecordedRun, timelineOf } from './live/recordedRun.js';
export { damageWords, readingFault, replay, replaying } from './live/replay.js';
export { drawnPart, peopleOf, showPopulations } from './load/populations.js';
export { vocabularyFor } from './load/promptLength.js';
export { applySettings, nullsOf, perturbationsOf, type Settings } from './load/applyArmSettings.js';
export {
  makeMinds,
  type MindAccessPorts,
  type Minds,
  type MindsOf,
  mindWords,
  type Opened,
  speaksByLanguageModel,
  usesLanguageModel,
} from './setup/minds.js';
export {
  type AnswerEvent,
  answerLineOf,
  answerTo,
  type AskedEvent,
  askedBy,
  type QuestionSource,
  questionOf,
  type Shown,
} from './views/questionOf.js';
export { type SeedRun, seedsFor, type Tested, type TestHost, testScenario } from './expectations/expectations.js';
export { testedScenarios } from './expectations/testedScenarios.js';
export { type RuleCount, ruleCounts } from './summary/ruleCounts.js';
export { runSummary } from './summary/index.js';
export { privateActs } from './views/privateActs.js';
export { panelMind } from './views/panelMind.js';
export { changeWhy, lastChange } from './views/changeWhy.js';
export { changedWords, changeLines, panelChange, readWords } from './views/changeWords.js';
export type { Reading } from './views/tracedScope.js';
export { panelWhy } from './views/panelWhy.js';
export { introduced, panelCast, panelDelta, panelSnapshot, type PanelRun, snapshotSlices } from './views/panelModel.js';
export type { Cast } from './views/panelCast.js';
export { CrowdReader } from './crowds/crowdReader.js';
export { withGroups } from './crowds/sharedGroups.js';
export { sharedSnapshot } from './views/panelForOthers.js';
export { otherVersions } from './live/runManifest.js';
export { hasPrivate, redactionOf, runFolderExtras } from './live/runForExport.js';
export { spentOnAnswers } from './setup/spentByQuestion.js';
export { amountOf, type CostSource, runCost } from './cost/cost.js';
export { AHEAD, type AheadChoice, aheadLine, askedAhead } from './setup/speculationSettings.js';
export { AnswerBook } from '../minds/index.js';
export { ledgerOf } from './setup/languageModelGuard.js';
export { type EditImpact, editImpact, editImpactText, remembersOtherwise } from './forks/editImpact.js';
export { type EditedFile, type Forked, type ForkPoint, forkRun, forkSeq, loadEdited, planFork, unforkable } from './forks/fork.js';
export { nodeOf } from './views/panelModel.js';
export { nodeTiming } from './setup/languageModelGuard.js';
export { isAtItsEnd, openRun, textsOf } from '../trace/index.js';
export { type ModelTest, type ModelTestPorts, testableModels, testModel } from './setup/testModel.js';
export { populationText } from './load/populationText.js';
export { dataProblems, type Tables } from './load/populationTables.js';
export { type PromptShown, showPrompt } from './views/promptParts.js';
export { type Mark, originAt, type PromptDocument, promptDocument } from './views/promptText.js';
export { agentSpecsOf, interview, type InterviewAnswer, modelAt, MOST_ROUNDS } from '../engine/index.js';
export { type Egress, egress, egressLines, filesLine, filesRead } from './setup/egress.js';
export { type Amount, type Forecast, forecast, type ForecastOptions, type Range } from './cost/forecast.js';
export { liveForecast, type Money, type SpentCalls } from './cost/forecastLive.js';
export { budgetLine, forecastLine, forecastTable, roughly } from './cost/forecastText.js';
/** Loaded for files with crowds. */
export const crowdRoom = () => import('./load/crowdRules.js');
export { isLargeRun } from './cost/estimateText.js';
export type { Estimate } from './cost/estimate.js';
/** Loaded for the estimate of time and memory of a run. */
export const estimateRoom = () => import('./cost/estimateRoom.js');
/** Loaded to compare runs, or to play a change. */
export const pastRoom = () => import('./pastRoom.js');
export type { WhatIf, WhatIfHost, WhatIfRequest } from './forks/whatIf.js';
/** Loaded when claims are verified. */
export const claimsRoom = () => import('./claims/index.js');
/** Loaded when runs are compared with an empirical network. */
export const networksRoom = () => import('./networks/index.js');
/** Loaded when a calibration is played or shown. */
export const calibrationRoom = () => import('./calibration/index.js');
/** Loaded where runs are compared with people. */
export const peopleRoom = () => import('./people/index.js');
/** Loaded for persona coverage. */
export const coverageRoom = () => import('./coverage/index.js');
export type { Coverage, CoverageMark, Reach } from './coverage/index.js';
/** Loaded for freezing expectations, and for showing how they stand. */
export const frozenRoom = () => import('./frozen/index.js');
/** Loaded for methods texts. */
export const methodsRoom = () => import('./methods/index.js');
/** Loaded when a study is registered, or compared with its preregistration. */
export const preregistrationRoom = () => import('./methods/preregistration/index.js');
export type { AuthorWords } from './methods/preregistration/preregistration.js';
/** Loaded when a run starts that other processes can control. */
export const controlRoom = () => import('./control/remoteControl.js');
/** Loaded with the first command for a run of this process. */
export const commandsRoom = () => import('./control/commands.js');
export type { ControlLine, ControlReply, ControlStatus, NewLimits } from './control/commands.js';
/** Loaded for a report of a fault. */
export const diagnosticsRoom = () => import('./diagnose/diagnostics.js');
