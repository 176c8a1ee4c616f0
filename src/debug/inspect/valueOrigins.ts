/** Where a value comes from: the event that made it what it is at a moment. */
import type { SimEvent } from '../../core/events/events.js';
import type { MemoryId } from '../../core/util/ids.js';
import type { Item } from './valueTree.js';
import { changing, type Test } from '../breakpoints/eventTests.js';

/** The origin of a message that an agent heard is the sending of it, by any author. */
export function originOf(events: readonly SimEvent[], seq: number, { datum, memory, seq: made }: Item): SimEvent | undefined {
  if (datum) return lastOf(events, seq, changing(datum));
  return memory === undefined ? events[made ?? -1] : writingOf(events, seq, memory);
}

/** Whether an event can be the origin of an item. */
export const hasOrigin = ({ datum, memory, seq }: Item): boolean => datum !== undefined || memory !== undefined || seq !== undefined;

function writingOf(events: readonly SimEvent[], seq: number, memory: MemoryId): SimEvent | undefined {
  const written = lastOf(events, seq, (event) => event.type === 'memory.written' && event.id === memory);
  const source = written?.type === 'memory.written' ? written.source : null;
  const said = source === null ? undefined : lastOf(events, seq, (event) => event.type === 'message.sent' && event.id === source);
  return said ?? written;
}

function lastOf(events: readonly SimEvent[], seq: number, test: Test): SimEvent | undefined {
  for (let i = seq; i >= 0; i--) if (test(events[i]!)) return events[i];
  return undefined;
}
