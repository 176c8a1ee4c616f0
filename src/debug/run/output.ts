/** Events of a run as lines for a debug console. Texts of agents are data: control characters are removed. */
import { addressedBy } from '../../core/events/rowViews.js';
import { shortFigure } from '../../core/util/textPosition.js';
import { t } from '../../core/util/l10n.js';
import { translated } from '../../core/util/recordedText.js';
import { indexOf } from '../../core/events/roster.js';
import type { SimEvent } from '../../core/events/events.js';
import type { AgentId } from '../../core/util/ids.js';
import type { NodeId } from '../../core/util/ids.js';
import type { MeasureSeries } from '../../core/events/state.js';
import type { DebuggedRun } from './host.js';

export interface Line {
  /** Not `console`: editors show that category as a warning. */
  readonly category: 'stdout' | 'stderr';
  readonly text: string;
  /** Node that the line is about. */
  readonly node: NodeId | null;
  /** Characters at its beginning that are highlighted: the name of the speaker. */
  readonly lead?: number;
}

/** The lines for events; most events have none. */
export function linesOf({ handle }: DebuggedRun, events: readonly SimEvent[]): readonly Line[] {
  const agent = (id: AgentId) => handle.model.agents.at(indexOf(handle.timeline.head.roster, id));
  const name = (id: AgentId | null): string => (id === null ? '◇' : printable(agent(id)?.self.name ?? id));
  return events.flatMap((event): readonly Line[] => {
    if (event.type === 'round.started') return [{ category: 'stdout', text: `— ${event.round} —`, node: null }];
    if (event.type === 'fault') return [{ category: 'stderr', text: printable(translated(event.text)), node: event.at }];
    if (event.type !== 'message.sent') return [];
    const to = addressedBy(event, name, t) || (event.replyTo === null ? '' : ' ↳');
    const speaker = name(event.author);
    return [
      {
        category: 'stdout',
        text: `${speaker}${to}: ${printable(event.text)}`,
        lead: speaker.length,
        node: (event.author === null ? null : agent(event.author)?.at) ?? event.at,
      },
    ];
  });
}

/** One line for the whole run: how it ended, how much was said, the results. */
export function closingLine({ handle }: DebuggedRun, state: string): Line {
  const { model, timeline, problem } = handle;
  const { head } = timeline;
  const minds = model.minds.map(({ id, model: name }) => (id === name ? id : `${id} ${name}`)).join(', ');
  const facts = [
    `${t(state)}${problem === null ? '' : `: ${printable(translated(problem))}`}`,
    t('round {0} of {1}', head.round, model.rounds),
    t('seed {0}', model.seed),
    head.messages.length === 1 ? t('{0} message', 1) : t('{0} messages', head.messages.length),
    ...head.measures.map(measure),
    printable(minds),
    t('synthetic data'),
  ];
  return { category: state === 'failed' ? 'stderr' : 'stdout', text: facts.join(' · '), node: model.at };
}

function measure({ measure: id, values }: MeasureSeries): string {
  const value = values.at(-1);
  return `${id} ${value === null || value === undefined ? '–' : shortFigure(value)}`;
}

/** On one line, without control or direction-changing characters. */
export const printable = (text: string): string => text.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ');
