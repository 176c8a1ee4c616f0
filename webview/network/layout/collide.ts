/** Keeps circles apart: circles that would overlap after this tick push each other away. A grid of squares finds them. */

interface Grid {
  /** First circle of each square, and the next one in the same square; −1 ends a list. */
  heads: Int32Array;
  readonly next: Int32Array;
  readonly column: Int32Array;
  readonly row: Int32Array;
}

interface Circles {
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly vx: Float64Array;
  readonly vy: Float64Array;
  readonly radii: Float64Array;
}

export const newGrid = (count: number): Grid => ({
  heads: new Int32Array(0),
  next: new Int32Array(count),
  column: new Int32Array(count),
  row: new Int32Array(count),
});

/** Maximum number of squares for each circle. If circles are far apart, squares are larger. */
const SQUARES = 4;

/** Changes speeds so that circles separate by the share `hard`, 0..1, of their overlap. The larger of two circles moves less. */
export function collide(grid: Grid, circles: Circles, hard: number): void {
  if (circles.count < 2) return;
  const { columns, rows } = fill(grid, circles);
  const { heads, next, column, row } = grid;
  for (let i = 0; i < circles.count; i++) {
    const right = Math.min(columns - 1, column[i]! + 1);
    const bottom = Math.min(rows - 1, row[i]! + 1);
    for (let r = Math.max(0, row[i]! - 1); r <= bottom; r++)
      for (let c = Math.max(0, column[i]! - 1); c <= right; c++)
        for (let j = heads[r * columns + c]!; j >= 0; j = next[j]!) if (j > i) part(circles, i, j, hard);
  }
}

function fill(grid: Grid, { count, x, y, vx, vy, radii }: Circles): { readonly columns: number; readonly rows: number } {
  let [left, top, right, bottom, widest] = [Infinity, Infinity, -Infinity, -Infinity, 0];
  for (let i = 0; i < count; i++) {
    const px = x[i]! + vx[i]!;
    const py = y[i]! + vy[i]!;
    left = Math.min(left, px);
    right = Math.max(right, px);
    top = Math.min(top, py);
    bottom = Math.max(bottom, py);
    widest = Math.max(widest, radii[i]!);
  }
  const [width, height] = [right - left, bottom - top];
  const side = Math.max(2 * widest, Math.sqrt((width * height) / (SQUARES * count)), Math.max(width, height) / (SQUARES * count), 1e-6);
  const [columns, rows] = [Math.floor(width / side) + 1, Math.floor(height / side) + 1];
  if (grid.heads.length < columns * rows) grid.heads = new Int32Array(columns * rows * 2);
  grid.heads.fill(-1, 0, columns * rows);
  // From the last to the first, so that each list is in ascending order.
  for (let i = count - 1; i >= 0; i--) {
    const c = Math.floor((x[i]! + vx[i]! - left) / side);
    const r = Math.floor((y[i]! + vy[i]! - top) / side);
    grid.column[i] = c;
    grid.row[i] = r;
    grid.next[i] = grid.heads[r * columns + c]!;
    grid.heads[r * columns + c] = i;
  }
  return { columns, rows };
}

function part({ x, y, vx, vy, radii }: Circles, i: number, j: number, hard: number): void {
  let dx = x[i]! + vx[i]! - x[j]! - vx[j]!;
  const dy = y[i]! + vy[i]! - y[j]! - vy[j]!;
  const reach = radii[i]! + radii[j]!;
  const distance2 = dx * dx + dy * dy;
  if (distance2 >= reach * reach) return;
  if (distance2 === 0) dx = 1e-6;
  const distance = Math.sqrt(dx * dx + dy * dy);
  const push = ((reach - distance) / distance) * hard;
  const mine = radii[i]! ** 2;
  const other = radii[j]! ** 2;
  const share = other / (mine + other);
  vx[i] = vx[i]! + dx * push * share;
  vy[i] = vy[i]! + dy * push * share;
  vx[j] = vx[j]! - dx * push * (1 - share);
  vy[j] = vy[j]! - dy * push * (1 - share);
}
