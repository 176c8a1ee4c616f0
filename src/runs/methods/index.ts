/** Methods texts from the record of a study. */
export { Gathering } from './study.js';
export { studyOfExperiment } from './experimentStudy.js';
export { methodsLatex, methodsMarkdown } from './write.js';
