/** The course of a run in the form of the panel: its events with agents by index, each kind in its own list. */
import type { EventOf, EventType, SimEvent } from '../../core/events/events.js';
import type { Json } from '../../core/util/json.js';
import { idAt, indexOf } from '../../core/events/roster.js';
import { eachChangedTie, eachJoined, eachSetVariable } from '../../core/events/rowViews.js';
import { messageIndex, type Message, type State } from '../../core/events/state.js';
import type { ScenarioModel } from '../../engine/index.js';
import type { PanelCourse, PanelMark, PanelMessage, PanelSeries } from '../../protocol/course.js';
import { adviceNote, answersNote, editNote, forkNote, interventionNote, privateNote } from './panelNotes.js';
import { privateActs } from './privateActs.js';
import { answersIn, numberOf, seriesAt, seriesOf } from './panelSeries.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };
type Course = Writable<PanelCourse>;

/** A run whose events are listed; `state` is the state after the last of `events`, which are all events so far. */
interface Told {
  readonly model: ScenarioModel;
  readonly state: State;
  readonly events: readonly SimEvent[];
}

/** The lists for `since`, events of the run in order. */
export function courseOf(told: Told, since: readonly SimEvent[]): PanelCourse {
  const course: Course = {
    ties: [],
    presence: [],
    messages: [],
    reactions: [],
    silences: [],
    notes: [],
    values: [],
    rounds: [],
    marks: [],
  };
  for (const event of since) (tellers[event.type] as Teller<EventType> | undefined)?.(course, event as never, told);
  return course;
}

/** Without the empty lists. */
export const filledLists = (course: PanelCourse): Partial<PanelCourse> =>
  Object.fromEntries(Object.entries(course).filter(([, list]) => list.length > 0));

type Teller<T extends EventType> = (course: Course, event: EventOf<T>, told: Told) => void;

/** Events that the panel shows, with their fields. All other events are left out. */
const tellers: { readonly [T in EventType]?: Teller<T> } = {
  'round.started': ({ rounds }, { seq }) => void rounds.push(seq),
  'agent.joined': ({ presence }, { seq, agent, waiting }, { state }) => {
    if (waiting) presence.push([seq, indexOf(state.roster, agent), false]);
  },
  'agents.joined': ({ presence }, event, { state }) => {
    if (event.waiting) eachJoined(event, state.roster, (index) => presence.push([event.seq, index, false]));
  },
  'agent.entered': ({ presence }, { seq, agent }, { state }) => void presence.push([seq, indexOf(state.roster, agent), true]),
  'agent.left': ({ presence }, { seq, agent }, { state }) => void presence.push([seq, indexOf(state.roster, agent), false]),
  'ties.decayed': ({ ties }, { seq, network, factor, least }, { model }) =>
    void ties.push(least === undefined ? [seq, networkAt(model, network), factor] : [seq, networkAt(model, network), factor, least]),
  'tie.changed': (course, { seq, network, from, to, after }, told) => tie(course, told, { seq, network, from, to, strength: after }),
  'ties.changed': ({ ties }, event, { model, state }) => {
    const network = networkAt(model, event.network);
    eachChangedTie(event, state.roster, (from, to, strength) => ties.push([event.seq, network, from, to, strength]));
  },
  'message.sent': ({ messages }, { id }, { state, events }) => {
    const message = state.messages.backing[messageIndex(state, id)];
    if (message) messages.push(panelMessage(message, events));
  },
  'reaction.given': ({ reactions }, { seq, agent, message, kind }, { state }) =>
    void reactions.push([seq, indexOf(state.roster, agent), message, kind]),
  'turn.ended': ({ silences }, { seq, agent, reason }, { state }) => {
    if (agent === null || reason === 'acted' || reason === 'answered') return;
    silences.push({ seq, agent: indexOf(state.roster, agent), reason });
  },
  'reward.given': (course, { seq, agent, reward, value }, told) => valued(course, told, { of: 'reward', id: reward, seq, agent, value }),
  'variable.set': (course, { seq, agent, name, value }, told) =>
    valued(course, told, { of: agent === null ? 'world' : 'variable', id: name, seq, agent, value }),
  'variables.set': ({ values }, event, { model, state }) => {
    const series = seriesAt(model, 'variable', event.name);
    if (series === undefined) return;
    eachSetVariable(event, state.roster, (index, _name, value) => {
      const number = numberOf(seriesOf(model)[series]!, value);
      if (number !== null) values.push([event.seq, series, index, number]);
    });
  },
  'coach.advised': ({ notes }, event, { state }) => void notes.push(adviceNote(event, state.roster)),
  'survey.answered': ({ values, notes }, event, { model, state }) => {
    const { seq, agent, survey, answers } = event;
    notes.push(answersNote(event, state.roster));
    for (const [series, value] of answersIn(model, survey, answers)) values.push([seq, series, indexOf(state.roster, agent), value]);
  },
  'act.chosen': ({ notes }, event, { model, state, events }) => {
    for (const act of privateActs(model, state, stepOn(events, event.seq))) notes.push(privateNote(act, event.action));
  },
  'code.assigned': (course, { seq, code, message, value, check }, told) => {
    const author = told.state.messages.backing[messageIndex(told.state, message)]?.author ?? -1;
    if (!check && author >= 0) valued(course, told, { of: 'code', id: code, seq, agent: idAt(told.state.roster, author), value });
  },
  'phase.started': ({ marks }, { seq, phase }, { model }) => {
    const survey = Object.values(model.phases)
      .flat()
      .find((spec) => spec.id === phase && spec.survey !== null)?.survey;
    if (survey) marks.push({ seq, kind: 'survey', text: survey });
  },
  'intervention.applied': ({ marks, notes }, event, { state }) => {
    marks.push({ seq: event.seq, kind: 'intervention', text: event.intervention });
    notes.push(interventionNote(event, state.roster));
  },
  fault: ({ marks }, { seq, text }) => void marks.push({ seq, kind: 'fault', text }),
  'run.forked': ({ marks, notes }, event) => {
    marks.push({ seq: event.seq, kind: 'fork', text: '' });
    notes.push(forkNote(event));
  },
  'state.overridden': (course, event, told) => {
    const { seq, change } = event;
    if (change.kind === 'tie') tie(course, told, { ...change, seq, strength: change.value });
    if (change.kind === 'variable')
      valued(course, told, { ...change, of: change.agent === null ? 'world' : 'variable', id: change.name, seq });
    course.marks.push(edited(seq, change));
    course.notes.push(editNote(event, told.state.roster));
  },
};

const networkAt = (model: ScenarioModel, name: string): number => model.networks.findIndex((network) => network.name === name);

interface Tie {
  readonly seq: number;
  readonly network: string;
  readonly from: string;
  readonly to: string;
  readonly strength: number;
}

function tie({ ties }: Course, { model, state }: Told, { seq, network, from, to, strength }: Tie): void {
  ties.push([seq, networkAt(model, network), indexOf(state.roster, from), indexOf(state.roster, to), strength]);
}

interface Valued {
  readonly of: PanelSeries['of'];
  readonly id: string;
  readonly seq: number;
  readonly agent: string | null;
  readonly value: Json;
}

function valued({ values }: Course, { model, state }: Told, { of, id, seq, agent, value }: Valued): void {
  const series = seriesAt(model, of, id);
  const number = series === undefined ? null : numberOf(seriesOf(model)[series]!, value);
  if (series !== undefined && number !== null) values.push([seq, series, agent === null ? -1 : indexOf(state.roster, agent), number]);
}

/** An override, named as in expressions. */
function edited(seq: number, change: EventOf<'state.overridden'>['change']): PanelMark {
  const text =
    change.kind === 'tie'
      ? `${change.from} → ${change.to}`
      : change.kind === 'variable'
        ? `${change.agent === null ? '' : `${change.agent}.`}${change.name}`
        : `${change.agent}: ${change.kind}`;
  return { seq, kind: 'edit', text };
}

function panelMessage(message: Message, events: readonly SimEvent[]): PanelMessage {
  const { id, seq, kind, author, action, audience, to, replyTo, mentions, text } = message;
  const instead = standIn(events, seq);
  return { id, seq, kind, author, action, audience, to, replyTo, mentions, text, ...(instead ? { instead } : {}) };
}

/** The most steps from a message back to the answer that it comes from. */
const MOST_CAUSES = 4;

function standIn(events: readonly SimEvent[], seq: number): PanelMessage['instead'] {
  let event = events[seq];
  for (let step = 0; step < MOST_CAUSES && event && event.type !== 'answer.received'; step++)
    event = event.cause === null ? undefined : events[event.cause];
  if (event?.type !== 'answer.received' || event.by === undefined) return undefined;
  return { by: event.by, because: event.because ?? '' };
}

/** Events from an index to the end of its step. */
function stepOn(events: readonly SimEvent[], seq: number): readonly SimEvent[] {
  let end = seq;
  while (end < events.length - 1 && !events[end]!.end) end++;
  return events.slice(seq, end + 1);
}
