/** Runs: loading, minds, the live run and what the panel shows of it. */
export { LiveRun, type LiveRunOptions, type RunSource, usesLanguageModel, words } from './live.js';
export { type Loaded, loadModel, type PlacedProblem, problemLine, sourceName } from './load.js';
export { makeMinds, type MindAccessPorts, type Minds, mindWords } from './minds.js';
export { castChanged, panelDelta, panelSnapshot, type PanelSource } from './panel.js';
export { AnswerBook } from './answerBook.js';
export { type BlastRadius, blastRadius } from './blastRadius.js';
export { type OpenedRecord, openRecorded, type Recorded, replay, type Replayed } from './recorded.js';
export { populationText } from './populationText.js';
export { type PopulationRequest, type PopulationShown, type PopulationsShown, showPopulations } from './populations.js';
export { readTables, type Tables } from './tables.js';
export { longPrompts } from './promptLength.js';
export { type PromptRequest, type PromptShown, showPrompt } from './prompts.js';
export { type Mark, originAt, type PromptDocument, promptDocument } from './promptText.js';
export { MOST_ROUNDS } from '../engine/index.js';
