/** The error of the token estimate on texts that its calibration has not seen. */
import { estimateJson, estimateTokens } from '../../src/language/tokens/estimate.js';
import type { Json } from '../../src/core/util/json.js';
import type { Vocabulary } from '../../src/language/tokens/weights.js';
import { type Passage, testedOn } from './tokenCorpus.js';
import { answers, prompts, tokensOf } from './tokenCounts.js';

export const VOCABULARIES: readonly Vocabulary[] = ['o200k', 'cl100k', 'gemma', 'smollm'];

/** Rows of the table in docs/prompts.md: kinds of text that are reported together. */
export const ROWS: readonly { readonly name: string; readonly kinds: readonly string[] }[] = [
  { name: 'English', kinds: ['prose-en', 'dialogue-en'] },
  { name: 'code, JSON', kinds: ['code', 'json'] },
  { name: 'numbers, emoji', kinds: ['numbers', 'emoji'] },
  ...['German', 'Dutch', 'Swedish', 'French', 'Spanish', 'Portuguese', 'Italian', 'Polish', 'Turkish', 'Russian', 'Ukrainian', 'Greek'].map(
    one,
  ),
  ...['Arabic', 'Hebrew', 'Hindi', 'Bengali', 'Thai', 'Chinese', 'Japanese', 'Korean'].map(one),
];

function one(name: string): { readonly name: string; readonly kinds: readonly string[] } {
  return { name, kinds: [name.toLowerCase()] };
}

type Estimate = (text: string, vocabulary: Vocabulary) => number;

/** Several tables are about the same texts. */
function once(estimate: Estimate): Estimate {
  const known = new Map<string, number>();
  return (text, vocabulary) => {
    const key = `${vocabulary} ${text}`;
    const tokens = known.get(key) ?? estimate(text, vocabulary);
    known.set(key, tokens);
    return tokens;
  };
}

const ofText = once(estimateTokens);

/** Answers are estimated as the JSON that they are. */
const ofJson = once((text, vocabulary) => estimateJson(JSON.parse(text) as Json, vocabulary));

export interface Measured {
  readonly texts: number;
  /** Mean of the errors with their sign. */
  readonly bias: number;
  readonly median: number;
  readonly p95: number;
}

/** Sums of ten texts of a kind that follow each other: how far off a forecast of several answers is. */
const TOGETHER = 10;

const quantile = (sorted: readonly number[], p: number): number =>
  sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? 0;

export function measure(passages: readonly Passage[], vocabulary: Vocabulary, estimate: Estimate = estimateTokens): Measured {
  return summary(passages.map(({ text }) => estimate(text, vocabulary) / tokensOf(text, vocabulary) - 1));
}

function summary(errors: readonly number[]): Measured {
  const sizes = errors.map(Math.abs).sort((a, b) => a - b);
  return {
    texts: errors.length,
    bias: errors.reduce((all, error) => all + error, 0) / errors.length,
    median: quantile(sizes, 0.5),
    p95: quantile(sizes, 0.95),
  };
}

export type Length = 'prompts' | 'passages' | 'answers';

const TEXTS: Readonly<Record<Length, () => readonly Passage[]>> = { prompts, passages: testedOn, answers };

/** The errors of ten answers together. */
export function errorsTogether(kind: string, vocabulary: Vocabulary): Measured {
  const texts = answers().filter((passage) => passage.kind === kind);
  const estimates = texts.map(({ text }) => ofJson(text, vocabulary));
  const counts = texts.map(({ text }) => tokensOf(text, vocabulary));
  const sum = (numbers: readonly number[], from: number): number => numbers.slice(from, from + TOGETHER).reduce((a, b) => a + b, 0);
  const starts = Array.from({ length: Math.max(1, texts.length - TOGETHER + 1) }, (_, from) => from);
  return summary(starts.map((from) => sum(estimates, from) / sum(counts, from) - 1));
}

/** The errors of the texts of a length in one row; null without any such text. */
export function errorsOf(length: Length, kinds: readonly string[], vocabulary: Vocabulary): Measured | null {
  const some = TEXTS[length]().filter(({ kind }) => kinds.includes(kind));
  return some.length === 0 ? null : measure(some, vocabulary, length === 'answers' ? ofJson : ofText);
}

const percent = (share: number): string => `${Math.round(share * 100)}`;

const cell = (found: Measured | null): string => (found ? `${percent(found.median)}, ${percent(found.p95)}` : '–');

/** The table of docs/prompts.md for texts of a length: median error and 95th percentile in percent, by language and vocabulary. */
export function errorTable(length: Length): string {
  const rows = ROWS.map(({ name, kinds }) => [name, ...VOCABULARIES.map((vocabulary) => cell(errorsOf(length, kinds, vocabulary)))]);
  const lines = rows.filter(([, ...cells]) => cells.some((text) => text !== '–')).map((row) => `| ${row.join(' | ')} |`);
  return [`| ${length} | ${VOCABULARIES.join(' | ')} |`, '|---|---|---|---|---|', ...lines].join('\n');
}
