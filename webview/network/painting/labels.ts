/**
 * Chooses the names that fit: greedy, by importance, with a grid of the occupied space. The same input gives the same labels, and
 * placed boxes never touch.
 */

/** Centre and radius of a node on the screen. */
interface Disc {
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

export interface LabelWish extends Disc {
  readonly agent: number;
  readonly width: number;
  readonly priority: number;
  /** The name is placed even if it covers something. */
  readonly must?: boolean;
  /** Possible sides of the name, best first. */
  readonly sides: readonly Side[];
}

export type Side = 'below' | 'above' | 'right' | 'left';

export interface Label {
  readonly agent: number;
  readonly side: Side;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const GAP = 3;
const CELL = 48;
export const SIDES: readonly Side[] = ['below', 'above', 'right', 'left'];

/** Places the most important names first. No name covers a node, neither of the wishes nor of the `others`. */
export function placeLabels(
  wishes: readonly LabelWish[],
  height: number,
  view: { readonly width: number; readonly height: number },
  most: number,
  others: readonly Disc[] = [],
): Label[] {
  const taken = new Map<number, Box[]>();
  const nodes = new Map<number, Box[]>();
  for (const { x, y, r } of [...wishes, ...others]) add(nodes, { x: x - r, y: y - r, width: 2 * r, height: 2 * r });
  const placed: Label[] = [];
  const order = [...wishes].sort((a, b) => b.priority - a.priority || a.agent - b.agent);
  for (const wish of order) {
    if (placed.length >= most) break;
    const label = firstFree(wish, height, view, taken, nodes);
    if (!label) continue;
    add(taken, label);
    placed.push(label);
  }
  return placed;
}

function firstFree(
  wish: LabelWish,
  height: number,
  view: { readonly width: number; readonly height: number },
  taken: Map<number, Box[]>,
  nodes: Map<number, Box[]>,
): Label | null {
  for (const side of wish.sides) {
    const label = { agent: wish.agent, side, width: wish.width, height, ...corner(wish, side, height) };
    const inside = label.x >= 0 && label.y >= 0 && label.x + label.width <= view.width && label.y + height <= view.height;
    if (inside && !hits(taken, label) && !hits(nodes, label)) return label;
  }
  return wish.must ? within(wish, height, view) : null;
}

/** The label at its best side, moved into the view. */
function within(wish: LabelWish, height: number, view: { readonly width: number; readonly height: number }): Label {
  const side = wish.sides[0] ?? 'below';
  const { x, y } = corner(wish, side, height);
  const into = (at: number, most: number): number => Math.max(0, Math.min(at, most));
  return { agent: wish.agent, side, width: wish.width, height, x: into(x, view.width - wish.width), y: into(y, view.height - height) };
}

function corner({ x, y, r, width }: LabelWish, side: Side, height: number): { x: number; y: number } {
  switch (side) {
    case 'below':
      return { x: x - width / 2, y: y + r + GAP };
    case 'above':
      return { x: x - width / 2, y: y - r - GAP - height };
    case 'right':
      return { x: x + r + GAP + 1, y: y - height / 2 };
    case 'left':
      return { x: x - r - GAP - 1 - width, y: y - height / 2 };
  }
}

const key = (column: number, row: number): number => column * 65_536 + row;

function cells(box: Box, visit: (key: number) => boolean): boolean {
  const right = Math.floor((box.x + box.width) / CELL);
  const bottom = Math.floor((box.y + box.height) / CELL);
  for (let column = Math.floor(box.x / CELL); column <= right; column++) {
    for (let row = Math.floor(box.y / CELL); row <= bottom; row++) if (visit(key(column, row))) return true;
  }
  return false;
}

function add(grid: Map<number, Box[]>, box: Box): void {
  cells(box, (at) => {
    const boxes = grid.get(at);
    if (boxes) boxes.push(box);
    else grid.set(at, [box]);
    return false;
  });
}

function hits(grid: Map<number, Box[]>, box: Box): boolean {
  return cells(box, (at) => (grid.get(at) ?? []).some((other) => overlap(other, box)));
}

export const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
