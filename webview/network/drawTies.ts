/**
 * Ties on the canvas. A small network gets a soft gradient from the one's colour to the other's; a large one is drawn
 * in as few strokes as there are colours and strengths.
 */
import { HUES } from '../palette.js';
import type { ThemeKind } from '../palette.js';
import type { Ties } from './graph.js';
import { headPath, layBow, newBow, type Bow } from './geometry.js';
import { dimmed, nodeRadius, strict, type Scene } from './scene.js';

/** Up to this many ties each has its own stroke and gradient. */
const ONE_BY_ONE = 500;
const LEVELS = 6;
/** Nodes smaller than this on the screen have ties without heads. */
const HEADS_FROM = 4.5;

const INK: Readonly<Record<ThemeKind, readonly [number, number]>> = {
  light: [0.3, 0.9],
  dark: [0.28, 0.9],
  hcDark: [0.65, 1],
  hcLight: [0.65, 1],
};

const bow = newBow();

/** Draws the ties of the agent looked at, or all others. */
export function drawTies(ctx: CanvasRenderingContext2D, scene: Scene, focused: boolean): void {
  ctx.lineCap = 'butt';
  if (focused || scene.ties.count <= ONE_BY_ONE) drawEach(ctx, scene, focused);
  else drawBuckets(ctx, scene);
  ctx.globalAlpha = 1;
}

function touches(scene: Scene, i: number): boolean {
  return (
    scene.focus !== null &&
    (scene.ties.strength[i] ?? 0) >= scene.edge &&
    (scene.ties.from[i] === scene.focus.agent || scene.ties.to[i] === scene.focus.agent)
  );
}

/** Ties one by one: those of the agent looked at, or all others. */
function drawEach(ctx: CanvasRenderingContext2D, scene: Scene, focused: boolean): void {
  const rest = scene.focus && !focused ? dimmed(scene.focus.mix, strict(scene.theme) ? 0.35 : 0.14) : 1;
  for (let i = 0; i < scene.ties.count; i++) {
    if (touches(scene, i) !== focused) continue;
    const strength = scene.ties.strength[i] ?? 0;
    const head = headLength(scene, strength);
    if (!lay(scene, i, head)) continue;
    ctx.globalAlpha = ink(scene, strength, focused) * rest;
    const paint = paintOf(ctx, scene, i);
    ctx.strokeStyle = paint;
    ctx.lineWidth = widthOf(scene, strength);
    ctx.beginPath();
    bowPath(ctx);
    ctx.stroke();
    if (head === 0) continue;
    ctx.fillStyle = scene.theme.hues[scene.hue[scene.ties.to[i] ?? 0] ?? HUES]?.fill ?? scene.theme.foreground;
    ctx.beginPath();
    headPath(ctx, bow, head);
    ctx.fill();
  }
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

const fillOf = (scene: Scene, agent: number): string => scene.theme.hues[scene.hue[agent] ?? HUES]?.fill ?? scene.theme.foreground;

function drawBuckets(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const rest = scene.focus ? dimmed(scene.focus.mix, 0.1) : 1;
  for (const [key, list] of bucketsOf(scene.ties, scene.hue)) {
    const strength = (Math.floor(key / (HUES + 1)) + 0.5) / LEVELS;
    const head = headLength(scene, strength);
    ctx.globalAlpha = ink(scene, strength, false) * rest * 0.8;
    ctx.strokeStyle = ctx.fillStyle = scene.theme.hues[key % (HUES + 1)]?.fill ?? scene.theme.foreground;
    ctx.lineWidth = scene.hasty ? 1 / scene.ratio : widthOf(scene, strength);
    inChunks(
      ctx,
      list,
      (i) => {
        if (seen(scene, i) && lay(scene, i, head)) bowPath(ctx);
      },
      () => ctx.stroke(),
    );
    if (head > 0)
      inChunks(
        ctx,
        list,
        (i) => {
          if (seen(scene, i) && lay(scene, i, head)) headPath(ctx, bow, head);
        },
        () => ctx.fill(),
      );
  }
}

/** Long paths are far slower to paint than a few dozen lines at a time. */
const CHUNK = 24;

function inChunks(ctx: CanvasRenderingContext2D, list: readonly number[], add: (i: number) => void, paint: () => void): void {
  for (let start = 0; start < list.length; start += CHUNK) {
    ctx.beginPath();
    for (let at = start; at < Math.min(list.length, start + CHUNK); at++) add(list[at] ?? 0);
    paint();
  }
}

const buckets = new WeakMap<Ties, [number, number[]][]>();

/** Ties by strength and the colour of whom they come from, weak ones first. */
function bucketsOf(ties: Ties, hue: readonly number[]): [number, number[]][] {
  const known = buckets.get(ties);
  if (known) return known;
  const lists = new Map<number, number[]>();
  for (let i = 0; i < ties.count; i++) {
    const level = Math.min(LEVELS - 1, Math.floor((ties.strength[i] ?? 0) * LEVELS));
    const key = level * (HUES + 1) + (hue[ties.from[i] ?? 0] ?? HUES);
    const list = lists.get(key);
    if (list) list.push(i);
    else lists.set(key, [i]);
  }
  const sorted = [...lists].sort((a, b) => a[0] - b[0]);
  buckets.set(ties, sorted);
  return sorted;
}

function ink(scene: Scene, strength: number, focused: boolean): number {
  const [least, most] = INK[scene.theme.kind];
  const full = strength < scene.edge ? least * 0.4 : least + (most - least) * weight(strength);
  return focused ? Math.min(1, full * 1.35 + 0.15) : full;
}

/** Most ties of a young society are weak: what separates them is seen better on a scale that is wider at its low end. */
const weight = (strength: number): number => strength ** 0.7;

const zoomed = (scene: Scene): number => Math.min(1.5, Math.max(0.5, Math.sqrt(scene.camera.k)));

const widthOf = (scene: Scene, strength: number): number => Math.max(0.5, (0.7 + 3.4 * weight(strength)) * zoomed(scene));

function headLength(scene: Scene, strength: number): number {
  return nodeRadius(scene, 0) < HEADS_FROM || strength < scene.edge ? 0 : Math.max(4, (6 + 6 * weight(strength)) * zoomed(scene));
}

function lay(scene: Scene, i: number, head: number): boolean {
  const { x, y, camera, ties } = scene;
  const from = ties.from[i] ?? 0;
  const to = ties.to[i] ?? 0;
  const gap = 2.5;
  return layBow(
    bow,
    sx(camera.x, camera.k, x[from]),
    sx(camera.y, camera.k, y[from]),
    nodeRadius(scene, from) + gap,
    sx(camera.x, camera.k, x[to]),
    sx(camera.y, camera.k, y[to]),
    nodeRadius(scene, to) + gap,
    ties.mutual[i] === 1,
    head,
  );
}

const sx = (shift: number, k: number, at: number | undefined): number => (at ?? 0) * k + shift;

/** Whether any part of a tie can be on the screen. */
function seen(scene: Scene, i: number): boolean {
  const { x, y, camera, ties, width, height } = scene;
  const from = ties.from[i] ?? 0;
  const to = ties.to[i] ?? 0;
  const [ax, bx] = [sx(camera.x, camera.k, x[from]), sx(camera.x, camera.k, x[to])];
  const [ay, by] = [sx(camera.y, camera.k, y[from]), sx(camera.y, camera.k, y[to])];
  return Math.max(ax, bx) > -80 && Math.min(ax, bx) < width + 80 && Math.max(ay, by) > -80 && Math.min(ay, by) < height + 80;
}

function bowPath(ctx: CanvasRenderingContext2D, line: Bow = bow): void {
  ctx.moveTo(line[0] ?? 0, line[1] ?? 0);
  ctx.quadraticCurveTo(line[2] ?? 0, line[3] ?? 0, line[4] ?? 0, line[5] ?? 0);
}
