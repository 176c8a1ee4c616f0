/** From an accepted answer to events: the act, its effects on messages and memory, or its rejection with a reason. */
import type { Draft, RejectReason, TurnReason } from '../core/events.js';
import { at } from '../core/chunked.js';
import { memoryId } from '../core/ids.js';
import type { JsonObject } from '../core/json.js';
import { idAt, indexOf } from '../core/roster.js';
import { messageIndex, type State } from '../core/state.js';
import type { ActionSpec, Model, PhaseSpec } from './model.js';
import type { ActAnswer } from './question.js';
import { holds, scopeOf } from './scope.js';

/** Importance by rule, 1..10, until a mind rates it. */
const OWN_WORDS = 3;

/** The last step of a turn. It always ends with `turn.ended` and its reason. */
export function actDrafts(model: Model, state: State, phase: PhaseSpec): readonly Draft[] {
  const pending = state.agenda.answer!;
  const agent = idAt(state.roster, pending.agent);
  const node = model.agents[pending.agent]!.at;
  const end = (reason: TurnReason): Draft => ({ at: node, cause: pending.seq, body: { type: 'turn.ended', agent, reason } });
  if (pending.reason) return [end(pending.reason)];
  const answer = toAct(pending.value as JsonObject);
  const action = phase.actions.find((a) => a.id === answer.action);
  const rejected = action ? refusal(model, state, pending.agent, action, answer) : 'unknown_action';
  const chosen: Draft = {
    at: action?.at ?? node,
    cause: pending.seq,
    body: { type: 'act.chosen', agent, action: answer.action, args: argsOf(answer) },
  };
  const votes = voteDrafts(model, state, pending.agent, phase, answer);
  if (rejected || !action) {
    const note = answer.on ?? answer.to ?? '';
    return [
      chosen,
      { at: node, causeIn: 0, body: { type: 'act.rejected', agent, action: answer.action, reason: rejected ?? 'unknown_action', note } },
      ...votes,
      end('rejected'),
    ];
  }
  const effects = action.kind === 'message' ? messageDrafts(state, pending.agent, action, answer) : [];
  return [chosen, ...effects, ...votes, end(effects.length + votes.length > 0 ? 'acted' : 'chose_nothing')];
}

const toAct = (value: JsonObject): ActAnswer => ({
  action: value.action as string,
  text: (value.text ?? '') as string,
  on: (value.on ?? null) as string | null,
  to: (value.to ?? null) as string | null,
  votes: (value.votes ?? []) as unknown as ActAnswer['votes'],
});

const argsOf = (answer: ActAnswer): JsonObject => ({
  ...(answer.text === '' ? {} : { text: answer.text }),
  ...(answer.on === null ? {} : { on: answer.on }),
  ...(answer.to === null ? {} : { to: answer.to }),
});

/** Why the act cannot be done as the world stands now, or null. */
function refusal(model: Model, state: State, actor: number, action: ActionSpec, answer: ActAnswer): RejectReason | null {
  if (!holds(action.when, scopeOf(model, state))) return 'unavailable';
  if (action.kind !== 'message') return null;
  if (answer.text.trim() === '') return 'empty_text';
  if (action.on && (answer.on === null || messageIndex(state, answer.on) < 0)) return 'unknown_message';
  if (action.to === 'agent') {
    const to = answer.to === null ? -1 : indexOf(state.roster, answer.to);
    if (to < 0) return 'unknown_agent';
    if (to === actor) return 'self';
  }
  return null;
}

function messageDrafts(state: State, actor: number, action: ActionSpec, answer: ActAnswer): readonly Draft[] {
  const author = idAt(state.roster, actor);
  const direct = action.to === 'agent' && !action.on;
  const replyTo = action.on ? answer.on : null;
  const mentions = direct ? [] : mentioned(state, actor, answer.text);
  const partner = direct
    ? answer.to!
    : replyTo === null
      ? null
      : idAt(state.roster, state.messages.backing[messageIndex(state, replyTo)]!.author);
  const about = [...new Set([...(partner === null || partner === author ? [] : [partner]), ...mentions])];
  const n = at(state.agents, actor)!.memories.length + 1;
  return [
    {
      at: action.at,
      causeIn: 0,
      body: {
        type: 'message.sent',
        id: '',
        author,
        action: action.id,
        audience: direct ? 'direct' : 'public',
        to: direct ? [answer.to!] : [],
        replyTo,
        mentions,
        text: answer.text,
      },
    },
    {
      at: action.at,
      causeIn: 1,
      body: {
        type: 'memory.written',
        id: memoryId(author, n),
        agent: author,
        kind: 'own',
        text: answer.text,
        about,
        importance: OWN_WORDS,
        source: null,
      },
    },
  ];
}

/** Agents named in a text as `@id`, in order, without the writer. */
function mentioned(state: State, actor: number, text: string): readonly string[] {
  const found = new Set<string>();
  for (const [, id] of text.matchAll(/@([a-z][a-z0-9_]*)/g)) {
    const index = indexOf(state.roster, id!);
    if (index >= 0 && index !== actor) found.add(id!);
  }
  return [...found];
}

/** Votes that ride along: on messages of others that were delivered, each once. */
function voteDrafts(model: Model, state: State, actor: number, phase: PhaseSpec, answer: ActAnswer): readonly Draft[] {
  const rider = phase.riders[0];
  if (!rider || !holds(rider.action.when, scopeOf(model, state))) return [];
  const agent = idAt(state.roster, actor);
  const inbox = at(state.agents, actor)!.inbox;
  const drafts: Draft[] = [];
  const done = new Set<string>();
  for (const { message, vote } of answer.votes.slice(0, rider.most)) {
    const index = inbox.includes(message) && !done.has(message) ? messageIndex(state, message) : -1;
    if (index < 0 || state.messages.backing[index]!.author === actor) continue;
    done.add(message);
    drafts.push({ at: rider.action.at, causeIn: 0, body: { type: 'reaction.given', agent, message, kind: vote } });
  }
  return drafts;
}
