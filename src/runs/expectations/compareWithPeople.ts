/**
 * Compares final values of agents with survey data: one value of each agent at the end of runs, and one of each person from a table.
 * The distance of two distributions does not explain its cause.
 */
import { divergence, rmse, wasserstein } from '../../analysis/statistics/distances.js';
import { intervalOfDifference } from '../../analysis/statistics/meanInterval.js';
import type { Interval } from '../../analysis/statistics/resampling.js';
import { mean, variance } from '../../analysis/statistics/samples.js';
import { kolmogorovSmirnov } from '../../analysis/statistics/twoSampleTests.js';
import { Timeline } from '../../core/events/timeline.js';
import { modelAt, scopeOf, type Table } from '../../engine/index.js';
import { compileExpression, ExprFault, type Value } from '../../expr/index.js';
import type { RecordedRun } from '../live/recordedRun.js';

/** Numbers, or words, of one side; never both. */
interface Side {
  readonly values: readonly (number | string)[];
  /** Entries without a value. */
  readonly missing: number;
}

export interface Described {
  readonly n: number;
  readonly missing: number;
  readonly mean: number;
  /** Standard deviation, with denominator n − 1. */
  readonly sd: number;
}

export type BesidePeople =
  | {
      readonly kind: 'numbers';
      readonly agents: Described;
      readonly people: Described;
      /** Runs that the agents come from. */
      readonly runs: number;
      /**
       * Mean of the agents minus mean of the people, with its 95 % interval by Welch's t; null where nothing varies. Agents of one run
       * depend on one another, so with several runs each run counts as one value: the mean of its agents.
       */
      readonly difference: number;
      readonly interval: Interval | null;
      /** Distance of the distributions, in the unit of the values. */
      readonly wasserstein: number;
      /**
       * Largest difference of the cumulative shares, and the p value of the two-sample test. The p value is null for
       * several runs, because it assumes that all agents are independent.
       */
      readonly ks: { readonly d: number; readonly p: number | null };
    }
  | {
      readonly kind: 'words';
      readonly agents: { readonly n: number; readonly missing: number };
      readonly people: { readonly n: number; readonly missing: number };
      readonly shares: readonly { readonly word: string; readonly agents: number; readonly people: number }[];
      /** Root of the mean squared difference of shares. */
      readonly rmse: number;
      /** Divergence of the agents' shares from the people's, in nats; infinite where agents give an answer that no person gave. */
      readonly divergence: number;
    };

/** The values of an expression, such as `all.map(a => a.trust)`, at the end of a run. Throws a message where it has none. */
export function valuesAtEnd({ model, events }: Pick<RecordedRun, 'model' | 'events'>, source: string): Side {
  const compiled = compileExpression(source);
  if (!compiled.ok) throw new Error(`\`${source}\`: ${compiled.errors[0]?.message ?? 'this is not a valid expression'}`);
  const { head } = Timeline.of(events);
  let value: Value;
  try {
    value = compiled.run(scopeOf(modelAt(model, head.seq), head));
  } catch (error) {
    if (error instanceof ExprFault) throw new Error(`\`${source}\`: ${error.message}`);
    throw error;
  }
  if (!Array.isArray(value)) throw new Error(`\`${source}\` is not a list. Write one value for each agent, as in all.map(a => a.trust).`);
  return sideOf(value, `\`${source}\``);
}

/** A column of a table of people. */
export function columnOf({ name, columns, rows }: Pick<Table, 'name' | 'columns' | 'rows'>, column: string): Side {
  if (!columns.includes(column)) throw new Error(`${name} has no column \`${column}\`. It has ${columns.join(', ')}.`);
  return sideOf(
    rows.map(({ cells }) => cells[column] ?? null),
    `${name}, column \`${column}\``,
  );
}

/** The values of several runs in one list. Throws where some runs have numbers and others words. */
const sidesTogether = (sides: readonly Side[]): Side => ({
  values: ofOneKind(
    sides.flatMap(({ values }) => values),
    'The list of agents’ values',
  ),
  missing: sides.reduce((sum, { missing }) => sum + missing, 0),
});

function sideOf(entries: readonly unknown[], where: string): Side {
  const values = entries.flatMap((entry) => (typeof entry === 'boolean' ? [String(entry)] : isValue(entry) && entry !== '' ? [entry] : []));
  if (values.length === 0) throw new Error(`${where} has no values.`);
  return { values: ofOneKind(values, where), missing: entries.length - values.length };
}

function ofOneKind(values: Side['values'], where: string): Side['values'] {
  if (new Set(values.map((value) => typeof value)).size > 1) throw new Error(`${where} has both numbers and words.`);
  return values;
}

const isValue = (entry: unknown): entry is number | string => typeof entry === 'number' || typeof entry === 'string';

/** `runs`: the agents of each run. Throws where one side has numbers and the other words. */
export function compareWithPeople(runs: readonly Side[], people: Side): BesidePeople {
  const agents = sidesTogether(runs);
  const [ours, theirs] = [numbersOf(agents), numbersOf(people)];
  if (ours && theirs) return numbersBeside(ours, theirs, runs, people);
  if (ours || theirs) throw new Error(`The agents have ${ours ? 'numbers' : 'words'}, the people ${theirs ? 'numbers' : 'words'}.`);
  return wordsBeside(agents, people);
}

const numbersOf = ({ values }: Side): readonly number[] | null =>
  values.every((value): value is number => typeof value === 'number') ? values : null;

function numbersBeside(ours: readonly number[], theirs: readonly number[], runs: readonly Side[], people: Side): BesidePeople {
  const { statistic: d, p } = kolmogorovSmirnov(ours, theirs)!;
  const described = (values: readonly number[], missing: number): Described => ({
    ...{ n: values.length, missing, mean: mean(values), sd: Math.sqrt(variance(values)) },
  });
  // With one run, nothing shows how much runs vary: its agents are all the data.
  const independent = runs.length > 1 ? runs.map((run) => mean(numbersOf(run) ?? [])) : ours;
  return {
    kind: 'numbers',
    runs: runs.length,
    agents: described(
      ours,
      runs.reduce((sum, { missing }) => sum + missing, 0),
    ),
    people: described(theirs, people.missing),
    difference: mean(independent) - mean(theirs),
    interval: intervalOfDifference(independent, theirs, false),
    wasserstein: wasserstein(ours, theirs)!,
    ks: { d, p: runs.length > 1 ? null : p },
  };
}

function wordsBeside(agents: Side, people: Side): BesidePeople {
  const words = [...new Set([...people.values, ...agents.values].map(String))].sort();
  const shareIn = ({ values }: Side) => words.map((word) => values.filter((value) => value === word).length / values.length);
  const [ours, theirs] = [shareIn(agents), shareIn(people)];
  const counted = ({ values, missing }: Side) => ({ n: values.length, missing });
  return {
    kind: 'words',
    ...{ agents: counted(agents), people: counted(people) },
    shares: words.map((word, i) => ({ word, agents: ours[i]!, people: theirs[i]! })),
    rmse: rmse(ours, theirs)!,
    divergence: divergence(ours, theirs),
  };
}
