/** Fits the canvas to the pixels of the screen. */

/** Sets the resolution of the canvas to that of the screen. Returns the number of pixels in one unit of the page. */
export function fitPixels(canvas: HTMLCanvasElement, size: { readonly width: number; readonly height: number }): number {
  const ratio = window.devicePixelRatio || 1;
  const width = Math.round(size.width * ratio);
  const height = Math.round(size.height * ratio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  return ratio;
}
