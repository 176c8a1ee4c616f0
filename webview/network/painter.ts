/**
 * Puts scenes on the page's canvas. A small one is painted at once; a large one takes longer than a frame, and is painted in
 * a worker.
 */
import { draw } from './draw.js';
import { FarPainter } from './farPainter.js';
import { LabelMaker } from './labelMaker.js';
import type { Bare } from './sendable.js';

/** More ties or agents than this are painted by the worker. */
const MOST_TIES = 1_200;
const MOST_AGENTS = 600;
/** Milliseconds for a picture from which on one in motion is painted in haste. */
const SLOW = 60;

export interface Painter {
  paint(scene: Bare): void;
  /** Another run or theme comes: forgets what it measured, and gets ready for so many agents. */
  prepare(agents: number): void;
  /** Pictures take so long that those in motion should be simpler. */
  readonly isSlow: boolean;
}

export function createPainter(ctx: CanvasRenderingContext2D, spawn: () => Worker | null): Painter {
  const labels = new LabelMaker();
  const here = (scene: Bare): void => draw(ctx, { ...scene, labels: labels.make(ctx, scene) });
  let far: FarPainter | null | undefined;
  const start = (): FarPainter | null => {
    const worker = spawn();
    return worker && new FarPainter(worker, ctx, here);
  };
  return {
    get isSlow() {
      return (far?.took ?? 0) > SLOW;
    },
    prepare(agents) {
      labels.reset();
      if (far === undefined && agents > MOST_AGENTS) far = start();
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
