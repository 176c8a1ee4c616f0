/** Runs as tools read them: from their folders, up to their current event. */
import { type RecordedRun, storedRunState, timelineOf } from '../../runs/index.js';
import type { RunState } from '../../protocol/summary.js';
import type { SimEvent } from '../../core/events/events.js';
import type { Timeline } from '../../core/events/timeline.js';
import type { NodeId } from '../../core/util/ids.js';
import type { ToolHost } from '../base/host.js';
import { idWord } from '../base/quotes.js';
import { runPlace, shownPath, shownSource } from '../base/places.js';
import { ToolFault } from '../base/tool.js';

export interface OpenedRun {
  readonly id: string;
  readonly dir: string;
  readonly state: RunState;
  readonly run: RecordedRun;
  readonly timeline: Timeline;
}

/** Opens a run by its id or its folder. A run that is active here is read up to its current event. */
export async function openedRun(host: ToolHost, name: string): Promise<OpenedRun> {
  const { dir } = await runPlace(host, name);
  const live = host.live().find((one) => one.dir === dir);
  const opened = await host.recorded(dir);
  if (!opened.ok) throw new ToolFault(`${name}: ${opened.message}`);
  const { run } = opened;
  const state = live ? live.live.state : await storedRunState(run.manifest.state, dir);
  return { id: idWord(run.manifest.id), dir, state, run, timeline: timelineOf(run) };
}

/** The last event of a round, or of the run; throws where the round has not ended. */
export function endOfRound({ timeline }: Pick<OpenedRun, 'timeline'>, round: number | undefined): number {
  const last = timeline.events.length - 1;
  if (round === undefined) return last;
  const end = timeline.events.findLast((event) => event.type === 'round.ended' && event.round === round);
  if (round > 0 && !end) throw new ToolFault(`Round ${round} has not ended in this run. Its last round is ${timeline.head.round}.`);
  return round === 0 ? (timeline.rounds[0] ?? last + 1) - 1 : end!.seq;
}

/** The event of a number; throws where there is none. */
export function eventAt({ timeline: { events } }: Pick<OpenedRun, 'timeline'>, seq: number): SimEvent {
  const event = events[seq];
  if (!event) throw new ToolFault(`The run has no event ${seq}. Its events are 0 to ${events.length - 1}.`);
  return event;
}

/** `town.society:34`, the line of a node or of the nearest node above it; null where it has none. */
export function lineOf(host: Pick<ToolHost, 'roots'>, { run: { resolved } }: Pick<OpenedRun, 'run'>, node: NodeId | null): string | null {
  for (let path = node ?? ''; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('.')))) {
    const span = resolved.nodes.get(path);
    if (span) return `${shownSource(host, span.source)}:${span.range.start.line + 1}`;
  }
  return null;
}

/** The folder of a run as callers name it. */
export const shownFolder = (host: Pick<ToolHost, 'roots'>, { dir }: Pick<OpenedRun, 'dir'>): string => shownPath(host, dir);
