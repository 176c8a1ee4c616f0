/** What agents answered in one run: the values that `compare_with` names, of each agent at its end and of all agents in windows of rounds. */
import { presentAt } from '../../core/events/agents.js';
import type { State } from '../../core/events/state.js';
import { Timeline } from '../../core/events/timeline.js';
import { marked } from '../../core/util/l10n.js';
import { rng, sample } from '../../core/random/rng.js';
import { agentValue, modelAt, type ScenarioModel, scopeOf } from '../../engine/index.js';
import { compileExpression, ExprFault, type Value } from '../../expr/index.js';
import type { RecordedRun } from '../live/recordedRun.js';
import { type PeopleSpec, valuesWanted } from './referenceSpec.js';

/** A number or a word; null where an agent has no such value. */
export type AgentAnswer = number | string | null;

/** Plain data, kept with a run. */
export interface RunAnswers {
  /** Agents at the end of the run. */
  readonly agents: number;
  /** Values of the same agents, by `ID.answers.ID`, `ID.groups.ID` and `ID.by`. */
  readonly values: { readonly [key: string]: readonly AgentAnswer[] };
  /** By `ID.answers.ID` and time: how many agents gave each answer in the rounds of the window, together. */
  readonly windows: { readonly [key: string]: { readonly [time: string]: readonly (readonly [answer: number | string, count: number])[] } };
  /** Why agents have no value, by key: the message of one of them. */
  readonly faults: { readonly [key: string]: string };
}

/** Of more agents than this, so many are drawn. */
const MOST_AGENTS = 10_000;

/** Different answers of a window that are kept. */
const MOST_DIFFERENT = 1_000;

/** Folds the run where windows need earlier states. Never throws because of an expression: an agent without a value has null. */
export function runAnswers(model: ScenarioModel, timeline: Timeline, specs: readonly PeopleSpec[]): RunAnswers {
  const { head } = timeline;
  const faults = new Map<string, string>();
  const values: { [key: string]: readonly AgentAnswer[] } = {};
  const agents = agentsIn(head, model.seed);
  for (const spec of specs)
    for (const [key, of] of valuesWanted(spec)) values[key] = valuesAt(modelAt(model, head.seq), head, agents, reading(of, key, faults));
  const windows: { [key: string]: RunAnswers['windows'][string] } = {};
  for (const { id, answers, windows: wanted } of specs)
    for (const answer of wanted ? answers : [])
      windows[`${id}.answers.${answer.id}`] = windowsOf(model, timeline, answer.of, wanted!.times);
  return { agents: agents.length, values, windows, faults: Object.fromEntries(faults) };
}

/** The values of an expression for all agents at once, such as `all.map(a => a.trust)`, at the end of a run. Throws a message where it has none. */
export function listedAnswers({ model, events }: Pick<RecordedRun, 'model' | 'events'>, source: string, key: string): RunAnswers {
  const compiled = compileExpression(source);
  if (!compiled.ok) throw new Error(`\`${source}\`: ${compiled.errors[0]?.message ?? marked('this is not a valid expression')}`);
  const { head } = Timeline.of(events);
  let value: Value;
  try {
    value = compiled.run(scopeOf(modelAt(model, head.seq), head));
  } catch (error) {
    if (error instanceof ExprFault) throw new Error(`\`${source}\`: ${error.message}`);
    throw error;
  }
  if (!Array.isArray(value)) throw new Error(`\`${source}\` is not a list. Write one value for each agent, as in all.map(a => a.trust).`);
  return { agents: value.length, values: { [key]: value.map(answerOf) }, windows: {}, faults: {} };
}

/** The agents that take part, or some of them. */
function agentsIn(state: State, seed: number): readonly number[] {
  const present: number[] = [];
  for (let index = 0; index < state.roster.length; index++) if (presentAt(state, index)) present.push(index);
  if (present.length <= MOST_AGENTS) return present;
  return sample(rng(seed, 'compare_with'), present, MOST_AGENTS).sort((a, b) => a - b);
}

/** Reads a value in a scope whose `me` is an agent; the message of a fault is kept for each key. */
type Read = (model: ScenarioModel, state: State, index: number) => AgentAnswer;

function reading(of: string, key: string, faults: Map<string, string>): Read {
  const compiled = compileExpression(of);
  if (!compiled.ok) {
    faults.set(key, compiled.errors[0]?.message ?? 'This is not a valid expression.');
    return () => null;
  }
  return (model, state, index) => {
    try {
      return answerOf(compiled.run(scopeOf(model, state, { me: agentValue(model, state, index) })));
    } catch (error) {
      if (!(error instanceof ExprFault)) throw error;
      faults.set(key, error.message);
      return null;
    }
  };
}

/** Agents count by their id; lists and other records are no answer. */
function answerOf(value: Value): AgentAnswer {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'string') return value === '' ? null : value;
  if (typeof value === 'boolean') return String(value);
  const id = value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as { readonly id?: Value }).id : null;
  return typeof id === 'string' ? id : null;
}

const valuesAt = (model: ScenarioModel, state: State, agents: readonly number[], read: Read): readonly AgentAnswer[] =>
  agents.map((index) => read(model, state, index));

/** The answers of all agents at the end of each round of each window. */
function windowsOf(
  model: ScenarioModel,
  timeline: Timeline,
  of: string,
  times: NonNullable<PeopleSpec['windows']>['times'],
): RunAnswers['windows'][string] {
  const found: { [time: string]: RunAnswers['windows'][string][string] } = {};
  const read = reading(of, '', new Map());
  for (const { time, from, to } of times) {
    const counts = new Map<number | string, number>();
    for (let round = from; round <= Math.min(to, timeline.rounds.length); round++) {
      const state = timeline.at((timeline.rounds[round] ?? timeline.events.length) - 1);
      const then = modelAt(model, state.seq);
      for (const index of agentsIn(state, model.seed)) {
        const answer = read(then, state, index);
        if (answer !== null && (counts.has(answer) || counts.size < MOST_DIFFERENT)) counts.set(answer, (counts.get(answer) ?? 0) + 1);
      }
    }
    found[time] = [...counts];
  }
  return found;
}
