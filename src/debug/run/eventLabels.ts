/** An event in one line, for the top of a stack, for a stop and for a list of moments. */
import { rowsOf, tieRowsOf } from '../../core/events/rowViews.js';
import { isForNobody } from '../../core/events/audienceText.js';
import type { EventOf, EventType, SimEvent } from '../../core/events/events.js';
import type { Json } from '../../core/util/json.js';
import { OVERRIDE, type Override } from '../../core/events/overrides.js';
import { printable } from './output.js';

const MOST = 60;

/** A text on one line, cut where it is long. */
export function short(text: string, most = MOST): string {
  const line = printable(text).trim();
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}

const number = (value: number): string => String(Math.round(value * 1000) / 1000);

const plain = (value: Json): string => (typeof value === 'number' ? number(value) : short(JSON.stringify(value)));

type Name = (id: string | null) => string;

type Titles = { readonly [T in EventType]: (event: EventOf<T>, name: Name) => string };

/** Every type of event, so that none is missing. */
const TITLES: Titles = {
  'turn.started': (event, name) => `${name(event.agent)}: turn starts`,
  'message.delivered': (event, name) => `${name(event.agent)}: inbox (${count(event.messages.length, 'message')})`,
  'message.cut': (event, name) => `${count(event.count, 'message')} kept from ${name(event.agent)}`,
  'recall.done': (event, name) => `${name(event.agent)} recalls ${count(event.memories.length, 'memory', 'memories')}`,
  'embedding.asked': (event) => `embeddings requested for ${count(event.texts.length, 'text')}`,
  'embedding.received': (event) =>
    event.reason === null ? `embeddings received for ${count(event.vectors.length, 'text')}` : `embeddings failed: ${event.reason}`,
  'question.asked': (event, name) =>
    `${name(event.agent)} is asked to ${event.purpose}${event.sharedWith === undefined ? '' : ` the question of ${name(event.sharedWith)}`}`,
  'answer.received': (event, name) =>
    event.by === OVERRIDE
      ? `${name(event.agent)} answers with an override`
      : `${name(event.agent)} answers (${event.status}${event.reason === null ? '' : `: ${event.reason}`})`,
  'act.chosen': (event, name) => `${name(event.agent)} chooses ${event.action}`,
  'act.rejected': (event, name) => `${event.action} of ${name(event.agent)} is not possible: ${event.reason}`,
  'message.sent': (event, name) =>
    `${name(event.author)}${isForNobody(event) ? ' to no one' : event.to.length > 0 ? ` to ${event.to.slice(0, 3).map(name).join(', ')}` : ''}: ${short(event.text)}`,
  'tie.changed': (event, name) => `tie ${name(event.from)} → ${name(event.to)} ${number(event.before)} → ${number(event.after)}`,
  'ties.changed': (event) => `${count(tieRowsOf(event).ends.from.length, 'tie')} of ${event.network} change`,
  'memory.written': (event, name) => `${name(event.agent)} will remember: ${short(event.text)}`,
  'reward.given': (event, name) => `${name(event.agent)} is rewarded ${number(event.value)} for ${event.reward}`,
  'variable.set': (event, name) => `${event.agent === null ? '' : `${name(event.agent)}.`}${event.name} = ${plain(event.value)}`,
  'variables.set': (event) => {
    const { rows, values } = rowsOf(event);
    return `${event.name} of ${count(rows.length, 'agent')}${values.kind === 'one' ? ` = ${plain(values.value)}` : ' changes'}`;
  },
  'expectation.checked': (event) => `${event.expectation} ${event.held ? 'holds' : 'does not hold'}`,
  'measure.taken': (event) => `${event.measure} = ${event.value === null ? 'none' : number(event.value)}`,
  'turn.ended': (event, name) => `${name(event.agent)}: turn ends (${event.reason})`,
  'phase.started': (event) => `phase ${event.phase} begins`,
  'phase.ended': (event) => `phase ${event.phase} ends`,
  'round.started': (event) => `round ${event.round} begins`,
  'round.ended': (event) => `round ${event.round} ends`,
  'run.forked': (event) => `forked after event ${event.after}`,
  'state.overridden': (event, name) => overrideTitle(event.change, name),
  fault: (event) => `fault: ${short(event.text)}`,
  'run.started': (event) => `the run begins, seed ${event.seed}`,
  'run.ended': () => 'the run ends',
  'agent.entered': (event, name) => `${name(event.agent)} comes in`,
  'agent.left': (event, name) => `${name(event.agent)} goes`,
  'group.joined': (event, name) => `${name(event.agent)} joins ${event.group}`,
  'group.left': (event, name) => `${name(event.agent)} leaves ${event.group}`,
  'speaker.chosen': (event, name) => `${name(event.agent)} is chosen to speak`,
  'reaction.given': (event, name) => `${name(event.agent)} reacts: ${event.kind}`,
  'claim.granted': (event, name) => `${name(event.agent)} asks for ${number(event.asked)} and gets ${number(event.granted)}`,
  'rating.given': (event, name) => `${name(event.agent)} rates ${name(event.to)}`,
  'coach.advised': (event, name) => `${name(event.agent)} is advised: ${short(event.text)}`,
  'survey.answered': (event, name) => `${name(event.agent)} answers ${event.survey}`,
  'code.assigned': (event) => `coded ${event.code}: ${short(JSON.stringify(event.value))}`,
  'intervention.applied': (event) => `intervention ${event.intervention}`,
  'run.ending': (event) => `the run will end: ${event.reason}`,
  'agent.joined': (event, name) => `${name(event.agent)} joins`,
  'agents.joined': (event) => `${count(event.count, 'agent')} of ${event.from} join`,
  'agent.changed': (event, name) => `${name(event.agent)} is changed`,
  'signal.emitted': (event) => `signal ${event.name}`,
  'message.intercepted': (event, name) => `a message of ${name(event.agent)} is ${event.change}`,
  'ties.decayed': (event) => `ties of ${event.network} fade`,
  'memory.expired': (event, name) => `${name(event.agent)} forgets ${count(event.memories.length, 'memory', 'memories')}`,
  'agreement.found': (event) => `agreement on ${event.code}`,
};

/** Names of events: `message.sent`. */
export const EVENTS = Object.keys(TITLES) as readonly EventType[];

/** The label of the event; `name` gives the name of an agent. */
export const titleOf = (event: SimEvent, name: Name): string => TITLES[event.type](event as never, name);

/** The label of an override. */
function overrideTitle(change: Override, name: Name): string {
  switch (change.kind) {
    case 'variable':
      return `override: ${change.agent === null ? '' : `${name(change.agent)}.`}${change.name} = ${plain(change.value)}`;
    case 'tie':
      return `override: tie ${name(change.from)} → ${name(change.to)} = ${number(change.value)}`;
    case 'memory':
      return change.text === null
        ? `override: ${name(change.agent)} forgets ${change.memory}`
        : `override: ${name(change.agent)} remembers ${short(change.text)}`;
    case 'answer':
      return `override: what ${name(change.agent)} answers next`;
  }
}

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
