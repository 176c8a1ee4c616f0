/** What an agent can know when it decides, from the state alone: its self, what was delivered, recalled, who it knows. */
import { at, logItems } from '../core/chunked.js';
import { idAt, indexOf } from '../core/roster.js';
import { type AgentState, type Memory, type Message, messageIndex, networkOf, noScore, type State } from '../core/state.js';
import { rowOf } from '../core/ties.js';
import type { ActionSpec, Model, PhaseSpec } from './model.js';
import type { Acquaintance, AnswerSchema, Option, OwnWords, Seen, Situation } from './question.js';
import { holds, scopeOf } from './scope.js';

/** How many of its own last messages an agent has in view. */
const MINE = 6;

/** How many acquaintances an agent thinks of at a time, strongest ties first. */
const KNOWN = 12;

export function situationOf(model: Model, state: State, index: number, phase: PhaseSpec): Situation {
  const agent = at(state.agents, index)!;
  const seen = agent.inbox.map((id) => seenMessage(state, index, messageIndex(state, id)));
  const known = acquaintances(model, state, index, seen);
  const scope = scopeOf(model, state);
  const open = (action: ActionSpec): boolean => holds(action.when, scope);
  const others = seen.filter((m) => !m.direct && m.author !== agent.id).map((m) => m.id);
  return {
    round: state.round,
    rounds: model.rounds,
    phase: phase.id,
    premise: model.premise,
    language: model.language,
    params: model.params,
    self: model.agents[index]!.self,
    seen,
    cut: agent.cut,
    mine: logItems(agent.own, agent.own.length - MINE).map((i) => ownWords(state.messages.backing[i]!)),
    memories: agent.recalled.map(({ memory }) => memoryText(agent, memory)),
    known,
    options: phase.actions.filter(open).flatMap((action) =>
      option(
        action,
        others,
        known.map((k) => k.id),
      ),
    ),
    riders: phase.riders
      .filter(({ action }) => others.length > 0 && open(action))
      .map(({ action, most }) => ({ action: action.id, most, messages: others })),
  };
}

/** The action as a choice, or nothing where it lacks a target. */
function option(action: ActionSpec, messages: readonly string[], agents: readonly string[]): readonly Option[] {
  const { id, does, kind } = action;
  if (action.on) return messages.length > 0 ? [{ action: id, does, kind, messages }] : [];
  if (action.to === 'agent') return agents.length > 0 ? [{ action: id, does, kind, agents }] : [];
  return [{ action: id, does, kind }];
}

const ownWords = ({ id, round, text, audience }: Message): OwnWords => ({ id, round, text, direct: audience === 'direct' });

function seenMessage(state: State, reader: number, index: number): Seen {
  const message = state.messages.backing[index]!;
  const parent = message.replyTo === null ? undefined : state.messages.backing[messageIndex(state, message.replyTo)];
  const { up, down } = at(state.scores, index) ?? noScore;
  return {
    id: message.id,
    author: idAt(state.roster, message.author),
    name: at(state.agents, message.author)!.name,
    round: message.round,
    text: message.text,
    direct: message.audience === 'direct',
    replyTo: message.replyTo,
    answersMe: parent?.author === reader,
    mentionsMe: message.mentions.includes(reader),
    up,
    down,
  };
}

/** A memory by its id `<agent>.<n>`. */
function memoryText(agent: AgentState, id: string): { id: string; round: number; text: string } {
  const memory: Memory = agent.memories.backing[Number(id.slice(id.lastIndexOf('.') + 1)) - 1]!;
  return { id, round: memory.round, text: memory.text };
}

/** The strongest outgoing ties over all networks, then authors just read, each once. */
function acquaintances(model: Model, state: State, index: number, seen: readonly Seen[]): readonly Acquaintance[] {
  const strength = new Map<number, number>();
  for (const spec of model.networks) {
    const network = networkOf(state, spec.name);
    if (!network) continue;
    const row = rowOf(network, index);
    for (const [i, to] of row.to.entries()) strength.set(to, Math.max(strength.get(to) ?? 0, row.strength[i]!));
  }
  for (const message of seen) {
    const author = indexOf(state.roster, message.author);
    if (author !== index && !strength.has(author)) strength.set(author, 0);
  }
  return [...strength]
    .sort(([a, x], [b, y]) => y - x || a - b)
    .slice(0, KNOWN)
    .map(([to, tie]) => ({ id: idAt(state.roster, to), name: at(state.agents, to)!.name, tie }));
}

/** What reaches an agent at its turn: all that speaks to it, and the newest public messages up to the feed's size. */
export function delivery(model: Model, state: State, index: number): { readonly messages: readonly Message[]; readonly cut: number } {
  const agent = at(state.agents, index)!;
  const log = state.publicMessages;
  const chosen = new Set(logItems(agent.addressed, agent.seenAddressed));
  let left = log.length;
  while (left > agent.seenPublic && chosen.size < model.feedSize) {
    const message = log.backing[--left]!;
    if (state.messages.backing[message]!.author !== index) chosen.add(message);
  }
  return { messages: [...chosen].sort((a, b) => a - b).map((i) => state.messages.backing[i]!), cut: unseen(state, agent, left) };
}

/** How many public messages before position `end` of the log are new to the agent, neither its own nor speaking to it. O(own + addressed). */
function unseen(state: State, agent: AgentState, end: number): number {
  if (end <= agent.seenPublic) return 0;
  const first = state.publicMessages.backing[agent.seenPublic]!;
  const last = state.publicMessages.backing[end - 1]!;
  const within = (message: number): boolean =>
    message >= first && message <= last && state.messages.backing[message]!.audience === 'public';
  let others = end - agent.seenPublic;
  for (let i = agent.own.length - 1; i >= 0 && agent.own.backing[i]! >= first; i--) if (within(agent.own.backing[i]!)) others--;
  for (let i = agent.seenAddressed; i < agent.addressed.length; i++) if (within(agent.addressed.backing[i]!)) others--;
  return others;
}

/** The closed answer schema of an act: which action, its words, its target, and reactions that ride along. */
export function actSchema(situation: Situation): AnswerSchema {
  const messages = [...new Set(situation.options.flatMap((o) => o.messages ?? []))];
  const agents = [...new Set(situation.options.flatMap((o) => o.agents ?? []))];
  const votable = [...new Set(situation.riders.flatMap((r) => r.messages))];
  const votes: { [key: string]: AnswerSchema } =
    votable.length === 0
      ? {}
      : {
          votes: {
            type: 'array',
            maxItems: Math.max(...situation.riders.map((r) => r.most)),
            items: closed({ message: { type: 'string', enum: votable }, vote: { type: 'string', enum: ['up', 'down'] } }),
          },
        };
  return closed({
    action: { type: 'string', enum: situation.options.map((o) => o.action) },
    text: { type: ['string', 'null'], maxLength: 2000 },
    on: { type: ['string', 'null'], enum: [...messages, null] },
    to: { type: ['string', 'null'], enum: [...agents, null] },
    ...votes,
  });
}

const closed = (properties: { readonly [key: string]: AnswerSchema }): AnswerSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
