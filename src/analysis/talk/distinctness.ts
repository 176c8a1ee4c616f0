/**
 * How far apart people are by what they answer: the check, before a run, that personas are really distinct. That there is
 * such a check is of Schneider, Tian and Rizoiu 2025 (arXiv 2510.19299), whose questions and measure were not found; this
 * one is Gower's general coefficient.
 */
import { similarity, words } from './lexical.js';

/** An answer: a number, yes or no, a word, a text of several words, several words, or none. */
export type Answer = number | boolean | string | readonly string[] | null;

/** Answers of one person by question. */
export type Answers = { readonly [question: string]: Answer };

export interface Distinctness {
  /** Mean distance over pairs of people, 0..1. */
  readonly mean: number;
  /** Distance of the nearest pair, 0..1, and their places in the list; of equal ones the first. */
  readonly least: number;
  readonly nearest: readonly [number, number];
  /** How many people were compared with each other. */
  readonly people: number;
}

/** By question that offers words to choose one from: those words. */
export type Options = ReadonlyMap<string, ReadonlySet<string>>;

const nothing: Options = new Map();

/** People up to whom all pairs are compared; of more, this many are, evenly spaced in the list. */
export const COMPARED_PEOPLE = 1000;

/**
 * Distances between people (Gower 1971): of two people the mean, over the questions that both answered, of the distance
 * of their answers, which is 0..1. Numbers: |a − b| over the range of what all answered. Yes or no, and words: 0 for the
 * same, else 1. Several words: 1 less what two have in common over what they have together (Jaccard). Texts of several
 * words: 1 less the cosine of their sets of words, unless the question offered them as `options`, which are words. Null with fewer than two people, or where no two answered the same question.
 */
export function distinctness(people: readonly Answers[], options: Options = nothing): Distinctness | null {
  const step = Math.max(1, people.length / COMPARED_PEOPLE);
  const places = Array.from({ length: Math.min(people.length, COMPARED_PEOPLE) }, (_, i) => Math.floor(i * step));
  const some = places.map((place) => people[place]!);
  const ranges = rangesOf(some);
  let [sum, pairs, least] = [0, 0, Infinity];
  let nearest: readonly [number, number] = [0, 0];
  for (let j = 1; j < some.length; j++)
    for (let i = 0; i < j; i++) {
      const between = distance(some[i]!, some[j]!, ranges, options);
      if (between === null) continue;
      sum += between;
      pairs++;
      if (between < least) [least, nearest] = [between, [places[i]!, places[j]!]];
    }
  return pairs === 0 ? null : { mean: sum / pairs, least, nearest, people: some.length };
}

/** Largest less smallest number that was answered, by question. */
function rangesOf(people: readonly Answers[]): ReadonlyMap<string, number> {
  const ends = new Map<string, readonly [number, number]>();
  for (const answers of people)
    for (const [question, answer] of Object.entries(answers)) {
      if (typeof answer !== 'number') continue;
      const [low, high] = ends.get(question) ?? [answer, answer];
      ends.set(question, [Math.min(low, answer), Math.max(high, answer)]);
    }
  return new Map([...ends].map(([question, [low, high]]) => [question, high - low]));
}

function distance(a: Answers, b: Answers, ranges: ReadonlyMap<string, number>, options: Options): number | null {
  let [sum, shared] = [0, 0];
  for (const [question, one] of Object.entries(a)) {
    const other = b[question] ?? null;
    if (one === null || other === null) continue;
    sum += apart(one, other, ranges.get(question) ?? 0, options.get(question));
    shared++;
  }
  return shared === 0 ? null : sum / shared;
}

type Given = Exclude<Answer, null>;
const isList = (answer: Given): answer is readonly string[] => Array.isArray(answer);

function apart(one: Given, other: Given, range: number, options: ReadonlySet<string> | undefined): number {
  if (typeof one === 'number' && typeof other === 'number') return range === 0 ? 0 : Math.abs(one - other) / range;
  if (isList(one) && isList(other)) return 1 - inCommon(new Set(one), new Set(other));
  if (one === other) return 0;
  if (typeof one !== 'string' || typeof other !== 'string' || !(one.includes(' ') && other.includes(' '))) return 1;
  if (options?.has(one) && options.has(other)) return 1;
  return 1 - similarity(words(one), new Set(words(other)));
}

function inCommon(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 && other.size === 0) return 1;
  const both = [...one].filter((word) => other.has(word)).length;
  return both / (one.size + other.size - both);
}
