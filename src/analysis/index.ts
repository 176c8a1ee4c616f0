/** Folds and measures over runs. */
export { named, similarity, words, wordsInOrder } from './lexical.js';
export { density, edgeCount, neighbours, reciprocity } from './network.js';
