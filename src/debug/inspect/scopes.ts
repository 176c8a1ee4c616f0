/** The scopes at a moment (the event, the agent with its memory, inbox and ties, the world, the measures), and the event that a value comes from. */
import { t } from '../../core/util/l10n.js';
import type { SimEvent } from '../../core/events/events.js';
import type { AgentId, MemoryId } from '../../core/util/ids.js';
import { type Children, type Item, itemOf, lazy, listed, these } from './valueTree.js';
import { changing, type Test } from '../breakpoints/eventTests.js';
import { logAt } from '../../core/util/chunkedList.js';
import { agentAt, nameAt, varsOf } from '../../core/events/agents.js';
import { idAt, indexOf } from '../../core/events/roster.js';
import type { AgentState, State } from '../../core/events/state.js';
import { rowOf } from '../../core/events/ties.js';
import type { Timeline } from '../../core/events/timeline.js';
import { specOf } from '../../engine/index.js';
import { answerTo, askedBy, changedWords, changeWhy, type QuestionSource, type Reading, readWords } from '../../runs/index.js';
import { eventItems } from './eventItems.js';
import { answerItems, openAnswer, promptItems, rawItems } from './sources.js';
import { short } from '../run/eventLabels.js';

interface ScopeItem {
  readonly name: string;
  readonly hint?: 'locals' | 'returnValue';
  readonly expensive: boolean;
  readonly children: Children;
}

interface Moment extends QuestionSource {
  readonly state: State;
  readonly event: SimEvent | null;
  /** The agent of the moment; null where it has none. */
  readonly agent: AgentId | null;
}

export function scopesOf(moment: Moment): readonly ScopeItem[] {
  const { state, agent } = moment;
  const index = agent === null ? -1 : indexOf(state.roster, agent);
  const scope = (name: string, children: Children, expensive = false): ScopeItem => ({ name, expensive, children });
  const own =
    index < 0
      ? []
      : [
          { ...scope(t('Agent'), these(agentItems(moment, index))), hint: 'locals' } as const,
          scope(t('Memory'), memoryItems(agentAt(state, index)!), true),
          scope(t('Inbox'), inboxItems(state, agentAt(state, index)!)),
          scope(t('Ties'), these(tieItems(moment, index))),
        ];
  return [
    ...(moment.event ? [scope(t('Event'), these(eventItems(moment.timeline, state, moment.event)))] : []),
    ...changeScopes(moment),
    ...own,
    ...questionScopes(moment),
    scope(t('World'), these(worldItems(moment))),
    scope(t('Measures'), these(measureItems(state))),
  ];
}

/** Why the event set a variable of the agent: the rule, its condition, and the agents that they read. */
function changeScopes({ model, timeline, event, agent }: Moment): readonly ScopeItem[] {
  if ((event?.type !== 'variable.set' && event?.type !== 'variables.set') || agent === null) return [];
  const { seq, name } = event;
  const children = lazy(() => {
    const why = changeWhy(model, timeline, seq, agent, name);
    if (!why) return these([]);
    const { rule, condition, read } = why;
    return these([
      { name: t('change'), value: changedWords(why), at: why.node },
      ...(rule ? [{ name: t('rule'), value: short(rule.source, 200), at: rule.node }] : []),
      ...(condition ? [{ name: 'if', value: short(condition.source, 200), at: condition.node }] : []),
      { name: t('read'), value: `[${read.length}]`, type: 'list', children: listed(read.length, (i) => readItem(read[i]!)) },
    ]);
  });
  return [{ name: t('Why'), expensive: false, children }];
}

const readItem = (reading: Reading): Item => ({ name: reading.name, value: readWords(reading), evaluate: reading.agent });

/** The question and its answer, where the event follows from a question. */
function questionScopes(moment: Moment): readonly ScopeItem[] {
  const { model, timeline, event } = moment;
  const { events } = timeline;
  const asked = event && askedBy(events, event.seq);
  if (!asked) return [];
  const answer = answerTo(events, asked, event.seq);
  return [
    { name: t('Prompt'), expensive: true, children: lazy(() => promptItems(model, timeline, asked)) },
    {
      name: t('Answer'),
      expensive: false,
      hint: 'returnValue',
      children: answer ? these([...answerItems(answer), ...rawItems(moment, asked)]) : openAnswer(asked),
    },
  ];
}

function agentItems({ model, state }: Moment, index: number): readonly Item[] {
  const agent = agentAt(state, index)!;
  const { self, at, part } = specOf(model, state, index);
  const { id, ...persona } = self;
  return [
    { name: 'id', value: id, at },
    ...Object.entries(varsOf(state, index)).map(([name, value]) =>
      itemOf(name, value, { evaluate: `${id}.${name}`, datum: { kind: 'variable', agent: id, name } }),
    ),
    ...(part ? [itemOf('role', part.role), ...(part.goal === '' ? [] : [itemOf('goal', part.goal)])] : []),
    ...Object.entries(agent.rewards).map(([name, values]) =>
      itemOf(`reward ${name}`, values.at(-1) ?? null, {
        datum: { kind: 'reward', agent: id, name },
        children: listed(values.length, (i) => itemOf(t('round {0}', i + 1), values[i])),
      }),
    ),
    itemOf('mind', agent.mind),
    ...(agent.lastAct ? [itemOf(t('last act'), { action: agent.lastAct.action, ...agent.lastAct.args })] : []),
    ...(agent.lastTurn ? [itemOf(t('last turn'), agent.lastTurn)] : []),
    ...(agent.advice ? [itemOf('advice', agent.advice.text)] : []),
    ...Object.entries(agent.surveys).map(([survey, answers]) => itemOf(`survey ${survey}`, answers)),
    { ...itemOf('persona', persona), at },
  ];
}

const scoresOf = ({ memory: _memory, ...scores }: AgentState['recalled'][number]): object => scores;

/** The memories, the newest first. The last recalled memories show their score. */
function memoryItems(agent: AgentState): Children {
  const scores = new Map(agent.recalled.map((one) => [one.memory, one]));
  return listed(agent.memories.length, (i) => {
    const place = agent.memories.length - 1 - i;
    const { id, text, round, kind, importance, about, source, evidence } = logAt(agent.memories, place)!;
    const recalled = scores.get(id);
    const gone = agent.gone.has(place) ? t('forgotten, ') : '';
    // The score is first, since there is little room for the text after it.
    const why = recalled ? t('came to mind {0}: ', recalled.score.toFixed(2)) : '';
    const facts = {
      text,
      round,
      kind,
      importance,
      about,
      ...(source === null ? {} : { source }),
      ...(evidence.length > 0 ? { evidence } : {}),
    };
    const targetOf = (of: string): Pick<Item, 'target'> =>
      of === 'text' || of === 'importance' ? { target: { kind: 'memory', agent: agent.id, memory: id, of } } : {};
    const entries = Object.entries(recalled ? { ...facts, scores: scoresOf(recalled) } : facts);
    const children = these(entries.map(([name, value]) => itemOf(name, value, targetOf(name))));
    return { name: id, value: `${why}${short(text, 120)} (${gone}${t('round {0}', round)}, ${kind})`, children, memory: id };
  });
}

function inboxItems(state: State, agent: AgentState): Children {
  const read = agent.inbox.map((index): Item => {
    const { id, author, text, kind, replyTo, round, seq } = state.messages.backing[index]!;
    const by = author < 0 ? t('the world') : agentAt(state, author)!.name;
    const children = these(
      Object.entries({ text, by, kind, round, [t('in reply to')]: replyTo }).map(([name, value]) => itemOf(name, value)),
    );
    return { name: id, value: `${by}: ${short(text, 120)}`, children, seq };
  });
  return these(agent.cut > 0 ? [...read, { name: 'cut', value: t('{0} more were kept back by the feed', agent.cut) }] : read);
}

function tieItems({ state, model }: Moment, index: number): readonly Item[] {
  const name = (other: number): string => agentAt(state, other)!.name;
  const me = idAt(state.roster, index);
  return state.networks.flatMap((network): Item[] => {
    const { to, strength } = rowOf(network, index);
    const order = to.map((_, i) => i).sort((a, b) => strength[b]! - strength[a]! || a - b);
    const others = order.map((i): Item => {
      const id = idAt(state.roster, to[i]!);
      const datum = { kind: 'tie', network: network.name, from: me, to: id } as const;
      return { name: name(to[i]!), value: strength[i]!.toFixed(3), evaluate: `tie(${me}, ${id}, ${network.name})`, datum };
    });
    const at = model.networks.find((one) => one.name === network.name)?.at ?? null;
    return [
      {
        name: network.name,
        value: to.length === 1 ? t('{0} tie', to.length) : t('{0} ties', to.length),
        at,
        ...(to.length > 0 ? { children: these(others) } : {}),
      },
    ];
  });
}

function worldItems({ model, state }: Moment): readonly Item[] {
  return [
    itemOf('round', state.round, { evaluate: 'round' }),
    itemOf('rounds', model.rounds),
    ...Object.entries(state.vars).map(([name, value]) =>
      itemOf(name, value, { evaluate: name, datum: { kind: 'variable', agent: null, name } }),
    ),
    ...Object.entries(model.params).map(([name, value]) => itemOf(name, value, { evaluate: `params.${name}` })),
    ...Object.entries(state.groups).map(([name, members]) => ({ ...agentList(name, state, members), evaluate: name })),
    { name: 'agents', value: `[${state.roster.length}]`, type: 'list', children: listed(state.roster.length, (i) => agentItem(state, i)) },
    { name: 'world', value: model.world.id, at: model.world.at },
  ];
}

/** Agents by index, in pages. */
export function agentList(name: string, state: State, agents: ArrayLike<number>): Item {
  const first = Array.from({ length: Math.min(agents.length, 5) }, (_, i) => nameAt(state, agents[i]!)!);
  const value = agents.length === 0 ? '[]' : `[${agents.length}] ${short(first.join(', '))}`;
  return {
    name,
    value,
    type: 'list',
    ...(agents.length > 0 ? { children: listed(agents.length, (i) => agentItem(state, agents[i]!)) } : {}),
  };
}

/** An agent in a list, with its variables below. */
function agentItem(state: State, index: number): Item {
  const id = idAt(state.roster, index);
  const own = lazy(() =>
    these(
      Object.entries(varsOf(state, index)).map(([name, value]) =>
        itemOf(name, value, { evaluate: `${id}.${name}`, datum: { kind: 'variable', agent: id, name } }),
      ),
    ),
  );
  return { name: id, value: nameAt(state, index)!, evaluate: id, children: own };
}

const measureItems = (state: State): readonly Item[] =>
  state.measures.map(({ measure, values, error }) =>
    itemOf(measure, values.at(-1) ?? null, {
      evaluate: measure,
      datum: { kind: 'measure', name: measure },
      children: listed(values.length, (i) => itemOf(t('round {0}', i + 1), values[i])),
      ...(error === undefined ? {} : { value: `${values.at(-1)} ± ${error}` }),
    }),
  );

// Where a value comes from: the event that made it what it is at a moment.

/** The origin of a message that an agent heard is the sending of it, by any author. */
export function originOf({ events, head }: Timeline, seq: number, { datum, memory, seq: made }: Item): SimEvent | undefined {
  if (datum)
    return lastOf(
      events,
      seq,
      changing(datum, () => head.roster),
    );
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
