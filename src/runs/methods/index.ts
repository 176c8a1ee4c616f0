/** What was done, as a methods text. */
export { Gathering } from './study.js';
export { studyOfExperiment } from './ofExperiment.js';
export { methodsLatex, methodsMarkdown } from './write.js';
