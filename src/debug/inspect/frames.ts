/** The stack at a moment: the event, then what caused it, up to the round and the run. */
import type { SimEvent } from '../../core/events/events.js';
import type { AgentId, NodeId } from '../../core/util/ids.js';
import { agentsOf } from '../breakpoints/eventTests.js';

export interface Frame {
  /** The event of the frame. The frame shows the state after it; the top frame shows the state at the cursor. */
  readonly event: SimEvent;
  readonly kind: 'event' | 'turn' | 'phase' | 'round' | 'run';
  readonly at: NodeId | null;
  /** The agent of the frame; null where it has none. */
  readonly agent: AgentId | null;
}

/** The most causes that are followed back: a thread of replies can be as long as the run. */
const MOST = 50;

const frame = (event: SimEvent, kind: Frame['kind'], at = event.at): Frame => ({ event, kind, at, agent: agentsOf(event)[0] ?? null });

/** The frames at event `seq`, the innermost first; none before the first event. `agent`: the agent of the innermost, of many. */
export function framesAt(events: readonly SimEvent[], seq: number, agent: AgentId | null = null): readonly Frame[] {
  const found: Frame[] = [];
  const seen = new Set<SimEvent>();
  const add = (event: SimEvent | undefined, kind: Frame['kind']): void => {
    if (!event || seen.has(event)) return;
    seen.add(event);
    const made = frame(event, kind);
    found.push(agent !== null && event.seq === seq ? { ...made, agent } : made);
  };
  for (let event = events[seq]; event && found.length < MOST; event = causeOf(events, event))
    add(event, event.type === 'turn.started' ? 'turn' : 'event');
  add(back(events, seq, 'phase.started', 'phase.ended'), 'phase');
  add(back(events, seq, 'round.started', 'run.ended'), 'round');
  if (seq >= 0) add(events[0], 'run');
  return found;
}

/** A code is caused by the message that was coded. */
function causeOf(events: readonly SimEvent[], event: SimEvent): SimEvent | undefined {
  if (event.cause !== null) return events[event.cause];
  if (event.type !== 'code.assigned') return undefined;
  for (let i = event.seq - 1; i >= 0; i--) {
    const said = events[i]!;
    if (said.type === 'message.sent' && said.id === event.message) return said;
  }
  return undefined;
}

/** The last event of a type up to `seq`, with no event of the other type after it. */
function back(events: readonly SimEvent[], seq: number, kind: SimEvent['type'], closed: SimEvent['type']): SimEvent | undefined {
  for (let i = seq; i >= 0; i--) {
    const event = events[i]!;
    if (event.type === kind) return event;
    if (event.type === closed && i < seq) return undefined;
  }
  return undefined;
}
