/** How much of what varies comes from each crossed factor: variance components of a balanced design with one value in each cell. */
import { mean } from '../statistics/samples.js';

export interface Component {
  /** Name of the factor, or `rest` for what none of them explains: interactions and chance. */
  readonly factor: string;
  /** Variance, in the unit of the values squared. An estimate below 0 is given as 0. */
  readonly variance: number;
}

/** One value with its level of each factor, in the order of the factors. */
export interface Measured {
  readonly levels: readonly string[];
  readonly value: number;
}

/**
 * From the mean squares of an analysis of variance with random main effects (Searle, Casella and McCulloch 1992, Variance Components, §4).
 * Null unless there is one value in each combination of levels, and two levels of each of two factors or more.
 */
export function varianceComponents(factors: readonly string[], values: readonly Measured[]): readonly Component[] | null {
  const sizes = factors.map((_, f) => new Set(values.map(({ levels }) => levels[f])).size);
  const cells = sizes.reduce((product, size) => product * size, 1);
  const isWhole = new Set(values.map(({ levels }) => JSON.stringify(levels))).size === cells && values.length === cells;
  if (!isWhole || factors.length < 2 || sizes.some((size) => size < 2)) return null;
  const all = values.map(({ value }) => value);
  const middle = mean(all);
  const squares = (own: readonly number[]): number => own.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  const between = factors.map((_, f) => (cells / sizes[f]!) * squares([...meansBy(f, values).values()]));
  const restDf = cells - 1 - sizes.reduce((sum, size) => sum + size - 1, 0);
  const rest = Math.max(0, squares(all) - between.reduce((sum, own) => sum + own, 0)) / restDf;
  const found = factors.map((factor, f): Component => {
    const own = (between[f]! / (sizes[f]! - 1) - rest) / (cells / sizes[f]!);
    return { factor, variance: Math.max(0, own) };
  });
  return [...found, { factor: 'rest', variance: rest }];
}

function meansBy(factor: number, values: readonly Measured[]): ReadonlyMap<string, number> {
  const groups = new Map<string, number[]>();
  for (const { levels, value } of values) {
    const group = groups.get(levels[factor]!);
    if (group) group.push(value);
    else groups.set(levels[factor]!, [value]);
  }
  return new Map([...groups].map(([level, own]) => [level, mean(own)]));
}
