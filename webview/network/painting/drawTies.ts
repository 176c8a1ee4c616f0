/**
 * Ties on the canvas. In a small network, each tie has a gradient between the colours of its agents. A large network is drawn with
 * one stroke for each colour and strength.
 */
import { ALL_HUES, HUES } from '../../ui/palette.js';
import type { Ties } from '../graph/graph.js';
import { headPath, newBow, type Bow } from '../graph/geometry.js';
import { dimmed, strict, type Scene } from './scene.js';
import { baseOf, fillOf, hasHeads, headLength, inkOfTie, layTie, pointOf, widthOf } from './tieShape.js';

/** Up to this number of ties, each tie has its own stroke and gradient. */
const ONE_BY_ONE = 500;
const LEVELS = 6;
const DASHES = [3, 4];
const bow = newBow();

/** Draws the ties of the focused agent, or all others. */
export function drawTies(ctx: CanvasRenderingContext2D, scene: Scene, focused: boolean): void {
  ctx.lineCap = 'butt';
  if (focused || scene.ties.count <= ONE_BY_ONE) drawEach(ctx, scene, focused);
  else drawBuckets(ctx, scene);
  ctx.globalAlpha = 1;
}

const touches = ({ focus, ties, edge }: Scene, i: number): boolean =>
  focus !== null && (ties.strength[i] ?? 0) >= edge && focus.lit(ties.from[i] ?? 0, ties.to[i] ?? 0);

/** Draws ties one by one: those of the focused agent, or all others. */
function drawEach(ctx: CanvasRenderingContext2D, scene: Scene, focused: boolean): void {
  const rest = scene.focus && !focused ? dimmed(scene.focus.mix, strict(scene.theme) ? 0.35 : 0.14) : 1;
  for (let i = 0; i < scene.ties.count; i++) {
    if (touches(scene, i) !== focused) continue;
    const strength = scene.ties.strength[i] ?? 0;
    const head = headLength(scene, strength);
    if (!layTie(bow, scene, scene.ties, i, head)) continue;
    const ink = inkOfTie(scene, strength);
    ctx.globalAlpha = (focused ? Math.min(1, ink * 1.35 + 0.15) : ink) * rest;
    ctx.strokeStyle = paintOf(ctx, scene, i);
    ctx.lineWidth = widthOf(scene, strength);
    ctx.beginPath();
    bowPath(ctx);
    ctx.stroke();
    if (scene.given[i] === 1) drawBase(ctx, scene, i, strength);
    if (head === 0) continue;
    ctx.fillStyle = fillOf(scene, scene.ties.to[i] ?? 0);
    ctx.beginPath();
    headPath(ctx, bow, head);
    ctx.fill();
  }
}

/** Draws the dot at the base of a tie from the file. */
function drawBase(ctx: CanvasRenderingContext2D, scene: Scene, i: number, strength: number): void {
  if (!hasHeads(scene) || scene.hasty) return;
  ctx.fillStyle = fillOf(scene, scene.ties.from[i] ?? 0);
  ctx.beginPath();
  ctx.arc(bow[0] ?? 0, bow[1] ?? 0, baseOf(scene, strength), 0, 2 * Math.PI);
  ctx.fill();
}

/** Draws past ties as thin dashed lines. */
export function drawGhosts(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { ghosts, theme } = scene;
  if (ghosts.count === 0) return;
  ctx.globalAlpha = (strict(theme) ? 0.75 : 0.5) * (scene.focus ? dimmed(scene.focus.mix, 0.35) : 1);
  ctx.strokeStyle = theme.muted;
  ctx.lineWidth = 1;
  ctx.setLineDash(DASHES);
  inChunks(
    ctx,
    [...ghosts.from.keys()],
    (i) => {
      if (seen(scene, ghosts, i) && layTie(bow, scene, ghosts, i, 0)) bowPath(ctx);
    },
    () => ctx.stroke(),
  );
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}

function paintOf(ctx: CanvasRenderingContext2D, scene: Scene, i: number): CanvasGradient | string {
  const from = fillOf(scene, scene.ties.from[i] ?? 0);
  const to = fillOf(scene, scene.ties.to[i] ?? 0);
  if (from === to) return from;
  const gradient = ctx.createLinearGradient(bow[0] ?? 0, bow[1] ?? 0, bow[6] ?? 0, bow[7] ?? 0);
  gradient.addColorStop(0.12, from);
  gradient.addColorStop(0.88, to);
  return gradient;
}

function drawBuckets(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const rest = scene.focus ? dimmed(scene.focus.mix, 0.1) : 1;
  for (const [key, list] of bucketsOf(scene.ties, scene.hue)) {
    const strength = (Math.floor(key / ALL_HUES) + 0.5) / LEVELS;
    const head = headLength(scene, strength);
    ctx.globalAlpha = inkOfTie(scene, strength) * rest * 0.8;
    ctx.strokeStyle = ctx.fillStyle = scene.theme.hues[key % ALL_HUES]?.fill ?? scene.theme.foreground;
    ctx.lineWidth = scene.hasty ? 1 / scene.ratio : widthOf(scene, strength);
    inChunks(
      ctx,
      list,
      (i) => {
        if (seen(scene, scene.ties, i) && layTie(bow, scene, scene.ties, i, head)) bowPath(ctx);
      },
      () => ctx.stroke(),
    );
    if (head > 0)
      inChunks(
        ctx,
        list,
        (i) => {
          if (seen(scene, scene.ties, i) && layTie(bow, scene, scene.ties, i, head)) headPath(ctx, bow, head);
        },
        () => ctx.fill(),
      );
  }
}

/** Number of lines in a path. Long paths are much slower to paint than a few dozen lines at a time. */
const CHUNK = 24;

function inChunks(ctx: CanvasRenderingContext2D, list: readonly number[], add: (i: number) => void, paint: () => void): void {
  for (let start = 0; start < list.length; start += CHUNK) {
    ctx.beginPath();
    for (let at = start; at < Math.min(list.length, start + CHUNK); at++) add(list[at] ?? 0);
    paint();
  }
}

const buckets = new WeakMap<Ties, [number, number[]][]>();

/** Ties grouped by strength and by the colour of the agent they come from, weak ties first. */
function bucketsOf(ties: Ties, hue: readonly number[]): [number, number[]][] {
  const known = buckets.get(ties);
  if (known) return known;
  const lists = new Map<number, number[]>();
  for (let i = 0; i < ties.count; i++) {
    const level = Math.min(LEVELS - 1, Math.floor((ties.strength[i] ?? 0) * LEVELS));
    const key = level * ALL_HUES + (hue[ties.from[i] ?? 0] ?? HUES);
    const list = lists.get(key);
    if (list) list.push(i);
    else lists.set(key, [i]);
  }
  const sorted = [...lists].sort((a, b) => a[0] - b[0]);
  buckets.set(ties, sorted);
  return sorted;
}

/** Whether any part of a tie can be on the screen. */
function seen(scene: Scene, ties: Ties, i: number): boolean {
  const { width, height } = scene;
  const [ax, ay] = pointOf(scene, ties.from[i] ?? 0);
  const [bx, by] = pointOf(scene, ties.to[i] ?? 0);
  return Math.max(ax, bx) > -80 && Math.min(ax, bx) < width + 80 && Math.max(ay, by) > -80 && Math.min(ay, by) < height + 80;
}

function bowPath(ctx: CanvasRenderingContext2D, line: Bow = bow): void {
  ctx.moveTo(line[0] ?? 0, line[1] ?? 0);
  ctx.quadraticCurveTo(line[2] ?? 0, line[3] ?? 0, line[4] ?? 0, line[5] ?? 0);
}
