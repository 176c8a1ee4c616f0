/**
 * Two runs compared, as plain data: where their events diverge, the first act that differs, the messages from there on side by side,
 * and ties, variables, measures, answers and cost at their ends. Lists are limited and include their full length.
 */
import type { SimEvent } from '../../core/events/events.js';
import { canonical } from '../../core/util/json.js';
import type { State } from '../../core/events/state.js';
import { Timeline } from '../../core/events/timeline.js';
import { isManualStep } from '../../engine/index.js';
import { spentByQuestion } from '../setup/spentByQuestion.js';
import {
  type Bounded,
  type Pair,
  type TieDifference,
  tieDifferences,
  type VariableCount,
  type VariableDifference,
  variableDifferences,
} from './stateDiff.js';
import { actsFrom, type ActShown, differingAct, type TalkRow, talkRows } from './diffTalk.js';
import type { RecordedRun } from '../live/recordedRun.js';

/** The parts of a run that are compared. */
type Compared = Pick<RecordedRun, 'manifest' | 'events' | 'answers' | 'calls' | 'resolved'>;

export interface MeasureCompared extends Pair<readonly (number | null)[]> {
  readonly measure: string;
  readonly same: boolean;
}

export interface RunShown {
  readonly id: string;
  readonly title: string;
  readonly scenario: string;
  readonly seed: number;
  readonly state: string;
  readonly parent: string | null;
  readonly fork: number | null;
  readonly rounds: number;
  readonly events: number;
  readonly messages: number;
}

/** Questions after the shared part: with answers from the parent, and with new answers. Rules answered the others. */
export interface AnswersShown {
  readonly questions: number;
  readonly reused: number;
  readonly fresh: number;
}

export interface CostShown {
  readonly calls: number;
  readonly input: number;
  readonly output: number;
  readonly money: number;
  readonly currency: string;
}

export interface Comparison {
  readonly runs: Pair<RunShown>;
  /** Each run has all events of the other, including overrides. */
  readonly same: boolean;
  /** Events from the start that are equal byte for byte. */
  readonly shared: number;
  /** Overrides after the shared part. */
  readonly overrides: Pair<readonly SimEvent[]>;
  /** The first event that differs otherwise; null for a run that ended before. */
  readonly event: Pair<SimEvent | null> | null;
  readonly act: Pair<ActShown | null> | null;
  /** Messages from the first difference on. */
  readonly talk: Bounded<TalkRow>;
  readonly ties: Bounded<TieDifference>;
  readonly variables: Bounded<VariableDifference>;
  /** For how many agents each variable differs. */
  readonly counts: readonly VariableCount[];
  readonly measures: readonly MeasureCompared[];
  readonly answers: Pair<AnswersShown>;
  readonly cost: Pair<CostShown>;
}

/** The default for the longest lists of a comparison. */
export const MOST_SHOWN = 40;

/** Compares two runs. `most` limits each list. */
export function compareRuns(a: Compared, b: Compared, most = MOST_SHOWN): Comparison {
  const heads = { a: Timeline.of(a.events).head, b: Timeline.of(b.events).head };
  const shared = sharedEvents(a.events, b.events);
  const from = parting(a.events, b.events, shared);
  const event = { a: a.events[from.a] ?? null, b: b.events[from.b] ?? null };
  const acts = { a: actsFrom(a, heads.a, from.a), b: actsFrom(b, heads.b, from.b) };
  return {
    runs: { a: shown(a, heads.a), b: shown(b, heads.b) },
    same: shared === a.events.length && shared === b.events.length,
    shared,
    overrides: { a: overridesIn(a.events, shared), b: overridesIn(b.events, shared) },
    event: event.a || event.b ? event : null,
    act: differingAct(acts.a, acts.b),
    talk: bounded(talkRows({ state: heads.a, from: from.a }, { state: heads.b, from: from.b }), most),
    ties: tieDifferences(heads.a, heads.b, most),
    ...variablesApart(heads.a, heads.b, most),
    measures: measuresOf(heads.a, heads.b),
    answers: { a: answersOf(a, shared), b: answersOf(b, shared) },
    cost: { a: costOf(a), b: costOf(b) },
  };
}

const bounded = <T>(list: readonly T[], most: number): Bounded<T> => ({ first: list.slice(0, most), length: list.length });

function variablesApart(a: State, b: State, most: number): Pick<Comparison, 'variables' | 'counts'> {
  const { first, length, counts } = variableDifferences(a, b, most);
  return { variables: { first, length }, counts };
}

const shown = ({ manifest, events }: Compared, head: State): RunShown => {
  const { id, title, scenario, seed, state, parent, fork } = manifest;
  return { id, title, scenario, seed, state, parent, fork, rounds: head.round, events: events.length, messages: head.messages.length };
};

function sharedEvents(a: readonly SimEvent[], b: readonly SimEvent[]): number {
  let n = 0;
  while (n < a.length && n < b.length && (a[n] === b[n] || JSON.stringify(a[n]) === JSON.stringify(b[n]))) n++;
  return n;
}

/** Where the runs diverge, apart from overrides: numbers, steps and causes change after a step that only one of them has. */
function parting(a: readonly SimEvent[], b: readonly SimEvent[], shared: number): Pair<number> {
  let [i, j] = [shared, shared];
  for (;;) {
    i = afterManualSteps(a, i);
    j = afterManualSteps(b, j);
    if (i >= a.length || j >= b.length || bodyText(a[i]!) !== bodyText(b[j]!)) return { a: i, b: j };
    i++;
    j++;
  }
}

function afterManualSteps(events: readonly SimEvent[], from: number): number {
  let i = from;
  while (i < events.length && isManualStep(events[i]!)) {
    while (i < events.length && !events[i]!.end) i++;
    i++;
  }
  return i;
}

/** The content of an event, without its number. */
function bodyText({ seq: _seq, step: _step, cause: _cause, ...body }: SimEvent): string {
  return JSON.stringify(body);
}

const overridesIn = (events: readonly SimEvent[], shared: number): readonly SimEvent[] =>
  events.slice(shared).filter(({ type }) => type === 'state.overridden');

/** Measures that have a value in some round. */
function measuresOf(a: State, b: State): readonly MeasureCompared[] {
  const valuesOf = (state: State, name: string): readonly (number | null)[] =>
    state.measures.find(({ measure }) => measure === name)?.values ?? [];
  const names = [...new Set([...a.measures, ...b.measures].map(({ measure }) => measure))];
  return names
    .map((measure) => ({ measure, a: valuesOf(a, measure), b: valuesOf(b, measure) }))
    .filter((one) => [...one.a, ...one.b].some((value) => value !== null))
    .map((one) => ({ ...one, same: canonical(one.a) === canonical(one.b) }));
}

function answersOf({ events, answers }: Compared, shared: number): AnswersShown {
  const kept = new Map<string, (true | undefined)[]>();
  for (const { mind, agent, hash, reused } of answers) {
    const key = [mind, agent, hash].join('\n');
    const same = kept.get(key);
    if (same) same.push(reused);
    else kept.set(key, [reused]);
  }
  let [questions, again, fresh] = [0, 0, 0];
  for (const event of events) {
    if (event.type !== 'question.asked') continue;
    const found = kept.get([event.mind, event.agent ?? '', event.hash].join('\n'));
    const one = found && found.length > 0 ? { reused: found.shift() } : null;
    if (event.seq < shared) continue;
    questions++;
    if (one?.reused) again++;
    else if (one) fresh++;
  }
  return { questions, reused: again, fresh };
}

function costOf(run: Compared): CostShown {
  const { spent, booked } = spentByQuestion(run.resolved.society, run);
  const { calls, input, output, money } = spent;
  const currencies = new Set(booked.map(({ currency }) => currency));
  const [currency = ''] = [...currencies].filter((one) => one !== '');
  return { calls, input, output, money, currency };
}
