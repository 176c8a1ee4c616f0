/** Persona coverage: which lines of a persona affected the questions of a run. */
export { Coverage, isFelt, MOST_QUESTIONS } from './coverage.js';
export { type CoverageMark, coverageMarks, type Reach, roundsText } from './marks.js';
