/** Marks on the network in addition to nodes and ties: messages on their way, pins, and the line drawn around agents. */
import { newBow } from '../graph/geometry.js';
import { nodeRadius, type Scene } from './scene.js';
import { fillOf, layBetween, pointOf } from './tieShape.js';

const bow = newBow();

/** A mark goes along the line between the two, soft at both ends of its way. */
export function drawFlights(ctx: CanvasRenderingContext2D, scene: Scene): void {
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = scene.theme.background;
  for (const { from, to, age } of scene.flights) {
    if (!scene.radii[from] || !scene.radii[to] || !layBetween(bow, scene, from, to, true, 0)) continue;
    const along = age * age * (3 - 2 * age);
    ctx.fillStyle = fillOf(scene, from);
    ctx.globalAlpha = Math.min(1, 6 * (1 - age));
    ctx.beginPath();
    ctx.arc(bent(along, 0), bent(along, 1), 4.8, 0, 2 * Math.PI);
    ctx.fill();
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

/** A coordinate of the laid line, so far along it. */
const bent = (t: number, axis: 0 | 1): number =>
  (1 - t) ** 2 * (bow[axis] ?? 0) + 2 * t * (1 - t) * (bow[axis + 2] ?? 0) + t * t * (bow[axis + 4] ?? 0);

/** A small square on the shoulder of who stays where it was put. */
export function drawPins(ctx: CanvasRenderingContext2D, scene: Scene): void {
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = scene.theme.background;
  ctx.fillStyle = scene.theme.foreground;
  for (const agent of scene.pinned) {
    if (!scene.radii[agent]) continue;
    const [x, y] = pointOf(scene, agent);
    const off = nodeRadius(scene, agent) * Math.SQRT1_2;
    ctx.beginPath();
    ctx.rect(x + off - 3, y - off - 3, 6, 6);
    ctx.fill();
    ctx.stroke();
  }
}

export function drawLasso(ctx: CanvasRenderingContext2D, { lasso, theme }: Scene): void {
  const [first, ...rest] = lasso;
  if (!first || rest.length === 0) return;
  ctx.beginPath();
  ctx.moveTo(first.x, first.y);
  for (const { x, y } of rest) ctx.lineTo(x, y);
  ctx.closePath();
  ctx.fillStyle = ctx.strokeStyle = theme.focus;
  ctx.globalAlpha = 0.12;
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.lineWidth = 1.5;
  ctx.setLineDash([5, 3]);
  ctx.stroke();
  ctx.setLineDash([]);
}
