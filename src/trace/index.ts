/** Run folders: how a run is kept on disk and opened again. */
export { type Beginning, type FolderFiles, type Kept, openRun, type OpenedRun, RunFolder } from './folder.js';
export { type AnswerLine, answerLine, eventLine, readAnswers, readEvents } from './journal.js';
export { type EarlierTexts, FORMAT, type Manifest, parseManifest, type RunState, type SourceRef } from './manifest.js';
