/**
 * The mean of values that share levels of several random factors, such as seeds, wordings and personas, and how much of what varies comes
 * from each. The packages of this project fit no such models, so the likelihood is ours.
 */
import { ln } from '../../core/util/math.js';
import { inverted } from './matrices.js';
import type { Interval } from './resampling.js';
import { isRounding, mean } from './samples.js';
import { tQuantile } from './studentT.js';

/** A value with its level of each factor. A nested factor has levels of its own in each level of the outer one, as in `seed 3, persona 2`. */
interface NestedValue {
  readonly value: number;
  readonly levels: readonly string[];
}

interface NestedMean {
  readonly mean: number;
  /** Of each factor, in the order of the levels, and of what is left; in the unit of the values squared. */
  readonly components: readonly number[];
  readonly rest: number;
  /** Standard error, in the unit of the values. */
  readonly error: number;
  /** 1 or more. */
  readonly df: number;
  /** 95 %. */
  readonly interval: Interval;
}

/**
 * The mean of a model with random intercepts, by restricted maximum likelihood in its profiled form (Bates, Mächler, Bolker and Walker 2015,
 * J. Stat. Softw. 67(1), §3.4), for layouts that are crossed or nested, balanced or not. Its degrees of freedom are those of
 * Satterthwaite (1946, Biometrics Bull. 2, 110), from the curvature of the likelihood without components that are 0, and at most one less
 * than the levels of any factor whose component is above 0. Null where a factor has fewer than two levels or as many as there are values,
 * and where nothing is left that factors do not explain.
 */
export function nestedMean(values: readonly NestedValue[]): NestedMean | null {
  const all = values.map(({ value }) => value);
  const middle = mean(all);
  const scale = Math.sqrt(all.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (all.length - 1));
  if (all.length < 3 || isRounding(scale, all)) return null;
  const layout = layoutOf(values.map((one) => ({ ...one, value: (one.value - middle) / scale })));
  if (layout.sizes.some((size) => size < 2 || size >= all.length)) return null;
  const ratios = bestRatios(layout);
  // Without a rest the likelihood has no maximum, and the largest ratio that is looked at says nothing.
  if (ratios.some((ratio) => ratio > 0.9 * MOST_RATIO)) return null;
  const { b, squares, precision } = solved(layout, ratios);
  const rest = squares / (all.length - 1);
  const components = ratios.map((ratio) => rest * ratio * ratio);
  const variance = rest / precision;
  const error = scale * Math.sqrt(variance);
  const least = Math.min(...components.flatMap((one, f) => (one > 0 ? [layout.sizes[f]! - 1] : [])), all.length - 1);
  const df = Math.max(1, Math.min(least, satterthwaite(layout, [...components, rest], variance)));
  const whole = middle + scale * b;
  const half = tQuantile(df) * error;
  const unit = scale * scale;
  return {
    ...{ mean: whole, components: components.map((one) => one * unit), rest: rest * unit, error, df },
    interval: { low: whole - half, high: whole + half },
  };
}

interface Layout {
  readonly y: readonly number[];
  /** Of each factor, its number of levels, and the level of each value. */
  readonly sizes: readonly number[];
  readonly levels: readonly (readonly number[])[];
  /** The factor with the most levels, whose block of the equations is diagonal and is eliminated first. */
  readonly widest: number;
}

function layoutOf(values: readonly NestedValue[]): Layout {
  const factors = values[0]!.levels.map((_, f) => {
    const names = new Map<string, number>();
    const own = values.map(({ levels }) => {
      const name = levels[f]!;
      if (!names.has(name)) names.set(name, names.size);
      return names.get(name)!;
    });
    return { own, size: names.size };
  });
  const sizes = factors.map(({ size }) => size);
  return { y: values.map(({ value }) => value), sizes, levels: factors.map(({ own }) => own), widest: sizes.indexOf(Math.max(...sizes)) };
}

interface Solved {
  readonly b: number;
  /** Penalised sum of squares. */
  readonly squares: number;
  /** Of the mean, in units of one over the residual variance. */
  readonly precision: number;
  /** Logarithm of the determinant of the penalised equations. */
  readonly logs: number;
}

/** The penalised least squares of the model at these ratios of standard deviations to that of the rest. */
function solved({ y, sizes, levels, widest }: Layout, ratios: readonly number[]): Solved {
  const n = y.length;
  const wide = ratios[widest]!;
  // Columns of all other factors, the mean, and y.
  const starts: number[] = [];
  let k = 0;
  for (const [f, size] of sizes.entries()) {
    starts.push(k);
    if (f !== widest) k += size;
  }
  const width = k + 2;
  const inner = Array.from({ length: width }, (_, i) => Float64Array.from({ length: width }, (_, j) => (i === j && i < k ? 1 : 0)));
  const outer = Array.from({ length: sizes[widest]! }, () => new Float64Array(width));
  const diagonal = new Float64Array(sizes[widest]!).fill(1);
  const at = sizes.length - 1;
  const columns = new Int32Array(at + 2);
  const entries = new Float64Array(at + 2);
  for (let v = 0; v < n; v++) {
    let c = 0;
    for (let f = 0; f < sizes.length; f++) {
      if (f === widest) continue;
      columns[c] = starts[f]! + levels[f]![v]!;
      entries[c++] = ratios[f]!;
    }
    columns[c] = k;
    entries[c++] = 1;
    columns[c] = k + 1;
    entries[c] = y[v]!;
    const level = levels[widest]![v]!;
    diagonal[level]! += wide * wide;
    for (let i = 0; i <= at + 1; i++) {
      outer[level]![columns[i]!]! += wide * entries[i]!;
      for (let j = 0; j <= at + 1; j++) inner[columns[i]!]![columns[j]!]! += entries[i]! * entries[j]!;
    }
  }
  let logs = 0;
  for (const [level, row] of outer.entries()) {
    logs += ln(diagonal[level]!);
    for (let i = 0; i < width; i++) for (let j = 0; j < width; j++) inner[i]![j]! -= (row[i]! * row[j]!) / diagonal[level]!;
  }
  for (let c = 0; c <= k; c++) {
    const pivot = inner[c]![c]!;
    if (c < k) logs += ln(pivot);
    for (let i = c + 1; i < width; i++) {
      const times = inner[i]![c]! / pivot;
      for (let j = c; j < width; j++) inner[i]![j]! -= times * inner[c]![j]!;
    }
  }
  return { b: inner[k]![k + 1]! / inner[k]![k]!, squares: Math.max(0, inner[k + 1]![k + 1]!), precision: inner[k]![k]!, logs };
}

/** Less twice the restricted log-likelihood at its best rest, without constants. */
function profiled(layout: Layout, ratios: readonly number[]): number {
  const { logs, precision, squares } = solved(layout, ratios);
  return logs + ln(precision) + (layout.y.length - 1) * ln(Math.max(squares, 1e-300));
}

/** The same at a given rest. `components`: those of the factors and of the rest. */
function deviance(layout: Layout, components: readonly number[]): number {
  const rest = components.at(-1)!;
  const { logs, precision, squares } = solved(
    layout,
    components.slice(0, -1).map((one) => Math.sqrt(one / rest)),
  );
  return logs + ln(precision) + (layout.y.length - 1) * ln(rest) + squares / rest;
}

/** Ratios of standard deviations that are looked at. */
const MOST_RATIO = 1000;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** One ratio after the other, each by golden sections of ratio / (1 + ratio), until none changes. */
function bestRatios(layout: Layout): readonly number[] {
  const ratios = layout.sizes.map(() => 1);
  for (let round = 0; round < 200; round++) {
    let moved = 0;
    for (const [f, before] of ratios.entries()) {
      const at = (share: number): number => profiled(layout, ratios.with(f, share / (1 - share)));
      let [low, high] = [0, MOST_RATIO / (1 + MOST_RATIO)];
      if (round > 0) {
        const share = before / (1 + before);
        const reach = round === 1 ? 0.1 : 0.02;
        [low, high] = [Math.max(0, share - reach), Math.min(high, share + reach)];
      }
      let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
      let [ofLeft, ofRight] = [at(left), at(right)];
      while (high - low > 1e-9) {
        if (ofLeft <= ofRight) {
          [high, right, ofRight] = [right, left, ofLeft];
          left = high - GOLDEN * (high - low);
          ofLeft = at(left);
        } else {
          [low, left, ofLeft] = [left, right, ofRight];
          right = low + GOLDEN * (high - low);
          ofRight = at(right);
        }
      }
      const share = low < 1e-3 && at(0) <= Math.min(ofLeft, ofRight) + 1e-9 ? 0 : (low + high) / 2;
      ratios[f] = share / (1 - share);
      moved = Math.max(moved, Math.abs(ratios[f] - before) / (1 + before));
    }
    if (moved < 1e-7) break;
  }
  return ratios;
}

/** 2 V² over the variance of V, where V is the variance of the mean, by the curvature of the deviance in the components above 0. */
function satterthwaite(layout: Layout, components: readonly number[], variance: number): number {
  const free = components.flatMap((one, i) => (one > 0 ? [i] : []));
  const moved = (...steps: readonly (readonly [index: number, by: number])[]): readonly number[] =>
    steps.reduce<readonly number[]>((all, [i, by]) => all.with(i, all[i]! + by), components);
  const stepOf = (i: number): number => 1e-3 * components[i]!;
  const varianceAt = (at: readonly number[]): number => {
    const rest = at.at(-1)!;
    return (
      rest /
      solved(
        layout,
        at.slice(0, -1).map((one) => Math.sqrt(one / rest)),
      ).precision
    );
  };
  const gradient = free.map((i) => (varianceAt(moved([i, stepOf(i)])) - varianceAt(moved([i, -stepOf(i)]))) / (2 * stepOf(i)));
  const curvature = free.map((i) =>
    free.map((j) => {
      const [a, b] = [stepOf(i), stepOf(j)];
      const at = (x: number, y: number): number => deviance(layout, moved([i, x * a], [j, y * b]));
      return (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * a * b);
    }),
  );
  const spread = inverted(curvature);
  const own = spread ? 2 * gradient.reduce((sum, g, i) => sum + g * gradient.reduce((part, h, j) => part + h * spread[i]![j]!, 0), 0) : 0;
  return own > 0 ? (2 * variance * variance) / own : 1;
}
