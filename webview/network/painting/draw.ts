/** Paints a scene on a canvas: ties, then nodes, then names. */
import { newBow } from '../graph/geometry.js';
import { dimmed, INITIALS_FROM, LABEL_HEIGHT, labelFont, nodeRadius, type Scene, strict } from './scene.js';
import { fillOf, layBetween, pointOf } from './tieShape.js';
import { HUES } from '../../ui/palette.js';
import { drawGhosts, drawTies } from './drawTies.js';

export function draw(ctx: CanvasRenderingContext2D, scene: Scene): void {
  ctx.setTransform(scene.ratio, 0, 0, scene.ratio, 0, 0);
  ctx.clearRect(0, 0, scene.width, scene.height);
  drawGhosts(ctx, scene);
  drawTies(ctx, scene, false);
  drawPulses(ctx, scene);
  // The focused agent and its neighbours, with their ties, are on top of all others.
  drawNodes(ctx, scene, (agent) => inkOf(scene, agent) < 1);
  if (scene.focus) drawTies(ctx, scene, true);
  drawNodes(ctx, scene, (agent) => inkOf(scene, agent) === 1);
  drawFlights(ctx, scene);
  drawRings(ctx, scene);
  drawPins(ctx, scene);
  drawLabels(ctx, scene);
  drawLasso(ctx, scene);
}

const at = (scene: Scene, agent: number): readonly [number, number, number] => [...pointOf(scene, agent), nodeRadius(scene, agent)];

const inkOf = (scene: Scene, agent: number): number =>
  !scene.focus || scene.focus.near.has(agent) || agent === scene.selected ? 1 : dimmed(scene.focus.mix, strict(scene.theme) ? 0.6 : 0.28);

function drawPulses(ctx: CanvasRenderingContext2D, scene: Scene): void {
  ctx.lineWidth = 2;
  for (const { agent, age } of scene.pulses) {
    const [x, y, r] = at(scene, agent);
    ctx.globalAlpha = 0.55 * (1 - age) * inkOf(scene, agent);
    ctx.strokeStyle = scene.theme.hues[scene.hue[agent] ?? HUES]?.fill ?? scene.theme.foreground;
    ctx.beginPath();
    ctx.arc(x, y, r + 2 + 14 * (1 - (1 - age) ** 2), 0, 2 * Math.PI);
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

function drawNodes(ctx: CanvasRenderingContext2D, scene: Scene, wanted: (agent: number) => boolean): void {
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  let font = 0;
  for (let agent = 0; agent < scene.x.length; agent++) {
    if (!wanted(agent) || !scene.radii[agent]) continue;
    const [x, y, r] = at(scene, agent);
    if (x < -r || y < -r || x > scene.width + r || y > scene.height + r) continue;
    const hue = scene.theme.hues[scene.hue[agent] ?? HUES];
    if (r > 3) disc(ctx, x, y, r + 1.5, scene.theme.background);
    ctx.globalAlpha = inkOf(scene, agent);
    if (scene.hasty && r <= SPECK) square(ctx, x, y, r, hue?.fill ?? scene.theme.foreground);
    else disc(ctx, x, y, r, hue?.fill ?? scene.theme.foreground);
    if (r >= INITIALS_FROM) {
      const size = Math.round(r * 0.76);
      if (size !== font) ctx.font = `600 ${(font = size)}px ${scene.theme.font}`;
      ctx.fillStyle = hue?.ink ?? scene.theme.background;
      ctx.fillText(scene.initials[agent] ?? '', x, y + r * 0.05, r * 1.7);
    }
    ctx.globalAlpha = 1;
  }
}

/** Up to this radius, a moving node is drawn as a square. The difference is not visible, and a square costs a third. */
const SPECK = 3;

function square(ctx: CanvasRenderingContext2D, x: number, y: number, r: number, fill: string): void {
  ctx.fillStyle = fill;
  ctx.fillRect(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r);
}

function disc(ctx: CanvasRenderingContext2D, x: number, y: number, r: number, fill: string): void {
  ctx.fillStyle = fill;
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
  ctx.fill();
}

function drawRings(ctx: CanvasRenderingContext2D, scene: Scene): void {
  ctx.lineWidth = 2;
  if (scene.selected !== null) ring(ctx, scene, scene.selected, 4, scene.theme.focus, []);
  if (scene.cursor !== null && scene.cursor !== scene.selected) ring(ctx, scene, scene.cursor, 4, scene.theme.focus, [4, 3]);
}

function ring(ctx: CanvasRenderingContext2D, scene: Scene, agent: number, gap: number, colour: string, dashes: number[]): void {
  const [x, y, r] = at(scene, agent);
  ctx.strokeStyle = colour;
  ctx.setLineDash(dashes);
  ctx.beginPath();
  ctx.arc(x, y, r + gap, 0, 2 * Math.PI);
  ctx.stroke();
  ctx.setLineDash([]);
}

function drawLabels(ctx: CanvasRenderingContext2D, scene: Scene): void {
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.lineJoin = 'round';
  ctx.lineWidth = 3.5;
  ctx.strokeStyle = scene.theme.background;
  for (const label of scene.labels) {
    const strong = label.agent === scene.selected || label.agent === scene.focus?.agent;
    ctx.font = labelFont(scene.theme, strong);
    ctx.globalAlpha = inkOf(scene, label.agent);
    const text = scene.names[label.agent] ?? '';
    const x = label.x + label.width / 2;
    const y = label.y + LABEL_HEIGHT / 2 + 0.5;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = scene.theme.foreground;
    ctx.fillText(text, x, y);
  }
  ctx.globalAlpha = 1;
}

// Marks on the network in addition to nodes and ties: messages on their way, pins, and the line drawn around agents.

const bow = newBow();

/** Draws messages that move along the line between two agents. They fade at both ends. */
function drawFlights(ctx: CanvasRenderingContext2D, scene: Scene): void {
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

/** A coordinate of the line in the bow, at the share `t` of its length. */
const bent = (t: number, axis: 0 | 1): number =>
  (1 - t) ** 2 * (bow[axis] ?? 0) + 2 * t * (1 - t) * (bow[axis + 2] ?? 0) + t * t * (bow[axis + 4] ?? 0);

/** Draws a small square at the top right of each pinned agent. */
function drawPins(ctx: CanvasRenderingContext2D, scene: Scene): void {
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

function drawLasso(ctx: CanvasRenderingContext2D, { lasso, theme }: Scene): void {
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
