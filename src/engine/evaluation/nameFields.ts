/** Names and ids of agents for expressions over columns. They are compared with a text, which finds its agents in the roster. */
import { indexOf, membersNamed, type Roster, singleIndices } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import { memoByPair } from '../../core/util/memo.js';
import type { FieldColumn } from '../../expr/columns/columnScope.js';
import { specOf } from '../model/agentSpec.js';
import type { ScenarioModel } from '../model/model.js';

type Test = (row: number) => boolean;

/** The names or ids of all agents; null for another field. */
export function nameField(model: ScenarioModel, state: State, field: string): FieldColumn | null {
  if ((field !== 'id' && field !== 'name') || model.surveys.some(({ id }) => id === field)) return null;
  return { kind: 'text', maybe: false, is: field === 'id' ? (id) => only(indexOf(state.roster, id)) : (name) => named(model, state, name) };
}

const only =
  (index: number): Test =>
  (row) =>
    row === index;

/** Agents of other names than those of crowds are few. */
function named(model: ScenarioModel, state: State, name: string): Test {
  const runs = membersNamed(state.roster, name);
  const singles = singlesNamed(model, state.roster)(state).get(name) ?? [];
  const [run] = runs;
  if (singles.length === 0 && runs.length <= 1) return run ? (row) => row >= run.first && row < run.first + run.count : () => false;
  const rows = new Set(singles);
  return (row) => rows.has(row) || runs.some(({ first, count }) => row >= first && row < first + count);
}

/** The agents that joined one by one, by their names. */
const singlesNamed = memoByPair((model: ScenarioModel, roster: Roster) => {
  let known: Map<string, number[]> | null = null;
  return (state: State): ReadonlyMap<string, readonly number[]> => {
    if (known) return known;
    known = new Map();
    for (const index of singleIndices(roster)) {
      const { name } = specOf(model, state, index).self;
      const others = known.get(name);
      if (others) others.push(index);
      else known.set(name, [index]);
    }
    return known;
  };
});
