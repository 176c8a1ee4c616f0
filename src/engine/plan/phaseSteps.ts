/**
 * The beginning and the end of a phase. phaseKinds has what its kind does. A phase of a world ends in one step, with its `tell`,
 * its `then`, its generations and its `stop`.
 */
import type { Draft } from '../../core/events/events.js';
import { idAt } from '../../core/events/roster.js';
import { rng, shuffled } from '../../core/random/rng.js';
import type { State } from '../../core/events/state.js';
import { finished, type Slices } from '../../core/util/slices.js';
import { replaceDrafts } from '../phases/generations.js';
import { effectInColumns, type RuleRows } from '../phases/crowdEffects.js';
import { NOBODY } from '../../expr/columns/columnScope.js';
import { effectPass, runEffect } from '../phases/effects.js';
import { emitGathered, type Gathered } from '../phases/gatherChanges.js';
import { hasCrowds, isColumnar } from '../evaluation/crowdScope.js';
import { isOn } from '../phaseKinds/handler.js';
import { handlerOf } from '../phaseKinds/table.js';
import type { Locals } from '../model/formulaTypes.js';
import type { ScenarioModel } from '../model/model.js';
import type { PhaseSpec } from '../model/worldSpec.js';
import { participants, type Turns, turnsOf } from '../turns/turnOrder.js';
import { overfilled } from '../evaluation/places.js';
import { holds, type Prose, proseOf } from '../evaluation/evaluate.js';
import { countedPass, passesAtOnce } from '../evaluation/rulePass.js';
import { agentValue, passSteps, scopeOf } from '../evaluation/scope.js';
import { pairLocals } from '../observation/situation.js';
import { Writer } from '../model/writer.js';

/** The turns of a phase, from its kind. A phase without turns may still have pairs for its `then`. */
export function beginTurns(model: ScenarioModel, state: State, phase: PhaseSpec): Turns {
  const { turns } = handlerOf(phase);
  if (turns) return turns.begin(model, state, phase);
  if (!isOn(model, state, phase) || !phase.pair) return { order: [] };
  return { order: [], pairs: turnsOf(model, state, phase).pairs ?? [] };
}

/** The events at the end of a phase. */
export function endDrafts(model: ScenarioModel, state: State, phase: PhaseSpec): readonly Draft[] {
  const writer = new Writer(state, phase.at);
  handlerOf(phase).close?.(model, writer);
  if (phase.world && isOn(model, state, phase)) worldEnd(model, writer, phase);
  writer.emit({ type: 'phase.ended', phase: phase.id });
  return writer.drafts;
}

function worldEnd(model: ScenarioModel, writer: Writer, phase: PhaseSpec): void {
  if (phase.tell) tell(model, writer, phase);
  if (phase.effect && !handlerOf(phase).thenPerAnswer) thenOver(model, writer, phase);
  if (phase.replace) replaceDrafts(model, writer, phase, phase.replace);
  if (phase.stop && holds(phase.stop, scopeOf(model, writer.state))) writer.emit({ type: 'run.ending', reason: 'stop' }, phase.stop.at);
}

/** The voice of the world: one message to all agents, or to each of `who` in its own words. */
function tell(model: ScenarioModel, writer: Writer, phase: PhaseSpec): void {
  const { state } = writer;
  const said = (prose: Prose, to: readonly number[] | null): void => {
    if (prose.text === '') return;
    const ids = (to ?? []).map((index) => idAt(state.roster, index));
    const rest = { audience: to ? ('group' as const) : ('public' as const), to: ids, replyTo: null, mentions: [], ...prose };
    writer.emit({ type: 'message.sent', id: '', kind: 'told', author: null, action: phase.id, ...rest }, phase.tell!.at);
  };
  if (!phase.who) said(proseOf(model, phase.tell!, scopeOf(model, state)), null);
  else {
    const pass = countedPass(model, state);
    const mark = writer.mark();
    const isWhole = passesAtOnce(model, phase.tell!, pass, participants(model, state, phase), (index) =>
      said(proseOf(model, phase.tell!, scopeOf(model, state, { me: agentValue(model, state, index) }, pass)), [index]),
    );
    if (!isWhole) writer.rewind(mark);
  }
}

/**
 * Runs `then` once, or for each agent in `who`, or for each pair. Several are simultaneous by default: all read the old state
 * (DeGroot). With `order: sequential` each reads the changes of the one before (Deffuant). In a society with crowds the changes become
 * few events, and the rule runs over columns if it can.
 */
function thenOver(model: ScenarioModel, writer: Writer, phase: PhaseSpec): void {
  const { state } = writer;
  if (!hasCrowds(state)) return finished(thenEach(model, writer, phase));
  const inColumns = !phase.pair && isColumnar(model, state) ? thenInColumns(model, state, phase) : null;
  emitGathered(model, writer, phase.effect!, { inColumns, each: (own) => thenEach(model, own, phase) });
}

function thenInColumns(model: ScenarioModel, state: State, phase: PhaseSpec): Gathered | null {
  const rows: RuleRows = phase.who
    ? { names: { me: 'row' }, rows: inOrder(model, state, phase), others: null }
    : { names: {}, rows: [NOBODY], others: null };
  return effectInColumns(model, state, phase.effect!, rows, isSequential(phase));
}

const isSequential = ({ order }: PhaseSpec): boolean => order.kind === 'sequential' || order.kind === 'shuffled';

function* thenEach(model: ScenarioModel, writer: Writer, phase: PhaseSpec): Slices<void> {
  const { state } = writer;
  // A phase without turns ends in the step in which it begins, so the agenda may still have the pairs of the phase before.
  const pairs = phase.pair ? state.agenda.pairs : [];
  if (!phase.who && pairs.length === 0) return void runEffect(model, writer, phase.effect!, {});
  const agents = pairs.length > 0 ? null : inOrder(model, state, phase);
  const count = agents ? agents.length : pairs.length;
  const pass = passSteps(model, state);
  yield* effectPass(model, writer, phase.effect!, count, { pass }, (i) => {
    const locals = agents ? { me: agentValue(model, state, agents[i]!) } : localsOfPair(model, state, phase, pairs[i]!);
    if (isSequential(phase)) return runEffect(model, writer, phase.effect!, locals, { pass });
    const apart = new Writer(state, phase.at, null, writer);
    const mark = apart.mark();
    const fault = runEffect(model, apart, phase.effect!, locals, { pass });
    const full = overfilled(model, writer.state, apart.drafts);
    if (full) apart.rewind(mark);
    for (const { body, at } of full ? [full] : apart.drafts) writer.emit(body, at);
    return fault;
  });
}

const localsOfPair = (model: ScenarioModel, state: State, phase: PhaseSpec, pair: readonly [number, number]): Locals => ({
  ...pairLocals(model, state, phase, pair),
  me: agentValue(model, state, pair[0]),
  target: agentValue(model, state, pair[1]),
});

const inOrder = (model: ScenarioModel, state: State, phase: PhaseSpec): readonly number[] => {
  const members = participants(model, state, phase);
  return phase.order.kind === 'shuffled' ? shuffled(rng(model.seed, 'engine.order', state.round, phase.id), members) : members;
};
