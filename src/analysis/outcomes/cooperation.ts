/** Giving and getting over generations: the donor game's measures (arXiv 2412.10270). */
import { mean } from './opinion.js';

/** Mean of what the agents of each generation have at its end; null for one without agents. */
export const finalResources = (generations: readonly (readonly number[])[]): readonly (number | null)[] => generations.map(mean);

/** Mean share of what a donor had that it gave, 0..1; donors that had nothing are left out, null without others. */
export const donationShare = (gifts: readonly { readonly had: number; readonly gave: number }[]): number | null =>
  mean(gifts.filter(({ had }) => had > 0).map(({ had, gave }) => gave / had));

/** Change of a series a step, by least squares over the positions that have a value; null with fewer than two. */
export function slope(series: readonly (number | null)[]): number | null {
  const points = series.flatMap((y, x) => (y === null ? [] : [[x, y] as const]));
  if (points.length < 2) return null;
  const [mx, my] = [mean(points.map(([x]) => x))!, mean(points.map(([, y]) => y))!];
  const xx = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  return points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / xx;
}
