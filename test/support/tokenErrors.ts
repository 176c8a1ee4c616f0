/** The error of the token estimate on texts that its calibration has not seen, by kind. */
import { estimateTokens } from '../../src/language/tokens.js';
import { olderTokensOf, type Passage, tokensOf } from './tokenCorpus.js';

/** Kinds that are reported together, with the error that src/language/tokens.ts states: in the middle, and in 95 of 100. */
export const STATED: readonly { readonly kinds: readonly string[]; readonly middle: number; readonly most: number }[] = [
  { kinds: ['prose-en', 'dialogue-en'], middle: 0.04, most: 0.09 },
  { kinds: ['prompts'], middle: 0.03, most: 0.05 },
  { kinds: ['code', 'json'], middle: 0.04, most: 0.12 },
  { kinds: ['numbers', 'emoji'], middle: 0.05, most: 0.07 },
  { kinds: ['german', 'french', 'spanish', 'portuguese', 'dutch'], middle: 0.04, most: 0.14 },
  { kinds: ['italian', 'polish', 'swedish', 'turkish'], middle: 0.11, most: 0.19 },
  { kinds: ['chinese', 'japanese', 'korean'], middle: 0.04, most: 0.12 },
  { kinds: ['russian', 'ukrainian', 'greek', 'hebrew', 'arabic', 'hindi', 'bengali', 'thai'], middle: 0.04, most: 0.13 },
];

export interface Measured {
  readonly passages: number;
  /** Mean of the errors with their sign. */
  readonly bias: number;
  readonly middle: number;
  readonly most: number;
  /** Tokens of the older vocabulary per token of the newer one. */
  readonly older: number;
}

const quantile = (sorted: readonly number[], p: number): number =>
  sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? 0;

export function measure(passages: readonly Passage[]): Measured {
  const errors = passages.map(({ text }) => estimateTokens(text) / tokensOf(text) - 1);
  const sizes = errors.map(Math.abs).sort((a, b) => a - b);
  const sum = (count: (text: string) => number): number => passages.reduce((all, { text }) => all + count(text), 0);
  return {
    passages: passages.length,
    bias: errors.reduce((all, error) => all + error, 0) / errors.length,
    middle: quantile(sizes, 0.5),
    most: quantile(sizes, 0.95),
    older: sum(olderTokensOf) / sum(tokensOf),
  };
}
