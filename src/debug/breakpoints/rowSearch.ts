/**
 * A condition of a breakpoint at an event. An event of many agents is searched for the first agent for which the condition holds: over
 * columns if the condition can, else agent by agent with pauses. If parts of the condition that are joined by `&&` run over columns, only
 * the agents for which these hold are tested.
 */
import type { SimEvent } from '../../core/events/events.js';
import { idAt } from '../../core/events/roster.js';
import { changedRows, changesMany, type ManyChanged } from '../../core/events/rowViews.js';
import type { State } from '../../core/events/state.js';
import type { AgentId } from '../../core/util/ids.js';
import { rowsHolding, modelAt, type ScenarioModel } from '../../engine/index.js';
import { type AnyNode, parseWhole } from '../../expr/index.js';
import { agentsOf } from './eventTests.js';

/** A condition of a breakpoint. An event after which it has no value is no hit. */
export interface ConditionAt {
  readonly source: string;
  /** Whether it reads the agent or the event of the moment. */
  readonly readsMoment: boolean;
  /** For the agent of the moment; null for the agent that the event names. */
  holds(state: State, event: SimEvent, agent?: AgentId | null): boolean;
}

interface Searched {
  readonly event: SimEvent;
  /** The states after and before the event. */
  readonly state: State;
  before(): State;
  /** The agent that the breakpoint is about; null for any agent. */
  readonly agent: AgentId | null;
  /** The first row of the event that has not been tested, and the most rows that one call tests agent by agent. */
  readonly from: number;
  readonly most: number;
}

/** `more`: the search continues with this row, of so many that are tested agent by agent. */
type Found =
  | { readonly kind: 'hit'; readonly agent: AgentId | null }
  | { readonly kind: 'none' }
  | { readonly kind: 'more'; readonly from: number; readonly of: number };

export type RowSearch = (searched: Searched) => Found;

const NONE: Found = { kind: 'none' };

/** `becomes`: the condition must not have held before the event. */
export function rowSearch(model: ScenarioModel, condition: ConditionAt, becomes = false): RowSearch {
  const holds = ({ state, event, before }: Searched, agent: AgentId | null): boolean =>
    condition.holds(state, event, agent) && !(becomes && condition.holds(before(), event, agent ?? agentsOf(event)[0] ?? null));
  const parts = conjuncts(condition.source);
  let possible: { readonly event: ManyChanged; readonly rows: Int32Array } | null = null;
  return (searched) => {
    const { event, agent } = searched;
    if (agent !== null || !condition.readsMoment || !changesMany(event)) return holds(searched, agent) ? { kind: 'hit', agent } : NONE;
    if (possible?.event !== event) {
      const found = inColumns(model, condition, becomes, searched, event);
      if (found) return found;
      possible = { event, rows: narrowed(model, searched.state, parts, rowsOf(event)) };
    }
    const found = rowByRow(searched, possible.rows, (id) => holds(searched, id));
    if (found.kind !== 'more') possible = null;
    return found;
  };
}

/** Null if the condition does not run over columns. */
function inColumns(
  model: ScenarioModel,
  { source }: ConditionAt,
  becomes: boolean,
  { state, before }: Searched,
  event: ManyChanged,
): Found | null {
  const hit = (row: number | undefined): Found => (row === undefined ? NONE : { kind: 'hit', agent: idAt(state.roster, row) });
  const now = modelAt(model, state.seq);
  const found = rowsHolding(now, state, source, rowsOf(event));
  if (!found || !becomes) return found ? hit(found[0]) : null;
  const held = found.length === 0 ? found : rowsHolding(now, before(), source, found);
  return held ? hit(found.find((row, i) => held[i] !== row)) : null;
}

/** The agents that an event changes, by index. */
function rowsOf(event: ManyChanged): Int32Array {
  const { length, agent } = changedRows(event);
  return Int32Array.from({ length }, (_, row) => agent(row));
}

/** The agents for which those parts of a condition hold that run over columns. */
function narrowed(model: ScenarioModel, state: State, parts: readonly string[], rows: Int32Array): Int32Array {
  const now = modelAt(model, state.seq);
  return parts.reduce((left, part) => rowsHolding(now, state, part, left) ?? left, rows);
}

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

function rowByRow({ state, from, most }: Searched, rows: Int32Array, holds: (agent: AgentId) => boolean): Found {
  const end = Math.min(rows.length, from + most);
  for (let row = from; row < end; row++) {
    const id = idAt(state.roster, rows[row]!);
    if (holds(id)) return { kind: 'hit', agent: id };
  }
  return end < rows.length ? { kind: 'more', from: end, of: rows.length } : NONE;
}
