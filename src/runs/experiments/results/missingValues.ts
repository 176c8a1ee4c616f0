/** Runs that ended without a value. They are no part of a comparison, which can therefore mislead. */
import { grouped } from '../../../core/util/textPosition.js';

/** The runs of one arm of a comparison, or of an expectation, whose arm has no name. */
export interface ArmValues {
  readonly arm: string;
  /** Runs that ended, and those of them that have no value. */
  readonly runs: number;
  readonly without: number;
}

/** The largest share of runs without a value that biases a result little (Schulz and Grimes 2002, Lancet 359, 781). */
const MOST_WITHOUT = 0.05;

/**
 * Whether values are missing so that the others can mislead: in one arm more often than in another, or in more than 5 % of the runs. An
 * expectation has one arm; its own rule says what a run without a value means.
 */
export function canMislead(values: readonly ArmValues[]): boolean {
  const [first] = values;
  if (!first || values.length < 2) return false;
  const [without, runs] = [sumOf(values, ({ without: own }) => own), sumOf(values, ({ runs: own }) => own)];
  return values.some((one) => one.without !== first.without) || without > MOST_WITHOUT * runs;
}

/** For example `no value in 3 of 20 runs of long and 0 of 20 of short`; empty where all runs have one. */
export function withoutWords(values: readonly ArmValues[]): string {
  if (values.every(({ without }) => without === 0)) return '';
  const each = values.map(
    ({ arm, runs, without }, i) =>
      `${grouped(without)} of ${grouped(runs)}${i === 0 ? (runs === 1 ? ' run' : ' runs') : ''}${arm === '' ? '' : ` of ${arm}`}`,
  );
  return `no value in ${each.join(' and ')}`;
}

const sumOf = (values: readonly ArmValues[], of: (one: ArmValues) => number): number => values.reduce((sum, one) => sum + of(one), 0);
