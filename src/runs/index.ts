/** Runs: loading, minds, the live run and what the panel shows of it. */
export { agreementsIn, agreementWords, type CodeAgreement } from './agreement.js';
export { TurnProblems } from './turnProblems.js';
export { LiveRun, type LiveRunOptions, type RunSource, speaksByLanguageModel, usesLanguageModel } from './live.js';
export { words } from './failureWords.js';
export { type Loaded, loadModel, type PlacedProblem, problemLine, sourceName } from './load.js';
export { firstUnfoldable } from './damaged.js';
export { drawnPart } from './drawnPart.js';
export { armed, nullsOf, type Settings } from './armed.js';
export { makeMinds, type MindAccessPorts, type Minds, type MindsOf, mindWords, type Opened } from './minds.js';
export { type AnswerEvent, answerLineOf, answerTo, type AskedEvent, askedBy, type Journal, questionOf, type Shown } from './asked.js';
export { type SeedRun, seedsFor, type Tested, type TestHost, testScenario } from './expectations.js';
export { type Verdict, verdicts, verdictWords } from './verdicts.js';
export { testedScenarios } from './testedScenarios.js';
export { runSummary } from './summary/index.js';
export { privateActs } from './privateActs.js';
export { panelMind } from './panelMind.js';
export { panelWhy } from './panelWhy.js';
export { panelDelta, panelSnapshot, type PanelSource } from './panel.js';
export { sharedSnapshot } from './panelShared.js';
export { hasPrivate, heldBackOf } from './heldBack.js';
export { type KeptBeside, keptBeside } from './keptBeside.js';
export { bookedOnAnswers, spentOnAnswers } from './booked.js';
export { bookBeside, CallBook } from './calls.js';
export { amountOf, type CostSource, runCost } from './cost.js';
export { AHEAD, type AheadChoice, aheadLine, askedAhead } from './ahead.js';
export { AnswerBook } from '../minds/index.js';
export { ledgerOf } from './care.js';
export { type BlastRadius, blastRadius, radiusWords, remembersOtherwise } from './blastRadius.js';
export {
  type EditedFile,
  type Forked,
  type ForkHost,
  type ForkPoint,
  type ForkRequest,
  forkRun,
  forkSeq,
  loadEdited,
  type LoadedEdit,
  planFork,
  unforkable,
} from './fork.js';
export type { Fork } from './forkBeginning.js';
export { nodeOf } from './panel.js';
export { nodeTiming } from './care.js';
export { isAtItsEnd, textsOf } from '../trace/index.js';
export {
  leaveRun,
  type OpenedRecord,
  damageWords,
  openRecorded,
  readingFault,
  type Recorded,
  replay,
  type Replayed,
  timelineOf,
} from './recorded.js';
export { type ModelTest, type ModelTestPorts, testableModels, testModel } from './testModel.js';
export { populationText } from './populationText.js';
export { type PeopleFound, peopleOf } from './people.js';
export { type PopulationRequest, type PopulationShown, type PopulationsShown, showPopulations } from './populations.js';
export { dataProblems, readTables, type Tables } from './tables.js';
export { longPrompts } from './promptLength.js';
export { type PromptRequest, type PromptShown, showPrompt } from './prompts.js';
export { type Mark, originAt, type PromptDocument, promptDocument } from './promptText.js';
export { interview, type InterviewAnswer, modelAt, MOST_ROUNDS } from '../engine/index.js';
export { type Egress, egress, egressLines, filesLine, filesRead } from './egress.js';
export {
  type Amount,
  type Amounts,
  type Forecast,
  forecast,
  type ForecastMind,
  type ForecastOptions,
  type ForecastRow,
  type Range,
} from './forecast.js';
export { type LiveForecast, liveForecast, type LivePlace, type Money, type SpentCalls, spentOf } from './forecastLive.js';
export { budgetLine, forecastLine, forecastTable, roughly } from './forecastText.js';
/** Loaded by those who compare runs, or ask what would have been. */
export const pastRoom = () => import('./past.js');
export type { WhatIf, WhatIfHost, WhatIfRequest } from './whatIf.js';
/** Loaded by those who look at persona coverage. */
export const coverageRoom = () => import('./coverage/index.js');
export type { Coverage, CoverageMark, Reach } from './coverage/index.js';
/** Loaded by those who write a study up, or freeze what is expected of it. */
export const methodsRoom = () => import('./methods/index.js');
export { otherVersions } from './manifestOf.js';
