/** Run folders: how a run is kept on disk and opened again. */
export { BATCHES, type BatchKnown, begunLine, readBatches, uploadedLine } from './batches.js';
export { CALLS, type CallsKnown, earlierLine, readCalls, sentLine, settledLine } from './calls.js';
export { SUMS } from './eventSums.js';
export { type Beginning, type FolderFiles, NOWHERE, noTexts, RunFolder } from './folder.js';
export { eventLine } from './eventText.js';
export { type AnswerLine, answerLine, type OverrideLine, readAnswers, readEvents, readPrompts } from './journal.js';
export { FORMAT, type Manifest, manifestFault, parseManifest, type ManifestState, type SourceRef } from './manifest.js';
export { answersIn, callsById, callsIn, isAtItsEnd, type StoredRun, openRun, textsOf, writeIndex } from './openRun.js';
export type { OpenFile } from './lineReader.js';
