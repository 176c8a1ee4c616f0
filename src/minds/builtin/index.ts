/** Minds that need no model: the rule-based one, the null one, and the phrases both speak with. */
export { type PhraseBook, type PhraseData, phraseBook } from './phrases/phraseBook.js';
export { builtinMind } from './answers/mind.js';
export { randomMind } from './uniformMind.js';
