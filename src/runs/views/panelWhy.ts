/** Why a message was sent, for the panel: recalled memories, question and answer, and its effects. */
import { agentAt } from '../../core/events/agents.js';
import type { EventOf, SimEvent } from '../../core/events/events.js';
import { OVERRIDE } from '../../core/events/overrides.js';
import { t } from '../../core/util/l10n.js';
import { translated } from '../../core/util/recordedText.js';
import { indexOf } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import type { PanelFact, PanelMemory, PanelPart, PanelWhy } from '../../protocol/panelRequests.js';
import { answerLineOf, answerTo, askedBy, type AskedEvent, type QuestionSource, questionOf } from './questionOf.js';
import { recalledOf, valueWords } from './inspectAgent.js';
import { panelMemories } from './panelMind.js';

type Sent = EventOf<'message.sent'>;

/** Null where this event sent no message. `prose` has the minds that read words. */
export function panelWhy(journal: QuestionSource, seq: number, prose: ReadonlySet<string>): PanelWhy | null {
  const { timeline } = journal;
  const { events } = timeline;
  const sent = events[seq];
  if (sent?.type !== 'message.sent') return null;
  const asked = askedBy(events, seq);
  if (!asked) return { ...NOBODY_ASKED, node: sent.at, after: afterwards(journal, sent) };
  const shown = questionOf(journal.model, timeline, asked);
  const { situation } = shown?.question ?? { situation: null };
  return {
    kind: 'why',
    node: sent.at,
    recalled: recalledFor(timeline.at(asked.seq), events, asked),
    read: situation?.seen.length ?? 0,
    cut: situation?.cut ?? 0,
    prompt: (shown?.parts ?? []).map(
      ({ section, text, kept, fault, template }): PanelPart => ({
        ...{ section, text: kept ? text : '', node: template.at },
        left: kept ? '' : fault === null ? t('Left out: it is empty.') : t('It could not be filled: {0}', translated(fault)),
      }),
    ),
    reads: prose.has(asked.mind),
    answer: answerFacts(events, asked, seq),
    raw: answerLineOf(journal, asked)?.text ?? null,
    after: afterwards(journal, sent),
  };
}

const NOBODY_ASKED: PanelWhy = {
  ...{ kind: 'why', node: null, recalled: [], read: 0, cut: 0, prompt: [], reads: false, answer: [], raw: null, after: [] },
};

function recalledFor(state: State, events: readonly SimEvent[], asked: AskedEvent): readonly PanelMemory[] {
  const index = asked.agent === null ? -1 : indexOf(state.roster, asked.agent);
  const agent = index < 0 ? undefined : agentAt(state, index);
  const cause = asked.cause === null ? undefined : events[asked.cause];
  const done = cause?.type === 'recall.done' ? cause : recallBefore(events, asked);
  if (!agent || !done) return [];
  return panelMemories(events, recalledOf({ ...agent, recalled: done.memories }));
}

/** The last memories that the agent recalled before the question, in the same phase: earlier ones were for another question. */
function recallBefore(events: readonly SimEvent[], { seq, agent }: AskedEvent): EventOf<'recall.done'> | null {
  for (let i = seq - 1; i >= 0; i--) {
    const event = events[i]!;
    if (event.type === 'recall.done' && event.agent === agent) return event;
    if (event.type === 'phase.started') return null;
  }
  return null;
}

function answerFacts(events: readonly SimEvent[], asked: AskedEvent, seq: number): readonly PanelFact[] {
  const answer = answerTo(events, asked, seq);
  if (!answer) return [];
  const { status, reason, by, because, value } = answer;
  return [
    [t('taken'), reason === null ? status : `${status}: ${translated(reason)}`],
    ...(by === undefined
      ? []
      : [
          [
            t('answered by'),
            by === OVERRIDE ? t('an override') : because === undefined ? by : t('{0}, because: {1}', by, translated(because)),
          ] as const,
        ]),
    [t('value'), JSON.stringify(value)],
  ];
}

/** Its effects so far: memories of it, reactions, ties with it as evidence, and its author's rewards of the round. */
function afterwards({ timeline: { events } }: QuestionSource, sent: Sent): readonly PanelFact[] {
  const facts: PanelFact[] = [];
  let isRound = true;
  for (let i = sent.seq + 1; i < events.length; i++) {
    const event = events[i]!;
    if (event.type === 'round.started') isRound = false;
    if (isRound || event.type !== 'reward.given') facts.push(...cameOf(event, sent));
  }
  return facts;
}

function cameOf(event: SimEvent, sent: Sent): readonly PanelFact[] {
  switch (event.type) {
    case 'memory.written':
      return event.cause === sent.seq
        ? [[event.agent === sent.author ? t('remembered of it') : t('remembered by {0}', event.agent), event.text]]
        : [];
    case 'reaction.given':
      return event.message === sent.id ? [[t('reaction of {0}', event.agent), event.kind]] : [];
    case 'tie.changed':
      if (event.cause !== sent.seq) return [];
      return [
        [
          t('tie {0} → {1}', event.from, event.to),
          event.evidence === null
            ? `${valueWords(event.before)} → ${valueWords(event.after)}`
            : t('{0} → {1}, evidence {2}', valueWords(event.before), valueWords(event.after), valueWords(event.evidence)),
        ],
      ];
    case 'reward.given':
      return event.agent === sent.author ? [[t('reward of the round, {0}', event.reward), valueWords(event.value)]] : [];
    default:
      return [];
  }
}
