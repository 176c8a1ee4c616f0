/**
 * What can stop a run, as tests of events: the node of a line, a type of event, a value that changes. All tests
 * read recorded events, so that a run stops at the same event forward and backward.
 */
import type { EventType, SimEvent } from '../../core/events/events.js';
import { indexOf, type Roster } from '../../core/events/roster.js';
import { joinsIn, tieChangeOf, tieRowsOf, variableChangeOf } from '../../core/events/rowViews.js';
import type { AgentId, NodeId } from '../../core/util/ids.js';
import type { Override } from '../../core/events/overrides.js';
import { namesRead } from '../../expr/index.js';
import { EVENTS } from '../run/eventLabels.js';

/** Whether an event can stop the run, before any condition is evaluated. */
export type Test = (event: SimEvent) => boolean;

/** The events that a breakpoint is about, and the agent that it is about; null for any agent. */
export interface EventTest {
  readonly test: Test;
  readonly agent: AgentId | null;
}

/** Events that stop at the node that they come from. A persona stops at its turn, an action at its choice. */
export function atNode(node: NodeId): Test {
  if (/^(personas|populations)\.[^.]+$/.test(node)) return (event) => event.type === 'turn.started' && event.at === node;
  if (/^worlds\.[^.]+\.actions\.[^.]+$/.test(node))
    return (event) => event.at === node && (event.type === 'act.chosen' || event.type === 'reaction.given');
  return (event) => event.at === node;
}

/** Agents of an event: the agent that acts, and the agent at the other end of a tie or a rating. */
export function agentsOf(event: SimEvent): readonly AgentId[] {
  switch (event.type) {
    case 'message.sent':
      return event.author === null ? [] : [event.author];
    case 'tie.changed':
      return [event.from, event.to];
    case 'rating.given':
      return [event.agent, event.to];
    case 'state.overridden':
      return whom(event.change);
    default:
      return 'agent' in event && typeof event.agent === 'string' ? [event.agent] : [];
  }
}

function whom(change: Override): readonly AgentId[] {
  if (change.kind === 'tie') return [change.from, change.to];
  return change.agent === null ? [] : [change.agent];
}

/**
 * `message.sent` or `ada.tie.changed`; null for any other name. The name of an event of one agent also stands for the event of many
 * agents. `rosterNow` returns the latest roster.
 */
export function byName(name: string, isAgent: (id: string) => boolean, rosterNow: () => Roster): EventTest | null {
  const type = EVENTS.find((one) => name === one || name.endsWith(`.${one}`));
  if (type === undefined) return null;
  const many = MANY[type];
  if (name === type) return { agent: null, test: (event) => event.type === type || event.type === many };
  const agent = name.slice(0, -type.length - 1);
  if (!isAgent(agent)) return null;
  const test: Test = (event) =>
    (event.type === type && agentsOf(event).includes(agent)) || (event.type === many && isAbout(event, rosterNow(), agent));
  return { agent: many === undefined ? null : agent, test };
}

/** Events that set a variable of an agent that a condition reads of `agent` or `me`; null if it reads none of `variables`. */
export function settingOf(condition: string, variables: ReadonlySet<string>): EventTest | null {
  const read = namesRead('expression', condition).flatMap(({ name, owner }) =>
    (owner === 'agent' || owner === 'me') && variables.has(name) ? [name] : [],
  );
  if (read.length === 0) return null;
  const test: Test = (event) => {
    if (event.type === 'state.overridden') return event.change.kind === 'variable' && read.includes(event.change.name);
    return (event.type === 'variables.set' || (event.type === 'variable.set' && event.agent !== null)) && read.includes(event.name);
  };
  return { agent: null, test };
}

/** Events of many agents, by the event that each agent would have had alone. */
const MANY: { readonly [type: string]: EventType } = {
  'agent.joined': 'agents.joined',
  'variable.set': 'variables.set',
  'tie.changed': 'ties.changed',
};

function isAbout(event: SimEvent, roster: Roster, agent: AgentId): boolean {
  const index = indexOf(roster, agent);
  if (event.type === 'variables.set') return isSet(event, roster, agent);
  if (event.type === 'ties.changed') return tieRowsOf(event).ends.from.includes(index) || tieRowsOf(event).ends.to.includes(index);
  return joinsIn(event, roster, index);
}

const isSet = (event: SimEvent, roster: Roster, agent: AgentId): boolean =>
  variableChangeOf(event, roster, indexOf(roster, agent)) !== undefined;

const isTied = (event: SimEvent, roster: Roster, from: AgentId, to: AgentId): boolean =>
  tieChangeOf(event, roster, indexOf(roster, from), indexOf(roster, to)) !== undefined;

/** Something with a value that events change. Its text is its id across sessions. */
export type Datum =
  | { readonly kind: 'variable'; readonly agent: AgentId | null; readonly name: string }
  | { readonly kind: 'tie'; readonly network: string; readonly from: AgentId; readonly to: AgentId }
  | { readonly kind: 'reward'; readonly agent: AgentId; readonly name: string }
  | { readonly kind: 'measure'; readonly name: string };

export function datumText(datum: Datum): string {
  if (datum.kind === 'tie') return ['tie', datum.network, datum.from, datum.to].join(' ');
  return datum.kind === 'measure' ? `measure ${datum.name}` : [datum.kind, datum.agent ?? '', datum.name].join(' ');
}

export function datumOf(text: string): Datum | null {
  const [kind, a = '', b = '', c = ''] = text.split(' ');
  if (kind === 'tie') return { kind, network: a, from: b, to: c };
  if (kind === 'measure') return { kind, name: a };
  if (kind === 'reward') return { kind, agent: a, name: b };
  return kind === 'variable' ? { kind, agent: a === '' ? null : a, name: b } : null;
}

const CONDITION = 'condition ';

/** The id of a data breakpoint on any agent for which a condition becomes true. */
export const conditionText = (source: string): string => CONDITION + source;

/** The condition of such an id; null for the id of a datum. */
export const conditionIn = (text: string): string | null => (text.startsWith(CONDITION) ? text.slice(CONDITION.length) : null);

/** The value that a change by an event sets, for this datum; null where the change is of something else. */
function overrideIn<Kind extends Override['kind']>(event: SimEvent, kind: Kind): Extract<Override, { kind: Kind }> | null {
  return event.type === 'state.overridden' && event.change.kind === kind ? (event.change as Extract<Override, { kind: Kind }>) : null;
}

/** Events that may have changed the value. `rosterNow` returns the latest roster. */
export function changing(datum: Datum, rosterNow: () => Roster): Test {
  switch (datum.kind) {
    case 'variable':
      return (event) => {
        if (event.type === 'variables.set')
          return event.name === datum.name && datum.agent !== null && isSet(event, rosterNow(), datum.agent);
        const set = overrideIn(event, 'variable') ?? (event.type === 'variable.set' ? event : null);
        return set !== null && set.agent === datum.agent && set.name === datum.name;
      };
    case 'tie':
      return (event) => {
        if (event.type === 'ties.changed') return event.network === datum.network && isTied(event, rosterNow(), datum.from, datum.to);
        const set = overrideIn(event, 'tie') ?? (event.type === 'tie.changed' ? event : null);
        return set !== null && set.network === datum.network && set.from === datum.from && set.to === datum.to;
      };
    case 'reward':
      return (event) => event.type === 'reward.given' && event.agent === datum.agent && event.reward === datum.name;
    case 'measure':
      return (event) => event.type === 'measure.taken' && event.measure === datum.name;
  }
}
