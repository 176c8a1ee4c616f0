/**
 * A condition of a breakpoint at an event. An event of many agents is searched for the first agent for which the condition holds: over
 * columns if the condition can, else agent by agent with pauses.
 */
import type { SimEvent } from '../../core/events/events.js';
import { idAt } from '../../core/events/roster.js';
import { changedRows, changesMany, type ManyChanged } from '../../core/events/rowViews.js';
import type { State } from '../../core/events/state.js';
import type { AgentId } from '../../core/util/ids.js';
import { rowsHolding, modelAt, type ScenarioModel } from '../../engine/index.js';
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

/** `more`: the search continues with this row. */
type Found =
  | { readonly kind: 'hit'; readonly agent: AgentId | null }
  | { readonly kind: 'none' }
  | { readonly kind: 'more'; readonly from: number };

export type RowSearch = (searched: Searched) => Found;

const NONE: Found = { kind: 'none' };

/** `becomes`: the condition must not have held before the event. */
export function rowSearch(model: ScenarioModel, condition: ConditionAt, becomes = false): RowSearch {
  const holds = ({ state, event, before }: Searched, agent: AgentId | null): boolean =>
    condition.holds(state, event, agent) && !(becomes && condition.holds(before(), event, agent ?? agentsOf(event)[0] ?? null));
  return (searched) => {
    const { event, agent } = searched;
    if (agent !== null || !condition.readsMoment || !changesMany(event)) return holds(searched, agent) ? { kind: 'hit', agent } : NONE;
    return inColumns(model, condition, becomes, searched, event) ?? rowByRow(searched, event, (id) => holds(searched, id));
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
  const { length, agent } = changedRows(event);
  const hit = (row: number | undefined): Found => (row === undefined ? NONE : { kind: 'hit', agent: idAt(state.roster, row) });
  const rows = Int32Array.from({ length }, (_, row) => agent(row));
  const now = modelAt(model, state.seq);
  const found = rowsHolding(now, state, source, rows);
  if (!found || !becomes) return found ? hit(found[0]) : null;
  const held = found.length === 0 ? found : rowsHolding(now, before(), source, found);
  return held ? hit(found.find((row, i) => held[i] !== row)) : null;
}

function rowByRow({ state, from, most }: Searched, event: ManyChanged, holds: (agent: AgentId) => boolean): Found {
  const { length, agent } = changedRows(event);
  const end = Math.min(length, from + most);
  for (let row = from; row < end; row++) {
    const id = idAt(state.roster, agent(row));
    if (holds(id)) return { kind: 'hit', agent: id };
  }
  return end < length ? { kind: 'more', from: end } : NONE;
}
