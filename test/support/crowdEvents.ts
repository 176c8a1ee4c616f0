/** The events of a recorded run, with events of single agents that follow each other joined into events of many agents. */
import { indexText, tieEndsText, valueText } from './columnTexts.js';
import { indicesOf } from '../../src/core/columns/indexText.js';
import { valuesOf } from '../../src/core/columns/valueText.js';
import type { Body, EventOf, SimEvent } from '../../src/core/events/events.js';
import type { Timeline } from '../../src/core/events/timeline.js';
import { indexOf, type Roster } from '../../src/core/events/roster.js';

/** Members of `population` join as a crowd, and its variables and ties change together. The names of the members follow `name`. */
export function crowdEvents({ events, head: { roster } }: Timeline, population: string, name: string): readonly SimEvent[] {
  const groups = groupsOf(events, population);
  const made: SimEvent[] = [];
  const places = new Map<number, number>();
  for (const group of groups) {
    for (const { seq } of group) places.set(seq, made.length);
    const first = group[0]!;
    const body = group.length > 1 ? joinedBody(group, roster, population, name) : first;
    const { step, cause, at } = first;
    const end = group.at(-1)!.end ? { end: true as const } : {};
    made.push({ ...body, seq: made.length, step, cause: cause === null ? null : places.get(cause)!, at, ...end } as SimEvent);
  }
  return made;
}

/** What an event can be joined by; null if it stays alone. */
function kindOf(event: SimEvent, population: string): string | null {
  if (event.type === 'agent.joined') return event.from === population ? 'joined' : null;
  if (event.type === 'variable.set') return event.agent === null ? null : `set ${event.name} ${event.at}`;
  if (event.type === 'tie.changed') return event.evidence === null ? `tied ${event.network}` : null;
  return null;
}

const targetOf = (event: SimEvent): string =>
  event.type === 'variable.set' ? (event.agent ?? '') : event.type === 'tie.changed' ? `${event.from} ${event.to}` : String(event.seq);

/** Events of one kind are joined if only other events of single agents, in the same step, are between them. */
function groupsOf(events: readonly SimEvent[], population: string): readonly (readonly SimEvent[])[] {
  const groups: SimEvent[][] = [];
  let open = new Map<string, SimEvent[]>();
  let step = -1;
  for (const event of events) {
    const kind = kindOf(event, population);
    if (event.step !== step || kind === null) open = new Map();
    step = event.step;
    const known = kind === null ? undefined : open.get(kind);
    if (known && !known.some((one) => targetOf(one) === targetOf(event))) known.push(event);
    else {
      const group = [event];
      groups.push(group);
      if (kind !== null) open.set(kind, group);
    }
  }
  return groups;
}

function joinedBody(group: readonly SimEvent[], roster: Roster, from: string, name: string): Body {
  const first = group[0]!;
  if (first.type === 'agent.joined') return { type: 'agents.joined', from, count: group.length, name, mind: first.mind };
  if (first.type === 'variable.set') {
    const sets = (group as readonly EventOf<'variable.set'>[]).toSorted((a, b) => indexOf(roster, a.agent!) - indexOf(roster, b.agent!));
    const agents = indexText(indicesOf(sets.map(({ agent }) => indexOf(roster, agent!))));
    return { type: 'variables.set', name: first.name, agents, values: valueText(valuesOf(sets.map(({ value }) => value))) };
  }
  const ties = (group as readonly EventOf<'tie.changed'>[])
    .map(({ from: a, to: b, after }) => [indexOf(roster, a), indexOf(roster, b), after] as const)
    .toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const ends = { from: Uint32Array.from(ties, ([a]) => a), to: Uint32Array.from(ties, ([, b]) => b) };
  const { network } = first as EventOf<'tie.changed'>;
  return { type: 'ties.changed', network, ...tieEndsText(ends), after: valueText(valuesOf(ties.map(([, , after]) => after))) };
}
