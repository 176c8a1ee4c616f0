/** The network of a run at its end, with the groups and the names by which it is compared with an empirical network. */
import { type Graph, graphOf, nodesOf } from '../../analysis/network/graph.js';
import type { Label } from '../../analysis/network/mixing.js';
import { nameAt } from '../../core/events/agents.js';
import { idAt } from '../../core/events/roster.js';
import { networkOf, type State } from '../../core/events/state.js';
import { emptyNetwork } from '../../core/events/ties.js';
import { noSuch } from '../../core/util/suggest.js';
import { belongingNow, modelAt, type ScenarioModel, scopeOf } from '../../engine/index.js';
import { compileExpression, ExprFault, type Value } from '../../expr/index.js';

/** A run at the moment that is compared. */
export interface RunMoment {
  readonly model: ScenarioModel;
  readonly state: State;
}

/** A tie from `edge` on is a tie of the graph, whose nodes are agents that take part. */
export interface RunNetwork {
  readonly graph: Graph;
  /** Indices of the agents. */
  readonly agents: readonly number[];
  /** The strength from which a tie counts. */
  readonly edge: number;
}

/** The name of the ties that are compared; the only ones where none are named. Throws a message. */
export function tiesNamed({ networks, scenario }: ScenarioModel, name: string | null): string {
  const names = networks.map((one) => one.name);
  if (names.length === 0) throw new Error(`The scenario ${scenario} has no ties.`);
  if (name === null && names.length > 1) throw new Error(`Name the ties that are compared: ${names.join(', ')}.`);
  const found = name ?? names[0]!;
  if (!names.includes(found)) throw new Error(noSuch('network', found, names));
  return found;
}

export function networkOfRun({ model, state }: RunMoment, ties: string): RunNetwork {
  const spec = model.networks.find(({ name }) => name === ties)!;
  const agents = nodesOf(belongingNow(modelAt(model, state.seq), state, spec));
  return { graph: graphOf(networkOf(state, ties) ?? emptyNetwork(ties), spec.edge, agents), agents, edge: spec.edge };
}

/**
 * A value of each agent: an expression in which `me` is the agent, such as `me.age`, or the name of one of its fields. Throws a message for
 * an expression that is not valid or has no value of a simple kind.
 */
export function valuesOfAgents({ model, state }: RunMoment, agents: readonly number[], source: string): readonly Label[] {
  const compiled = compileExpression(`all.map(me => [me.id, ${source}])`);
  if (!compiled.ok) throw new Error(`\`${source}\`: ${compiled.errors[0]?.message ?? 'this is not a valid expression'}`);
  let found: Value;
  try {
    found = compiled.run(scopeOf(modelAt(model, state.seq), state));
  } catch (error) {
    if (error instanceof ExprFault) throw new Error(`\`${source}\`: ${error.message}`);
    throw error;
  }
  const pairs = (found as readonly (readonly [string, Value])[]).map(([id, value]) => [id, labelOf(value, source)] as const);
  const values = new Map(pairs);
  return agents.map((agent) => values.get(idAt(state.roster, agent)) ?? null);
}

function labelOf(value: Value, source: string): Label {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw new Error(`\`${source}\` has no single value for each agent. Groups are words, numbers, or true and false.`);
}

/** Ids and names of agents, by which nodes of a network file may name them. */
export const namesOfAgents = ({ state }: RunMoment, agents: readonly number[]) => ({
  ids: agents.map((agent) => idAt(state.roster, agent)),
  names: agents.map((agent) => nameAt(state, agent) ?? ''),
});
