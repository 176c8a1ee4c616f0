/** Fits the weights of the token estimate: least squares of the relative error, with equal weight for each kind of text. */
import { type Feature, featuresOf } from '../../src/language/tokens.js';
import { type Passage, testedOn, tokensOf, fittedOn } from './tokenCorpus.js';
import { measure, STATED } from './tokenErrors.js';

/** Languages with less weight, because fewer societies use them. */
const LESS: ReadonlySet<string> = new Set(['dutch', 'swedish', 'polish', 'turkish', 'ukrainian', 'bengali', 'greek', 'thai', 'hebrew']);

/** Features whose weight can be negative, because they correct another weight. */
const SIGNED = /9$|^romance$|^germanic$|^otherLatin$/;

/** Scripts without any text in the fit: set by hand. */
const FIXED: ReadonlyMap<string, number> = new Map([['letters', 0.6]]);

const SWEEPS = 3000;

interface Row {
  /** Features, for one token of the text. */
  readonly x: readonly number[];
  readonly weight: number;
}

function rowsOf(passages: readonly Passage[]): Row[] {
  const kinds = new Map<string, number>();
  for (const { kind } of passages) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return passages.flatMap(({ kind, text }) => {
    const tokens = tokensOf(text);
    if (tokens <= 5) return [];
    const weight = (LESS.has(kind) ? 0.3 : 1) / Math.sqrt(kinds.get(kind) ?? 1);
    return [{ x: Object.values(featuresOf(text)).map((count) => count / tokens), weight }];
  });
}

/** Weights by feature, by coordinate descent until they no longer change. */
export function fittedWeights(): Map<Feature, number> {
  const names = Object.keys(featuresOf('')) as Feature[];
  const rows = rowsOf(fittedOn());
  const weights = names.map((name) => FIXED.get(name) ?? 0.5);
  const guesses = rows.map(({ x }) => x.reduce((sum, count, i) => sum + count * (weights[i] ?? 0), 0));
  for (let sweep = 0; sweep < SWEEPS; sweep++)
    for (const [i, name] of names.entries()) if (!FIXED.has(name)) improve(rows, guesses, weights, i, SIGNED.test(name));
  return new Map(names.map((name, i) => [name, Math.round((weights[i] ?? 0) * 100) / 100 + 0]));
}

function improve(rows: readonly Row[], guesses: number[], weights: number[], i: number, signed: boolean): void {
  const old = weights[i] ?? 0;
  let above = 0;
  let below = 1e-4;
  for (const [n, { x, weight }] of rows.entries()) {
    const count = x[i] ?? 0;
    above += weight * count * (1 - (guesses[n] ?? 0) + count * old);
    below += weight * count * count;
  }
  const found = signed ? above / below : Math.max(0, above / below);
  if (found === old) return;
  weights[i] = found;
  for (const [n, { x }] of rows.entries()) guesses[n] = (guesses[n] ?? 0) + (x[i] ?? 0) * (found - old);
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`.padStart(8);

/** A line for each kind, then one for each group as src/language/tokens.ts states them. */
export async function errorTable(): Promise<string> {
  const passages = await testedOn();
  const line = (name: string, kinds: readonly string[]): string => {
    const { passages: n, bias, middle, most, older } = measure(passages.filter(({ kind }) => kinds.includes(kind)));
    return `${name.padEnd(14)} ${String(n).padStart(4)} ${percent(bias)} ${percent(middle)} ${percent(most)}   ${older.toFixed(2)}`;
  };
  return [
    'kind              n     bias   middle   95/100  older vocabulary',
    ...[...new Set(passages.map(({ kind }) => kind))].sort().map((kind) => line(kind, [kind])),
    '',
    ...STATED.map(({ kinds }) => line(`${kinds[0]} …`, kinds)),
  ].join('\n');
}
