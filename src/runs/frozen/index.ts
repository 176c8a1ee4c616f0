/** Expectations frozen before a run, and how they stand. */
export { droppedFrom, frozenFile, frozenText, readFrozen, testedStanding } from './frozenExpectations.js';
export { freezeExpectations, freezingWords } from './freezeExpectations.js';
export { reportedExpectations } from './reportedExpectations.js';
