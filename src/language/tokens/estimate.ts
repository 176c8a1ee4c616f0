/**
 * Estimates the number of tokens of a text for a language model, from its words, letters and signs, without the token
 * table of the model. The name of the model chooses the vocabulary. docs/prompts.md has the errors on texts that were not
 * used for the fit; `node scripts/calibrate-tokens.mjs` prints them, and fits the weights.
 *
 * Forecasts, previews of prompts and warnings use these estimates. The engine does not, so no event of a run depends on them.
 */
import type { Json } from '../../core/util/json.js';
import { type Feature, type Features, featuresOf } from './features.js';
import { ERRORS, type Vocabulary, WEIGHTS } from './weights.js';

/** Tokens of a text, and the relative error that 95 of 100 passages do not exceed. */
export interface TokenEstimate {
  readonly tokens: number;
  readonly error: number;
}

/** Vocabulary of models that no rule names: about 200,000 entries, as of GPT-4o. */
const GENERAL: Vocabulary = 'o200k';

/** Which names of models have which vocabulary; the first rule that matches holds. */
const NAMES: readonly (readonly [pattern: RegExp, vocabulary: Vocabulary])[] = [
  // Gemma 3 has the tokenizer of Gemini 2.0 (Gemma 3 Technical Report, arXiv 2503.19786, section 2.2).
  [/gemma|gemini/i, 'gemma'],
  [/smollm/i, 'smollm'],
  // As the encodings of models in OpenAI's `tiktoken`: GPT-4 and GPT-3.5, but not GPT-4o, GPT-4.1 and GPT-4.5.
  [/gpt-?(4(?![o.\d])|3\.5|35)|text-embedding-(3|ada-002)/i, 'cl100k'],
];

/** The vocabulary of a model, by the name that its server knows it by. */
export const vocabularyOf = (model: string | undefined): Vocabulary => NAMES.find(([pattern]) => pattern.test(model ?? ''))?.[1] ?? GENERAL;

export function estimateSize(text: string, vocabulary: Vocabulary): TokenEstimate {
  const { features, plain } = featuresOf(text);
  const errors = ERRORS[vocabulary];
  return { tokens: Math.round(weighted(features, vocabulary)), error: errors.other - (errors.other - errors.plain) * plain };
}

const weighted = (features: Features, vocabulary: Vocabulary): number =>
  Math.max(
    0,
    Object.entries(WEIGHTS[vocabulary]).reduce((sum, [feature, weight]) => sum + features[feature as Feature] * weight, 0),
  );

export const estimateTokens = (text: string, vocabulary: Vocabulary): number => estimateSize(text, vocabulary).tokens;

/** Tokens of a value as JSON without whitespace. Its punctuation shares tokens, so it takes fewer than the same text as prose. */
export const estimateJson = (value: Json, vocabulary: Vocabulary): number => 1 + jsonTokens(value, vocabulary);

function jsonTokens(value: Json, vocabulary: Vocabulary): number {
  if (value === null) return 0.5;
  if (typeof value === 'string') return weighted(featuresOf(value).features, vocabulary);
  if (typeof value !== 'object') return 1;
  if (Array.isArray(value)) return value.reduce((sum: number, item: Json) => sum + jsonTokens(item, vocabulary) + 0.5, 0.5);
  return Object.entries(value).reduce((sum, [key, item]) => sum + jsonTokens(key, vocabulary) + 2 + jsonTokens(item, vocabulary), 0);
}
