/** The engine's public face. */
export { advance, type Outcome, type RunHost } from './advance.js';
export { asker } from './ask.js';
export { type Compiled, type CompileOptions, compileModel } from './compile.js';
export { DEFAULT_MIND } from './cast.js';
export type { AgentSpec, Model, NetworkSpec, PromptLayer, SectionTemplate } from './model.js';
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
export type { ModelProblem } from './problems.js';
export * from './question.js';
export { DeterminismError, follow, forkAt, openQuestions } from './resume.js';
