/** Fits the weights of the token estimate: least squares of the relative error, with equal weight for each kind of text. */
import { type Feature, featuresOf } from '../../src/language/tokens/features.js';
import type { Vocabulary } from '../../src/language/tokens/weights.js';
import { type Passage, fittedOn } from './tokenCorpus.js';

/** Features whose weight can be negative, because they correct another weight. */
const SIGNED = /[59]$|^(german|dutch|swedish|french|spanish|portuguese|italian|otherLatin|small|digits|contraction)$/;

/**
 * Tokens of a letter of a script without features of its own: between those of Georgian, Armenian, Khmer and Burmese. They
 * differ too much for the fit.
 */
const OTHER_LETTER: Readonly<Record<Vocabulary, number>> = { o200k: 0.6, cl100k: 2.2, gemma: 0.6, smollm: 2.5 };

const SWEEPS = 3000;

/** A change of the weights in one sweep that is too small to matter: weights are rounded to 0.01. */
const ENOUGH = 1e-4;

interface Row {
  /** Features, for one token of the text. */
  readonly x: readonly number[];
  readonly weight: number;
}

/** Tokens of a text in the vocabulary that the weights are for. */
export type Count = (text: string) => number;

function rowsOf(passages: readonly Passage[], count: Count): Row[] {
  const kinds = new Map<string, number>();
  for (const { kind } of passages) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return passages.flatMap(({ kind, text }) => {
    const tokens = count(text);
    if (tokens <= 5) return [];
    const weight = 1 / (kinds.get(kind) ?? 1);
    return [{ x: Object.values(featuresOf(text).features).map((n) => n / tokens), weight }];
  });
}

/** Weights by feature, by coordinate descent until they no longer change. */
export function fittedWeights(vocabulary: Vocabulary, count: Count): Map<Feature, number> {
  const names = Object.keys(featuresOf('').features) as Feature[];
  const rows = rowsOf(fittedOn(), count);
  const weights = names.map((name) => (name === 'letters' ? OTHER_LETTER[vocabulary] : 0.5));
  const guesses = rows.map(({ x }) => x.reduce((sum, count, i) => sum + count * (weights[i] ?? 0), 0));
  for (let sweep = 0, change = 1; sweep < SWEEPS && change > ENOUGH; sweep++) {
    change = 0;
    for (const [i, name] of names.entries())
      if (name !== 'letters') change = Math.max(change, improve(rows, guesses, weights, i, SIGNED.test(name)));
  }
  return new Map(names.map((name, i) => [name, Math.round((weights[i] ?? 0) * 100) / 100 + 0]));
}

/** Changes one weight to the best value, and returns the size of the change. */
function improve(rows: readonly Row[], guesses: number[], weights: number[], i: number, signed: boolean): number {
  const old = weights[i] ?? 0;
  let above = 0;
  let below = 1e-4;
  for (const [n, { x, weight }] of rows.entries()) {
    const count = x[i] ?? 0;
    above += weight * count * (1 - (guesses[n] ?? 0) + count * old);
    below += weight * count * count;
  }
  const found = signed ? above / below : Math.max(0, above / below);
  if (found === old) return 0;
  weights[i] = found;
  for (const [n, { x }] of rows.entries()) guesses[n] = (guesses[n] ?? 0) + (x[i] ?? 0) * (found - old);
  return Math.abs(found - old);
}
