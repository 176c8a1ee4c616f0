/** What can be entered at a moment: turns that are under way or come in this phase, and the reading of a message. */
import type { SimEvent } from '../../core/events/events.js';
import { idAt, indexOf } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import type { Target } from './replayCursor.js';
import { stretchAfter } from './stepTargets.js';

/** One of several targets. Its number stays the same while the cursor is at rest. */
interface Entry {
  readonly id: number;
  readonly label: string;
  readonly target: Target;
}

/** A menu holds no more than this; the others are left out. */
const MOST = 50;

export function entriesAt(event: SimEvent | undefined, state: State, nameOf: (agent: string | null) => string): readonly Entry[] {
  const { roster } = state;
  const readers = event?.type === 'message.sent' ? event.to.map((id) => indexOf(roster, id)) : [];
  const reading = readers.map((index): Entry => {
    const id = idAt(roster, index);
    return { id: 2 * index + 2, label: `${nameOf(id)} reads it`, target: whereRead(id, (event as { readonly id: string }).id) };
  });
  const turns = turnsLeft(state).map((index): Entry => {
    const id = idAt(roster, index);
    return { id: 2 * index + 1, label: `turn of ${nameOf(id)}`, target: (events, from) => stretchAfter(events, from, id) };
  });
  return [...reading, ...turns].slice(0, MOST);
}

/** First the agents that were asked and have not answered, then those that are still to be asked, in the order of the phase. */
function turnsLeft({ agenda }: State): readonly number[] {
  if (agenda.stage !== 'phase') return [];
  const { questions, answers, order, asked } = agenda;
  const open = questions.backing.slice(answers.length, questions.length).map(({ agent }) => agent);
  return [...new Set([...open, ...order.slice(asked)])].filter((index) => index >= 0);
}

/** Where an agent receives a message to read; null where that is not recorded. */
const whereRead =
  (agent: string, message: string): Target =>
  (events, from) => {
    for (let i = from + 1; i < events.length; i++) {
      const event = events[i]!;
      if (event.type === 'message.delivered' && event.agent === agent && event.messages.includes(message)) return i;
    }
    return null;
  };
