/**
 * Tokens of texts in real vocabularies. Those of OpenAI are counted here. Those of other models were counted by their server, and
 * `test/fixtures/tokens/counted.json` has them (`node scripts/calibrate-tokens.mjs --count` writes it).
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { encode as o200k } from 'gpt-tokenizer/encoding/o200k_base';
import { encode as cl100k } from 'gpt-tokenizer/encoding/cl100k_base';
import type { Vocabulary } from '../../src/language/tokens/weights.js';
import { type Passage, sentences, testedOn } from './tokenCorpus.js';
import { answersOf } from './tokenPrompts.js';

/** The installed models (`npm run models`) whose servers count for a vocabulary. */
export const COUNTED = { smollm: 'smollm2', gemma: 'gemma3' } as const;
export type CountedVocabulary = keyof typeof COUNTED;

export const FILE = 'test/fixtures/tokens/counted.json';

interface Counted {
  /** Prompts by language: places of their parts in `parts`. */
  readonly prompts: { readonly [language: string]: readonly (readonly number[])[] };
  readonly parts: readonly string[];
  /** Tokens by the key of a text. */
  readonly tokens: { readonly [vocabulary in CountedVocabulary]: { readonly [key: string]: number } };
}

export const keyOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 8);

let read: Counted | undefined;
const counted = (): Counted => (read ??= JSON.parse(readFileSync(FILE, 'utf8')) as Counted);

/** Whole prompts, by language; the words of the library in them are English. */
export const prompts = (): readonly Passage[] =>
  Object.entries(counted().prompts).flatMap(([kind, all]) =>
    all.map((parts) => ({ kind, text: parts.map((part) => counted().parts[part]).join('\n\n') })),
  );

/** Answers by language, each about a sentence long. */
export const answers = (): readonly Passage[] =>
  [...sentences()].flatMap(([kind, lines]) => answersOf(lines).map((text) => ({ kind, text })));

/** Every text whose tokens are in the file. */
export const countedTexts = (): readonly string[] => [...testedOn(), ...prompts(), ...answers()].map(({ text }) => text);

const known = new Map<string, number>();

/** Tokens of a text. Throws for a text that no server has counted. */
export function tokensOf(text: string, vocabulary: Vocabulary): number {
  const key = `${vocabulary} ${text}`;
  const tokens = known.get(key) ?? countOf(text, vocabulary);
  known.set(key, tokens);
  return tokens;
}

function countOf(text: string, vocabulary: Vocabulary): number {
  if (vocabulary === 'o200k') return o200k(text).length;
  if (vocabulary === 'cl100k') return cl100k(text).length;
  const tokens = counted().tokens[vocabulary][keyOf(text)];
  if (tokens === undefined) throw new Error(`no count of '${text.slice(0, 40)}': node scripts/calibrate-tokens.mjs --count`);
  return tokens;
}
