/** Paints the matrix of ties: opacity by strength, colour if both agents are in one group, names if there is room. */
import { HUES } from '../../ui/palette.js';
import type { Theme } from '../../ui/theme.js';
import type { Ties } from '../graph/graph.js';
import type { Cell, MatrixFrame, MatrixOrder } from './matrix.js';
import { strict } from '../painting/scene.js';

export interface MatrixScene {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  readonly frame: MatrixFrame;
  /** The user's zoom and position. */
  readonly camera: { readonly k: number; readonly x: number; readonly y: number };
  readonly order: MatrixOrder;
  readonly ties: Ties;
  readonly edge: number;
  readonly hue: readonly number[];
  readonly names: readonly string[];
  readonly theme: Theme;
  readonly selected: number | null;
  readonly cell: Cell | null;
}

/** Rows at least this high have names. */
const NAMES_FROM = 10;
const STRIP = 4;
const LEVELS = 8;
/** With more groups than this, each group has a frame around its own ties instead of lines across the matrix. */
const MOST_LINES = 14;
/** Minimum size of a cell, so that a tie is visible with any number of agents. */
const LEAST = 1.5;

/** Draws the matrix without the highlight of the current cell. */
export function drawMatrix(ctx: CanvasRenderingContext2D, scene: MatrixScene): void {
  const { width, height, ratio } = scene;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, width, height);
  within(ctx, tableOf(scene), () => {
    drawGround(ctx, scene);
    drawCells(ctx, scene);
  });
  for (const of of ['rows', 'columns'] as const) within(ctx, headOf(scene, of), () => drawHeads(ctx, scene, of));
  ctx.globalAlpha = 1;
}

/** Draws the highlight of the cell at the pointer or keyboard focus on top. */
export function drawLooked(ctx: CanvasRenderingContext2D, scene: MatrixScene): void {
  const { cell, order, ratio } = scene;
  if (!cell) return;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  within(ctx, tableOf(scene), () => drawCursor(ctx, scene, cell));
  for (const of of ['rows', 'columns'] as const) {
    const place = of === 'rows' ? cell.row : cell.column;
    within(ctx, headOf(scene, of), () => drawHead(ctx, scene, of, place, order.agents[place] ?? 0, true));
  }
}

type Area = readonly [number, number, number, number];

const tableOf = ({ frame, width, height }: MatrixScene): Area => [frame.left, frame.top, width - frame.left, height - frame.top];
const headOf = ({ frame, width, height }: MatrixScene, of: 'rows' | 'columns'): Area =>
  of === 'rows' ? [0, frame.top, frame.left, height - frame.top] : [frame.left, 0, width - frame.left, frame.top];

function within(ctx: CanvasRenderingContext2D, area: Area, paint: () => void): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(...area);
  ctx.clip();
  paint();
  ctx.restore();
}

const sizeOf = ({ frame, camera }: MatrixScene): number => frame.cell * camera.k;
const leftOf = ({ frame, camera }: MatrixScene, place: number): number => (frame.left + place * frame.cell) * camera.k + camera.x;
const topOf = ({ frame, camera }: MatrixScene, place: number): number => (frame.top + place * frame.cell) * camera.k + camera.y;
const fillOf = ({ theme, hue }: MatrixScene, agent: number): string => theme.hues[hue[agent] ?? HUES]?.fill ?? theme.foreground;

/** Draws the borders of groups, the diagonal, and the row and column of the selected agent. */
function drawGround(ctx: CanvasRenderingContext2D, scene: MatrixScene): void {
  const { order, theme, selected } = scene;
  const count = order.agents.length;
  const [left, top, whole] = [leftOf(scene, 0), topOf(scene, 0), sizeOf(scene) * count];
  ctx.strokeStyle = theme.muted;
  ctx.lineWidth = 1;
  ctx.globalAlpha = strict(theme) ? 0.6 : 0.35;
  ctx.beginPath();
  ctx.rect(left, top, whole, whole);
  const borders = [0, ...order.borders, count];
  for (const [i, place] of borders.entries()) {
    const side = sizeOf(scene) * ((borders[i + 1] ?? count) - place);
    ctx.rect(leftOf(scene, place), topOf(scene, place), side, side);
    if (borders.length > MOST_LINES) continue;
    ctx.moveTo(leftOf(scene, place), top);
    ctx.lineTo(leftOf(scene, place), top + whole);
    ctx.moveTo(left, topOf(scene, place));
    ctx.lineTo(left + whole, topOf(scene, place));
  }
  ctx.moveTo(left, top);
  ctx.lineTo(left + whole, top + whole);
  ctx.stroke();
  const place = selected === null ? -1 : (order.places[selected] ?? -1);
  if (place >= 0) drawBands(ctx, scene, place, place, 0.22);
}

function drawBands(ctx: CanvasRenderingContext2D, scene: MatrixScene, row: number, column: number, alpha: number): void {
  const size = Math.max(1, sizeOf(scene));
  const whole = sizeOf(scene) * scene.order.agents.length;
  ctx.globalAlpha = alpha;
  ctx.fillStyle = scene.theme.focus;
  ctx.fillRect(leftOf(scene, 0), topOf(scene, row), whole, size);
  ctx.fillRect(leftOf(scene, column), topOf(scene, 0), size, whole);
}

function drawCells(ctx: CanvasRenderingContext2D, scene: MatrixScene): void {
  const { ties, order, theme, edge } = scene;
  const size = sizeOf(scene);
  const [faint, least] = strict(theme) ? [0.4, 0.55] : [0.12, 0.25];
  const gap = size > 6 ? 1 : 0;
  const side = Math.max(LEAST, size - gap);
  for (let i = 0; i < ties.count; i++) {
    const [from, to, strength] = [ties.from[i] ?? 0, ties.to[i] ?? 0, ties.strength[i] ?? 0];
    const [row, column] = [order.places[from] ?? -1, order.places[to] ?? -1];
    if (row < 0 || column < 0) continue;
    const [x, y] = [leftOf(scene, column), topOf(scene, row)];
    if (x > scene.width || y > scene.height || x + side < 0 || y + side < 0) continue;
    ctx.fillStyle = scene.hue[from] === scene.hue[to] ? fillOf(scene, from) : theme.foreground;
    ctx.globalAlpha = strength < edge ? faint : least + (1 - least) * (Math.ceil(strength * LEVELS) / LEVELS);
    ctx.fillRect(x + gap / 2, y + gap / 2, side, side);
  }
}

function drawCursor(ctx: CanvasRenderingContext2D, scene: MatrixScene, { row, column }: Cell): void {
  drawBands(ctx, scene, row, column, 0.12);
  const size = Math.max(5, sizeOf(scene));
  const off = (size - sizeOf(scene)) / 2;
  ctx.globalAlpha = 1;
  ctx.strokeStyle = scene.theme.focus;
  ctx.lineWidth = 2;
  ctx.strokeRect(leftOf(scene, column) - off, topOf(scene, row) - off, size, size);
}

/** Colours and names of agents next to the table: names of all agents if they fit, otherwise of the selected one. */
function drawHeads(ctx: CanvasRenderingContext2D, scene: MatrixScene, of: 'rows' | 'columns'): void {
  const { frame, order } = scene;
  const size = sizeOf(scene);
  const [least, most] = boundsOf(scene, of);
  for (const [place, agent] of order.agents.entries()) {
    const at = startOf(scene, of, place);
    if (at + size < least || at > most) continue;
    ctx.fillStyle = fillOf(scene, agent);
    if (of === 'rows') ctx.fillRect(frame.left - STRIP - 1, at, STRIP, Math.max(1, size));
    else ctx.fillRect(at, frame.top - STRIP - 1, Math.max(1, size), STRIP);
    if (size >= NAMES_FROM || agent === scene.selected) drawHead(ctx, scene, of, place, agent, agent === scene.selected);
  }
}

const startOf = (scene: MatrixScene, of: 'rows' | 'columns', place: number): number =>
  of === 'rows' ? topOf(scene, place) : leftOf(scene, place);

const boundsOf = ({ frame, width, height }: MatrixScene, of: 'rows' | 'columns'): readonly [number, number] =>
  of === 'rows' ? [frame.top, height] : [frame.left, width];

/** Half the height of a name. */
const HALF = 7;

function drawHead(
  ctx: CanvasRenderingContext2D,
  scene: MatrixScene,
  of: 'rows' | 'columns',
  place: number,
  agent: number,
  isLooked: boolean,
): void {
  const { frame, theme } = scene;
  const size = sizeOf(scene);
  const [least, most] = boundsOf(scene, of);
  const middle = Math.max(least + HALF, Math.min(most - HALF, startOf(scene, of, place) + size / 2));
  const end = (of === 'rows' ? frame.left : frame.top) - STRIP - 5;
  ctx.fillStyle = theme.background;
  if (isLooked) ctx.fillRect(...((of === 'rows' ? [0, middle - HALF, end + 3, 2 * HALF] : [middle - HALF, 0, 2 * HALF, end + 3]) as Area));
  ctx.font = `${isLooked ? '600 ' : ''}${Math.min(12, Math.max(10, Math.floor(size)))}px ${theme.font}`;
  ctx.fillStyle = theme.foreground;
  ctx.textBaseline = 'middle';
  drawName(ctx, scene.names[agent] ?? '', middle, end, of);
}

function drawName(ctx: CanvasRenderingContext2D, name: string, at: number, end: number, of: 'rows' | 'columns'): void {
  if (of === 'rows') {
    ctx.textAlign = 'right';
    ctx.fillText(name, end, at, end - 4);
    return;
  }
  ctx.save();
  ctx.translate(at, end);
  ctx.rotate(-Math.PI / 2);
  ctx.textAlign = 'left';
  ctx.fillText(name, 0, 0, end - 4);
  ctx.restore();
}
