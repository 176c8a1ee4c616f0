/** The time and memory of a run before it starts. Loaded when it is needed. */
export { estimate } from './estimate.js';
export { fitOfMany, manyRunsLine } from './estimateMany.js';
export { estimateLine, fitOf, sizeWords, timeWords } from './estimateText.js';
