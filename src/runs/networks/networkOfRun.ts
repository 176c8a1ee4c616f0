/** The network of a run at its end, with the groups and the names by which it is compared with an empirical network. */
import { type Edge, type Graph, graphOf, graphOfEdges, nodesOf } from '../../analysis/network/graph.js';
import type { Label } from '../../analysis/network/mixing.js';
import { nameAt } from '../../core/events/agents.js';
import { idAt } from '../../core/events/roster.js';
import { networkOf, type State } from '../../core/events/state.js';
import { emptyNetwork } from '../../core/events/ties.js';
import { marked } from '../../core/util/l10n.js';
import { noSuch } from '../../core/util/suggest.js';
import { belongingNow, modelAt, type ScenarioModel, scopeOf } from '../../engine/index.js';
import { compileExpression, ExprFault, type Value } from '../../expr/index.js';
import { cutInto, type NetworkSettings } from './settings.js';

/** A run at the moment that is compared. */
export interface RunMoment {
  readonly model: ScenarioModel;
  readonly state: State;
}

/** The network of a run as plain data, which can be kept with the run. Agents are those that take part at its end. */
export interface RunTies {
  /** Ids and names of the agents. */
  readonly ids: readonly string[];
  readonly names: readonly string[];
  /** The name of the ties, and the strength from which a tie counts. */
  readonly ties: string;
  readonly edge: number;
  /** Positions of the agents of each tie, one tie after another: from, to, from, to. */
  readonly pairs: readonly number[];
  /** A value of each agent, by group. */
  readonly groups: { readonly [id: string]: readonly Label[] };
  /** A value of each agent that names it in the file of the network; null without `by`. */
  readonly by: readonly Label[] | null;
}

/** The name of the ties that are compared; the only ones where none are named. Throws a message. */
function tiesNamed({ networks, scenario }: ScenarioModel, name: string | null): string {
  const names = networks.map((one) => one.name);
  if (names.length === 0) throw new Error(`The scenario ${scenario} has no ties.`);
  if (name === null && names.length > 1) throw new Error(`Name the ties that are compared: ${names.join(', ')}.`);
  const found = name ?? names[0]!;
  if (!names.includes(found)) throw new Error(noSuch('network', found, names));
  return found;
}

/** Throws a message where the run has no such ties, or no such values. */
export function tiesOfRun({ model, state }: RunMoment, { ties: wanted, groups, by }: NetworkSettings): RunTies {
  const ties = tiesNamed(model, wanted);
  const spec = model.networks.find(({ name }) => name === ties)!;
  const agents = nodesOf(belongingNow(modelAt(model, state.seq), state, spec));
  const { n, out } = graphOf(networkOf(state, ties) ?? emptyNetwork(ties), spec.edge, agents);
  const pairs: number[] = [];
  for (let u = 0; u < n; u++) for (let i = out.start[u]!; i < out.start[u + 1]!; i++) pairs.push(u, out.to[i]!);
  const run = { model, state };
  return {
    ids: agents.map((agent) => idAt(state.roster, agent)),
    names: agents.map((agent) => nameAt(state, agent) ?? ''),
    ...{ ties, edge: spec.edge, pairs },
    groups: Object.fromEntries(
      groups.map((group) => [group.id, valuesOfAgents(run, agents, group.of).map((value) => cutInto(value, group))] as const),
    ),
    by: by && valuesOfAgents(run, agents, by.of),
  };
}

/** The ties as a graph of the agents. */
export function graphOfTies({ ids, pairs }: RunTies): Graph {
  const edges: Edge[] = [];
  for (let i = 0; i < pairs.length; i += 2) edges.push([pairs[i]!, pairs[i + 1]!]);
  return graphOfEdges(ids.length, edges);
}

/**
 * A value of each agent: an expression in which `me` is the agent, such as `me.age`, or the name of one of its fields. Throws a message for
 * an expression that is not valid or has no value of a simple kind.
 */
function valuesOfAgents({ model, state }: RunMoment, agents: readonly number[], source: string): readonly Label[] {
  const compiled = compileExpression(`all.map(me => [me.id, ${source}])`);
  if (!compiled.ok) throw new Error(`\`${source}\`: ${compiled.errors[0]?.message ?? marked('this is not a valid expression')}`);
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
