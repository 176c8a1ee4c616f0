/** The engine's public face. */
export type { ArgSpec, VarSpec } from './worldSpec.js';
export { advance, type Outcome, type RunHost } from './advance.js';
export type { Tally } from './ahead.js';
export type { AheadPort } from './lookout.js';
export { asker, occurrenceOf, promptJson } from './ask.js';
export { type Compiled, type CompileOptions, compileModel } from './compile.js';
export { secretsOf } from './secrets.js';
export { specOf } from './agentSpec.js';
export { agentSpec, type Castable, castOf, type CastOptions, DEFAULT_MIND } from './cast.js';
export { type GraphMembers, graphStream, type GraphTie, growGraph } from './graph.js';
export { type GraphForm, graphForms } from './graphForms.js';
export { type OpenCoding, openCodings } from './codes.js';
export {
  codingSheet,
  type HumanCodes,
  type HumanCoding,
  humanCodes,
  readCodings,
  type ReadCodings,
  type RowProblem,
} from './humanCodes.js';
export { interview, type InterviewAnswer, type InterviewHost, interviewQuestion, saidIn } from './interview.js';
export type { AgentSpec } from './agentSpec.js';
export { marginsIn } from './expectations.js';
export type { ExpectationSpec, PassRule } from './studySpec.js';
export { type Like, type Model, modelAt, NULL_RUNS, type NullRun } from './model.js';
export type { NetworkSpec } from './worldSpec.js';
export { promptScope, renderPart } from './prompt.js';
export type { PromptLayer, SectionTemplate } from './promptSpec.js';
export { CURRENT_FLAGS, FLAGS, type EngineFlag, hasFlag } from './flags.js';
export { ENGINE } from './opening.js';
export { type AskAbout, plan } from './plan.js';
export {
  type ClosedAction,
  type Fact,
  factsOf,
  filled,
  type Kept,
  MOST_ROUNDS,
  openingQuestions,
  type Preview,
  type PreviewHost,
  type PreviewPart,
  previewPrompt,
} from './preview.js';
export { type Member, type Origin, type OriginKind, populate, type PopulationOptions } from './population.js';
export type { ModelProblem } from './problems.js';
export * from './mind.js';
export * from './question.js';
export { type Row, type Table, tableOf } from './rows.js';
export { distributions, sampleFault } from './sample.js';
export { agentValue, scopeOf, standardMeasures } from './scope.js';
export type { Wanted } from '../core/overrides.js';
export { DeterminismError, follow, isByHand, openQuestions, stepEnd } from './resume.js';
export { WITHHELD } from './hiding.js';
export { privateVars } from './privateKeys.js';
export { withheldTexts, withholder, withoutPrivate } from './withheldText.js';
export { awayMinds, isElsewhere, standIns, withheldCount, withheldFrom, withholding } from './withhold.js';
