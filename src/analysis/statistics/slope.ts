/** How a series changes a step. Apart from `samples.ts`, whose mean treats equal values specially. */
import { mean } from '../../core/util/numbers.js';

/** Change of a series a step, by least squares over the positions that have a value; null with fewer than two. */
export function slope(series: readonly (number | null)[]): number | null {
  const points = series.flatMap((y, x) => (y === null ? [] : [[x, y] as const]));
  if (points.length < 2) return null;
  const [mx, my] = [mean(points.map(([x]) => x))!, mean(points.map(([, y]) => y))!];
  const xx = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  return points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / xx;
}
