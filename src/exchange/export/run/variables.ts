/** Variables over rounds as a tidy table: a row for each agent, round and variable. */
import { at } from '../../../core/util/chunkedList.js';
import type { Cell } from '../../../core/formats/csv.js';
import type { Json } from '../../../core/util/json.js';
import { idAt } from '../../../core/events/roster.js';
import { cellOf } from './talk.js';
import { forOthers, mindsOf, roundEnds, type RunTold, SYNTHETIC } from './told.js';

/** Kinds of value, so that a reader can tell the text `1` from the number. */
const kindOf = (value: Json): string => (value === null ? 'missing' : Array.isArray(value) ? 'list' : typeof value);

/**
 * Values at the end of each round, round 0 being before the first. Rows of the world have the scope `world` and no agent. An agent has
 * rows for the rounds in which it takes part.
 */
export function variableRows(run: RunTold): readonly (readonly Cell[])[] {
  const mind = mindsOf(run.model);
  const privateOfWorld = new Set(run.held ? run.model.vars.filter((one) => one.private).map(({ id }) => id) : []);
  const rows = roundEnds(run).flatMap((state, round) => {
    const row = (scope: string, agent: string | null, name: string | null, variable: string, value: Json): readonly Cell[] => [
      ...[round, scope, agent, name, variable, cellOf(value), kindOf(value)],
      ...[mind, SYNTHETIC],
    ];
    const ofWorld = Object.entries(state.vars).flatMap(([variable, value]) =>
      privateOfWorld.has(variable) ? [] : [row('world', null, null, variable, value)],
    );
    const ofAgents = Array.from({ length: state.agents.length }, (_, index) => {
      const { name, present, vars } = at(state.agents, index)!;
      const held = run.held?.vars(index);
      if (!present) return [];
      return Object.entries(vars).flatMap(([variable, value]) =>
        held?.has(variable) ? [] : [row('agent', idAt(state.roster, index), name, variable, value)],
      );
    });
    return [...ofWorld, ...ofAgents.flat()];
  });
  const head = ['round', 'scope', 'agent', 'name', 'variable', 'value', 'kind', 'mind', 'synthetic'];
  return forOthers(run, [head, ...rows], (column) => column === 'value');
}
