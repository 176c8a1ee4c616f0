/** The tool `people`: the agents of a run at a moment, or one of them with its ties, memories and last events, all without their words. */
import { agentAt, eachAgent, nameAt, someAgents, varsOf } from '../../core/events/agents.js';
import type { EventOf, SimEvent } from '../../core/events/events.js';
import { indexOf } from '../../core/events/roster.js';
import { eachChangedTieOf, variableChangeOf } from '../../core/events/rowViews.js';
import type { AgentState, State, Variables } from '../../core/events/state.js';
import { didYouMeanPerson } from '../../core/util/suggest.js';
import { memoriesOf, memoryCount, tiesOf } from '../../runs/views/inspectAgent.js';
import type { ToolHost } from '../base/host.js';
import { inputOf, text, whole } from '../base/input.js';
import { idWord, metadata, rounded, shortName } from '../base/quotes.js';
import { tool, ToolFault } from '../base/tool.js';
import { eventMetadata } from './events.js';
import { endOfRound, lineOf, openedRun, type OpenedRun } from './recordings.js';

interface PeopleInput {
  readonly run: string;
  readonly agent?: string;
  readonly round?: number;
}

const MOST_AGENTS = 30;
const MOST_TIES = 5;
const MOST_MEMORIES = 12;
const MOST_EVENTS = 20;

export const people = tool<PeopleInput>({
  name: 'people',
  title: 'Look at the agents of a run',
  effect: 'reads',
  description:
    'The agents of a run at the end of a round: variables, strongest ties, numbers of messages and memories. With `agent`, one agent: its line in the file, ties, memories and last events by number. Texts of agents are left out; `why` quotes them by the number of an event or the id of a memory.',
  input: inputOf(
    {
      run: text('The id of the run, or its folder.'),
      agent: text('The id of one agent.'),
      round: whole('At the end of this round; 0 is before the first. Default: now.', 0, 1_000_000),
    },
    ['run'],
  ),
  run: async ({ run, agent, round }, host) => {
    const opened = await openedRun(host, run);
    const seq = endOfRound(opened, round);
    const state = opened.timeline.at(seq);
    const moment = { run: opened.id, round: state.round, event: seq };
    if (agent !== undefined) return { ...moment, ...oneAgent(host, opened, state, indexNamed(state, agent)) };
    const { length } = state.roster;
    const agents: object[] = [];
    for (const [index, one] of eachAgent(state)) {
      if (agents.length === MOST_AGENTS) break;
      agents.push(row(state, index, one));
    }
    return { ...moment, agents, ...(length > agents.length ? { more: length - agents.length } : {}) };
  },
});

/** The index of an agent; throws where there is none. */
export function indexNamed(state: State, agent: string): number {
  const index = indexOf(state.roster, agent);
  if (index >= 0) return index;
  const some = someAgents(state, agent);
  const listed = some.slice(0, MOST_TIES).map(({ id }) => id);
  throw new ToolFault(
    `Unknown agent \`${agent}\`.${didYouMeanPerson(agent, some) || ` There are ${listed.join(', ')}${some.length > MOST_TIES ? ', …' : ''}.`}`,
  );
}

const row = (state: State, index: number, agent: AgentState): object => ({
  ...{ id: idWord(agent.id), name: shortName(nameAt(state, index) ?? agent.id) },
  ...(agent.present ? {} : { present: false }),
  messages: agent.own.length,
  memories: memoryCount(agent),
  ...variables(varsOf(state, index)),
  ties: strongest(state, index),
});

const variables = (vars: Variables): object => {
  const shown = Object.entries(vars).map(([name, value]) => [name, metadata(value)]);
  return shown.length > 0 ? { variables: Object.fromEntries(shown) } : {};
};

/** The strongest ties from an agent, as `ben 0.42`; with the network where there are several. */
const strongest = (state: State, index: number): readonly string[] =>
  tiesOf(state, index)
    .slice(0, MOST_TIES)
    .map(({ network, id, strength }) => `${idWord(id)} ${rounded(strength)}${state.networks.length > 1 ? ` (${idWord(network)})` : ''}`);

function oneAgent(host: ToolHost, opened: OpenedRun, state: State, index: number): object {
  const agent = agentAt(state, index)!;
  const { events } = opened.timeline;
  const joined = events.find(
    (event) => (event.type === 'agent.joined' && event.agent === agent.id) || (event.type === 'agents.joined' && event.from === agent.from),
  );
  return {
    ...row(state, index, agent),
    ...{ mind: agent.mind, from: agent.from, line: lineOf(host, opened, joined?.at ?? null) },
    rewards: Object.fromEntries(
      Object.entries(agent.rewards).map(([id, values]) => [id, rounded(values.reduce((sum, one) => sum + one, 0))]),
    ),
    last_memories: memoriesOf(agent, 0, MOST_MEMORIES).map(({ id, round, kind, importance, text: words }) => ({
      ...{ id, round, kind, importance: rounded(importance), characters: words.length },
    })),
    last_events: lastEventsOf(host, opened, state, index),
  };
}

/** What an agent did and what happened to its variables and ties, up to the event of a state, oldest first. */
function lastEventsOf(host: ToolHost, opened: OpenedRun, state: State, index: number): readonly object[] {
  const { events } = opened.timeline;
  const agent = agentAt(state, index)!.id;
  const found: object[] = [];
  for (let i = state.seq; i >= 0 && found.length < MOST_EVENTS; i--) {
    const event = events[i]!;
    // Of an event of many agents, the part of this one.
    const own = event.type === 'variables.set' ? variableChangeOf(event, state.roster, index) : event;
    if (own && isOwn(own, agent)) found.push(eventMetadata(host, opened, own));
    if (event.type === 'ties.changed') {
      const ties = changedTies(event, index);
      if (ties > 0) found.push({ event: event.seq, type: event.type, ties });
    }
  }
  return found.toReversed();
}

/** How many outgoing ties of an agent an event changes. */
function changedTies(event: EventOf<'ties.changed'>, index: number): number {
  let ties = 0;
  eachChangedTieOf(event, index, () => ties++);
  return ties;
}

const isOwn = (event: SimEvent, agent: string): boolean =>
  (event.type === 'message.sent' && event.author === agent) ||
  (OWN.has(event.type) && 'agent' in event && event.agent === agent) ||
  (event.type === 'tie.changed' && event.from === agent);

const OWN: ReadonlySet<string> = new Set([
  ...['act.chosen', 'act.rejected', 'reaction.given', 'variable.set', 'survey.answered', 'coach.advised', 'fault'],
  ...['agent.entered', 'agent.left', 'state.overridden'],
]);
