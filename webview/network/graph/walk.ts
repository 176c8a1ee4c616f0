/** Navigation in the network with keys and pointer: pure geometry over positions. */

export type Direction = 'left' | 'right' | 'up' | 'down';

/**
 * The next agent from `from` in a direction: the nearest one within a quarter turn, where sideways distance counts double. Agents
 * that are away are skipped. Null at the rim.
 */
export function neighbourTowards(
  x: Float32Array,
  y: Float32Array,
  from: number,
  direction: Direction,
  away: (agent: number) => boolean = () => false,
): number | null {
  const x0 = x[from] ?? 0;
  const y0 = y[from] ?? 0;
  let best: number | null = null;
  let least = Infinity;
  for (let i = 0; i < x.length; i++) {
    const dx = (x[i] ?? 0) - x0;
    const dy = (y[i] ?? 0) - y0;
    const along = direction === 'left' ? -dx : direction === 'right' ? dx : direction === 'up' ? -dy : dy;
    const aside = Math.abs(direction === 'left' || direction === 'right' ? dy : dx);
    if (i === from || along <= 0 || aside > along || away(i)) continue;
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
    if (!radii[i]) continue;
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

/** The part of the view that the picture may use, in screen units. */
export interface Area {
  readonly width: number;
  readonly height: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The box around all nodes, or around some; a single point for none. */
export function boxOf(x: Float32Array, y: Float32Array, radii: Float32Array, only: ReadonlySet<number> | null = null): Box {
  let [left, right] = [Infinity, -Infinity];
  let [top, bottom] = [Infinity, -Infinity];
  // This runs several times in each frame of a moving picture, so it does no unnecessary work.
  for (let i = 0; i < x.length; i++) {
    if (only && !only.has(i)) continue;
    const r = radii[i] ?? 0;
    const [atX, atY] = [x[i]!, y[i]!];
    if (atX - r < left) left = atX - r;
    if (atX + r > right) right = atX + r;
    if (atY - r < top) top = atY - r;
    if (atY + r > bottom) bottom = atY + r;
  }
  if (left > right) return { left: 0, right: 0, top: 0, bottom: 0 };
  return { left, right, top, bottom };
}

/** The margin for names at the rim. */
const marginOf = ({ width, height }: Area): { readonly x: number; readonly y: number } => ({
  x: Math.min(56, width * 0.12),
  y: Math.min(44, height * 0.12),
});

/** The camera with which all agents and their names fit into the area. The scale is at most `most`. */
export function frameFor(box: Box, area: Area, most: number): Frame {
  const margin = marginOf(area);
  const fits = Math.min((area.width - 2 * margin.x) / (box.right - box.left), (area.height - 2 * margin.y) / (box.bottom - box.top));
  const k = Number.isFinite(fits) && fits > 0 ? Math.min(most, fits) : 1;
  return { k, x: area.width / 2 - (k * (box.left + box.right)) / 2, y: area.height / 2 - (k * (box.top + box.bottom)) / 2 };
}

/** Maximum stretch of a picture to fill its frame. Distances have little meaning, but nearby agents must stay visible as such. */
const MOST_STRETCH = 1.45;

/** The horizontal stretch of the picture that suits the shape of the area. The height shrinks by the same factor. */
export function stretchFor(box: Box, area: Area): number {
  const margin = marginOf(area);
  const shape = (area.width - 2 * margin.x) / (area.height - 2 * margin.y) / ((box.right - box.left) / (box.bottom - box.top));
  return Number.isFinite(shape) && shape > 0 ? Math.min(MOST_STRETCH, Math.max(1 / MOST_STRETCH, Math.sqrt(shape))) : 1;
}
