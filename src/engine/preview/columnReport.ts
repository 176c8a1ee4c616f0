/**
 * Which rules of a society with crowds run over columns, and why the others run agent by agent. The rules are compiled for the state
 * before round 1, by the code that a run uses.
 */
import type { NodeId } from '../../core/util/ids.js';
import { crowdAt } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import { Timeline } from '../../core/events/timeline.js';
import { type CompiledRows, compileRows, type Refused } from '../../expr/columns/compileRows.js';
import { ExprFault } from '../../expr/index.js';
import { hasCrowds, type StateColumns, withDraws } from '../evaluation/crowdScope.js';
import { everybody } from '../evaluation/participants.js';
import { columnsOf } from '../evaluation/scope.js';
import { selectorParts } from '../evaluation/selectorParts.js';
import { CROWD } from '../model/crowdSize.js';
import type { Formula } from '../model/formulaTypes.js';
import type { ScenarioModel } from '../model/model.js';
import type { InterventionSpec } from '../model/studySpec.js';
import type { PhaseSpec, VarSpec } from '../model/worldSpec.js';
import { handlerOf } from '../phaseKinds/table.js';
import { effectRefusal } from '../phases/crowdEffects.js';
import { plan } from '../plan/plan.js';

/** What a rule is: a part of a phase, a measure, the `until` of the scenario, the start of a variable, an intervention, an expectation. */
type RuleKind =
  | 'questions'
  | 'who'
  | 'ranking'
  | 'pairs'
  | 'then'
  | 'when'
  | 'stop'
  | 'measure'
  | 'until'
  | 'start'
  | 'intervention'
  | 'expect';

/** A rule that reads or changes many agents. */
export interface RuleReport {
  readonly at: NodeId;
  readonly kind: RuleKind;
  /** Node of its phase; null outside phases. */
  readonly phase: NodeId | null;
  /** Null if it runs over columns. `code`: the part of the rule that columns do not have; empty where no part is the reason. */
  readonly refused: { readonly reason: string; readonly code: string } | null;
}

/** The rules over the members of crowds, in the order of the run; none without crowds. */
export function columnReport(model: ScenarioModel): readonly RuleReport[] {
  const state = model.agents.crowds.length === 0 ? null : stateBefore(model);
  if (!state || !hasCrowds(state)) return [];
  const { start, round, end } = model.phases;
  const columns = columnsOf(model, state);
  const value = (kind: RuleKind, at: NodeId, source: string, phase: NodeId | null = null): RuleReport => ({
    ...{ at, kind, phase },
    refused: refusedIn(source, valueRefusal(source, columns)),
  });
  // Most of these read no list of agents, and are fast in any case.
  const slow = (kind: RuleKind, formula: Formula | null, phase: NodeId | null = null): readonly RuleReport[] => {
    const found = formula && readsMany(formula.source, columns) ? value(kind, formula.at, formula.source, phase) : null;
    return found?.refused ? [found] : [];
  };
  const phases = [...start, ...round, ...end].filter(({ world }) => world);
  return [
    ...model.agentVars.flatMap((spec) => startReport(model, state, spec)),
    ...phases.flatMap((phase) => [
      ...slow('when', phase.when, phase.at),
      ...phaseReports(model, state, phase),
      ...worldReport(model, state, phase),
      ...slow('stop', phase.stop, phase.at),
    ]),
    ...model.interventions.flatMap((spec) => [...slow('intervention', spec.schedule.when), ...interventionReport(model, state, spec)]),
    ...model.measures.flatMap(({ at, formula }) => (at !== null && formula ? [value('measure', at, formula.source)] : [])),
    ...(model.until ? [value('until', model.until.at, model.until.source)] : []),
    ...model.expectations.flatMap(({ that }) => slow('expect', that)),
  ];
}

/** Whether a text has a word that means a list of agents. */
const readsMany = (source: string, columns: StateColumns): boolean =>
  (source.match(/[a-z_]\w*/gi) ?? []).some((word) => {
    try {
      return columns.name(word)?.kind === 'agents';
    } catch (error) {
      // A measure without a value yet.
      if (error instanceof ExprFault) return false;
      throw error;
    }
  });

/** The rule of the world at the end of a phase, if it reads many agents and does not run over columns. */
function worldReport(model: ScenarioModel, state: State, phase: PhaseSpec): readonly RuleReport[] {
  const { who, pair, effect, at } = phase;
  if (who || pair || !effect || handlerOf(phase).thenPerAnswer) return [];
  if (!readsMany(effect.source, columnsOf(model, state))) return [];
  const refused = refusedIn(effect.source, effectRefusal(model, state, effect, {}, false));
  return refused ? [{ at: effect.at, kind: 'then', phase: at, refused }] : [];
}

/** The `then` of an intervention for members of crowds. */
function interventionReport(model: ScenarioModel, state: State, { effect, to }: InterventionSpec): readonly RuleReport[] {
  if (!effect || selectorParts(to).most < CROWD || membersIn(state, selectorParts(to).of.of(model, state, {})) < CROWD) return [];
  const refused = refusedIn(effect.source, effectRefusal(model, state, effect, { me: 'row' }, true));
  return [{ at: effect.at, kind: 'intervention', phase: null, refused }];
}

/** The end of a search: a mind would be asked. */
class Asked extends Error {}

/** The state before the first phase that asks a mind, at most before the phases of round 1. */
function stateBefore(model: ScenarioModel): State {
  const timeline = new Timeline();
  try {
    while (timeline.head.round === 0) {
      const next = plan(model, timeline.head, () => {
        throw new Asked();
      });
      if (next.kind !== 'emit') break;
      timeline.commit(next.drafts);
    }
  } catch (error) {
    if (!(error instanceof Asked)) throw error;
  }
  return timeline.head;
}

const refusedIn = (source: string, refused: Refused | null): RuleReport['refused'] =>
  refused && { reason: refused.reason, code: source.slice(refused.start, refused.end) };

function startReport(model: ScenarioModel, state: State, { at, from }: VarSpec): readonly RuleReport[] {
  if (from === undefined) return [];
  const compiled = compileRows(from, { ...columnsOf(model, state), draws: null }, { me: 'row' }, { left: 0 });
  return [{ at, kind: 'start', phase: null, refused: refusedIn(from, compiled.ok ? null : compiled) }];
}

const isSequential = ({ order }: PhaseSpec): boolean => order.kind === 'sequential' || order.kind === 'shuffled';

/** The rules of a phase in which members of crowds may take part; none if at most a few take part. */
function phaseReports(model: ScenarioModel, state: State, phase: PhaseSpec): readonly RuleReport[] {
  const { who, pair, effect } = phase;
  const asks = handlerOf(phase).turns !== null && phase.resolve === null;
  if (!who && !asks && !pair) return [];
  const parts = who && selectorParts(who);
  const among = parts ? parts.of.of(model, state, {}) : everybody(state);
  if (membersIn(state, among) < CROWD) return [];
  const report = (kind: RuleKind, at: NodeId, refused: RuleReport['refused']): RuleReport => ({ at, kind, phase: phase.at, refused });
  const columns = columnsOf(model, state);
  const rules = [
    ...(parts?.conditions ?? []).map((test) =>
      report('who', test.at, refusedIn(test.source, conditionRefusal(model, state, test, columns))),
    ),
    ...(parts?.rankings ?? []).map(({ at, source }) => report('ranking', at, { reason: 'A ranking is not in columns.', code: source })),
  ];
  if (parts && parts.most < CROWD) return rules;
  if (asks) rules.push(report('questions', phase.at, { reason: 'Its agents are asked one by one.', code: '' }));
  if (!effect || handlerOf(phase).thenPerAnswer) return rules;
  const refused = pair
    ? { reason: 'Pairs are not in columns.', code: '' }
    : refusedIn(effect.source, effectRefusal(model, state, effect, { me: 'row' }, isSequential(phase)));
  if (pair || who) rules.push(report(pair ? 'pairs' : 'then', effect.at, refused));
  return rules;
}

const membersIn = ({ roster }: State, agents: readonly number[]): number =>
  agents.reduce((sum, index) => sum + (crowdAt(roster, index) === undefined ? 0 : 1), 0);

/** Why a formula without local names and draws does not run over columns; null if it does. */
function valueRefusal(source: string, columns: StateColumns): Refused | null {
  const compiled = compileRows(source, { ...columns, draws: null }, {}, { left: 0 });
  return compiled.ok && compiled.kind !== 'agent' ? null : refusal(compiled, 'This gives an agent.', source);
}

/** Why a condition on many agents does not run over columns; null if it does. */
function conditionRefusal(
  model: ScenarioModel,
  state: State,
  { at, source }: Pick<Formula, 'at' | 'source'>,
  columns: StateColumns,
): Refused | null {
  const compiled = compileRows(source, withDraws(columns, model, state, at), { me: 'row', agent: 'row' }, { left: 0 });
  return compiled.ok && compiled.kind === 'flag' ? null : refusal(compiled, 'This is not yes or no.', source);
}

const refusal = (compiled: CompiledRows, reason: string, source: string): Refused =>
  compiled.ok ? { ok: false, reason, start: 0, end: source.length } : compiled;
