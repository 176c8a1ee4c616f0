/** What an expression of a scenario can name while a run goes on: the moment, parameters, measures, ties. */
import { density, neighbours, reciprocity } from '../analysis/network.js';
import { idAt, indexOf } from '../core/roster.js';
import { networkOf, type State } from '../core/state.js';
import { emptyNetwork, strengthOf } from '../core/ties.js';
import { ExprFault, type Scope, type Value } from '../expr/index.js';
import type { Draft } from '../core/events.js';
import type { Formula, Model, NetworkSpec } from './model.js';

/** Measures every society has, of its first network. Definitions are in analysis/network.ts. */
export const builtinMeasures: { readonly [id: string]: (model: Model, state: State) => number | null } = {
  reciprocity: (model, state) => onFirst(model, state, (network, spec) => reciprocity(network, spec.edge)),
  density: (model, state) => onFirst(model, state, (network, spec) => density(network, spec.edge, spec.among.size)),
};

function onFirst(
  model: Model,
  state: State,
  measure: (network: ReturnType<typeof emptyNetwork>, spec: NetworkSpec) => number | null,
): number | null {
  const spec = model.networks[0];
  return spec ? measure(networkOf(state, spec.name) ?? emptyNetwork(spec.name), spec) : null;
}

/** An agent in an expression is its id, or a record with one. */
const idOf = (agent: Value): string => {
  if (typeof agent === 'string') return agent;
  const id = agent !== null && typeof agent === 'object' && 'id' in agent ? agent.id : '';
  return typeof id === 'string' ? id : '';
};

/** Scope over a state. `all` and `cast` list the people with what their files say of them. */
export function scopeOf(model: Model, state: State): Scope {
  const spec = model.networks[0];
  const network = spec ? (networkOf(state, spec.name) ?? emptyNetwork(spec.name)) : emptyNetwork('');
  const index = (agent: Value): number => indexOf(state.roster, idOf(agent));
  const near = (id: Value): readonly string[] => neighbours(network, spec?.edge ?? 0, index(id)).map((i) => idAt(state.roster, i));
  return {
    lookup: (name) => {
      if (name === 'round') return state.round;
      if (name === 'rounds') return model.rounds;
      if (name === 'all' || name === 'cast') return model.agents.map(({ self }) => self as unknown as Value);
      if (name === 'params') return model.params as { readonly [key: string]: Value };
      const builtin = Object.hasOwn(builtinMeasures, name) ? builtinMeasures[name] : undefined;
      if (builtin) return builtin(model, state);
      if (Object.hasOwn(model.params, name)) return model.params[name] as Value;
      return model.agents[indexOf(state.roster, name)]?.self as unknown as Value | undefined;
    },
    host: {
      tie: (a, b) => strengthOf(network, index(a!), index(b!)),
      neighbours: (a) => near(a!),
      degree: (a) => near(a!).length,
    },
  };
}

export type Evaluated = { readonly value: Value; readonly fault: null } | { readonly value: null; readonly fault: ExprFault };

/** The formula's value, or the fault that kept it from having one. A fault becomes an event; it never ends a run. */
export function evaluate(formula: Formula, scope: Scope): Evaluated {
  try {
    return { value: formula.run(scope), fault: null };
  } catch (error) {
    if (error instanceof ExprFault) return { value: null, fault: error };
    throw error;
  }
}

/** Whether a condition holds; a missing one does, a faulty one does not. */
export const holds = (formula: Formula | null, scope: Scope): boolean => formula === null || evaluate(formula, scope).value === true;

/** The event of a faulty formula, or nothing. */
export function faultDrafts(formula: Formula | null, scope: Scope): readonly Draft[] {
  const fault = formula && evaluate(formula, scope).fault;
  return fault ? [{ at: formula.at, body: { type: 'fault', code: fault.code, text: fault.message, agent: null } }] : [];
}
