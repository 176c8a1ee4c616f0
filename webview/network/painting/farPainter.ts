/**
 * Lets a worker paint scenes, one after the other, always the newest. Until the new picture arrives, the last one is moved to the
 * current camera, so that gestures have an immediate effect.
 */
import type { FromPaint, ToPaint } from './paintWorker.js';
import { type Bare, sendable, type Sent } from './scene.js';

interface Picture {
  readonly bitmap: ImageBitmap;
  readonly scene: Bare;
}

export class FarPainter {
  /** Milliseconds that the last complete picture took. Infinity before the first one. */
  took = Infinity;
  readonly #worker: Worker;
  readonly #ctx: CanvasRenderingContext2D;
  /** The scene data that the worker has. Only changes are sent. */
  #sent: Partial<Sent> = {};
  #id = 0;
  /** The scene that the worker paints, and the next one. */
  #current: Bare | null = null;
  #next: Bare | null = null;
  #wanted: Bare | null = null;
  #picture: Picture | null = null;
  #isReset = false;
  #isBroken = false;

  /** `here` paints on the page if the worker fails; `shown` is called after each new picture on the canvas. */
  constructor(
    worker: Worker,
    ctx: CanvasRenderingContext2D,
    readonly here: (scene: Bare) => void,
    readonly shown: () => void,
  ) {
    this.#worker = worker;
    this.#ctx = ctx;
    worker.onmessage = ({ data }: MessageEvent<FromPaint>) => this.#painted(data);
    worker.onerror = () => {
      this.#isBroken = true;
      if (this.#wanted) here(this.#wanted);
    };
  }

  paint(scene: Bare): void {
    if (this.#isBroken) return this.here(scene);
    this.#wanted = scene;
    if (this.#picture && !isSameView(this.#picture.scene, scene)) this.#show();
    if (this.#current) this.#next = scene;
    else this.#send(scene);
  }

  /** Discards pictures that are not finished yet. */
  forget(): void {
    this.#current = this.#next = this.#wanted = null;
    this.#picture?.bitmap.close();
    this.#picture = null;
  }

  /** Whether nothing was painted yet. */
  get isIdle(): boolean {
    return this.#id === 0;
  }

  end(): void {
    this.#worker.terminate();
  }

  /** Measures names again. */
  reset(): void {
    this.#isReset = true;
  }

  #send(scene: Bare): void {
    const whole = sendable(scene);
    // Positions change in place.
    const patch = Object.entries(whole).filter(([key, value]) => key === 'x' || key === 'y' || this.#sent[key as keyof Sent] !== value);
    const message: ToPaint = { id: ++this.#id, patch: Object.fromEntries(patch) as Partial<Sent>, reset: this.#isReset };
    this.#worker.postMessage(message);
    this.#sent = whole;
    this.#current = scene;
    this.#isReset = false;
  }

  #painted({ id, bitmap, took }: FromPaint): void {
    const scene = this.#current;
    if (!scene || id !== this.#id) return bitmap.close();
    if (!scene.hasty) this.took = took;
    this.#picture?.bitmap.close();
    this.#picture = { bitmap, scene };
    requestAnimationFrame(() => {
      this.#show();
      this.shown();
    });
    const next = this.#next;
    this.#current = this.#next = null;
    if (next) this.#send(next);
  }

  /** Shows the picture, moved and scaled from its camera to the current camera. */
  #show(): void {
    if (!this.#picture || !this.#wanted) return;
    const { bitmap, scene } = this.#picture;
    const { camera, ratio, width, height } = this.#wanted;
    const scale = camera.k / scene.camera.k;
    const [left, top] = [camera.x - scene.camera.x * scale, camera.y - scene.camera.y * scale];
    this.#ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#ctx.clearRect(0, 0, width, height);
    this.#ctx.drawImage(bitmap, left, top, scene.width * scale, scene.height * scale);
  }
}

const isSameView = (a: Bare, b: Bare): boolean =>
  a.camera.k === b.camera.k && a.camera.x === b.camera.x && a.camera.y === b.camera.y && a.width === b.width && a.height === b.height;
