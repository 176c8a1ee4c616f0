/** A complete picture: on the background of the theme, with its source below. */
import type { Theme } from '../../ui/theme.js';
import type { Grouping } from '../../ui/palette.js';
import { DOT, type Foot, footOf, LETTERS } from './svg.js';

export interface Painting {
  readonly width: number;
  readonly height: number;
  /** Paints with this number of pixels for each unit. */
  readonly paint: (ctx: CanvasRenderingContext2D, ratio: number) => void;
}

/** Pixels for each unit. It is enough for printing. */
const RATIO = 2;

/** The picture as PNG in base64; empty if the page has not enough memory. */
export async function pngOf(
  { width, height, paint }: Painting,
  theme: Theme,
  legend: Grouping['legend'],
  provenance: string,
): Promise<string> {
  const foot = footOf(width, legend, provenance);
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * RATIO);
  canvas.height = Math.ceil((height + foot.height) * RATIO);
  const ctx = canvas.getContext('2d');
  if (!ctx) return '';
  paint(ctx, RATIO);
  ctx.setTransform(RATIO, 0, 0, RATIO, 0, 0);
  ctx.globalCompositeOperation = 'destination-over';
  ctx.fillStyle = theme.background;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.globalCompositeOperation = 'source-over';
  ctx.translate(0, height);
  drawFoot(ctx, foot, theme);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  return blob ? base64(new Uint8Array(await blob.arrayBuffer())) : '';
}

function drawFoot(ctx: CanvasRenderingContext2D, { marks, lines }: Foot, theme: Theme): void {
  ctx.font = `${LETTERS}px ${theme.font}`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  for (const { x, y, hue } of marks) {
    ctx.fillStyle = theme.hues[hue]?.fill ?? theme.foreground;
    ctx.beginPath();
    ctx.arc(x + DOT.x, y + DOT.y, DOT.r, 0, 2 * Math.PI);
    ctx.fill();
  }
  ctx.fillStyle = theme.muted;
  for (const { x, y, text } of [...marks, ...lines]) ctx.fillText(text, x, y);
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8_192) text += String.fromCharCode(...bytes.subarray(i, i + 8_192));
  return btoa(text);
}
