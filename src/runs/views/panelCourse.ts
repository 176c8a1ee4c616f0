/** The course of a run in the form of the panel: its events with agents by index, each kind in its own list. */
import { translated } from '../../core/util/recordedText.js';
import type { EventOf, EventType, SimEvent } from '../../core/events/events.js';
import type { Json } from '../../core/util/json.js';
import { type Crowd, crowdAt, idAt, indexOf } from '../../core/events/roster.js';
import { eachChangedTie, eachChangedTieOf, eachJoined, eachSetVariable, variableChangeOf } from '../../core/events/rowViews.js';
import { messageIndex, type Message, type State } from '../../core/events/state.js';
import type { ScenarioModel } from '../../engine/index.js';
import type { PanelCourse, PanelMark, PanelMessage, PanelNote, PanelPresence, PanelSeries } from '../../protocol/course.js';
import { adviceNote, answersNote, changedNote, editNote, forkNote, interventionNote, privateNote } from './panelNotes.js';
import { privateActs } from './privateActs.js';
import { type Cast, EVERYBODY } from './panelCast.js';
import { finished, type Sliced } from '../../core/util/slices.js';
import { answersIn, numberOf, seriesAt, seriesOf } from './panelSeries.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };
type Course = Writable<PanelCourse>;

/** A run whose events are listed; `state` is the state after the last of `events`, which are all events so far. */
interface Told {
  readonly model: ScenarioModel;
  readonly state: State;
  readonly events: readonly SimEvent[];
  /** The agents that the panel knows; without it, all. */
  readonly cast?: Cast;
}

interface CastTold extends Told {
  readonly cast: Cast;
}

/** The most events of a slice. */
const SLICE = 2_048;

/** The lists for `since`, events of the run in order. */
export const courseOf = (told: Told, since: readonly SimEvent[]): PanelCourse => finished(courseSlices(told, since));

/** The same in slices, because an event of a crowd has many rows. */
export function* courseSlices({ cast = EVERYBODY, ...run }: Told, since: readonly SimEvent[]): Sliced<PanelCourse> {
  const told: CastTold = { ...run, cast };
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
  let size = 0;
  for (const event of since) {
    (tellers[event.type] as Teller<EventType> | undefined)?.(course, event as never, told);
    size += event.type === 'variables.set' || event.type === 'ties.changed' ? SLICE : 1;
    if (size < SLICE) continue;
    yield size;
    size = 0;
  }
  return course;
}

/** Without the empty lists. */
export const filledLists = (course: PanelCourse): Partial<PanelCourse> =>
  Object.fromEntries(Object.entries(course).filter(([, list]) => list.length > 0));

type Teller<T extends EventType> = (course: Course, event: EventOf<T>, told: CastTold) => void;

/** Events that the panel shows, with their fields. All other events are left out, and so are agents that the panel does not know. */
const tellers: { readonly [T in EventType]?: Teller<T> } = {
  'round.started': ({ rounds }, { seq }) => void rounds.push(seq),
  'agent.joined': (course, { seq, agent, waiting }, told) => {
    if (waiting) here(course, told, [seq, indexOf(told.state.roster, agent), false]);
  },
  'agents.joined': (course, event, told) => {
    if (!event.waiting) return;
    const { known } = told.cast;
    const crowd = crowdOf(told.state, event.from);
    if (known === null) eachJoined(event, told.state.roster, (index) => here(course, told, [event.seq, index, false]));
    else for (const index of known) if (crowdAt(told.state.roster, index) === crowd) here(course, told, [event.seq, index, false]);
  },
  'agent.entered': (course, { seq, agent }, told) => here(course, told, [seq, indexOf(told.state.roster, agent), true]),
  'agent.left': (course, { seq, agent }, told) => here(course, told, [seq, indexOf(told.state.roster, agent), false]),
  'ties.decayed': ({ ties }, { seq, network, factor, least }, { model }) =>
    void ties.push(least === undefined ? [seq, networkAt(model, network), factor] : [seq, networkAt(model, network), factor, least]),
  'tie.changed': (course, { seq, network, from, to, after }, told) => tie(course, told, { seq, network, from, to, strength: after }),
  'ties.changed': ({ ties }, event, { model, state, cast }) => {
    const network = networkAt(model, event.network);
    if (cast.known === null)
      return eachChangedTie(event, state.roster, (from, to, strength) => ties.push([event.seq, network, from, to, strength]));
    for (const [place, index] of cast.known.entries())
      eachChangedTieOf(event, index, (other, strength) => {
        const to = cast.placeOf(other);
        if (to >= 0) ties.push([event.seq, network, place, to, strength]);
      });
  },
  'message.sent': ({ messages }, { id }, { state, events, cast }) => {
    const message = state.messages.backing[messageIndex(state, id)];
    if (message) messages.push(panelMessage(message, events, cast));
  },
  'reaction.given': ({ reactions }, { seq, agent, message, kind }, told) => void reactions.push([seq, placeIn(told, agent), message, kind]),
  'turn.ended': ({ silences }, { seq, agent, reason }, told) => {
    if (agent === null || reason === 'acted' || reason === 'answered') return;
    const place = placeIn(told, agent);
    if (isShown(told, place)) silences.push({ seq, agent: place, reason });
  },
  'reward.given': (course, { seq, agent, reward, value }, told) => valued(course, told, { of: 'reward', id: reward, seq, agent, value }),
  'variable.set': (course, { seq, agent, name, value }, told) =>
    valued(course, told, { of: agent === null ? 'world' : 'variable', id: name, seq, agent, value }),
  'variables.set': ({ values, notes }, event, { model, state, cast }) => {
    if (cast.known !== null) notes.push(changedNote(event));
    const series = seriesAt(model, 'variable', event.name);
    if (series === undefined) return;
    const add = (place: number, value: Json): void => {
      const number = numberOf(seriesOf(model)[series]!, value);
      if (number !== null) values.push([event.seq, series, place, number]);
    };
    if (cast.known === null) return eachSetVariable(event, state.roster, (index, _name, value) => add(index, value));
    for (const [place, index] of cast.known.entries()) {
      const change = variableChangeOf(event, state.roster, index);
      if (change) add(place, change.value);
    }
  },
  'coach.advised': (course, event, told) => note(course, told, adviceNote(event, told.state.roster)),
  'survey.answered': (course, event, told) => {
    const { seq, agent, survey, answers } = event;
    const place = placeIn(told, agent);
    if (!isShown(told, place)) return;
    note(course, told, answersNote(event, told.state.roster));
    for (const [series, value] of answersIn(told.model, survey, answers)) course.values.push([seq, series, place, value]);
  },
  'act.chosen': (course, event, told) => {
    const { model, state, events } = told;
    if (!isShown(told, placeIn(told, event.agent))) return;
    for (const act of privateActs(model, state, stepOn(events, event.seq))) note(course, told, privateNote(act, event.action));
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
  'intervention.applied': (course, event, told) => {
    course.marks.push({ seq: event.seq, kind: 'intervention', text: event.intervention });
    note(course, told, interventionNote(event, told.state.roster));
  },
  fault: ({ marks }, { seq, text }) => void marks.push({ seq, kind: 'fault', text: translated(text) }),
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
    note(course, told, editNote(event, told.state.roster));
  },
};

/** The place of an agent in the panel, or −1. */
const placeIn = ({ state, cast }: CastTold, id: string): number => cast.placeOf(indexOf(state.roster, id));

/** Whether the panel shows what happens to the agent at a place. */
const isShown = ({ cast }: CastTold, place: number): boolean => cast.known === null || place >= 0;

function here({ presence }: Course, told: CastTold, [seq, index, isHere]: PanelPresence): void {
  const place = told.cast.placeOf(index);
  if (isShown(told, place)) presence.push([seq, place, isHere]);
}

/** Adds a note whose agents are indices. */
function note({ notes }: Course, { cast }: CastTold, made: PanelNote): void {
  notes.push(cast.known === null ? made : { ...made, agents: placesOf(cast, made.agents) });
}

/** The places of the known agents among these. */
const placesOf = ({ known, placeOf }: Cast, indices: readonly number[]): readonly number[] =>
  known === null ? indices : indices.map(placeOf).filter((place) => place >= 0);

const crowdOf = ({ roster }: State, from: string): Crowd | undefined => roster.crowds.find((crowd) => crowd.from === from);

const networkAt = (model: ScenarioModel, name: string): number => model.networks.findIndex((network) => network.name === name);

interface Tie {
  readonly seq: number;
  readonly network: string;
  readonly from: string;
  readonly to: string;
  readonly strength: number;
}

function tie({ ties }: Course, told: CastTold, { seq, network, from, to, strength }: Tie): void {
  const [a, b] = [placeIn(told, from), placeIn(told, to)];
  if (isShown(told, a) && isShown(told, b)) ties.push([seq, networkAt(told.model, network), a, b, strength]);
}

interface Valued {
  readonly of: PanelSeries['of'];
  readonly id: string;
  readonly seq: number;
  readonly agent: string | null;
  readonly value: Json;
}

function valued({ values }: Course, told: CastTold, { of, id, seq, agent, value }: Valued): void {
  const series = seriesAt(told.model, of, id);
  const number = series === undefined ? null : numberOf(seriesOf(told.model)[series]!, value);
  const place = agent === null ? -1 : placeIn(told, agent);
  if (series !== undefined && number !== null && (agent === null || isShown(told, place))) values.push([seq, series, place, number]);
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

function panelMessage(message: Message, events: readonly SimEvent[], cast: Cast): PanelMessage {
  const { id, seq, kind, action, audience, replyTo, text } = message;
  const instead = standIn(events, seq);
  const agents = { author: cast.placeOf(message.author), to: placesOf(cast, message.to), mentions: placesOf(cast, message.mentions) };
  return { id, seq, kind, action, audience, ...agents, replyTo, text, ...(instead ? { instead } : {}) };
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
