/** The data of a run without the layers of the project: its lines read as JSON, and bytes that hold the same values. */
import { serialize } from 'node:v8';
import type { SimEvent } from '../../src/core/events/events.js';
import { eventLine } from '../../src/trace/index.js';
import { coreMilliseconds, coreSeconds } from './child.js';
import { spread } from './figures.js';

/** Seconds of a core that JSON.parse takes for each line in turn. Nothing is kept. */
export function secondsToParse(lines: readonly string[]): number {
  const start = coreSeconds();
  let ends = 0;
  for (const line of lines) if ((JSON.parse(line) as SimEvent).end) ends++;
  const taken = coreSeconds() - start;
  if (ends === 0) throw new Error('no line is the end of a step');
  return taken;
}

/** Milliseconds of a core that one JSON.parse takes for all events of a round, median over the rounds. */
export function millisecondsForRound(events: readonly SimEvent[]): number {
  const starts = events.flatMap(({ type }, i) => (type === 'round.started' ? [i] : []));
  const times = starts.map((from, i) => {
    const text = `[${events
      .slice(from, starts[i + 1])
      .map(eventLine)
      .join(',')}]`;
    const start = coreMilliseconds();
    const { length } = JSON.parse(text) as readonly SimEvent[];
    if (length === 0) throw new Error('a round has no events');
    return coreMilliseconds() - start;
  });
  return spread(times).median;
}

/** Bytes of a value as Node passes it to a thread. A text that occurs twice counts twice. */
export const plainBytes = (value: unknown): number => serialize(value).length;
