/**
 * Straight lines and bands as the `d` of an SVG path, with gaps where there is no value: as d3-shape makes them. With d3-shape
 * the panel would load 20 kB more, a twentieth of its script, before its first picture; a test compares the two. No page.
 */

export type Point = readonly [x: number, y: number];
/** A place of a band: its lower and its upper rim. */
export type Rims = readonly [x: number, low: number, high: number];

/** The line through points; null is a gap. A point between two gaps is a dot where lines have round ends. */
export const linePath = (points: readonly (Point | null)[]): string =>
  unbroken(points)
    .map((run) => (run.length === 1 ? `${through(run)}Z` : through(run)))
    .join('');

/** The area between two lines; null is a gap. */
export const bandPath = (rims: readonly (Rims | null)[]): string =>
  unbroken(rims)
    .map((run) => {
      const upper = run.map(([x, , high]): Point => [x, high]);
      const lower = run.map(([x, low]): Point => [x, low]);
      return `${through([...upper, ...lower.reverse()])}Z`;
    })
    .join('');

function unbroken<T>(list: readonly (T | null)[]): readonly (readonly T[])[] {
  const runs: T[][] = [];
  let run: T[] | null = null;
  for (const item of list) {
    if (item === null) run = null;
    else if (run) run.push(item);
    else runs.push((run = [item]));
  }
  return runs;
}

const through = (points: readonly Point[]): string => `M${points.map(([x, y]) => `${digits(x)},${digits(y)}`).join('L')}`;

/** Less is not seen. */
const digits = (value: number): number => Math.round(value * 1_000) / 1_000;
