/**
 * Where breakpoints stop a run: the next stop, the last one, the stop at an event or at the end, and the output of log points.
 * `breakpointMatches.ts` decides whether one breakpoint holds.
 */
import { t } from '../../core/util/l10n.js';
import type { SimEvent } from '../../core/events/events.js';
import type { Timeline } from '../../core/events/timeline.js';
import type { RunState } from '../../protocol/summary.js';
import type { DebuggedRun } from '../run/host.js';
import type { Breakpoint } from './breakpointMatches.js';
import type { Stop } from '../run/stopTypes.js';

interface Printing {
  /** The text; it can pause. */
  readonly text: () => string;
  readonly event: SimEvent;
}

/** First event after `from` at which a breakpoint holds; `recorded` is the last event from before the run continued. */
function next({ matches, onlyLive }: Breakpoint, from: number, recorded: number): number | null {
  return matches.after(onlyLive ? Math.max(from, recorded) : from);
}

/** The first event after `from` at which a breakpoint stops. */
export function firstStop(all: readonly Breakpoint[], from: number, recorded: number): number | null {
  const hits = all.flatMap((one) => (one.log === null ? (next(one, from, recorded) ?? []) : []));
  return hits.length === 0 ? null : Math.min(...hits);
}

/** The last event before `from` at which a breakpoint stops; −1 where none does. */
export function lastStop(all: readonly Breakpoint[], from: number): number {
  const stops = all.filter(({ log, onlyLive }) => log === null && !onlyLive);
  return Math.max(-1, ...stops.map(({ matches }) => matches.before(from) ?? -1));
}

/** The stop at an event. */
export function stopAt(all: readonly Breakpoint[], seq: number, recorded: number): Stop {
  const hit = all.filter(({ log, matches, onlyLive }) => log === null && matches.isAt(seq) && (seq > recorded || !onlyLive));
  const fault = hit[0]?.fault?.() ?? undefined;
  const agent = hit.map(({ matches }) => matches.agentAt(seq)).find((one) => one !== null);
  return { reason: hit[0]?.reason ?? 'breakpoint', hit: hit.map(({ id }) => id), ...(fault ? { fault } : {}), ...(agent ? { agent } : {}) };
}

/** The stop after the last event of a run that ended in this state; null where no filter covers it. */
export function stopAtEnd(all: readonly Breakpoint[], state: RunState, { handle: { timeline, problem } }: DebuggedRun): Stop | null {
  const last = timeline.events.at(-1);
  const hit = last ? all.filter(({ ends, holds }) => ends === state && (holds?.(timeline.head, last) ?? true)) : [];
  if (hit.length === 0) return null;
  return {
    reason: 'exception',
    hit: hit.map(({ id }) => id),
    fault: { id: `run-${state}`, text: problem ?? (state === 'failed' ? t('The run has failed.') : t('The run is paused.')) },
  };
}

/** The first `most` events at which breakpoints on lines, events and values stop, in order, as far as each has searched. */
export function hitsOf(all: readonly Breakpoint[], most: number): number[] {
  const seqs = new Set<number>();
  for (const { log, reason, matches } of all) {
    if (log !== null || reason === 'exception') continue;
    let left = most;
    for (let seq = matches.after(-1); seq !== null && left > 0; seq = matches.after(seq), left--) seqs.add(seq);
  }
  return [...seqs].sort((a, b) => a - b).slice(0, most);
}

/** The output of log points from one event to another, each made when it is asked for. */
export function* printedIn(
  all: readonly Breakpoint[],
  timeline: Timeline,
  from: number,
  to: number,
  recorded: number,
): Generator<Printing, void, undefined> {
  for (const one of all) {
    if (!one.log) continue;
    for (let seq = next(one, from, recorded); seq !== null && seq <= to; seq = next(one, seq, recorded)) {
      const event = timeline.events[seq]!;
      yield { event, text: one.log(timeline.at(seq), event, one.matches.agentAt(seq)) };
    }
  }
}
