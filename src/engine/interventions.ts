/** What happens to the society from outside: memories, announcements, messages, variables, comings and goings. */
import type { Draft } from '../core/events.js';
import { idAt, indexOf } from '../core/roster.js';
import { applyEffect } from './effects.js';
import type { InterventionSpec, Model } from './model.js';
import { isDue } from './schedule.js';
import { agentValue, faultDraft, filledText, scopeOf } from './scope.js';
import type { Writer } from './writer.js';

/** Importance of what is planted, 1..10. */
const PLANTED = 8;

/** All interventions that are due now, in the order written. */
export function interventionDrafts(model: Model, writer: Writer): void {
  for (const spec of model.interventions) if (isDue(spec.schedule, spec.id, model, writer.state)) apply(model, writer, spec);
}

export const anyDue = (model: Model, writer: Writer): boolean =>
  model.interventions.some((spec) => isDue(spec.schedule, spec.id, model, writer.state));

function apply(model: Model, writer: Writer, spec: InterventionSpec): void {
  const { state } = writer;
  const to = spec.to.of(model, state, {});
  const ids = to.map((index) => idAt(state.roster, index));
  const cause = writer.emit({ type: 'intervention.applied', intervention: spec.id, to: ids }, spec.at);
  for (const id of spec.join) if (indexOf(state.roster, id) >= 0) writer.emit({ type: 'agent.entered', agent: id }, spec.at, cause);
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
  if (fault) writer.emit(faultDraft(spec.effect.at, fault, agent).body, spec.effect.at, cause);
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
