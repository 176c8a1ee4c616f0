/** What a run prints while it runs: messages, acts and faults, in order. */
import { addressedBy } from '../../core/events/rowViews.js';
import { translated } from '../../core/util/recordedText.js';
import { indexOf } from '../../core/events/roster.js';
import type { EventOf, SimEvent } from '../../core/events/events.js';
import { nameAt } from '../../core/events/agents.js';
import { messageIndex } from '../../core/events/state.js';
import { surveyWords } from '../../core/surveyWords.js';
import { type Resolved, spanOf } from '../../language/api.js';
import { type LiveRun, privateActs } from '../../runs/index.js';
import { stateWord } from '../../protocol/stateWords.js';
import { aside, displayPath, printable } from './output.js';
import { t } from '../../core/util/l10n.js';

/** The name of an agent; the voice of the world has none. */
const speaker = (live: LiveRun, index: number): string => (index < 0 ? '◇' : nameAt(live.timeline.head, index)!);

/** Prints a run while it runs: messages, acts, undelivered messages, and the answers to each survey in one line, round by round. */
export function transcriptPrinter(live: LiveRun): (events: readonly SimEvent[]) => void {
  /** Answers of the current survey. */
  let answers: EventOf<'survey.answered'>[] = [];
  return (events) => {
    printEvents(live, events);
    for (const event of events) {
      if (event.type === 'survey.answered') answers.push(event);
      else if (event.type === 'phase.ended' && answers.length > 0) {
        const line = surveyWords(
          answers[0]!.survey,
          answers.map((one) => one.answers),
        );
        process.stdout.write(`${printable(`▪ ${line}`)}\n`);
        answers = [];
      }
    }
  };
}

function printEvents(live: LiveRun, events: readonly SimEvent[]): void {
  const { roster, messages } = live.timeline.head;
  const secret = new Map(privateActs(live.model, live.timeline.head, events).map((act) => [act.seq, act]));
  const name = (id: string | null): string => (id === null ? '◇' : speaker(live, indexOf(roster, id)));
  const author = (id: string): string => speaker(live, messages.backing[messageIndex(live.timeline.head, id)]!.author);
  for (const event of events) {
    if (event.type === 'round.started') process.stdout.write(t('\n— round {0} —\n', event.round));
    else if (event.type === 'act.chosen' && secret.has(event.seq))
      process.stdout.write(`${printable(t('{0}: {1} (private)', name(event.agent), secret.get(event.seq)!.text))}\n`);
    else if (event.type === 'message.sent') {
      const to = addressedBy(event, name, t) || (event.replyTo === null ? '' : ` ↳ ${author(event.replyTo)}`);
      // The text of an act usually names its agent.
      const who = event.kind === 'act' && event.text.includes(name(event.author)) ? '◆' : `${name(event.author)}${to}:`;
      process.stdout.write(`${printable(`${who} ${event.text}`)}\n`);
    } else if (event.type === 'message.intercepted') {
      const kept = event.kept.length > 0 ? ` ⊘ ${event.kept.map(name).join(', ')}` : ' ↻';
      process.stdout.write(`${printable(`  ${event.intervention}${kept}: ${event.text}`)}\n`);
    }
  }
}

/** Prints faults at their line in the file, with the round and the agent. */
export function printFaults(live: LiveRun, events: readonly SimEvent[], resolved: Resolved): void {
  for (const event of events) {
    if (event.type !== 'fault') continue;
    const span = event.at === null ? null : spanOf(resolved.nodes, event.at);
    const where = span ? `${displayPath(span.source)}:${span.range.start.line + 1}: ` : '';
    const who = event.agent === null ? '' : `, ${event.agent}`;
    aside(t('{0}fault in round {1}{2}: {3}\n', where, live.timeline.head.round, who, translated(event.text)));
  }
}

const ENDS = {
  rounds: () => t('Ended after its last round'),
  until: (round: number) => t('Ended in round {0}: `until` became true', round),
  stop: (round: number, phase: string | null) => t('Stopped in round {0}{1}', round, phase === null ? '' : t(' by phase `{0}`', phase)),
} as const;

/** How a run ended, as text. */
export function endWords(events: readonly SimEvent[], state: string): string {
  const last = events.at(-1);
  if (state !== 'ended' || last?.type !== 'run.ended') return stateWord(state);
  const round = events.findLast((event) => event.type === 'round.started')?.round ?? 0;
  const ending = events.findLast((event) => event.type === 'run.ending')?.seq ?? events.length;
  const phase = events.slice(0, ending).findLast((event) => event.type === 'phase.started')?.phase ?? null;
  return ENDS[last.reason](round, phase);
}
