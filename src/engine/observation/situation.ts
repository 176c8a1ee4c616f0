/**
 * Everything that an agent can know when it decides, from the state alone: itself, delivered messages, recalled memories, known
 * agents.
 */
import { agentAt, presentAt, varsOf } from '../../core/events/agents.js';
import type { Purpose } from '../../core/events/events.js';
import type { MessageId } from '../../core/util/ids.js';
import { recent } from '../../core/util/memo.js';
import { idAt } from '../../core/events/roster.js';
import {
  type AgentState,
  type Memory,
  memoryIndex,
  type Message,
  messageIndex,
  networkOf,
  type State,
  writtenAt,
  type Variables,
} from '../../core/events/state.js';
import { strengthOf } from '../../core/events/ties.js';
import type { Value } from '../../expr/index.js';
import { specOf } from '../model/agentSpec.js';
import { acquaintances, isOpenToAll, others, withOthers } from './acquaintances.js';
import { companyOf, withFacts } from './otherAgents.js';
import { type Locals, TURN } from '../model/formulaTypes.js';
import { holds, textOf } from '../evaluation/evaluate.js';
import { hasFlag } from '../model/flags.js';
import type { ScenarioModel } from '../model/model.js';
import type { PhaseSpec } from '../model/worldSpec.js';
import { placeOf } from '../evaluation/places.js';
import { optionsOf } from './actionOptions.js';
import type { Acquaintance, Asked, OwnWords, RecalledText, Seen, Self, Situation } from '../model/situationTypes.js';
import { pastRewards } from './pastRewards.js';
import { agentValue, scopeOf } from '../evaluation/scope.js';
import { confidedSecrets, heldSecrets, keptSecrets } from '../privacy/secrets.js';
import { seenBy, sightOf, talkOf } from './sharedInbox.js';
import { noteOn, unmarked } from './actionTargets.js';

/** Number of its own latest messages that an agent has in view. */
const MINE = 6;

/** The mind that is asked from outside the society. */
const OUTSIDER: Self = {
  ...{ id: '', name: '', age: null, occupation: '', bio: '', backstory: '', interests: [], values: [], traits: [], goals: [] },
  ...{ voice: '', personality: {}, drives: {}, activity: 1 },
};

/**
 * Local names at an agent's turn: `me`, and in a pair `target` and the roles of the pair. A new record. Its agents are made when
 * they are first used.
 */
export function turnLocals(model: ScenarioModel, state: State, index: number, phase: PhaseSpec, turn: number): { [name: string]: Value } {
  if (index < 0) return {};
  const pair = state.agenda.pairs[state.agenda.inPair[turn] ?? -1];
  const which = `${phase.id} ${turn}`;
  if (!pair || !phase.pair) return agentLocal(model, state, index, which);
  const target = agentValue(model, state, pair[0] === index ? pair[1] : pair[0]);
  return { [TURN]: which, me: agentValue(model, state, index), ...pairLocals(model, state, phase, pair), target };
}

/** Most formulas of talk do not read the agent, so its record is rarely needed. */
const agentLocal = (model: ScenarioModel, state: State, index: number, which: string): { [name: string]: Value } => ({
  [TURN]: which,
  get me() {
    return agentValue(model, state, index);
  },
});

/** The roles of a pair as names. */
export function pairLocals(model: ScenarioModel, state: State, phase: PhaseSpec, pair: readonly [number, number]): Locals {
  const locals: { [name: string]: Value } = {};
  phase.pair?.roles.forEach((role, i) => {
    const index = pair[i];
    if (index !== undefined) locals[role] = agentValue(model, state, index);
  });
  return locals;
}

interface CurrentPlace {
  readonly index: number;
  readonly phase: PhaseSpec;
  /** Position of the turn in the phase's order. */
  readonly turn: number;
  readonly purpose: Purpose;
  readonly ask: Asked | null;
}

/**
 * The situation of the agent with this index at its turn. An index of −1 is a mind outside the society, which gets only the world
 * and the question.
 */
export function situationOf(model: ScenarioModel, state: State, { index, phase, turn, purpose, ask }: CurrentPlace): Situation {
  const locals = turnLocals(model, state, index, phase, turn);
  const scope = scopeOf(model, state, locals);
  const prose = (text: ScenarioModel['premise']): string => textOf(text, scope);
  const { vars, round } = state;
  const { rounds, language, params } = model;
  const premise = prose(model.premise);
  const where = model.places.length === 0 || index < 0 ? '' : `\n${prose(placeOf(model, state, index)?.does ?? NOWHERE)}`;
  const world = `${prose(model.world.does)}${where}`.trim();
  if (index < 0) return { purpose, round, rounds, phase: phase.id, premise, language, params, world, vars, ...OUTSIDE, ask };
  const agent = agentAt(state, index)!;
  const spec = specOf(model, state, index);
  const { self, part } = spec;
  const secrets = heldSecrets(model, spec);
  const acts = purpose === 'act';
  const seen = acts ? noted(model, state, phase, locals, agent.inbox, seenBy(state, index, agent.inbox)) : NONE;
  const met = acquaintances(model, state, index, acts ? sightOf(state, agent.inbox).messages : NONE);
  const known = acts && isOpenToAll(model, phase) ? withOthers(state, index, met) : met;
  const acting = acts ? actable(model, state, phase, locals, index, seen, known) : NO_ACT;
  const partner = partnerOf(model, state, index, phase, turn);
  return {
    purpose,
    round,
    rounds,
    phase: phase.id,
    premise,
    language,
    params,
    world,
    vars,
    self,
    own: toldVars(model, varsOf(state, index)),
    part: part && { role: part.role, does: part.does, goal: part.goal, knows: part.knows },
    secrets: secrets.length === 0 ? NONE : secrets.map(({ text }) => text),
    ...toldSecrets(model, state, index, secrets.length > 0),
    partner: partner?.one ?? null,
    pairRole: partner?.role ?? null,
    ...(acts ? companyOf(model, state, phase, index, turn, acting.options) : null),
    seen,
    ...(acts && isTogether(model, phase) ? { talk: annotated(talkOf(state, agent.inbox, ownMessages(model, agent)), seen, phase) } : {}),
    cut: acts ? agent.cut : 0,
    mine: ownMessages(model, agent).map((message) => ownWords(state, message)),
    memories: agent.recalled.map(({ memory }) => memoryText(agent, memory, acts ? null : state)),
    known,
    rewards: model.nulls.has('memoryless') || model.nulls.has('unrewarded') ? NONE : pastRewards(model, state, index),
    advice: agent.advice && agent.advice.round < round ? agent.advice.text : null,
    options: acting.options,
    riders: acting.riders,
    next: acting.next,
    mayEnd: acting.mayEnd,
    ask,
  };
}

/** Agents that its secrets are kept from, and secrets of others that it shares. */
function toldSecrets(model: ScenarioModel, state: State, index: number, has: boolean): Pick<Situation, 'kept' | 'confided'> {
  if (!hasFlag(model, 'secrets_told')) return {};
  const confided = confidedSecrets(model, state, index);
  return { ...(has ? { kept: keptSecrets(model, state, index) } : {}), ...(confided.length > 0 ? { confided } : {}) };
}

/** Its variables that prompts may contain. */
function toldVars({ agentVars }: ScenarioModel, vars: Variables): Variables {
  if (!agentVars.some(({ untold }) => untold)) return vars;
  return Object.fromEntries(Object.entries(vars).filter(([name]) => !agentVars.some(({ id, untold }) => untold && id === name)));
}

const NONE: readonly never[] = [];

/** The description of its place for an agent that is at no place. */
const NOWHERE: ScenarioModel['premise'] = { at: '', source: '', run: () => '' };

const NO_ACT = { options: [], riders: [], next: [], mayEnd: false } as const;

const OUTSIDE = {
  ...{ self: OUTSIDER, own: {}, part: null, secrets: [], partner: null, pairRole: null, seen: [], cut: 0, mine: [], memories: [] },
  ...{ known: [], rewards: [], advice: null },
  ...NO_ACT,
} as const;

/** What the agent can do at this turn, and which agents can be next in a talk. */
function actable(
  model: ScenarioModel,
  state: State,
  phase: PhaseSpec,
  locals: Locals,
  index: number,
  seen: readonly Seen[],
  known: readonly Acquaintance[],
): Pick<Situation, 'options' | 'riders' | 'next' | 'mayEnd'> {
  const me = agentAt(state, index)!.id;
  const said = saidByOthers(state, index);
  const people = isOpenToAll(model, phase) ? others(state, index) : known.map(({ id }) => id);
  const authors = phase.actions.some(({ test }) => test) ? seen.map(({ author }) => author) : [];
  const near = authors.length === 0 ? people : [...new Set([...people, ...authors.filter((id) => id !== '' && id !== me)])];
  const { feed } = phase;
  const scope = scopeOf(model, state, locals);
  const moderated = phase.order.kind === 'moderated';
  const talkers =
    moderated && phase.order.chooser === 'speaker'
      ? (phase.who?.of(model, state, {}) ?? Array.from({ length: state.roster.length }, (_, i) => i))
      : [];
  return {
    options: withFacts(model, state, index, optionsOf(model, state, phase, { me: index, locals, messages: said, people, near, feed })),
    riders: phase.riders
      .filter(({ action }) => said.length > 0 && holds(action.when, scope))
      .map(({ action: { id, values }, most }) => ({ action: id, most, messages: unmarked(state, index, feed, said, values), values }))
      .filter(({ messages }) => messages.length > 0),
    next: talkers.filter((i) => i !== index && presentAt(state, i)).map((i) => idAt(state.roster, i)),
    mayEnd: moderated && phase.order.mayEnd,
  };
}

interface Partner {
  readonly one: NonNullable<Situation['partner']>;
  readonly role: string | null;
}

function partnerOf(model: ScenarioModel, state: State, index: number, phase: PhaseSpec, turn: number): Partner | null {
  const pair = state.agenda.pairs[state.agenda.inPair[turn] ?? -1];
  if (!pair || !phase.pair) return null;
  const other = pair[0] === index ? pair[1] : pair[0];
  const them = agentAt(state, other)!;
  const { id, name } = them;
  const network = model.networks[0] && networkOf(state, model.networks[0].name);
  const one = { id, name, tie: network ? strengthOf(network, index, other) : 0, own: toldVars(model, varsOf(state, other)) };
  return { one, role: phase.pair.roles[pair[0] === index ? 0 : 1] ?? null };
}

/** Whether agents act at the same time, and begin with the messages that all of them read. */
export const isTogether = (model: ScenarioModel, { order, pair }: PhaseSpec): boolean =>
  order.kind === 'simultaneous' && !pair && hasFlag(model, 'shared_prompt_first');

/** The messages of a talk with the notes that the reader's feed shows. */
function annotated(talk: readonly Seen[], seen: readonly Seen[], { feed }: PhaseSpec): readonly Seen[] {
  if (!feed.note) return talk;
  const noteOf = new Map(seen.map(({ id, note }) => [id, note]));
  return talk.map((one) => {
    const note = noteOf.get(one.id);
    return note === undefined ? one : { ...one, note };
  });
}

/** Positions of its latest own messages. */
const ownMessages = ({ nulls }: ScenarioModel, { own }: AgentState): readonly number[] =>
  nulls.has('memoryless') ? NONE : own.backing.slice(Math.max(0, own.length - MINE), own.length);

/** One of its own messages, as it wrote it. */
function ownWords(state: State, message: number): OwnWords {
  const words = wordsIn(state.messages.backing[message]!);
  const text = writtenAt(state, message);
  return text === undefined ? words : { ...words, text };
}

/**
 * Number of own messages that are kept in the form for their agents. They are frozen. In a large society each agent has several in
 * view.
 */
const VIEWS = 65_536;

const wordsIn = recent(
  VIEWS,
  ({ id, round, text, audience }: Message): OwnWords => Object.freeze({ id, round, text, direct: audience === 'direct' }),
);

/** The messages with the notes of the feed. */
function noted(
  model: ScenarioModel,
  state: State,
  { feed }: PhaseSpec,
  locals: Locals,
  inbox: readonly number[],
  seen: readonly Seen[],
): readonly Seen[] {
  if (!feed.note) return seen;
  return seen.map((one, i) => {
    const note = noteOn(model, state, feed, locals, inbox[i]!);
    return note === '' ? one : { ...one, note };
  });
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
    ...(kind === 'given' || (kind === 'told' && source === null) ? { given: true } : {}),
    ...(state && author >= 0 ? { by: idAt(state.roster, author) } : {}),
  };
}

/** Ids of messages in sight that others said, and that the agent alone does not read. */
function saidByOthers(state: State, index: number): readonly MessageId[] {
  const { messages, said } = sightOf(state, agentAt(state, index)!.inbox);
  if (!messages.some(({ author }) => author === index)) return said;
  return messages.filter(({ id, author }) => author !== index && said.includes(id)).map(({ id }) => id);
}
