/**
 * Shared parts of the layers around a mind. A layer takes a mind and returns a mind that adds one function to its calls. Layers
 * are independent of each other. Time and random numbers are parameters, so that tests control them; answers do not depend on
 * them.
 */
import type { CancellationToken } from '../../core/util/lifecycle.js';
import { BUDGET_REACHED, type Mind, MindFault } from '../../engine/model/mind.js';
import type { After } from '../person/human.js';

export type Layer = (mind: Mind) => Mind;

/** Time and chance. */
export interface Timing {
  /** Monotonic milliseconds, independent of changes to the clock. */
  now(): number;
  /** Milliseconds of the calendar, for servers that send a date. */
  date(): number;
  readonly after: After;
  /** A number from 0 to below 1. */
  random(): number;
}

/** The mind with the layers around it, the first outermost. */
export const layered = (mind: Mind, layers: readonly Layer[]): Mind => layers.reduceRight((inner, layer) => layer(inner), mind);

/** A mind like `mind` with another `ask`. */
export function around(mind: Mind, ask: Mind['ask']): Mind {
  const { id, kind, model, prose, keepsBeginnings } = mind;
  return {
    ...{ id, kind, model, prose, ask },
    ...(keepsBeginnings ? { keepsBeginnings } : {}),
    ...(mind.skip ? { skip: (question) => mind.skip?.(question) } : {}),
    ...(mind.room ? { room: () => mind.room?.() ?? 0 } : {}),
    ...(mind.isBatched ? { isBatched: (question) => mind.isBatched?.(question) === true } : {}),
    ...(mind.sendBatch ? { sendBatch: () => mind.sendBatch?.() } : {}),
  };
}

export const cancelledFault = (): MindFault => new MindFault('cancelled', 'The question was cancelled.');

/** Any error of a mind as a fault. */
export const asFault = (error: unknown): MindFault =>
  error instanceof MindFault ? error : new MindFault('mind-failed', error instanceof Error ? error.message : String(error));

const FINAL: ReadonlySet<string> = new Set(['cancelled', BUDGET_REACHED]);

/** Whether no other attempt and no other mind may be tried, because the call was ended on purpose. */
export const isFinal = (fault: MindFault, token: CancellationToken): boolean => token.isCancellationRequested || FINAL.has(fault.code);

/** Waits; rejects immediately if the token is cancelled. */
export function wait(timing: Timing, ms: number, token: CancellationToken): Promise<void> {
  if (token.isCancellationRequested) return Promise.reject(cancelledFault());
  return new Promise((resolve, reject) => {
    const timer = timing.after(ms, () => {
      listener.dispose();
      resolve();
    });
    const listener = token.onCancellationRequested(() => {
      timer.dispose();
      listener.dispose();
      reject(cancelledFault());
    });
  });
}
