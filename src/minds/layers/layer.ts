/**
 * What the layers around a mind share. A layer takes a mind and gives one that asks it with more care: each does one
 * thing, and none knows the others. Time and chance come in, so that tests need neither; nothing of them enters an answer.
 */
import type { CancellationToken } from '../../core/util/lifecycle.js';
import { BUDGET_REACHED, type Mind, MindFault } from '../../engine/model/mind.js';
import type { After } from '../person/human.js';

export type Layer = (mind: Mind) => Mind;

/** Time and chance. */
export interface Timing {
  /** Milliseconds that never go back, whatever is done to the clock. */
  now(): number;
  /** Milliseconds of the calendar, for servers that name a date. */
  date(): number;
  readonly after: After;
  /** From 0 up to, but without, 1. */
  random(): number;
}

/** The mind with the layers around it, the first outermost. */
export const layered = (mind: Mind, layers: readonly Layer[]): Mind => layers.reduceRight((inner, layer) => layer(inner), mind);

/** A mind that is `mind` in all but how it is asked. */
export function around(mind: Mind, ask: Mind['ask']): Mind {
  const { id, kind, model, prose } = mind;
  return { id, kind, model, prose, ask, ...(mind.skip ? { skip: (question) => mind.skip?.(question) } : {}) };
}

export const cancelledFault = (): MindFault => new MindFault('cancelled', 'The question was cancelled.');

/** Any error of a mind as a fault. */
export const asFault = (error: unknown): MindFault =>
  error instanceof MindFault ? error : new MindFault('mind-failed', error instanceof Error ? error.message : String(error));

const FINAL: ReadonlySet<string> = new Set(['cancelled', BUDGET_REACHED]);

/** Whether no other attempt and no other mind may be tried, because the call was ended on purpose. */
export const isFinal = (fault: MindFault, token: CancellationToken): boolean => token.isCancellationRequested || FINAL.has(fault.code);

/** Waits; rejects at once when the token is cancelled. */
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
