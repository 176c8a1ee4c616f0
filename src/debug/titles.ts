/** An event in a line: what the top of a stack, a stop and a list of moments say of it. */
import type { SimEvent } from '../core/events.js';
import { printable } from './output.js';

const MOST = 60;

/** A text on one line, cut where it is long. */
export function short(text: string, most = MOST): string {
  const line = printable(text).trim();
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}

const number = (value: number): string => String(Math.round(value * 1000) / 1000);

/** The event in words; `name` gives what an agent is called. */
export function titleOf(event: SimEvent, name: (id: string | null) => string): string {
  switch (event.type) {
    case 'turn.started':
      return `${name(event.agent)} looks around`;
    case 'message.delivered':
      return `${name(event.agent)} gets ${count(event.messages.length, 'message')}`;
    case 'message.cut':
      return `${count(event.count, 'message')} kept from ${name(event.agent)}`;
    case 'recall.done':
      return `${name(event.agent)} recalls ${count(event.memories.length, 'memory', 'memories')}`;
    case 'question.asked':
      return `${name(event.agent)} is asked to ${event.purpose}`;
    case 'answer.received':
      return `${name(event.agent)} answers (${event.status}${event.reason === null ? '' : `: ${event.reason}`})`;
    case 'act.chosen':
      return `${name(event.agent)} chooses ${event.action}`;
    case 'act.rejected':
      return `${event.action} of ${name(event.agent)} is not possible: ${event.reason}`;
    case 'message.sent':
      return `${name(event.author)}${event.to.length > 0 ? ` to ${event.to.slice(0, 3).map(name).join(', ')}` : ''}: ${short(event.text)}`;
    case 'tie.changed':
      return `tie ${name(event.from)} → ${name(event.to)} ${number(event.before)} → ${number(event.after)}`;
    case 'memory.written':
      return `${name(event.agent)} will remember: ${short(event.text)}`;
    case 'reward.given':
      return `${name(event.agent)} is rewarded ${number(event.value)} for ${event.reward}`;
    case 'variable.set':
      return `${event.agent === null ? '' : `${name(event.agent)}.`}${event.name} = ${short(JSON.stringify(event.value))}`;
    case 'measure.taken':
      return `${event.measure} = ${event.value === null ? 'none' : number(event.value)}`;
    case 'turn.ended':
      return `turn of ${name(event.agent)} ends: ${event.reason}`;
    case 'phase.started':
      return `phase ${event.phase} begins`;
    case 'phase.ended':
      return `phase ${event.phase} ends`;
    case 'round.started':
      return `round ${event.round} begins`;
    case 'round.ended':
      return `round ${event.round} ends`;
    case 'fault':
      return `fault: ${short(event.text)}`;
    default: {
      const agent = 'agent' in event && typeof event.agent === 'string' ? `${name(event.agent)}: ` : '';
      return `${agent}${event.type}`;
    }
  }
}

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
