/**
 * Figures of an entry: the results of its expectations and oracles over the gallery's seeds. They are kept next to the page, so that the
 * page is written and checked without a new run, and a run of one seed can be compared with the stored figures.
 */
import type { Oracle } from '../../src/gallery/frontMatter.js';

/** Seeds that each expectation is played with at least. */
export const LEAST_SEEDS = 10;

/** An expectation of the file, and whether it held, as plain data. */
export interface Held {
  readonly scenario: string;
  readonly expectation: string;
  /** The expression, in one line. */
  readonly that: string;
  readonly passed: boolean;
  /** Seeds in which it held. */
  readonly held: readonly number[];
  /** In how many runs, and in how many of them it has to hold; null where their margins are judged. */
  readonly of: number;
  readonly least: number | null;
  /** The same for people. */
  readonly words: string;
}

/** An oracle's value at the end of each run of its scenario. */
export interface Values {
  readonly scenario: string;
  /** The expression. */
  readonly value: string;
  /** A number, or a text where there is none. */
  readonly runs: readonly (number | string)[];
}

export interface Figures {
  /** The first seed; the others follow it. */
  readonly from: number;
  readonly expected: readonly Held[];
  readonly values: readonly Values[];
}

/** The expectation of an oracle; null where the file has none. */
export const heldOf = ({ expected }: Figures, { scenario, expectation }: Oracle): Held | null =>
  expected.find((one) => one.scenario === scenario && one.expectation === expectation) ?? null;

/** The runs of an oracle's value; null where it names none, or none was played. */
export const valuesOf = ({ values }: Figures, { scenario, value }: Oracle): Values | null =>
  values.find((one) => one.scenario === scenario && one.value === value) ?? null;

/** As a file: a line for each expectation and each value. */
export const figuresText = ({ from, expected, values }: Figures): string =>
  `{\n"from": ${from},\n"expected": ${linesOf(expected)},\n"values": ${linesOf(values)}\n}\n`;

const linesOf = (items: readonly unknown[]): string =>
  items.length === 0 ? '[]' : `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]`;

/** The differences between a run of one seed and the stored figures; empty where they agree. */
export function differences(kept: Figures, sample: Figures): readonly string[] {
  const found: string[] = [];
  const seed = sample.from;
  for (const { scenario, expectation, that, held, of, least } of sample.expected) {
    const before = kept.expected.find((one) => one.scenario === scenario && one.expectation === expectation);
    if (before?.that !== that || before.of !== of || before.least !== least)
      found.push(`${scenario}.${expectation} is not among its figures`);
    else if (seed < kept.from + of && before.held.includes(seed) !== held.includes(seed))
      found.push(`${scenario}.${expectation} ${held.includes(seed) ? 'holds now' : 'does not hold now'} with seed ${seed}`);
  }
  for (const { scenario, value, runs } of sample.values) {
    const before = kept.values.find((one) => one.scenario === scenario && one.value === value);
    const was = before?.runs[seed - kept.from];
    if (!before) found.push(`the value ${value} of ${scenario} is not among its figures`);
    else if (was !== runs[0]) found.push(`${value} of ${scenario} is ${runs[0]} with seed ${seed}, and was ${was ?? 'not played'}`);
  }
  const isGone = (one: Held): boolean =>
    !sample.expected.some(({ scenario, expectation }) => scenario === one.scenario && expectation === one.expectation);
  const isGoneValue = (one: Values): boolean =>
    !sample.values.some(({ scenario, value }) => scenario === one.scenario && value === one.value);
  return [
    ...found,
    ...kept.expected.filter(isGone).map(({ scenario, expectation }) => `${scenario}.${expectation} is gone`),
    ...kept.values.filter(isGoneValue).map(({ scenario, value }) => `the value ${value} of ${scenario} is gone`),
  ];
}
