/** Acts that no one sees, such as `elect → Fanni` and `graze 14`. No message tells of them, so a transcript adds them. */
import type { EventOf, SimEvent } from '../../core/events/events.js';
import { indexOf } from '../../core/events/roster.js';
import { nameAt } from '../../core/events/agents.js';
import type { State } from '../../core/events/state.js';
import type { Json } from '../../core/util/json.js';
import type { ScenarioModel } from '../../engine/index.js';

export interface PrivateAct {
  readonly seq: number;
  /** Index of the agent. */
  readonly agent: number;
  /** The action with its arguments. */
  readonly text: string;
}

/** The private acts in complete steps of a run. `state` is the state after them, or a later one. */
export function privateActs(
  model: ScenarioModel,
  state: Pick<State, 'roster' | 'individuals'>,
  events: readonly SimEvent[],
): readonly PrivateAct[] {
  const specs = actKinds(model);
  return events.flatMap((event, i) => (event.type === 'act.chosen' && isPrivate(specs, event, events, i) ? [told(state, event)] : []));
}

type ActKinds = ReadonlyMap<string, string>;

const known = new WeakMap<ScenarioModel, ActKinds>();

/** Kinds of a model's actions, by id. */
function actKinds(model: ScenarioModel): ActKinds {
  const { start, round, end } = model.phases;
  const kinds =
    known.get(model) ?? new Map([...start, ...round, ...end].flatMap(({ actions }) => actions.map(({ id, kind }) => [id, kind] as const)));
  known.set(model, kinds);
  return kinds;
}

/** The effects of an act are in the same step: a public act sends a message there, and a refused act is left out. */
function isPrivate(kinds: ActKinds, { agent, action }: EventOf<'act.chosen'>, events: readonly SimEvent[], i: number): boolean {
  if (kinds.get(action) !== 'act') return false;
  for (let next = i; next < events.length; next++) {
    const event = events[next]!;
    if (event.type === 'message.sent' && event.author === agent && event.action === action) return false;
    if (event.type === 'act.rejected' && event.agent === agent) return false;
    if (event.end) return true;
  }
  return true;
}

function told(state: Pick<State, 'roster' | 'individuals'>, { seq, agent, action, args }: EventOf<'act.chosen'>): PrivateAct {
  const named = (value: Json): { readonly text: string; readonly isAgent: boolean } => {
    const index = typeof value === 'string' ? indexOf(state.roster, value) : -1;
    return index >= 0
      ? { text: nameAt(state, index)!, isAgent: true }
      : { text: typeof value === 'string' ? value : JSON.stringify(value), isAgent: false };
  };
  const values = Object.values(args).flatMap((value) => (value === null ? [] : [named(value)]));
  const text = [action, ...values.map(({ text: one, isAgent }) => (isAgent ? `→ ${one}` : one))].join(' ');
  return { seq, agent: indexOf(state.roster, agent), text };
}
