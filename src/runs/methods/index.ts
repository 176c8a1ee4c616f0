/** How a study was done, written up from what is recorded, and what was expected of it before. Loaded when it is asked for. */
export { Gathering } from './study.js';
export { droppedFrom, frozenFile, frozenText, readFrozen, testedStanding } from './frozenExpectations.js';
export { freezeExpectations, freezingWords } from './freezeExpectations.js';
export { studyOfExperiment } from './ofExperiment.js';
export { methodsLatex, methodsMarkdown } from './write.js';
export { reportedExpectations } from './reportedExpectations.js';
