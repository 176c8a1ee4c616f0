/** Runs: loading, minds, the live run and what the panel shows of it. */
export { TurnProblems } from './turnProblems.js';
export { LiveRun, type LiveRunOptions, type RunSource, usesLanguageModel, words } from './live.js';
export { type Loaded, loadModel, type PlacedProblem, problemLine, sourceName } from './load.js';
export { makeMinds, type MindAccessPorts, type Minds, type MindsOf, mindWords, type Opened } from './minds.js';
export { castChanged, panelDelta, panelSnapshot, type PanelSource, pastOf, pastSource } from './panel.js';
export { bookedOnAnswers, spentOnAnswers } from './booked.js';
export { budgetWords, type CostSource, runCost } from './cost.js';
export { AHEAD, type AheadChoice, aheadLine, askedAhead } from './ahead.js';
export { AnswerBook } from '../minds/index.js';
export { type BlastRadius, blastRadius } from './blastRadius.js';
export {
  type EditedFile,
  type Fork,
  type Forked,
  type ForkHost,
  type ForkPoint,
  type ForkRequest,
  forkRun,
  forkSeq,
  loadEdited,
  type LoadedEdit,
  planFork,
} from './fork.js';
export { compareRuns, type Comparison, MOST_SHOWN } from './diff.js';
export { comparisonMarkdown, comparisonText, firstDifference } from './diffText.js';
export { nodeOf } from './panel.js';
export { leaveRun, type OpenedRecord, openRecorded, type Recorded, replay, type Replayed } from './recorded.js';
export { type ModelTest, type ModelTestPorts, testableModels, testModel } from './testModel.js';
export { populationText } from './populationText.js';
export { type PopulationRequest, type PopulationShown, type PopulationsShown, showPopulations } from './populations.js';
export { dataProblems, readTables, type Tables } from './tables.js';
export { longPrompts } from './promptLength.js';
export { type PromptRequest, type PromptShown, showPrompt } from './prompts.js';
export { type Mark, originAt, type PromptDocument, promptDocument } from './promptText.js';
export { interview, type InterviewAnswer, MOST_ROUNDS } from '../engine/index.js';
export { type Egress, egress, egressLines } from './egress.js';
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
export { budgetLine, forecastLine, forecastTable, priceWords, roughly } from './forecastText.js';
