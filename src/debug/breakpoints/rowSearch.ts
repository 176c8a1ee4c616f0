/**
 * A condition of a breakpoint at an event. An event of many agents is searched for the first agent for which the condition holds: over
 * columns if the condition can, else agent by agent. If parts of the condition that are joined by `&&` run over columns, only the agents
 * for which these hold are tested. A search can pause, and the agents of an event together have a limit of steps.
 */
import type { SimEvent } from '../../core/events/events.js';
import { idAt } from '../../core/events/roster.js';
import { changedRows, changesMany, type ManyChanged } from '../../core/events/rowViews.js';
import type { State } from '../../core/events/state.js';
import type { AgentId } from '../../core/util/ids.js';
import { resumable } from '../../core/util/pauses.js';
import { modelAt, type PassSteps, rowsHolding, type ScenarioModel, stepsIn } from '../../engine/index.js';
import { type AnyNode, parseWhole } from '../../expr/index.js';
import { agentsOf } from './eventTests.js';

/** A condition of a breakpoint. An event after which it has no value is no hit. */
export interface ConditionAt {
  readonly source: string;
  /** Whether it reads the agent or the event of the moment. */
  readonly readsMoment: boolean;
  /** For the agent of the moment; null for the agent that the event names. The result is a function that can pause. */
  holds(state: State, event: SimEvent, agent: AgentId | null): () => boolean;
  /** For one of many agents, without a pause; null if it takes more steps than it may. */
  holdsForOne(state: State, event: SimEvent, agent: AgentId, pass: PassSteps): boolean | null;
  /** Says that it takes too many steps for the agents of an event, of which there are so many. */
  tooLong(agents: number): void;
}

interface Searched {
  readonly event: SimEvent;
  /** The states after and before the event. */
  readonly state: State;
  before(): State;
  /** The agent that the breakpoint is about; null for any agent. */
  readonly agent: AgentId | null;
  /** Whether the search pauses now. */
  isTime(): boolean;
}

/** How many rows of an event have been tested. */
interface Tested {
  readonly looked: number;
  readonly of: number;
}

/** `more`: the search has paused, and continues when it is called with the same event. */
type Found = { readonly kind: 'hit'; readonly agent: AgentId | null } | { readonly kind: 'none' } | ({ readonly kind: 'more' } & Tested);

export type RowSearch = (searched: Searched) => Found;

type Searching = Generator<Tested, Exclude<Found, { kind: 'more' }>, undefined>;

const NONE = { kind: 'none' } as const;

/** Most steps over columns without a pause: at most about 50 ms. */
export const STEPS_IN_COLUMNS = 40_000_000;

/** Rows that are tested over columns at once. */
const ROWS = 1 << 16;

/** `becomes`: the condition must not have held before the event. */
export function rowSearch(model: ScenarioModel, condition: ConditionAt, becomes = false): RowSearch {
  const parts = conjuncts(condition.source);
  let ongoing: { readonly event: SimEvent; readonly search: Searching } | null = null;
  let isTime: () => boolean = () => false;
  const begun = (searched: Searched): Searching => {
    const { event, agent } = searched;
    const own = { ...searched, isTime: () => isTime() };
    if (agent !== null || !condition.readsMoment || !changesMany(event)) return atMoment(own, condition, becomes);
    return amongMany(own, event, { model: modelAt(model, own.state.seq), condition, becomes, parts });
  };
  return (searched) => {
    const { search } = ongoing?.event === searched.event ? ongoing : { search: begun(searched) };
    ongoing = null;
    isTime = searched.isTime;
    const { done, value } = search.next();
    if (done) return value;
    ongoing = { event: searched.event, search };
    return { kind: 'more', ...value };
  };
}

/** Whether the condition holds at an event, as a whole or for one agent. */
function* atMoment({ state, event, agent, before, isTime }: Searched, condition: ConditionAt, becomes: boolean): Searching {
  const holds = condition.holds(state, event, agent);
  let held: (() => boolean) | undefined;
  const test = resumable(() => {
    if (!holds()) return false;
    held ??= becomes ? condition.holds(before(), event, agent ?? agentsOf(event)[0] ?? null) : () => false;
    return !held();
  });
  for (;;) {
    const found = test(isTime);
    if (found) return found.value ? { kind: 'hit', agent } : NONE;
    yield { looked: 0, of: 1 };
  }
}

interface Rule {
  readonly model: ScenarioModel;
  readonly condition: ConditionAt;
  readonly becomes: boolean;
  readonly parts: readonly string[];
}

/** The first agent of an event for which the condition holds. */
function* amongMany({ state, before, isTime }: Searched, event: ManyChanged, rule: Rule): Searching {
  const { model, condition, becomes, parts } = rule;
  const rows = rowsOf(event);
  const hit = (row: number): Exclude<Found, { kind: 'more' }> => ({ kind: 'hit', agent: idAt(state.roster, row) });
  let from = 0;
  for (; from < rows.length; from += ROWS) {
    const found = inColumns(model, state, becomes ? before : null, condition.source, rows.subarray(from, from + ROWS));
    if (found === undefined) break;
    if (found !== null) return hit(found);
    if (isTime()) yield { looked: from + ROWS, of: rows.length };
  }
  const most = stepsIn(model, state);
  const pass: PassSteps = { left: most, most, state };
  for (; from < rows.length; from += ROWS) {
    const possible = narrowed(model, state, parts, rows.subarray(from, from + ROWS));
    for (const [i, row] of possible.entries()) {
      const id = idAt(state.roster, row);
      const found = condition.holdsForOne(state, event, id, pass);
      const held = found && becomes ? condition.holdsForOne(before(), event, id, pass) : false;
      if (found === null || held === null) {
        condition.tooLong(rows.length);
        return NONE;
      }
      if (found && !held) return hit(row);
      if (isTime()) yield { looked: from + Math.ceil(((i + 1) / possible.length) * Math.min(ROWS, rows.length - from)), of: rows.length };
    }
    if (isTime()) yield { looked: Math.min(rows.length, from + ROWS), of: rows.length };
  }
  return NONE;
}

/** The first of the rows for which the condition holds; null if there is none, and undefined if it does not run over columns. */
function inColumns(
  model: ScenarioModel,
  state: State,
  before: (() => State) | null,
  source: string,
  rows: Int32Array,
): number | null | undefined {
  const found = rowsHolding(model, state, source, rows, { most: STEPS_IN_COLUMNS });
  if (!found || !before || found.length === 0) return found && (found[0] ?? null);
  const held = rowsHolding(model, before(), source, found, { most: STEPS_IN_COLUMNS });
  return held && (found.find((row, i) => held[i] !== row) ?? null);
}

/** The agents that an event changes, by index. */
function rowsOf(event: ManyChanged): Int32Array {
  const { length, agent } = changedRows(event);
  return Int32Array.from({ length }, (_, row) => agent(row));
}

/** The agents for which those parts of a condition hold that run over columns. */
const narrowed = (model: ScenarioModel, state: State, parts: readonly string[], rows: Int32Array): Int32Array =>
  parts.reduce((left, part) => rowsHolding(model, state, part, left, { most: STEPS_IN_COLUMNS }) ?? left, rows);

/** The parts of a condition that are joined by `&&`; none if it has one part only. */
function conjuncts(source: string): readonly string[] {
  const parsed = parseWhole(source);
  if (!parsed.ok) return [];
  const parts: string[] = [];
  const add = (node: AnyNode): void => {
    if (node.type === 'ParenthesizedExpression') add(node.expression);
    else if (node.type === 'LogicalExpression' && node.operator === '&&') for (const side of [node.left, node.right]) add(side);
    else parts.push(source.slice(node.start, node.end));
  };
  add(parsed.tree);
  return parts.length > 1 ? parts : [];
}
