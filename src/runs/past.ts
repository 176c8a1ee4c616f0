/** What is made of the past of a run: how far an edit reaches, changes played off the record, two runs compared. Loaded when it is needed. */
export { compareRuns, type Comparison, MOST_SHOWN } from './diff.js';
export { comparisonMarkdown, comparisonText, firstDifference } from './diffText.js';
export { type ForkReach, forkReach, type Reached } from './forkReach.js';
export { transcriptText } from './transcriptText.js';
export { keepWhatIf, whatIf } from './whatIf.js';
