/** Counts from the record of one run: nothing is read from the current file. */
import type { SimEvent } from '../../core/events/events.js';
import type { LedgerEntry, Spent } from '../../minds/index.js';
import type { Manifest } from '../../trace/index.js';
import { spentByQuestion } from '../setup/spentByQuestion.js';
import type { RecordedRun } from '../live/recordedRun.js';

/** Counts by name. */
export type Counts = ReadonlyMap<string, number>;

export interface RunFacts {
  readonly manifest: Manifest;
  /** Agents that took part, and the last round that began. */
  readonly agents: number;
  readonly round: number;
  /** Questions by purpose. */
  readonly questions: Counts;
  /** The number of answers. */
  readonly accepted: number;
  /** Answers that were repaired, and answers that could not be used or that another mind gave, by reason. */
  readonly repaired: Counts;
  readonly fallback: Counts;
  /** Answers of the run that it is a fork of, or that it reuses. */
  readonly reused: number;
  /** Turns by how they ended. */
  readonly turns: Counts;
  readonly faults: number;
  /** Questions that agents of archetypes shared with another agent, and answers that came without a call of their own. */
  readonly shared: number;
  readonly drawn: number;
  /** Overrides during the run. */
  readonly overrides: number;
  /** Names under which models answered, by mind. */
  readonly answeredAs: ReadonlyMap<string, readonly string[]>;
  /** Different questions to language models. */
  readonly prompts: number;
  readonly spent: Spent;
  readonly booked: readonly LedgerEntry[];
}

export function factsOf(run: RecordedRun): RunFacts {
  const { manifest, events, answers, resolved } = run;
  const { spent, booked } = spentByQuestion(resolved.society, run);
  return {
    ...countedIn(events),
    ...{ manifest, spent, booked },
    answeredAs: grouped(answers.map(({ mind, model, by, served }) => [by?.mind ?? mind, served ?? by?.model ?? model])),
    drawn: answers.filter(({ drawn, reused }) => drawn && !reused).length,
    reused: answers.filter(({ reused }) => reused).length,
    prompts: new Set(answers.map(({ hash }) => hash)).size,
  };
}

type Counted = Omit<RunFacts, 'manifest' | 'spent' | 'booked' | 'answeredAs' | 'reused' | 'drawn' | 'prompts'>;

function countedIn(events: readonly SimEvent[]): Counted {
  const [questions, repaired, fallback, turns] = [counting(), counting(), counting(), counting()];
  const found = { agents: 0, round: 0, accepted: 0, shared: 0, faults: 0, overrides: 0 };
  for (const event of events) {
    if (event.type === 'agent.joined') found.agents++;
    else if (event.type === 'agents.joined') found.agents += event.count;
    else if (event.type === 'round.started') found.round = event.round;
    else if (event.type === 'fault') found.faults++;
    else if (event.type === 'state.overridden') found.overrides++;
    else if (event.type === 'question.asked') {
      add(questions, event.purpose);
      if (event.sharedWith !== undefined) found.shared++;
    } else if (event.type === 'turn.ended') add(turns, event.reason);
    else if (event.type === 'answer.received') {
      if (event.by !== undefined) add(fallback, `${event.because ?? 'unknown'}, answered by ${event.by}`);
      else if (event.status === 'fallback') add(fallback, event.reason ?? 'unknown');
      else if (event.status === 'repaired') add(repaired, event.reason ?? 'unknown');
      else found.accepted++;
    }
  }
  return { ...found, questions, repaired, fallback, turns };
}

const counting = (): Map<string, number> => new Map();

const add = (counts: Map<string, number>, name: string, n = 1): void => void counts.set(name, (counts.get(name) ?? 0) + n);

/** Values by name, each once, in order. */
function grouped(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const [name, value] of pairs) found.set(name, (found.get(name) ?? new Set()).add(value));
  return new Map([...found].map(([name, values]) => [name, [...values].sort()]));
}

/** Several counts as text, the most frequent first, equal ones by name. */
export function together(all: readonly Counts[]): readonly (readonly [string, number])[] {
  const sums = new Map<string, number>();
  for (const counts of all) for (const [name, n] of counts) add(sums, name, n);
  return [...sums].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

export const total = (counts: readonly (readonly [string, number])[]): number => counts.reduce((sum, [, n]) => sum + n, 0);
