/** Minds that need no model: the rule-based mind, the null mind, and the phrases of both. */
export { type PhraseBook, type PhraseData, phraseBook, phrasesOf } from './phrases/phraseBook.js';
export { builtinMind } from './answers/mind.js';
export { randomMind } from './uniformMind.js';
