/** Changes of the society from outside: memories, announcements, messages, variables, agents that join and leave. */
import { agentAt, presentAt } from '../../core/events/agents.js';
import type { Audience } from '../../core/events/events.js';
import { namedAgents } from '../phases/namedAgents.js';
import { idAt, indexOf } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import type { Slices } from '../../core/util/slices.js';
import { isJudged } from '../phases/conditions.js';
import { effectInColumns } from '../phases/crowdEffects.js';
import { applyEffect, effectFault, effectPass, runEffect } from '../phases/effects.js';
import { emitGathered } from '../phases/gatherChanges.js';
import { hasCrowds, isColumnar } from '../evaluation/crowdScope.js';
import type { InterventionSpec } from '../model/studySpec.js';
import type { Effect } from '../model/formulaTypes.js';
import type { ScenarioModel } from '../model/model.js';
import { everybody } from '../evaluation/participants.js';
import { isDue } from '../evaluation/schedule.js';
import { type Prose, proseOf } from '../evaluation/evaluate.js';
import { countedPass, passesAtOnce } from '../evaluation/rulePass.js';
import { agentValue, passSteps, scopeOf } from '../evaluation/scope.js';
import type { PassSteps } from '../evaluation/societyValues.js';
import { Writer } from '../model/writer.js';
import type { PhaseHandler } from './handler.js';

export const interventions: PhaseHandler = {
  turns: null,
  close: interventionDrafts,
  minds: (parts) => parts.interventions.flatMap(({ mind, judged: by }) => [...(mind === null ? [] : [mind]), ...(by ? [by.mind] : [])]),
};

/** Importance of a planted memory, 1..10. */
const PLANTED = 8;

/** All interventions that are due now, in the order of the file. */
function interventionDrafts(model: ScenarioModel, writer: Writer): void {
  for (const spec of model.interventions) if (isDueNow(model, writer.state, spec)) apply(model, writer, spec);
}

const isDueNow = (model: ScenarioModel, state: State, { schedule, id, judged }: InterventionSpec): boolean =>
  (judged !== null && state.agenda.program === 'round' && isJudged(state, id)) || isDue(schedule, id, model, state);

/** Agents join and leave first. All other changes reach the agents that are then present. */
function apply(model: ScenarioModel, writer: Writer, spec: InterventionSpec): void {
  const { state } = writer;
  const moves = new Writer(state, spec.at);
  for (const id of spec.join) enter(moves, id);
  for (const index of spec.leave?.of(model, state, {}) ?? []) moves.emit({ type: 'agent.left', agent: idAt(state.roster, index) });
  const to = spec.to.of(model, moves.state, {});
  const cause = writer.emit(
    { type: 'intervention.applied', intervention: spec.id, ...namedAgents(model, moves.state, to, 'reached_as_indices') },
    spec.at,
  );
  for (const { body, at } of moves.drafts) writer.emit(body, at, cause);
  if (spec.announce) {
    const prose = proseOf(model, spec.announce, scopeOf(model, writer.state));
    if (prose.text !== '') announce(model, writer, spec, prose, to, cause);
  }
  if (spec.effect && changesOnly(spec) && hasCrowds(writer.state)) changeAll(model, writer, spec.effect, to, cause);
  else toEach(model, writer, spec, to, cause);
}

/** Whether `then` is all that reaches each agent. */
const changesOnly = ({ remember, send, mind, mute }: InterventionSpec): boolean =>
  remember === null && send === null && mind === null && mute === null;

/** Runs `then` for each agent of a society with crowds, one after the other. The changes become few events. */
function changeAll(model: ScenarioModel, writer: Writer, effect: Effect, to: readonly number[], causeIn: number): void {
  const { state } = writer;
  const rows = { names: { me: 'row' }, rows: to, others: null } as const;
  const inColumns = isColumnar(model, state) ? effectInColumns(model, state, effect, rows, true) : null;
  const pass = passSteps(model, state);
  const each = (own: Writer): Slices<void> =>
    effectPass(model, own, effect, to.length, { pass, causeIn }, (i) =>
      runEffect(model, own, effect, { me: agentValue(model, own.state, to[i]!) }, { pass, causeIn }),
    );
  emitGathered(model, writer, effect, { inColumns, each }, causeIn);
}

/** Adds a person, a member, or all members of a population. An agent that is present already cannot join; an event says so. */
function enter(writer: Writer, id: string): void {
  const { state } = writer;
  const own = indexOf(state.roster, id);
  const indices = own >= 0 ? [own] : Array.from({ length: state.roster.length }, (_, i) => i).filter((i) => agentAt(state, i)!.from === id);
  for (const index of indices) {
    const agent = idAt(state.roster, index);
    if (!presentAt(state, index)) writer.emit({ type: 'agent.entered', agent });
    else writer.emit({ type: 'fault', code: 'already-present', text: `${agent} takes part already.`, agent });
  }
}

/** What reaches agents one by one; nobody if it takes too many steps for all of them together. */
function toEach(model: ScenarioModel, writer: Writer, spec: InterventionSpec, to: readonly number[], cause: number): void {
  const pass = countedPass(model, writer.state, 'steps_as_done');
  const mark = writer.mark();
  if (!passesAtOnce(model, spec, pass, to, (index) => toOne(model, writer, spec, index, { cause, pass }))) writer.rewind(mark);
}

function toOne(
  model: ScenarioModel,
  writer: Writer,
  spec: InterventionSpec,
  index: number,
  { cause, pass }: { readonly cause: number; readonly pass: PassSteps | null },
): void {
  const agent = idAt(writer.state.roster, index);
  const author = authorOf(writer, spec);
  const locals = { me: agentValue(model, writer.state, index) };
  if (spec.remember) {
    const prose = proseOf(model, spec.remember, scopeOf(model, writer.state, locals, pass));
    const about = author === null ? [] : [author];
    const memory = { id: writer.nextMemory(index), agent, kind: 'told' as const, ...prose, about, importance: PLANTED, source: null };
    if (prose.text !== '') writer.emit({ type: 'memory.written', ...memory }, spec.remember.at, cause);
  }
  if (spec.send) {
    const prose = proseOf(model, spec.send, scopeOf(model, writer.state, locals, pass));
    if (prose.text !== '') tell(writer, spec, spec.send.at, prose, author === null ? 'group' : 'direct', { to: [agent] }, cause);
  }
  if (spec.mind !== null || spec.mute !== null)
    writer.emit(
      {
        type: 'agent.changed',
        agent,
        ...(spec.mind === null ? {} : { mind: spec.mind }),
        ...(spec.mute === null ? {} : { muted: spec.mute }),
      },
      spec.at,
      cause,
    );
  if (!spec.effect) return;
  const fault = applyEffect(model, writer, spec.effect, locals, { causeIn: cause, pass });
  if (fault) writer.emit(effectFault(spec.effect, fault, agent).body, spec.effect.at, cause);
}

/** One message to all of `to`. It is public if these are all agents that are present. */
function announce(model: ScenarioModel, writer: Writer, spec: InterventionSpec, prose: Prose, to: readonly number[], cause: number): void {
  const { at } = spec.announce!;
  const { state } = writer;
  if (to.length === everybody(state).length) return tell(writer, spec, at, prose, 'public', { to: [] }, cause);
  const author = indexOf(state.roster, authorOf(writer, spec) ?? '');
  const others = author < 0 ? to : to.filter((index) => index !== author);
  if (others.length > 0) tell(writer, spec, at, prose, 'group', namedAgents(model, state, others, 'readers_as_indices'), cause);
}

/** The agent in `from`, or null. */
const authorOf = ({ state }: Writer, { from }: InterventionSpec): string | null =>
  from !== null && indexOf(state.roster, from) >= 0 ? from : null;

function tell(
  writer: Writer,
  spec: InterventionSpec,
  at: string,
  prose: Prose,
  audience: Audience,
  readers: ReturnType<typeof namedAgents>,
  cause: number,
): void {
  const author = authorOf(writer, spec);
  const kind = author === null ? ('told' as const) : ('said' as const);
  const message = { id: '', kind, author, action: spec.id, audience, ...readers, replyTo: null, mentions: [], ...prose };
  writer.emit({ type: 'message.sent', ...message }, at, cause);
}
