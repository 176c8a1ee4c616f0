/** The engine's public face. */
export type { ArgSpec, VarSpec } from './model/worldSpec.js';
export { advance, type AdvanceResult } from './drive/advance.js';
export type { Tally } from './drive/speculation.js';
export type { AheadPort } from './drive/speculationPacing.js';
export { asker, occurrenceOf, promptJson, sharedOccurrenceOf } from './plan/buildQuestion.js';
export { type Compiled, type CompileOptions, compileModel } from './compile/compile.js';
export { secretsOf } from './privacy/secrets.js';
export { type AgentSpec, privateVars, type PromptLayer, type SectionTemplate, specOf } from './model/agentSpec.js';
export { agentSpec, castOf } from './population/agents.js';
export { graphStream, growGraph } from './compile/graph.js';
export { type GraphForm, graphForms } from './compile/graphForms.js';
export { openCodings } from './phases/contentCoding.js';
export { codingSheet, humanCodes, readCodings } from './phases/humanCodes.js';
export {
  interview,
  type InterviewAnswer,
  type InterviewHost,
  interviewQuestion,
  judged,
  judgeQuestion,
  saidIn,
} from './preview/interview.js';
export { marginsIn } from './phases/expectations.js';
export type { ExpectationSpec, PassRule } from './model/studySpec.js';
export { type Like, type ScenarioModel, modelAt, NULL_RUNS, type NullRun, type Perturbation, PERTURBATIONS } from './model/model.js';
export { promptScope, renderPart, sectionsFor } from './observation/prompt.js';
export { perturbationsFor } from './perturbation/perturb.js';
export { isTogether } from './observation/situation.js';
export { CURRENT_FLAGS, FLAGS } from './model/flags.js';
export { ENGINE } from './phases/openingEvents.js';
export { type AskAbout, plan } from './plan/plan.js';
export {
  factsOf,
  filled,
  type Kept,
  MOST_ROUNDS,
  openingQuestions,
  openingTimeline,
  type Preview,
  type PreviewHost,
  type PreviewPart,
  previewPrompt,
} from './preview/preview.js';
export {
  type AgentSpecs,
  agentSpecsOf,
  type CrowdSpec,
  agentCounts,
  crowdAt,
  firstValues,
  mapSpecs,
  variableNames,
} from './model/agentSpecs.js';
export { CROWD } from './model/crowdSize.js';
export { takenNames } from './population/memberNames.js';
export type { Origin } from './population/memberRule.js';
export { firstMembers, type Member, populate } from './population/population.js';
export type { ModelProblem } from './model/faults.js';
export * from './model/mind.js';
export * from './model/question.js';
export * from './model/situationTypes.js';
export { type Row, type Table, tableOf } from './population/tableRows.js';
export { distributions, sampleFault } from './population/weightedSample.js';
export { belongingNow } from './evaluation/participants.js';
export { agentsMeant, rowsHolding } from './evaluation/rowCondition.js';
export type { PassSteps } from './evaluation/societyValues.js';
export { agentValue, letPause, scopeOf, standardMeasures, stepsIn } from './evaluation/scope.js';
export type { OverrideRequest } from '../core/events/overrides.js';
export { DeterminismError, follow, following, isManualStep, openQuestions, stepEnd } from './plan/resume.js';
export { WITHHELD } from './evaluation/privateHiding.js';
export { withheldTexts, withholder, withoutPrivate } from './observation/withheldText.js';
export { awayMinds, isElsewhere, standIns, withheldCount, withheldFrom, withholding } from './observation/withholdPrivate.js';
