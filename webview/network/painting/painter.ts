/**
 * Puts scenes on the page's canvas. A small one is painted at once; a large one takes longer than a frame, and is painted in
 * a worker.
 */
import { draw } from './draw.js';
import { FarPainter } from './farPainter.js';
import { LabelMaker } from './labelMaker.js';
import type { Bare } from './scene.js';

/** More ties or agents than this are painted by the worker. */
const MOST_TIES = 1_200;
const MOST_AGENTS = 600;
/** Milliseconds for a picture from which on one in motion is painted in haste. */
const SLOW = 60;

export interface Painter {
  paint(scene: Bare): void;
  /** A run of so many agents comes: a worker takes a while to start. For a few, one that was not used yet is not kept. */
  prepare(agents: number): void;
  /** Another run or theme: names are measured again. */
  reset(): void;
  /** Pictures take so long that those in motion should be simpler. */
  readonly isSlow: boolean;
}

/** `spawn` starts the worker; `shown` is told of each new picture on the canvas. */
export function createPainter(ctx: CanvasRenderingContext2D, spawn: () => Worker | null, shown: () => void): Painter {
  const labels = new LabelMaker();
  const here = (scene: Bare): void => {
    draw(ctx, { ...scene, labels: labels.make(ctx, scene) });
    shown();
  };
  let far: FarPainter | null | undefined;
  const start = (): FarPainter | null => {
    const worker = spawn();
    return worker && new FarPainter(worker, ctx, here, shown);
  };
  return {
    get isSlow() {
      return (far?.took ?? 0) > SLOW;
    },
    prepare(agents) {
      if (agents > MOST_AGENTS) far = far === undefined ? start() : far;
      else if (far?.isIdle) {
        far.end();
        far = undefined;
      }
    },
    reset() {
      labels.reset();
      far?.reset();
    },
    paint(scene) {
      const isSmall = scene.ties.count <= MOST_TIES && scene.x.length <= MOST_AGENTS;
      if (!isSmall && far === undefined) far = start();
      if (far && !isSmall) return far.paint(scene);
      far?.forget();
      return here(scene);
    },
  };
}
