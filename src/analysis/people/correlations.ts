/** How answers hang together: the correlation of each pair of answers, among agents and among people. */
import { rmse } from '../statistics/distances.js';
import { pearson } from './matchedPairs.js';
import { polychoric } from './polychoric.js';
import type { AnswerKind } from './compareAnswers.js';
import type { Answers } from './weightedAnswers.js';

/** One answer of both sides: the rows of a side are the same in each answer. */
interface StructuredAnswer {
  readonly id: string;
  readonly kind: AnswerKind;
  readonly agents: Answers;
  readonly people: Answers;
}

interface ComparedCorrelation {
  readonly one: string;
  readonly other: string;
  readonly method: 'polychoric' | 'pearson';
  readonly agents: number;
  readonly people: number;
}

export interface Structure {
  readonly pairs: readonly ComparedCorrelation[];
  /** The root of the mean squared difference of the correlations. */
  readonly rmse: number;
  /** The correlation of the correlations; null of fewer than three, and where they do not vary. */
  readonly correlation: number | null;
}

/** Numbers with at most so many whole values are taken as steps. */
const MOST_STEPS = 10;

/** Pairs of more answers than this are not computed. */
const MOST_ANSWERS = 30;

/** Answers without an order are left out. Null where no pair varies on both sides. */
export function compareStructure(answers: readonly StructuredAnswer[]): Structure | null {
  const kept = answers.filter(({ kind }) => kind.words === null || kind.isOrdered).slice(0, MOST_ANSWERS);
  const steps = kept.map(stepsOf);
  const pairs = kept.flatMap((one, i) =>
    kept.slice(i + 1).flatMap((other, d): readonly ComparedCorrelation[] => {
      const [mine, its] = [steps[i]!, steps[i + 1 + d]!];
      const both = mine && its ? { mine, its } : null;
      const of = (a: Answers, b: Answers): number | null => (both ? polychoric(tableOf(a, b, both.mine, both.its)) : rowwise(a, b));
      const [agents, people] = [of(one.agents, other.agents), of(one.people, other.people)];
      return agents === null || people === null
        ? []
        : [{ one: one.id, other: other.id, method: both ? 'polychoric' : 'pearson', agents, people }];
    }),
  );
  if (pairs.length === 0) return null;
  const [ours, theirs] = [pairs.map(({ agents }) => agents), pairs.map(({ people }) => people)];
  return {
    pairs,
    rmse: rmse(ours, theirs)!,
    correlation: pairs.length < 3 ? null : pearson(ours, theirs),
  };
}

/** The steps of an answer from low to high; null where it is a number with many values. */
function stepsOf({ kind, agents, people }: StructuredAnswer): readonly number[] | null {
  if (kind.words !== null) return kind.words.map((_, code) => code);
  const found = new Set<number>();
  for (const { values } of [agents, people])
    for (const value of values) {
      if (Number.isNaN(value)) continue;
      found.add(value);
      if (found.size > MOST_STEPS || !Number.isInteger(value)) return null;
    }
  return [...found].sort((a, b) => a - b);
}

/** Rows with both answers. */
function* rowsWithBoth(a: Answers, b: Answers): Generator<number> {
  for (let i = 0; i < a.values.length; i++) if (a.weights[i]! > 0 && !Number.isNaN(a.values[i]!) && !Number.isNaN(b.values[i]!)) yield i;
}

function tableOf(a: Answers, b: Answers, rows: readonly number[], columns: readonly number[]): readonly (readonly number[])[] {
  const [rowOf, columnOf] = [placesOf(rows), placesOf(columns)];
  const table = rows.map(() => new Array<number>(columns.length).fill(0));
  for (const i of rowsWithBoth(a, b)) table[rowOf.get(a.values[i]!)!]![columnOf.get(b.values[i]!)!]! += a.weights[i]!;
  return table;
}

const placesOf = (values: readonly number[]): ReadonlyMap<number, number> => new Map(values.map((value, i) => [value, i]));

function rowwise(a: Answers, b: Answers): number | null {
  const rows = [...rowsWithBoth(a, b)];
  if (rows.length < 3) return null;
  return pearson(
    rows.map((i) => a.values[i]!),
    rows.map((i) => b.values[i]!),
    rows.map((i) => a.weights[i]!),
  );
}
