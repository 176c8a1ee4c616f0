/** Paints scenes of a large network in a worker, with the same code as the page, on an offscreen canvas. */
import { draw } from './draw.js';
import { LabelMaker } from './labelMaker.js';
import { type Bare, received, type Sent } from './scene.js';

export interface ToPaint {
  readonly id: number;
  /** The changes since the last scene. */
  readonly patch: Partial<Sent>;
  /** Whether to measure names again. */
  readonly reset: boolean;
}

export interface FromPaint {
  readonly id: number;
  readonly bitmap: ImageBitmap;
  /** Milliseconds of the painting. */
  readonly took: number;
}

const canvas = new OffscreenCanvas(1, 1);
// It has the same drawing calls, except those that need an element.
const ctx = canvas.getContext('2d') as unknown as CanvasRenderingContext2D | null;
const labels = new LabelMaker();
let scene: Partial<Sent> = {};

addEventListener('message', ({ data: { id, patch, reset } }: MessageEvent<ToPaint>): void => {
  if (!ctx) throw new Error('no canvas in workers here');
  const start = performance.now();
  scene = { ...scene, ...patch };
  // The first scene is complete.
  const whole = received(scene as Sent);
  if (reset) labels.reset();
  resize(whole);
  draw(ctx, { ...whole, labels: labels.make(ctx, whole) });
  const news: FromPaint = { id, bitmap: canvas.transferToImageBitmap(), took: performance.now() - start };
  postMessage(news, { transfer: [news.bitmap] });
});

/** Prepares the canvas and its font while the worker waits for the first scene. */
function warm(): void {
  if (!ctx) return;
  ctx.font = '12px sans-serif';
  ctx.fillText('A', 0, 0);
  canvas.transferToImageBitmap().close();
}

warm();

function resize({ width, height, ratio }: Bare): void {
  const [w, h] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
}
