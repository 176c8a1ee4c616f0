/** Moving about the network by keys and by pointer: pure geometry over positions. */

export type Direction = 'left' | 'right' | 'up' | 'down';

/**
 * The agent one comes to from `from` in a direction: the nearest within a quarter turn, where straying sideways costs
 * double. Null at the rim.
 */
export function neighbourTowards(x: Float32Array, y: Float32Array, from: number, direction: Direction): number | null {
  const x0 = x[from] ?? 0;
  const y0 = y[from] ?? 0;
  let best: number | null = null;
  let least = Infinity;
  for (let i = 0; i < x.length; i++) {
    const dx = (x[i] ?? 0) - x0;
    const dy = (y[i] ?? 0) - y0;
    const along = direction === 'left' ? -dx : direction === 'right' ? dx : direction === 'up' ? -dy : dy;
    const aside = Math.abs(direction === 'left' || direction === 'right' ? dy : dx);
    if (i === from || along <= 0 || aside > along) continue;
    const cost = along + 2 * aside;
    if (cost < least) [best, least] = [i, cost];
  }
  return best;
}

/** The agent at a point in the units of positions; `scale` is how much larger nodes are drawn. The nearest centre wins. */
export function agentAt(
  x: Float32Array,
  y: Float32Array,
  radii: Float32Array,
  scale: number,
  px: number,
  py: number,
  slack: number,
): number | null {
  let best: number | null = null;
  let least = Infinity;
  for (let i = 0; i < x.length; i++) {
    const dx = (x[i] ?? 0) - px;
    const dy = (y[i] ?? 0) - py;
    const distance = Math.sqrt(dx * dx + dy * dy);
    if (distance <= (radii[i] ?? 0) * scale + slack && distance < least) [best, least] = [i, distance];
  }
  return best;
}

export interface Frame {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

/** The camera under which all agents and their names fit into the view. */
export function frameFor(x: Float32Array, y: Float32Array, radii: Float32Array, width: number, height: number, most: number): Frame {
  if (x.length === 0 || width <= 0 || height <= 0) return { k: 1, x: width / 2, y: height / 2 };
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < x.length; i++) {
    const r = radii[i] ?? 0;
    left = Math.min(left, (x[i] ?? 0) - r);
    right = Math.max(right, (x[i] ?? 0) + r);
    top = Math.min(top, (y[i] ?? 0) - r);
    bottom = Math.max(bottom, (y[i] ?? 0) + r);
  }
  const margin = { x: Math.min(56, width * 0.12), y: Math.min(48, height * 0.13) };
  const k = Math.min(most, (width - 2 * margin.x) / (right - left), (height - 2 * margin.y) / (bottom - top));
  return { k, x: width / 2 - (k * (left + right)) / 2, y: height / 2 - (k * (top + bottom)) / 2 };
}
