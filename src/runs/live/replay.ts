/** Makes a recorded run again without any mind, and compares its events byte by byte. */
import { english, marked } from '../../core/util/l10n.js';
import type { SimEvent } from '../../core/events/events.js';
import { Timeline } from '../../core/events/timeline.js';
import { asker, DeterminismError, following } from '../../engine/index.js';
import { sha256 } from '../../node/ports.js';
import { eventLine } from '../../trace/index.js';
import type { RecordedRun } from './recordedRun.js';

type Replayed =
  | { readonly ok: true; readonly events: number; readonly steps: number }
  /** The first event that the texts do not reproduce. */
  | { readonly ok: false; readonly seq: number; readonly message: string };

type Repeatable = Pick<RecordedRun, 'model' | 'events' | 'manifest' | 'kept'>;

/**
 * Repeats every event of a run, without any mind: answers are taken from the recording; everything else is planned again and
 * compared byte by byte.
 */
export function replay(run: Repeatable): Replayed {
  const steps = replaying(run);
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
  }
}

/** The same in steps, so that a caller can pause between them. Yields how many events are the same so far. */
export function* replaying({ model, events, manifest, kept }: Repeatable): Generator<number, Replayed> {
  if (kept.damaged) return { ok: false, seq: events.length, message: `Event ${events.length} or a later one is not as it was written.` };
  if (events.length === 0) return { ok: false, seq: 0, message: english(NO_EVENTS) };
  const timeline = new Timeline();
  const prose = new Set(manifest.prose);
  const ask = asker(sha256, (mind) => prose.has(mind));
  try {
    for (const _ of following(model, timeline, events, ask)) yield timeline.head.seq + 1;
  } catch (error) {
    if (error instanceof DeterminismError) return { ok: false, seq: error.seq, message: error.message };
    if (!isFaultOfCode(error)) throw error;
    const seq = timeline.events.length;
    return { ok: false, seq, message: eventsFault(seq) };
  }
  for (const [seq, event] of timeline.events.entries()) {
    if (eventLine(event) !== eventLine(events[seq] as SimEvent))
      return { ok: false, seq, message: `Event ${seq} has the same content in another order of its keys.` };
    if (seq % CHUNK === 0) yield timeline.events.length;
  }
  return { ok: true, events: timeline.events.length, steps: timeline.head.step + 1 };
}

const NO_EVENTS = marked('The run has no event yet, so nothing can be repeated. Continue it with: society run --resume');

/** Events that are compared between two pauses. */
const CHUNK = 256;

/**
 * The fault of a run that could not be read, where its events cause it and not this program; null for any other error. Repeats
 * the run to find out.
 */
export function damageWords(error: unknown, run: RecordedRun): string | null {
  if (!isFaultOfCode(error) || run.events.length === 0) return null;
  const replayed = replay(run);
  return replayed.ok ? null : eventsFault(replayed.seq);
}

/** Why a recorded run could not be read, as text: that its events are damaged where they are, else the error. */
export const readingFault = (error: unknown, run: RecordedRun): string =>
  damageWords(error, run) ?? (error instanceof Error ? error.message : String(error));

// Events of other types than were written. Runs of this version have checksums, so that such events are left out on opening. In runs of
// older versions they cause errors where they are folded or read.

/** Whether an error is one of code that reads data of an unexpected form. */
const isFaultOfCode = (error: unknown): boolean => error instanceof TypeError || error instanceof RangeError;

/** What to do where an event, or one after it, differs from what was written. */
export const eventsFault = (seq: number): string =>
  english(
    marked(
      'events.jsonl is damaged at event {0} or after it. Delete the lines from line {1} on, and repeat them with: society run --resume',
    ),
    ...[seq, seq + 1],
  );
