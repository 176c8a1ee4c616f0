/** Places in a text. Lines and characters count from 0, characters in UTF-16 units, as in editors. */

import { t } from './l10n.js';

export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Half open: `end` is the first position after the range. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A range in a named source (a URI as text). */
export interface Span {
  readonly source: string;
  readonly range: Range;
}

/** Whole numbers in order, as in `1–20, 33`. */
export function ranges(values: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const value of [...values].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && value === last[1] + 1) last[1] = value;
    else runs.push([value, value]);
  }
  return runs.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join(', ');
}

/** A mind in a sentence: `the built-in mind (rule-based)`. Names of models get no article. */
export function withArticle(mind: string): string {
  const version = /^built-in mind \(rule-based(?:, (.+))?\)$/.exec(mind);
  if (version?.[1] !== undefined) return t('the built-in mind (rule-based, {0})', version[1]);
  if (version) return t('the built-in mind (rule-based)');
  const random = /^random mind \(null, (.+)\)$/.exec(mind)?.[1];
  if (random !== undefined) return t('the random mind (null, {0})', random);
  return /^(built-in|random) mind/.test(mind) ? t('the {0}', mind) : mind;
}

/** A whole number with commas: `3,473`. */
export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',');

/** A number with up to four digits after the point, or three significant digits where it is smaller. */
export const figureText = (value: number): string =>
  String(Math.abs(value) >= 0.001 || value === 0 ? Math.round(value * 1e4) / 1e4 : Number(value.toPrecision(3)));

/** A number with up to three digits after the point, or two significant digits where it is smaller. What is 0 but for rounding is `0`. */
export function shortFigure(value: number): string {
  if (Math.abs(value) < 1e-9) return '0';
  return String(Math.abs(value) >= 0.01 ? Math.round(value * 1000) / 1000 : Number(value.toPrecision(2)));
}
