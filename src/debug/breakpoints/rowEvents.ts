/** An event that changes many agents, as the debugger shows it for one of them. */
import type { SimEvent } from '../../core/events/events.js';
import { indexOf, type Roster } from '../../core/events/roster.js';
import { changedAfter, changedBefore, changesMany, variableChangeOf } from '../../core/events/rowViews.js';
import type { AgentId } from '../../core/util/ids.js';

/** The event that an agent would have had alone; the event itself for ties, and where it does not change the agent. */
export const eventFor = (event: SimEvent, roster: Roster, agent: AgentId | null): SimEvent =>
  (event.type === 'variables.set' && agent !== null ? variableChangeOf(event, roster, indexOf(roster, agent)) : undefined) ?? event;

/**
 * The next agent that an event of many agents changes, or the one before it, by index. `from` is the index of the current agent, −1
 * for the event as a whole. Undefined if there is none.
 */
export function agentBeside(event: SimEvent | undefined, from: number, isForward: boolean): number | undefined {
  if (!changesMany(event)) return undefined;
  return isForward ? changedAfter(event, from) : changedBefore(event, from);
}
