/**
 * Sends what comes from an agent: its words, its acts as others see them, and messages of their effects. Interventions of this
 * round may keep a message from some agents or change its text. The message is sent in the form that remains. The next event,
 * `message.intercepted`, has the original text and the agents that it was kept from.
 */
import type { Body } from '../../core/events/events.js';
import type { NodeId } from '../../core/util/ids.js';
import { idAt } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import type { Value } from '../../expr/index.js';
import { mentioned, type Reached } from '../observation/audience.js';
import { holds, proseOf } from '../evaluation/evaluate.js';
import type { InterventionSpec } from '../model/studySpec.js';
import type { ScenarioModel } from '../model/model.js';
import { agentValue, scopeOf } from '../evaluation/scope.js';
import { namedAgents } from './namedAgents.js';
import { everybody } from '../evaluation/participants.js';
import type { Writer } from '../model/writer.js';

type Sent = Extract<Body, { readonly type: 'message.sent' }>;

/** A message, and its intended audience. */
interface Sending extends Pick<Sent, 'kind' | 'author' | 'action' | 'replyTo' | 'quotes' | 'text' | 'shared'>, Reached {}

/** The message with the audience and text that remain. */
type Left = Reached & Pick<Sending, 'text' | 'shared'>;

interface Intercepted {
  readonly by: InterventionSpec;
  readonly change: 'withheld' | 'changed';
  readonly kept: readonly number[];
}

/** Sends a message of an agent, after the interventions of this round. Returns the position of its event in the step. */
export function dispatch(model: ScenarioModel, writer: Writer, from: number, sending: Sending, at: NodeId, causeIn?: number): number {
  const { state } = writer;
  const { left, intercepted } = intercept(model, state, from, sending);
  const ids = (found: readonly number[]): readonly string[] => found.map((index) => idAt(state.roster, index));
  const mentions = sending.kind === 'said' && left.audience !== 'direct' ? mentioned(state, from, left.text) : [];
  const { kind, author, action, replyTo, quotes } = sending;
  const { audience, to, text, shared } = left;
  const thread = quotes === undefined ? { replyTo } : { replyTo, quotes };
  const sent = writer.emit(
    {
      type: 'message.sent',
      id: '',
      kind,
      author,
      action,
      audience,
      ...thread,
      text,
      ...(shared === undefined ? {} : { shared }),
      ...namedAgents(model, state, to, 'readers_as_indices'),
      mentions,
    },
    at,
    causeIn,
  );
  for (const { by, change, kept } of intercepted) {
    const what = { intervention: by.id, agent: idAt(state.roster, from), change, text: sending.text, kept: ids(kept) };
    writer.emit({ type: 'message.intercepted', ...what }, by.intercept!.at, sent);
  }
  return sent;
}

/** Applies each intervention of this round in the order of the file, to what the one before left. */
function intercept(
  model: ScenarioModel,
  state: State,
  from: number,
  { audience, to, text, shared }: Sending,
): { readonly left: Left; readonly intercepted: readonly Intercepted[] } {
  let left: Left = { audience, to, text, ...(shared === undefined ? {} : { shared }) };
  const intercepted: Intercepted[] = [];
  for (const by of model.interventions) {
    if (!by.intercept || state.applied[by.id] !== state.round) continue;
    const found = one(model, state, by, from, left);
    if (!found) continue;
    left = found.left;
    intercepted.push(found.what);
  }
  return { left, intercepted };
}

interface Found {
  readonly left: Left;
  readonly what: Intercepted;
}

/** Words of an agent are never kept from itself. */
function one(model: ScenarioModel, state: State, by: InterventionSpec, from: number, left: Left): Found | null {
  const { of, test, change } = by.intercept!;
  const { text } = left;
  if (!of.of(model, state, {}).includes(from)) return null;
  const readers = left.audience === 'public' ? everybody(state) : left.to;
  const wanted = new Set(by.to.of(model, state, {}));
  const kept = readers.filter((index) => index !== from && wanted.has(index));
  if (kept.length === 0) return null;
  const me = agentValue(model, state, from);
  const message: Value = { id: '', author: me, text, round: state.round };
  const scope = scopeOf(model, state, { me, message });
  if (!holds(test, scope)) return null;
  if (!change) return withheld(by, left, readers, kept, from);
  const words = proseOf(model, change, scope);
  const { shared: _before, ...where } = left;
  return words.text === '' ? null : { left: { ...where, ...words }, what: { by, change: 'changed', kept: [] } };
}

/** A public message that is kept from some agents goes to the others as a group. One that is kept from all agents reaches none. */
function withheld(by: InterventionSpec, left: Left, readers: readonly number[], kept: readonly number[], from: number): Found {
  const isPublic = left.audience === 'public';
  const to = readers.filter((index) => !kept.includes(index) && !(isPublic && index === from));
  const audience = isPublic || to.length === 0 ? 'group' : left.audience;
  return { left: { ...left, audience, to }, what: { by, change: 'withheld', kept } };
}
