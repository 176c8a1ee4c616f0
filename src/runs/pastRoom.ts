/** Work on the past of a run: how many questions an edit changes, changes played off the record, comparisons. Loaded when it is needed. */
export { compareRuns, type Comparison, MOST_SHOWN } from './forks/runDiff.js';
export { comparisonMarkdown, comparisonText, firstDifference } from './forks/diffText.js';
export { type ForkReach, forkReach, type Reached } from './forks/editImpact.js';
export { transcriptText } from './views/transcriptText.js';
export { keepWhatIf, whatIf } from './forks/whatIf.js';
