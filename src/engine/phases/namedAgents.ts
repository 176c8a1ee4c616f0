/** Agents as an event lists them. */
import { type Indices, indicesOf, type IndexText } from '../../core/columns/indexText.js';
import { idAt } from '../../core/events/roster.js';
import { indexText } from '../../core/events/rowViews.js';
import type { State } from '../../core/events/state.js';
import type { AgentId } from '../../core/util/ids.js';
import { memoBy } from '../../core/util/memo.js';
import { hasCrowds } from '../evaluation/crowdScope.js';
import { hasFlag } from '../model/flags.js';
import type { ScenarioModel } from '../model/model.js';

/** More agents than this are listed by their indices in a society with crowds. */
const MOST_NAMED = 20;

/** The ids of agents, or the text of their indices if they are many and the society has crowds. `since`: the flag of runs that have the text. */
export function namedAgents(
  model: ScenarioModel,
  state: State,
  agents: readonly number[],
  since: 'reached_as_indices' | 'readers_as_indices',
): { readonly to: readonly AgentId[]; readonly agents?: IndexText } {
  if (agents.length <= MOST_NAMED || !hasCrowds(state) || !hasFlag(model, since))
    return { to: agents.map((index) => idAt(state.roster, index)) };
  return { to: [], agents: indexText(ascending(agents)) };
}

/** The same list gives the same object, so that its text is made once while the step is planned again after a pause. */
const ascending = memoBy((agents: readonly number[]): Indices => indicesOf(Uint32Array.from(new Set(agents)).sort()));
