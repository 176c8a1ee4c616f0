/**
 * Puts scenes on the canvas of the page. A small scene is painted immediately. A large scene takes longer than a frame, so a worker
 * paints it.
 */
import { draw } from './draw.js';
import { FarPainter } from './farPainter.js';
import { LabelMaker } from './labelMaker.js';
import type { Bare } from './scene.js';

/** A scene with more ties or agents than this is painted by the worker. */
const MOST_TIES = 1_200;
const MOST_AGENTS = 600;
/** If a picture takes more milliseconds than this, moving pictures are simplified. */
const SLOW = 60;

export interface Painter {
  paint(scene: Bare): void;
  /** Prepares for a run with this number of agents, because a worker takes time to start. For few agents, an unused worker is stopped. */
  prepare(agents: number): void;
  /** Measures names again, for another run or theme. */
  reset(): void;
  /** Whether painting is so slow that moving pictures should be simplified. */
  readonly isSlow: boolean;
}

/** `spawn` starts the worker; `shown` is called after each new picture on the canvas. */
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
