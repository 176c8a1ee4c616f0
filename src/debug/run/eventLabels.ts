/** An event in one line, for the top of a stack, for a stop and for a list of moments. */
import { shortFigure } from '../../core/util/textPosition.js';
import { reachedCount, rowsOf, tieRowsOf } from '../../core/events/rowViews.js';
import { isForNobody } from '../../core/events/audienceText.js';
import type { EventOf, EventType, SimEvent } from '../../core/events/events.js';
import type { Json } from '../../core/util/json.js';
import { OVERRIDE, type Override } from '../../core/events/overrides.js';
import { t } from '../../core/util/l10n.js';
import { translated } from '../../core/util/recordedText.js';
import { printable } from './output.js';

const MOST = 60;

/** A text on one line, cut where it is long. */
export function short(text: string, most = MOST): string {
  const line = printable(text).trim();
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}

const plain = (value: Json): string => (typeof value === 'number' ? shortFigure(value) : short(JSON.stringify(value)));

type Name = (id: string | null) => string;

type Titles = { readonly [T in EventType]: (event: EventOf<T>, name: Name) => string };

/** Every type of event, so that none is missing. */
const TITLES: Titles = {
  'turn.started': (event, name) => t('{0}: turn starts', name(event.agent)),
  'message.delivered': (event, name) => t('{0}: inbox ({1})', name(event.agent), messages(event.messages.length)),
  'message.cut': (event, name) => t('{0} kept from {1}', messages(event.count), name(event.agent)),
  'recall.done': (event, name) => t('{0} recalls {1}', name(event.agent), memories(event.memories.length)),
  'embedding.asked': (event) => t('embeddings requested for {0}', texts(event.texts.length)),
  'embedding.received': (event) =>
    event.reason === null
      ? t('embeddings received for {0}', texts(event.vectors.length))
      : t('embeddings failed: {0}', translated(event.reason)),
  'question.asked': (event, name) =>
    event.sharedWith === undefined
      ? t('{0} is asked to {1}', name(event.agent), event.purpose)
      : t('{0} is asked to {1} the question of {2}', name(event.agent), event.purpose, name(event.sharedWith)),
  'answer.received': (event, name) =>
    event.by === OVERRIDE
      ? t('{0} answers with an override', name(event.agent))
      : event.reason === null
        ? t('{0} answers ({1})', name(event.agent), event.status)
        : t('{0} answers ({1}: {2})', name(event.agent), event.status, translated(event.reason)),
  'act.chosen': (event, name) => t('{0} chooses {1}', name(event.agent), event.action),
  'act.rejected': (event, name) => t('{0} of {1} is not possible: {2}', event.action, name(event.agent), translated(event.reason)),
  'message.sent': (event, name) =>
    isForNobody(event)
      ? t('{0} to no one: {1}', name(event.author), short(event.text))
      : event.agents !== undefined
        ? t('{0} to {1}: {2}', name(event.author), agents(reachedCount(event)), short(event.text))
        : event.to.length > 0
          ? t('{0} to {1}: {2}', name(event.author), event.to.slice(0, 3).map(name).join(', '), short(event.text))
          : `${name(event.author)}: ${short(event.text)}`,
  'tie.changed': (event, name) =>
    t('tie {0} → {1} {2} → {3}', name(event.from), name(event.to), shortFigure(event.before), shortFigure(event.after)),
  'ties.changed': (event) => t('{0} of {1} change', ties(tieRowsOf(event).ends.from.length), event.network),
  'memory.written': (event, name) => t('{0} will remember: {1}', name(event.agent), short(event.text)),
  'reward.given': (event, name) => t('{0} is rewarded {1} for {2}', name(event.agent), shortFigure(event.value), event.reward),
  'variable.set': (event, name) => `${event.agent === null ? '' : `${name(event.agent)}.`}${event.name} = ${plain(event.value)}`,
  'variables.set': (event) => {
    const { rows, values } = rowsOf(event);
    return values.kind === 'one'
      ? t('{0} of {1} = {2}', event.name, agents(rows.length), plain(values.value))
      : t('{0} of {1} changes', event.name, agents(rows.length));
  },
  'expectation.checked': (event) => (event.held ? t('{0} holds', event.expectation) : t('{0} does not hold', event.expectation)),
  'measure.taken': (event) => `${event.measure} = ${event.value === null ? 'none' : shortFigure(event.value)}`,
  'turn.ended': (event, name) => t('{0}: turn ends ({1})', name(event.agent), event.reason),
  'phase.started': (event) => t('phase {0} begins', event.phase),
  'phase.ended': (event) => t('phase {0} ends', event.phase),
  'round.started': (event) => t('round {0} begins', event.round),
  'round.ended': (event) => t('round {0} ends', event.round),
  'run.forked': (event) => t('forked after event {0}', event.after),
  'state.overridden': (event, name) => overrideTitle(event.change, name),
  fault: (event) => t('fault: {0}', short(translated(event.text))),
  'run.started': (event) => t('the run begins, seed {0}', event.seed),
  'run.ended': () => t('the run ends'),
  'agent.entered': (event, name) => t('{0} comes in', name(event.agent)),
  'agent.left': (event, name) => t('{0} goes', name(event.agent)),
  'group.joined': (event, name) => t('{0} joins {1}', name(event.agent), event.group),
  'group.left': (event, name) => t('{0} leaves {1}', name(event.agent), event.group),
  'speaker.chosen': (event, name) => t('{0} is chosen to speak', name(event.agent)),
  'reaction.given': (event, name) => t('{0} reacts: {1}', name(event.agent), event.kind),
  'claim.granted': (event, name) =>
    t('{0} asks for {1} and gets {2}', name(event.agent), shortFigure(event.asked), shortFigure(event.granted)),
  'rating.given': (event, name) => t('{0} rates {1}', name(event.agent), name(event.to)),
  'coach.advised': (event, name) => t('{0} is advised: {1}', name(event.agent), short(event.text)),
  'survey.answered': (event, name) => t('{0} answers {1}', name(event.agent), event.survey),
  'code.assigned': (event) => t('coded {0}: {1}', event.code, short(JSON.stringify(event.value))),
  'intervention.applied': (event) => t('intervention {0}', event.intervention),
  'run.ending': (event) => t('the run will end: {0}', translated(event.reason)),
  'agent.joined': (event, name) => t('{0} joins', name(event.agent)),
  'agents.joined': (event) => t('{0} of {1} join', agents(event.count), event.from),
  'agent.changed': (event, name) => t('{0} is changed', name(event.agent)),
  'signal.emitted': (event) => t('signal {0}', event.name),
  'message.intercepted': (event, name) => t('a message of {0} is {1}', name(event.agent), event.change),
  'ties.decayed': (event) => t('ties of {0} fade', event.network),
  'memory.expired': (event, name) => t('{0} forgets {1}', name(event.agent), memories(event.memories.length)),
  'agreement.found': (event) => t('agreement on {0}', event.code),
};

/** Names of events: `message.sent`. */
export const EVENTS = Object.keys(TITLES) as readonly EventType[];

/** The label of the event; `name` gives the name of an agent. */
export const titleOf = (event: SimEvent, name: Name): string => TITLES[event.type](event as never, name);

/** The label of an override. */
function overrideTitle(change: Override, name: Name): string {
  switch (change.kind) {
    case 'variable':
      return t('override: {0}', `${change.agent === null ? '' : `${name(change.agent)}.`}${change.name} = ${plain(change.value)}`);
    case 'tie':
      return t('override: tie {0} → {1} = {2}', name(change.from), name(change.to), shortFigure(change.value));
    case 'memory':
      return change.text === null
        ? t('override: {0} forgets {1}', name(change.agent), change.memory)
        : t('override: {0} remembers {1}', name(change.agent), short(change.text));
    case 'answer':
      return t('override: what {0} answers next', name(change.agent));
  }
}

const messages = (n: number): string => t(n === 1 ? '{0} message' : '{0} messages', n);
const memories = (n: number): string => t(n === 1 ? '{0} memory' : '{0} memories', n);
const texts = (n: number): string => t(n === 1 ? '{0} text' : '{0} texts', n);
const ties = (n: number): string => t(n === 1 ? '{0} tie' : '{0} ties', n);
const agents = (n: number): string => t(n === 1 ? '{0} agent' : '{0} agents', n);
