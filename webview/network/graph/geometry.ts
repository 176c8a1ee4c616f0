/** The line of a tie: a curve from rim to rim, with room for its arrow head. Screen units; writes into a given array. */

/** `[startX, startY, controlX, controlY, endX, endY, tipX, tipY]` */
export type Bow = Float64Array;

export const newBow = (): Bow => new Float64Array(8);

/** The bend of a tie, as a share of its length. Two directions need more room than one. */
const BEND_ONE = 0.1;
const BEND_TWO = 0.17;

/**
 * Writes the line of a tie into `bow`; false if the two nodes are too close for a line. A tie always bends to the left of its
 * direction, so that the two ties of a pair never overlap.
 */
export function layBow(
  bow: Bow,
  x0: number,
  y0: number,
  r0: number,
  x1: number,
  y1: number,
  r1: number,
  mutual: boolean,
  head: number,
): boolean {
  const dx = x1 - x0;
  const dy = y1 - y0;
  const distance = Math.sqrt(dx * dx + dy * dy);
  if (distance < r0 + r1 + 1) return false;
  const bend = mutual ? BEND_TWO : BEND_ONE;
  const cx = (x0 + x1) / 2 + dy * bend;
  const cy = (y0 + y1) / 2 - dx * bend;
  const half = Math.sqrt(0.25 + bend * bend) * distance;
  const ux = (cx - x0) / half;
  const uy = (cy - y0) / half;
  const vx = (x1 - cx) / half;
  const vy = (y1 - cy) / half;
  bow[0] = x0 + ux * r0;
  bow[1] = y0 + uy * r0;
  bow[2] = cx;
  bow[3] = cy;
  bow[4] = x1 - vx * (r1 + head);
  bow[5] = y1 - vy * (r1 + head);
  bow[6] = x1 - vx * r1;
  bow[7] = y1 - vy * r1;
  return true;
}

/** Adds the arrow head of the tie in a bow to the current path. */
export function headPath(
  path: { moveTo(x: number, y: number): void; lineTo(x: number, y: number): void; closePath(): void },
  bow: Bow,
  length: number,
): void {
  const [, , , , ex = 0, ey = 0, tx = 0, ty = 0] = bow;
  const vx = (tx - ex) / length;
  const vy = (ty - ey) / length;
  const half = length * 0.46;
  path.moveTo(tx, ty);
  path.lineTo(ex - vx * 0.5 - vy * half, ey - vy * 0.5 + vx * half);
  path.lineTo(ex - vx * 0.5 + vy * half, ey - vy * 0.5 - vx * half);
  path.closePath();
}
