/** Positions of moments on the timeline, and the moments at which the player and the keys stop. */
import { upperBoundBy } from '../../src/core/util/search.js';
import { isUnderWay, type PanelModel } from '../state/model.js';
import { scaleLinear } from 'd3-scale';
import type { Goal } from '../ui/menu.js';

/** Pixels that stay free at both ends. */
export const SIDE = 8;
const RECORDED_AT_LEAST = 0.5;

export interface Across {
  /** Where an event lies. */
  readonly x: (seq: number) => number;
  /** Where what is recorded ends. */
  readonly now: number;
  /** How many rounds are to come, and where each begins, from 1. */
  readonly toCome: number;
  readonly xToCome: (nth: number) => number;
  readonly goal: (x: number) => Goal;
}

/** @param width of the whole line, in pixels */
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

// Where one can stop on the timeline: what was said or left unsaid, and where rounds begin. No page.

const itself = (at: number): number => at;
const ofItem = ({ seq }: { readonly seq: number }): number => seq;

/** The next stop after an event; the end of the run where there is none. */
export function nextStop({ messages, silences, rounds, seq: end }: PanelModel, seq: number): number {
  const next = [
    messages[upperBoundBy(messages, seq, ofItem)]?.seq,
    silences[upperBoundBy(silences, seq, ofItem)]?.seq,
    rounds[upperBoundBy(rounds, seq, itself)],
  ];
  return Math.min(...next.map((at) => at ?? end));
}

/** The stop before an event; −1, before the first, where there is none. */
export function previousStop({ messages, silences, rounds }: PanelModel, seq: number): number {
  const before = [
    messages[upperBoundBy(messages, seq - 1, ofItem) - 1]?.seq,
    silences[upperBoundBy(silences, seq - 1, ofItem) - 1]?.seq,
    rounds[upperBoundBy(rounds, seq - 1, itself) - 1],
  ];
  return Math.max(...before.map((at) => at ?? -1));
}

/** Where the next round begins, or the end of the run. */
export function nextRound({ rounds, seq: end }: PanelModel, seq: number): number {
  return rounds[upperBoundBy(rounds, seq, itself)] ?? end;
}

/** Where the round begins that one is in, or, at its beginning, the one before. */
export function previousRound({ rounds }: PanelModel, seq: number): number {
  return rounds[upperBoundBy(rounds, seq - 1, itself) - 1] ?? -1;
}
