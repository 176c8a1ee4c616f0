/**
 * Retries after temporary faults, a few times, with doubled and jittered waits, and never before the time that the server
 * names. Waits end immediately if the question is cancelled.
 */
import { MindFault as Fault, type MindFault } from '../../engine/model/mind.js';
import { around, asFault, isFinal, type Layer, type Timing, wait } from './layer.js';

export interface RetryOptions {
  readonly timing: Timing;
  /** How often a question may fail with one code; each code is counted separately. */
  readonly tries?: number;
  /** Numbers for single codes that differ from `tries`. */
  readonly triesOf?: { readonly [code: string]: number };
  /** Milliseconds before the second try, and the longest wait before any. */
  readonly firstMs?: number;
  readonly mostMs?: number;
  /** A server that asks for a longer pause is not asked again. */
  readonly patienceMs?: number;
  /** The most milliseconds that one question waits over all its tries. */
  readonly longestMs?: number;
  /** Called for each wait that is long enough to be reported. */
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

/** The shortest wait that is reported, in milliseconds. */
const NOTICED_MS = 2_000;

/**
 * A rate limit is not a failure of the question, so it has many tries. A timeout is likely to happen again, so it has few. An
 * endpoint may need several tries to find its dialect. A model that is still loading is asked until `longestMs` have passed.
 */
const TRIES_OF: { readonly [code: string]: number } = { 'rate-limited': 16, timeout: 2, 'other-dialect': 8, loading: Infinity };

/** Milliseconds of the longest wait before a try, where it is not the same for all codes. */
const MOST_MS_OF: { readonly [code: string]: number } = { loading: 5_000 };

/** Codes without a wait, because the next try is different. */
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
          const ms = Math.max(
            wanted,
            jittered(firstMs * 2 ** (tried - 1), Math.min(mostMs, MOST_MS_OF[fault.code] ?? mostMs), timing.random()),
          );
          waited += ms;
          if (waited > longestMs) throw tired(fault, tried);
          if (ms >= NOTICED_MS) waiting?.({ mind: mind.id, code: fault.code, ms, tried });
          await wait(timing, ms, token);
        }
      }
    });
}

/** Between half of the wait and all of it, so that calls that were rejected together do not retry together. */
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

// The pause that a server asks for: `Retry-After` in seconds or as a date. It is untrusted data.

/** Milliseconds to wait, or null if the fault has no readable time. */
export function retryAfterMs(fault: object, date: number): number | null {
  const { retryAfter } = fault as { readonly retryAfter?: unknown };
  if (typeof retryAfter !== 'string') return null;
  const text = retryAfter.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  if (!/^[A-Za-z]{3}, /.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - date);
}
