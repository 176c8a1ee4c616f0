/** What happens to the society from outside: memories, announcements, messages, variables, comings and goings. */
import type { Draft } from '../core/events.js';
import { at as itemAt } from '../core/chunked.js';
import { idAt, indexOf } from '../core/roster.js';
import type { State } from '../core/state.js';
import { isJudged } from './conditions.js';
import { applyEffect, effectFault } from './effects.js';
import type { InterventionSpec } from './studySpec.js';
import type { Model } from './model.js';
import { isDue } from './schedule.js';
import { agentValue, filledText, scopeOf } from './scope.js';
import type { Writer } from './writer.js';

/** Importance of what is planted, 1..10. */
const PLANTED = 8;

/** All interventions that are due now, in the order written. */
export function interventionDrafts(model: Model, writer: Writer): void {
  for (const spec of model.interventions) if (isDueNow(model, writer.state, spec)) apply(model, writer, spec);
}

const isDueNow = (model: Model, state: State, { schedule, id, judged }: InterventionSpec): boolean =>
  (judged !== null && state.agenda.program === 'round' && isJudged(state, id)) || isDue(schedule, id, model, state);

function apply(model: Model, writer: Writer, spec: InterventionSpec): void {
  const { state } = writer;
  const to = spec.to.of(model, state, {});
  const ids = to.map((index) => idAt(state.roster, index));
  const cause = writer.emit({ type: 'intervention.applied', intervention: spec.id, to: ids }, spec.at);
  for (const id of spec.join) enter(writer, spec, id, cause);
  for (const index of spec.leave?.of(model, state, {}) ?? [])
    writer.emit({ type: 'agent.left', agent: idAt(state.roster, index) }, spec.at, cause);
  const faults: Draft[] = [];
  if (spec.announce) {
    const text = filledText(spec.announce, scopeOf(model, state), faults);
    if (text !== '') tell(writer, spec, spec.announce.at, text, null, cause);
  }
  for (const index of to) toOne(model, writer, spec, index, cause, faults);
  for (const { body, at } of faults) writer.emit(body, at, cause);
}

/** A person, a member, or all members of a population. Who is there already cannot come, and an event says so. */
function enter(writer: Writer, spec: InterventionSpec, id: string, cause: number): void {
  const { state } = writer;
  const own = indexOf(state.roster, id);
  const indices =
    own >= 0 ? [own] : Array.from({ length: state.roster.length }, (_, i) => i).filter((i) => itemAt(state.agents, i)!.from === id);
  for (const index of indices) {
    const agent = idAt(state.roster, index);
    if (!itemAt(state.agents, index)!.present) writer.emit({ type: 'agent.entered', agent }, spec.at, cause);
    else writer.emit({ type: 'fault', code: 'already-present', text: `${agent} takes part already.`, agent }, spec.at, cause);
  }
}

function toOne(model: Model, writer: Writer, spec: InterventionSpec, index: number, cause: number, faults: Draft[]): void {
  const agent = idAt(writer.state.roster, index);
  const locals = { me: agentValue(model, writer.state, index) };
  if (spec.remember) {
    const text = filledText(spec.remember, scopeOf(model, writer.state, locals), faults);
    const about = spec.from !== null && indexOf(writer.state.roster, spec.from) >= 0 ? [spec.from] : [];
    const memory = { id: writer.nextMemory(index), agent, kind: 'told' as const, text, about, importance: PLANTED, source: null };
    if (text !== '') writer.emit({ type: 'memory.written', ...memory }, spec.remember.at, cause);
  }
  if (spec.send) {
    const text = filledText(spec.send, scopeOf(model, writer.state, locals), faults);
    if (text !== '') tell(writer, spec, spec.send.at, text, [agent], cause);
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
  const fault = applyEffect(model, writer, spec.effect, locals, cause);
  if (fault) writer.emit(effectFault(spec.effect, fault, agent).body, spec.effect.at, cause);
}

/** In the name of the agent in `from`, or in nobody's. */
function tell(writer: Writer, spec: InterventionSpec, at: string, text: string, to: readonly string[] | null, cause: number): void {
  const author = spec.from !== null && indexOf(writer.state.roster, spec.from) >= 0 ? spec.from : null;
  const kind = author === null ? ('told' as const) : ('said' as const);
  const audience = to === null ? ('public' as const) : author === null ? ('group' as const) : ('direct' as const);
  writer.emit(
    { type: 'message.sent', id: '', kind, author, action: spec.id, audience, to: to ?? [], replyTo: null, mentions: [], text },
    at,
    cause,
  );
}
