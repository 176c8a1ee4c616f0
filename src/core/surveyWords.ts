/**
 * Summarises the answers to a survey in one line, as in `pulse: 12 answers, mean 4.5`. The terminal's transcript and the
 * panel's conversation use it if every agent is asked.
 */
import type { Json, JsonObject } from './util/json.js';

/** The most words of an item that are counted separately. */
const MOST_WORDS = 3;

/** `answers`: one record for each agent, of values by item. Free texts and lists are counted but not shown. */
export function surveyWords(survey: string, answers: readonly JsonObject[]): string {
  const items = [...new Set(answers.flatMap((one) => Object.keys(one)))];
  const valuesOf = (item: string): readonly Json[] =>
    answers.flatMap((one) => (one[item] === undefined || one[item] === null ? [] : [one[item]]));
  return surveyLine(
    survey,
    answers.length,
    items.map((item) => [item, valuesOf(item)]),
  );
}

/** The same for `n` answers, by the values of each item. Items are named if several have a summary. */
export function surveyLine(survey: string, n: number, items: readonly (readonly [item: string, values: readonly Json[]])[]): string {
  const told = items.map(([item, values]) => [item, valuesWords(values)] as const).filter(([, text]) => text !== '');
  const head = `${survey}: ${n} answer${n === 1 ? '' : 's'}`;
  if (told.length < 2) return [head, ...told.map(([, text]) => text)].join(', ');
  return `${head}; ${told.map((one) => one.join(' ')).join('; ')}`;
}

function valuesWords(values: readonly Json[]): string {
  if (values.length === 0) return '';
  if (values.every((value) => typeof value === 'number'))
    return `mean ${rounded(values.reduce((sum, value) => sum + value, 0) / values.length)}`;
  if (values.every((value) => typeof value === 'boolean')) return `yes ${values.filter(Boolean).length} of ${values.length}`;
  if (!values.every((value) => typeof value === 'string')) return '';
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  // Free sentences are not counted.
  if ([...counts.keys()].some((value) => value.length > LONGEST_WORD)) return '';
  const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, MOST_WORDS);
  const rest = counts.size - most.length;
  return `${most.map(([value, n]) => `${value} ${n}`).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

const LONGEST_WORD = 40;

const rounded = (value: number): string => String(Math.round(value * 100) / 100);
