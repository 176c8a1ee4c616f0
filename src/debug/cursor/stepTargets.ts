/**
 * Where a step leads, over recorded events alone, and what a step can enter. The cursor is after an event: −1 is before the first. A
 * stretch is what one agent does without a break, or what happens without an agent. A turn in sequence is one stretch with all stages.
 * A turn in a phase of simultaneous turns is two: first the events up to its question, later the results of its answer.
 */
import { t } from '../../core/util/l10n.js';
import type { SimEvent } from '../../core/events/events.js';
import { idAt } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import { changesMany, reachedBy } from '../../core/events/rowViews.js';
import { agentBeside, eventFor } from '../breakpoints/rowEvents.js';
import { titleOf } from '../run/eventLabels.js';
import type { Target } from './replayCursor.js';
import type { AgentId } from '../../core/util/ids.js';
import { stepStart } from '../../core/events/timeline.js';

/** The agent of a step of the run; null where the step has no agent. */
export function ownerOf(event: SimEvent): AgentId | null {
  switch (event.type) {
    case 'turn.started':
    case 'recall.done':
    case 'question.asked':
    case 'answer.received':
    case 'turn.ended':
    case 'act.chosen':
    case 'survey.answered':
      return event.agent;
    default:
      return null;
  }
}

/** Embeddings that are requested or received come between the stages of a turn, and their step has no agent. */
const isBetween = ({ type }: SimEvent): boolean => type === 'embedding.asked' || type === 'embedding.received';

/** The agent of the step of event `seq`. The first event of the step names it; all others follow from that event. */
function ownerAt(events: readonly SimEvent[], seq: number): AgentId | null {
  let start = stepStart(events, seq);
  while (start > 0 && isBetween(events[start]!)) start = stepStart(events, start - 1);
  return seq < 0 ? null : ownerOf(events[start]!);
}

/** End of the next stage: the next end of a step; null where none is recorded. */
export function stageAfter(events: readonly SimEvent[], seq: number): number | null {
  for (let i = seq + 1; i < events.length; i++) if (events[i]!.end) return i;
  return null;
}

/** The next event that changes many agents, or the end of the next stage, whichever is first; null where none is recorded. */
export function changeAfter(events: readonly SimEvent[], seq: number): number | null {
  for (let i = seq + 1; i < events.length; i++) if (events[i]!.end || changesMany(events[i])) return i;
  return null;
}

/** The event before that changes many agents, or the end of the stage before, whichever is last; −1 at the first. */
export function changeBefore(events: readonly SimEvent[], seq: number): number {
  for (let i = Math.min(seq, events.length) - 1; i >= 0; i--) if (events[i]!.end || changesMany(events[i])) return i;
  return -1;
}

/** First event of the next stretch of any agent, or of `agent` where one is given; null where none is recorded. */
export function stretchAfter(events: readonly SimEvent[], seq: number, agent: AgentId | null = null): number | null {
  let owner = ownerAt(events, seq);
  for (let i = seq + 1; i < events.length; i++) {
    if ((i > 0 && !events[i - 1]!.end) || isBetween(events[i]!)) continue;
    const next = ownerOf(events[i]!);
    if (next !== owner && next !== null && (agent === null || next === agent)) return i;
    owner = next;
  }
  return null;
}

/** First event of the stretch that the cursor is in, or of the stretch before where the cursor is there already; −1 at the first. */
export function stretchBefore(events: readonly SimEvent[], seq: number, agent: AgentId | null = null): number {
  for (let i = stepStart(events, seq); i >= 0; i = i === 0 ? -1 : stepStart(events, i - 1)) {
    const owner = ownerOf(events[i]!);
    const begins = i === 0 || ownerAt(events, i - 1) !== owner;
    if (begins && i < seq && owner !== null && (agent === null || owner === agent)) return i;
  }
  return -1;
}

/** End of the round; null where it is not recorded. */
export function roundAfter(events: readonly SimEvent[], seq: number): number | null {
  for (let i = seq + 1; i < events.length; i++) if (events[i]!.type === 'round.ended' || events[i]!.type === 'run.ended') return i;
  return null;
}

/** End of the round before; −1 in the first. */
export function roundBefore(events: readonly SimEvent[], seq: number): number {
  for (let i = Math.min(seq, events.length) - 1; i >= 0; i--) if (events[i]!.type === 'round.ended') return i;
  return -1;
}

// What can be entered at a moment: turns that are under way or come in this phase, and the reading of a message.

/** One of several targets. Its number stays the same while the cursor is at rest. */
interface Entry {
  readonly id: number;
  readonly label: string;
  readonly target: Target;
  /** The agent to go to, of those that the event at the cursor changes. */
  readonly agent?: AgentId;
}

/** A menu holds no more than this; the others are left out. */
const MOST = 50;

export function entriesAt(event: SimEvent | undefined, state: State, nameOf: (agent: string | null) => string): readonly Entry[] {
  const { roster } = state;
  const readers = event?.type === 'message.sent' ? reachedBy(event, roster) : { length: 0, at: () => -1 };
  const reading = Array.from({ length: Math.min(MOST, readers.length) }, (_, i): Entry => {
    const index = readers.at(i);
    const id = idAt(roster, index);
    return { id: 2 * index + 2, label: t('{0} reads it', nameOf(id)), target: whereRead(id, (event as { readonly id: string }).id) };
  });
  const turns = turnsLeft(state).map((index): Entry => {
    const id = idAt(roster, index);
    return { id: 2 * index + 1, label: t('turn of {0}', nameOf(id)), target: (events, from) => stretchAfter(events, from, id) };
  });
  return [...reading, ...changed(event, state, nameOf), ...turns].slice(0, MOST);
}

/** The agents that the event at the cursor changes. */
function changed(event: SimEvent | undefined, { roster }: State, nameOf: (agent: string | null) => string): readonly Entry[] {
  const found: Entry[] = [];
  for (let i = agentBeside(event, -1, true); i !== undefined && found.length < MOST; i = agentBeside(event, i, true)) {
    const agent = idAt(roster, i);
    found.push({ id: -i - 1, label: titleOf(eventFor(event!, roster, agent), nameOf), target: (_events, from) => from, agent });
  }
  return found;
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
