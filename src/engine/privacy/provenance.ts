/**
 * Finds what is computed from something private, which is private too. It is found by names, before the run: a variable that an
 * effect sets from a private one, or a measure or a reward whose formula reads one. A condition that only decides whether an effect
 * happens does not make its variables private.
 */
import { assignedIn, type Assigned, type NameRead, namesRead } from '../../expr/index.js';
import type { AgentSpec } from '../model/agentSpec.js';
import type { ScenarioModel } from '../model/model.js';
import type { PhaseSpec, VarSpec } from '../model/worldSpec.js';

/** The model with everything that is computed from its private fields and variables declared private. */
export function withDerived(model: ScenarioModel): ScenarioModel {
  const names = new Set([...declared(model.vars), ...declared(model.agentVars)]);
  const personal = new Set(model.agents.representatives.flatMap(keysOf));
  if (names.size + personal.size === 0) return model;
  const found = { world: new Set<string>(), agents: new Set<string>(), measures: new Set<string>(), rewards: new Set<string>() };
  const assignments = effectsOf(model).flatMap(assignedIn);
  const isPrivate = ({ name }: NameRead): boolean => names.has(name) || personal.has(name);
  const readsPrivate = (reads: readonly NameRead[]): boolean => reads.some(isPrivate);
  const formulas = formulasOf(model);
  const starts = startsOf(model);
  for (let before = -1; before !== names.size; ) {
    before = names.size;
    for (const one of assignments) {
      // An own private variable that is updated from itself stays private to its person. It does not become private for all.
      const others = one.reads.filter((read) => !isOwn(one, read, personal, names));
      if (readsPrivate(others)) (one.owner === null ? found.world : found.agents).add(one.name);
    }
    for (const { kind, id, reads } of [...formulas, ...starts]) if (readsPrivate(reads)) found[kind].add(id);
    for (const set of Object.values(found)) for (const id of set) names.add(id);
    for (const id of found.rewards) found.measures.add(`reward_${id}`);
    for (const grant of grantsOf(model)) if (readsPrivate(grant)) names.add(GRANTED);
  }
  return {
    ...model,
    vars: marked(model.vars, found.world),
    agentVars: marked(model.agentVars, found.agents),
    derived: { measures: found.measures, rewards: found.rewards },
  };
}

/** The name in an effect for a granted share. */
const GRANTED = 'granted';

const declared = (specs: readonly VarSpec[]): readonly string[] => specs.filter((one) => one.private).map(({ id }) => id);

const marked = (specs: readonly VarSpec[], found: ReadonlySet<string>): readonly VarSpec[] =>
  specs.map((one) => (one.private !== true && found.has(one.id) ? { ...one, private: true } : one));

/** Names by which expressions read the private fields of a person. */
const keysOf = ({ private: keys = [], vars }: AgentSpec): readonly string[] =>
  keys.flatMap((key) => (key === 'vars' ? Object.keys(vars) : [key.slice(key.indexOf('.') + 1)]));

const isOwn = (to: Assigned, { name, owner }: NameRead, personal: ReadonlySet<string>, names: ReadonlySet<string>): boolean =>
  name === to.name && owner === to.owner && personal.has(name) && !names.has(name);

function phasesOf({ phases }: ScenarioModel): readonly PhaseSpec[] {
  return [...phases.start, ...phases.round, ...phases.end];
}

/** Texts of all effects, each once. */
function effectsOf(model: ScenarioModel): readonly string[] {
  const effects = [
    ...phasesOf(model).flatMap(({ actions, effect }) => [effect, ...actions.map((action) => action.effect)]),
    ...model.interventions.map(({ effect }) => effect),
  ];
  return [...new Set(effects.flatMap((effect) => effect?.source ?? []))];
}

const grantsOf = (model: ScenarioModel): readonly (readonly NameRead[])[] =>
  phasesOf(model).flatMap(({ actions }) => actions.flatMap(({ share }) => (share ? [namesRead('expression', share.of.source)] : [])));

interface Reading {
  readonly kind: 'world' | 'agents' | 'measures' | 'rewards';
  readonly id: string;
  readonly reads: readonly NameRead[];
}

const formulasOf = ({ measures, rewards }: ScenarioModel): readonly Reading[] => [
  ...measures.flatMap(({ id, formula }) =>
    formula ? [{ kind: 'measures' as const, id, reads: namesRead('expression', formula.source) }] : [],
  ),
  ...rewards.flatMap(({ id, value }) => (value ? [{ kind: 'rewards' as const, id, reads: namesRead('expression', value.source) }] : [])),
];

const startsOf = ({ vars, agentVars }: ScenarioModel): readonly Reading[] => [
  ...vars.flatMap(({ id, from }) => (from === undefined ? [] : [{ kind: 'world' as const, id, reads: namesRead('expression', from) }])),
  ...agentVars.flatMap(({ id, from }) =>
    from === undefined ? [] : [{ kind: 'agents' as const, id, reads: namesRead('expression', from) }],
  ),
];
