/** The summary of a run, as one fold over its model and events: expectations, what never happened, and what was lost. */
import type { ScenarioModel } from '../../engine/index.js';
import type { RunSummary, SummaryFinding, SummaryKind } from '../../protocol/summary.js';
import { BY, type Counts, countsOf } from './eventCounts.js';
import type { Timeline } from '../../core/events/timeline.js';
import type { AnswerLine } from '../../trace/journal.js';
import { serverChanges } from './serverChanges.js';
import { neverHappened } from './neverHappened.js';

/** The most events for which turns are planned again: the states at their beginnings must all be folded first. */
const MOST_EVENTS = 100_000;

interface SummaryOptions {
  /** No process continues the run now, though it may not have ended. */
  readonly isOver?: boolean;
  /** Answers of language models. */
  readonly answers?: readonly AnswerLine[];
}

/**
 * The summary of a run so far. What never happened is listed only for a run that is over, because it could still
 * happen in a run that is under way.
 */
export function runSummary(model: ScenarioModel, timeline: Timeline, { isOver = true, answers = [] }: SummaryOptions = {}): RunSummary {
  const { events } = timeline;
  const surveys = new Map(
    [...model.phases.start, ...model.phases.round, ...model.phases.end].flatMap(({ id, survey }) =>
      survey !== null ? [[id, survey] as const] : [],
    ),
  );
  const counts = countsOf(events, (phase) => surveys.get(phase));
  const ground = { model, events, state: timeline.head, timeline: events.length > MOST_EVENTS ? null : timeline };
  return {
    ...(counts.shared > 0 ? { archetypes: { shared: counts.shared, of: counts.questions } } : {}),
    expectations: model.expectations.map(({ id, at }) => ({ id, at, passed: counts.expectations.get(id) ?? null })),
    never: isOver && counts.isOver ? neverHappened(ground, counts) : [],
    lost: [...whatWasLost(model, counts), ...serverChanges(answers)],
  };
}

// What a run lost: faults, answers that could not be used or came from a fallback, acts that were not possible.

function whatWasLost(model: ScenarioModel, counts: Counts): readonly SummaryFinding[] {
  const kinds = new Map(model.minds.map(({ id, kind }) => [id, kind]));
  const at = (mind: string): string | null => (['builtin', 'random'].includes(kinds.get(mind) ?? 'builtin') ? null : `models.${mind}`);
  const some = (map: ReadonlyMap<string, number>, kind: SummaryKind, of: Told): readonly SummaryFinding[] =>
    [...map].map(([key, count]) => {
      const [id = '', ...more] = key.split(BY);
      return {
        ...{ kind, id, level: of.level, count, at: kind === 'act' || kind === 'embedding' ? null : at(id) },
        text: of.text(count, id, more),
      };
    });
  return [
    ...[...counts.faults].map(([key, { count, at: node, text }]): SummaryFinding => {
      const [id = ''] = key.split(BY);
      return {
        kind: 'fault',
        id,
        level: 'warning',
        count,
        at: node,
        text: `${times(count, 'fault')}${node === null ? '' : ` at \`${node}\``}: ${text}`,
      };
    }),
    ...some(counts.unusable, 'answer', {
      level: 'warning',
      text: (n, mind, [reason]) => `${times(n, 'answer')} of \`${mind}\` could not be used (${plain(reason)}).`,
    }),
    ...some(counts.standIns, 'stand-in', {
      level: 'warning',
      text: (n, mind, [by, because]) => `${times(n, 'answer')} came from \`${by}\` in place of \`${mind}\` (${plain(because)}).`,
    }),
    ...some(counts.repaired, 'repair', {
      level: 'note',
      text: (n, mind, [reason]) => `${times(n, 'answer')} of \`${mind}\` had to be repaired (${plain(reason)}).`,
    }),
    ...some(counts.rejected, 'act', {
      level: 'note',
      text: (n, action, [reason]) =>
        `Action \`${action}\` was chosen ${n === 1 ? 'once' : `${n} times`} when it was not possible (${plain(reason)}).`,
    }),
    ...some(counts.embeddings, 'embedding', {
      level: 'warning',
      text: (n, reason) => `${times(n, 'request')} for embeddings failed (${plain(reason)}).`,
    }),
  ];
}

interface Told {
  readonly level: SummaryFinding['level'];
  readonly text: (count: number, id: string, more: readonly string[]) => string;
}

const times = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;
const plain = (reason: string | undefined): string => (reason ?? '').replaceAll(/[_-]/g, ' ');
