/** Positions of moments on the timeline. */
import { isUnderWay, type PanelModel } from '../state/model.js';
import { scaleLinear } from 'd3-scale';
import type { Goal } from '../ui/menu.js';

/** Free pixels at both ends. */
export const SIDE = 8;
const RECORDED_AT_LEAST = 0.5;

export interface Across {
  /** The position of an event. */
  readonly x: (seq: number) => number;
  /** The position of the end of the recorded events. */
  readonly now: number;
  /** The number of future rounds, and the position of each, from 1. */
  readonly toCome: number;
  readonly xToCome: (nth: number) => number;
  readonly goal: (x: number) => Goal;
}

/** @param width the width of the whole line, in pixels */
export function across({ seq, rounds, run, status }: Pick<PanelModel, 'seq' | 'rounds' | 'run' | 'status'>, width: number): Across {
  const toCome = isUnderWay({ status }) ? Math.max(0, run.rounds - rounds.length) : 0;
  const [start, end] = [SIDE, Math.max(SIDE + 1, width - SIDE)];
  const share = toCome === 0 ? 1 : Math.max(RECORDED_AT_LEAST, rounds.length / run.rounds);
  const now = start + (end - start) * share;
  const recorded = scaleLinear()
    .domain([-1, Math.max(0, seq)])
    .range([start, now])
    .clamp(true);
  const future = scaleLinear()
    .domain([0, toCome + 1])
    .range([now, end])
    .clamp(true);
  return {
    x: (at) => recorded(at),
    now,
    toCome,
    xToCome: (nth) => future(nth),
    goal: (x) =>
      x <= now || toCome === 0
        ? { seq: Math.min(seq, Math.round(recorded.invert(x))) }
        : { round: rounds.length + Math.min(toCome, Math.max(1, Math.round(future.invert(x)))) },
  };
}
