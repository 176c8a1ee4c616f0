/** What an agent can know when it decides, from the state alone: its self, what was delivered, recalled, who it knows. */
import { at as itemAt, logItems } from '../core/chunked.js';
import type { Purpose } from '../core/events.js';
import { idAt, indexOf } from '../core/roster.js';
import { type AgentState, type Memory, memoryIndex, type Message, messageIndex, networkOf, noScore, type State } from '../core/state.js';
import { rowOf, strengthOf } from '../core/ties.js';
import type { Value } from '../expr/index.js';
import { specOf } from './cast.js';
import { companyOf, withFacts } from './company.js';
import type { Locals, Model, PhaseSpec } from './model.js';
import { optionsOf } from './options.js';
import type { Acquaintance, Asked, OwnWords, RecalledText, Seen, Self, Situation } from './question.js';
import { pastRewards } from './rewards.js';
import { agentValue, evaluate, holds, scopeOf } from './scope.js';

/** How many of its own last messages an agent has in view. */
const MINE = 6;

/** How many acquaintances an agent thinks of at a time, strongest ties first. */
const KNOWN = 12;

/** Who is asked from outside the society. */
export const OUTSIDER: Self = {
  ...{ id: '', name: '', age: null, occupation: '', bio: '', backstory: '', interests: [], values: [], traits: [], goals: [] },
  ...{ voice: '', personality: {}, drives: {}, activity: 1 },
};

/** Names at an agent's turn: `me`, and in a pair `target` and the pair's roles. */
export function turnLocals(model: Model, state: State, index: number, phase: PhaseSpec, turn: number): Locals {
  if (index < 0) return {};
  const me = agentValue(model, state, index);
  const pair = state.agenda.pairs[state.agenda.inPair[turn] ?? -1];
  if (!pair || !phase.pair) return { me };
  return { me, ...pairLocals(model, state, phase, pair), target: agentValue(model, state, pair[0] === index ? pair[1] : pair[0]) };
}

/** The pair's roles as names. */
export function pairLocals(model: Model, state: State, phase: PhaseSpec, pair: readonly [number, number]): Locals {
  const locals: { [name: string]: Value } = {};
  phase.pair?.roles.forEach((role, i) => {
    const index = pair[i];
    if (index !== undefined) locals[role] = agentValue(model, state, index);
  });
  return locals;
}

export interface Place {
  readonly index: number;
  readonly phase: PhaseSpec;
  /** Position of the turn in the phase's order. */
  readonly turn: number;
  readonly purpose: Purpose;
  readonly ask: Asked | null;
}

export function situationOf(model: Model, state: State, { index, phase, turn, purpose, ask }: Place): Situation {
  const locals = turnLocals(model, state, index, phase, turn);
  const scope = scopeOf(model, state, locals);
  const prose = (text: Model['premise']): string => String(evaluate(text, scope).value ?? '').trim();
  const common = {
    purpose,
    round: state.round,
    rounds: model.rounds,
    phase: phase.id,
    premise: prose(model.premise),
    language: model.language,
    params: model.params,
    world: prose(model.world.does),
    vars: state.vars,
  };
  if (index < 0) return { ...common, ...OUTSIDE, ask };
  const agent = itemAt(state.agents, index)!;
  const { self, part, secrets } = specOf(model, state, index);
  const seen = purpose === 'act' ? agent.inbox.map((message) => seenMessage(model, state, index, message)) : [];
  const known = acquaintances(model, state, index, seen);
  const acting = purpose === 'act' ? actable(model, state, phase, locals, index, seen, known) : NO_ACT;
  const company = purpose === 'act' ? companyOf(model, state, phase, index, turn, acting.options) : {};
  return {
    ...common,
    self,
    own: agent.vars,
    part: part && { role: part.role, does: part.does, goal: part.goal, knows: part.knows },
    secrets: secrets.map(({ text }) => text),
    ...partnerOf(model, state, index, phase, turn),
    ...company,
    seen,
    cut: purpose === 'act' ? agent.cut : 0,
    mine: (model.nulls.has('memoryless') ? [] : logItems(agent.own, agent.own.length - MINE)).map((i) =>
      ownWords(state.messages.backing[i]!),
    ),
    memories: agent.recalled.map(({ memory }) => memoryText(agent, memory, purpose === 'act' ? null : state)),
    known,
    rewards: pastRewards(model, state, index),
    advice: agent.advice && agent.advice.round < state.round ? agent.advice.text : null,
    ...acting,
    ask,
  };
}

const NO_ACT = { options: [], riders: [], next: [], mayEnd: false } as const;

const OUTSIDE = {
  ...{ self: OUTSIDER, own: {}, part: null, secrets: [], partner: null, pairRole: null, seen: [], cut: 0, mine: [], memories: [] },
  ...{ known: [], rewards: [], advice: null },
  ...NO_ACT,
} as const;

/** What can be done at this turn, and in a talk whom the word can go to. */
function actable(
  model: Model,
  state: State,
  phase: PhaseSpec,
  locals: Locals,
  index: number,
  seen: readonly Seen[],
  known: readonly Acquaintance[],
): Pick<Situation, 'options' | 'riders' | 'next' | 'mayEnd'> {
  const others = seen.filter((m) => m.kind === 'said' && !m.direct && m.author !== itemAt(state.agents, index)!.id).map((m) => m.id);
  const people = known.map(({ id }) => id);
  const scope = scopeOf(model, state, locals);
  const moderated = phase.order.kind === 'moderated';
  const talkers =
    moderated && phase.order.chooser === 'speaker'
      ? (phase.who?.of(model, state, {}) ?? [...state.roster.ids.keys()].slice(0, state.roster.length))
      : [];
  return {
    options: withFacts(model, state, index, optionsOf(model, state, phase, { me: index, locals, messages: others, people })),
    riders: phase.riders
      .filter(({ action }) => others.length > 0 && holds(action.when, scope))
      .map(({ action, most }) => ({ action: action.id, most, messages: others, values: action.values })),
    next: talkers.filter((i) => i !== index && itemAt(state.agents, i)?.present).map((i) => idAt(state.roster, i)),
    mayEnd: moderated && phase.order.mayEnd,
  };
}

function partnerOf(model: Model, state: State, index: number, phase: PhaseSpec, turn: number): Pick<Situation, 'partner' | 'pairRole'> {
  const pair = state.agenda.pairs[state.agenda.inPair[turn] ?? -1];
  if (!pair || !phase.pair) return { partner: null, pairRole: null };
  const other = pair[0] === index ? pair[1] : pair[0];
  const { id, name, vars } = itemAt(state.agents, other)!;
  const network = model.networks[0] && networkOf(state, model.networks[0].name);
  const partner = { id, name, tie: network ? strengthOf(network, index, other) : 0, own: vars };
  return { partner, pairRole: phase.pair.roles[pair[0] === index ? 0 : 1] ?? null };
}

const ownWords = ({ id, round, text, audience }: Message): OwnWords => ({ id, round, text, direct: audience === 'direct' });

function seenMessage(_model: Model, state: State, reader: number, index: number): Seen {
  const message = state.messages.backing[index]!;
  const parent = message.replyTo === null ? undefined : state.messages.backing[messageIndex(state, message.replyTo)];
  const { up, down } = itemAt(state.scores, index) ?? noScore;
  return {
    id: message.id,
    kind: message.kind,
    author: message.author < 0 ? '' : idAt(state.roster, message.author),
    name: message.author < 0 ? '' : itemAt(state.agents, message.author)!.name,
    action: message.action,
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
function memoryText(agent: AgentState, id: string, state: State | null): RecalledText {
  const memory: Memory = agent.memories.backing[memoryIndex(id)]!;
  const { round, text, source, kind } = memory;
  const author = state === null || source === null ? -1 : (state.messages.backing[messageIndex(state, source)]?.author ?? -1);
  return {
    id,
    round,
    text,
    ...(kind === 'given' ? { given: true } : {}),
    ...(state && author >= 0 ? { by: idAt(state.roster, author) } : {}),
  };
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
    const author = message.author === '' ? -1 : indexOf(state.roster, message.author);
    if (author >= 0 && author !== index && !strength.has(author)) strength.set(author, 0);
  }
  return [...strength]
    .filter(([to]) => itemAt(state.agents, to)?.present)
    .sort(([a, x], [b, y]) => y - x || a - b)
    .slice(0, KNOWN)
    .map(([to, tie]) => ({ id: idAt(state.roster, to), name: itemAt(state.agents, to)!.name, tie }));
}
