/**
 * Asks again where that can help: after faults that pass, a few times, with waits that double and are jittered, and never
 * before the server wants to be asked. Waits end at once when the question is cancelled.
 */
import { MindFault as Fault, type MindFault } from '../../engine/model/mind.js';
import { around, asFault, isFinal, type Layer, type Timing, wait } from './layer.js';

export interface RetryOptions {
  readonly timing: Timing;
  /** How often a question may fail with one code; each code is counted for itself. */
  readonly tries?: number;
  /** Where it is not the same for all codes. */
  readonly triesOf?: { readonly [code: string]: number };
  /** Milliseconds before the second try, and the longest wait before any. */
  readonly firstMs?: number;
  readonly mostMs?: number;
  /** A server that wants to be left alone for longer than this is not asked again. */
  readonly patienceMs?: number;
  /** Milliseconds that one question waits at most, over all of its tries. */
  readonly longestMs?: number;
  /** Is told of each wait that is long enough to be noticed. */
  readonly waiting?: ((wait: Waiting) => void) | undefined;
}

/** A question that waits before it is asked again. */
export interface Waiting {
  /** Name of the model in the file. */
  readonly mind: string;
  /** Code of the fault. */
  readonly code: string;
  readonly ms: number;
  /** How often it was asked. */
  readonly tried: number;
}

/** Milliseconds from which on a wait is told. */
const NOTICED_MS = 2_000;

/**
 * Being sent away for a while is no failure of the question; a whole time limit that passed may well pass again; and there are
 * a few dialects that an endpoint may have to be asked in.
 */
const TRIES_OF: { readonly [code: string]: number } = { 'rate-limited': 16, timeout: 2, 'other-dialect': 8 };

/** Nothing gets better by waiting here: the next try is another one. */
const AT_ONCE: ReadonlySet<string> = new Set(['other-dialect']);

export function retry({
  timing,
  tries = 4,
  triesOf = TRIES_OF,
  firstMs = 500,
  mostMs = 30_000,
  patienceMs = 120_000,
  longestMs = 300_000,
  waiting,
}: RetryOptions): Layer {
  return (mind) =>
    around(mind, async (question, token) => {
      const times = new Map<string, number>();
      let waited = 0;
      for (let tried = 1; ; tried++) {
        try {
          return await mind.ask(question, token);
        } catch (error) {
          const fault = asFault(error);
          const wanted = retryAfterMs(fault, timing.date()) ?? 0;
          const ofCode = (times.get(fault.code) ?? 0) + 1;
          times.set(fault.code, ofCode);
          if (isFinal(fault, token) || !fault.retryable) throw fault;
          if (wanted > patienceMs) throw impatient(fault, wanted);
          if (ofCode >= (triesOf[fault.code] ?? tries)) throw tired(fault, tried);
          if (AT_ONCE.has(fault.code)) continue;
          const ms = Math.max(wanted, jittered(firstMs * 2 ** (tried - 1), mostMs, timing.random()));
          waited += ms;
          if (waited > longestMs) throw tired(fault, tried);
          if (ms >= NOTICED_MS) waiting?.({ mind: mind.id, code: fault.code, ms, tried });
          await wait(timing, ms, token);
        }
      }
    });
}

/** Between half of the wait and all of it, so that those who were sent away together do not come back together. */
const jittered = (ms: number, most: number, chance: number): number => Math.min(ms, most) * (0.5 + chance / 2);

const tired = (fault: MindFault, tried: number): MindFault =>
  tried === 1 ? fault : new Fault(fault.code, `${fault.message} (It was asked ${tried} times.)`, true);

const impatient = (fault: MindFault, ms: number): MindFault =>
  new Fault(fault.code, `${fault.message} (The server asks to wait for ${durationWords(ms)}.)`, true);

/** Minutes up to an hour, hours up to a day. */
function durationWords(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  if (minutes <= 60) return `${minutes} minutes`;
  return minutes <= 24 * 60 ? `${Math.ceil(minutes / 60)} hours` : 'more than a day';
}

// How long a server asks to be left alone: `Retry-After` in seconds or as a date. Strangers' data, so read with care.

/** Milliseconds to wait, or null where the fault says nothing that can be understood. */
export function retryAfterMs(fault: object, date: number): number | null {
  const { retryAfter } = fault as { readonly retryAfter?: unknown };
  if (typeof retryAfter !== 'string') return null;
  const text = retryAfter.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  if (!/^[A-Za-z]{3}, /.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - date);
}
