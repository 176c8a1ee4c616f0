/**
 * Small multiples of a comparison: its arms by the factors that differ. The factor with the most levels is the axis of each
 * picture; each combination of the other factors has its own picture. Sampled arms have a picture for each factor. No page.
 */
import type { ExperimentArm, ExperimentCompared } from '../../src/protocol/experiment.js';

export interface Point {
  readonly label: string;
  /** Its value on a numeric axis; null in a picture of levels. */
  readonly x: number | null;
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}

export interface Facet {
  /** Levels that all its points have. */
  readonly levels: readonly (readonly [string, string])[];
  /** What varies within it. */
  readonly axis: string;
  readonly points: readonly Point[];
}

/** Arms above which numbers stand along an axis rather than in rows. */
const MANY = 16;

/** Means as they are drawn. */
type Means = readonly Pick<ExperimentCompared['arms'][number], 'arm' | 'n' | 'mean' | 'interval'>[];

export function facetsOf(arms: readonly ExperimentArm[], compared: { readonly arms: Means }): readonly Facet[] {
  const levelsOf = new Map(arms.map(({ id, levels }) => [id, levels]));
  const rows = compared.arms.map((one) => ({ ...one, levels: levelsOf.get(one.arm) ?? {} }));
  const factors = [...new Set(rows.flatMap(({ levels }) => Object.keys(levels)))];
  const distinct = (factor: string): number => new Set(rows.map(({ levels }) => levels[factor] ?? '')).size;
  const isNumeric = (factor: string): boolean => rows.every(({ levels }) => isNumber(levels[factor]));
  const point = (row: (typeof rows)[number], label: string, x: number | null): Point => ({
    ...{ label, x, n: row.n, mean: row.mean },
    ...{ low: row.interval?.low ?? null, high: row.interval?.high ?? null },
  });
  const drawn = factors.filter((factor) => distinct(factor) > MANY && isNumeric(factor));
  if (drawn.length > 0)
    return drawn.map((axis) => ({
      ...{ levels: [], axis },
      points: rows.map((row) => point(row, row.arm, Number(row.levels[axis]))).sort((a, b) => a.x! - b.x!),
    }));
  const axis = factors.reduce<string | null>((most, one) => (most === null || distinct(one) > distinct(most) ? one : most), null);
  if (axis === null) return [{ levels: [], axis: '', points: rows.map((row) => point(row, row.arm, null)) }];
  const others = factors.filter((factor) => factor !== axis && distinct(factor) > 1);
  const facets = new Map<string, { levels: Facet['levels']; points: Point[] }>();
  for (const row of rows) {
    const levels = others.map((factor) => [factor, row.levels[factor] ?? ''] as const);
    const key = JSON.stringify(levels);
    const facet = facets.get(key) ?? { levels, points: [] };
    facet.points.push(point(row, row.levels[axis] ?? row.arm, null));
    facets.set(key, facet);
  }
  return [...facets.values()].map((facet) => ({ ...facet, axis }));
}

const isNumber = (text: string | undefined): boolean => text !== undefined && text.trim() !== '' && Number.isFinite(Number(text));
