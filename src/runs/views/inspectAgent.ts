/**
 * The state of an agent at a moment, for every place that shows it: above a persona in the file, in a tree, in a hover. Only folds of
 * a state; every text in them is untrusted.
 */
import { marked, t } from '../../core/util/l10n.js';
import { logAt, logItems } from '../../core/util/chunkedList.js';
import { agentAt, eachIndividual, varsOf } from '../../core/events/agents.js';
import type { MemoryKind, Recalled, TurnReason } from '../../core/events/events.js';
import type { AgentId, MemoryId } from '../../core/util/ids.js';
import type { Json } from '../../core/util/json.js';
import { type Crowd, idAt, indexOf } from '../../core/events/roster.js';
import { type AgentState, memoryIndex, type Message, networkOf, type State, type Variables, writtenAt } from '../../core/events/state.js';
import { rowOf, tiesFromRange } from '../../core/events/ties.js';
import type { ScenarioModel } from '../../engine/index.js';
import type { LedgerEntry, Spent } from '../../minds/index.js';

/** Characters of a text that is shown with others. */
const SHORT = 60;

/** A text on one line, without control characters, cut where it is long. */
export function oneLine(text: string, most = SHORT): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).trimEnd()}…`;
}

/** A value for people: numbers to three places, texts on one line. */
export function valueWords(value: Json): string {
  if (typeof value === 'number') return String(Math.round(value * 1000) / 1000);
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value));
}

/** The agents that are made from a persona or a population, by index. The members of a crowd are not listed. */
interface Made {
  readonly singles: readonly number[];
  /** The crowd of the population. */
  readonly crowd: Crowd | null;
}

export function madeFrom(state: State, id: string): Made {
  const crowd = state.roster.crowds.find(({ from }) => from === id) ?? null;
  const one = crowd ? -1 : indexOf(state.roster, id);
  if (one >= 0 && agentAt(state, one)?.from === id) return { singles: [one], crowd };
  const singles: number[] = [];
  for (const [index, { from }] of eachIndividual(state)) if (from === id && !isIn(crowd, index)) singles.push(index);
  return { singles, crowd };
}

/** The number of agents. */
export const madeCount = ({ singles, crowd }: Made): number => singles.length + (crowd?.count ?? 0);

/** The first agent, or −1. */
export const firstMade = ({ singles, crowd }: Made): number => singles[0] ?? crowd?.first ?? -1;

const isIn = (crowd: Crowd | null, index: number): boolean => crowd !== null && index >= crowd.first && index < crowd.first + crowd.count;

/** The ties of these agents that count as edges in the first network, and their memories. One pass over the ties. */
export function madeTotals(
  model: Pick<ScenarioModel, 'networks'>,
  state: State,
  { singles, crowd }: Made,
): { readonly ties: number; readonly memories: number } {
  const [first] = model.networks;
  const network = first && networkOf(state, first.name);
  let ties = singles.reduce((sum, index) => sum + tieCount(model, state, index), 0);
  let memories = singles.reduce((sum, index) => sum + memoryCount(agentAt(state, index)!), 0);
  if (crowd) {
    if (first && network) ties += tiesFromRange(network, crowd.first, crowd.first + crowd.count, first.edge);
    for (const [index, agent] of eachIndividual(state)) if (isIn(crowd, index)) memories += memoryCount(agent);
  }
  return { ties, memories };
}

/** Why a turn ended without an act. */
const REASONS: { readonly [R in Exclude<TurnReason, 'acted' | 'answered'>]: string } = {
  chose_nothing: marked('chose nothing'),
  rejected: marked('rejected'),
  refused: marked('refused'),
  empty: marked('empty'),
  unparsable: marked('unparsable'),
  rate_limited: marked('rate limited'),
  timed_out: marked('timed out'),
  fault: marked('fault'),
  no_action_available: marked('no action available'),
  muted: marked('muted'),
  busy: marked('busy'),
};

/** Where a memory is from. The panel translates the kinds with the same words. */
export const MEMORY_KINDS: { readonly [K in MemoryKind]: string } = {
  own: marked('own'),
  heard: marked('heard'),
  given: marked('given'),
  read: marked('read'),
  told: marked('told'),
  insight: marked('insight'),
  plan: marked('plan'),
  advice: marked('advice'),
  rating: marked('rating'),
  survey: marked('survey'),
};

/** The last act of an agent, with its text where that is wanted, or why it did nothing; null before its first turn. */
export function lastAct(state: State, agent: AgentState, inFull = true): string | null {
  if (agent.lastTurn !== null && agent.lastTurn !== 'acted' && agent.lastTurn !== 'answered') return t(REASONS[agent.lastTurn]);
  if (!agent.lastAct) return null;
  const { action, args } = agent.lastAct;
  const [message] = lastWords(state, agent, 1);
  const name = action === 'nothing' ? t(REASONS.chose_nothing) : action.replaceAll('_', ' ');
  if (message?.action === action && message.text !== '') return inFull ? `${name} “${oneLine(message.text, 40)}”` : name;
  const said = Object.values(args).map(valueWords).join(', ');
  return said === '' ? name : `${name} ${oneLine(said, 40)}`;
}

interface TieSeen {
  readonly network: string;
  readonly id: AgentId;
  readonly name: string;
  readonly strength: number;
}

/** Outgoing ties, strongest first; equal ones in the order of agents. */
export function tiesOf(state: State, index: number): readonly TieSeen[] {
  return state.networks
    .flatMap((network) => {
      const { to, strength } = rowOf(network, index);
      return to.map((other, i) => ({
        network: network.name,
        id: idAt(state.roster, other),
        name: agentAt(state, other)!.name,
        strength: strength[i]!,
      }));
    })
    .sort((a, b) => b.strength - a.strength);
}

/** Ties of the first network that are strong enough to count as edges. */
export function tieCount({ networks }: Pick<ScenarioModel, 'networks'>, state: State, index: number): number {
  const [first] = networks;
  const network = first && networkOf(state, first.name);
  return network ? rowOf(network, index).strength.filter((strength) => strength >= first.edge).length : 0;
}

export const memoryCount = ({ memories, gone }: AgentState): number => memories.length - gone.size;

export interface MemorySeen {
  readonly id: MemoryId;
  readonly text: string;
  readonly round: number;
  readonly kind: MemoryKind;
  readonly importance: number;
  /** Its score when the agent last recalled; null where it was not recalled. */
  readonly recalled: Recalled | null;
}

/** Memories that are not forgotten, newest first, from an index; with a filter, those whose text or kind contains it. */
export function memoriesOf(agent: AgentState, from: number, count: number, filter = ''): readonly MemorySeen[] {
  const scores = new Map(agent.recalled.map((one) => [one.memory, one]));
  const wanted = filter.toLowerCase();
  const found: MemorySeen[] = [];
  let passed = 0;
  for (let i = agent.memories.length - 1; i >= 0 && found.length < count; i--) {
    const { id, text, round, kind, importance } = logAt(agent.memories, i)!;
    if (agent.gone.has(i) || !(text.toLowerCase().includes(wanted) || kind === wanted)) continue;
    if (passed++ >= from) found.push({ id, text, round, kind, importance, recalled: scores.get(id) ?? null });
  }
  return found;
}

/** The memories that the agent recalled last, best first. */
export function recalledOf(agent: AgentState): readonly (MemorySeen & { readonly recalled: Recalled })[] {
  return agent.recalled
    .flatMap((recalled) => {
      const memory = logAt(agent.memories, memoryIndex(recalled.memory));
      return memory ? [{ ...memory, recalled }] : [];
    })
    .sort((a, b) => b.recalled.score - a.recalled.score);
}

/** The last messages of an agent, newest first, in its own words: other agents may have read a changed text. */
export function lastWords(state: State, agent: AgentState, count: number): readonly Message[] {
  const wrote = (index: number): Message => {
    const message = state.messages.backing[index]!;
    const text = writtenAt(state, index);
    return text === undefined ? message : { ...message, text };
  };
  return logItems(agent.own, agent.own.length - count)
    .map(wrote)
    .reverse();
}

/** The spending of language models for an agent up to a round; undefined where there is none. */
export function spentFor(booked: readonly LedgerEntry[], agent: AgentId, round: number): Spent | undefined {
  const own = booked.filter((one) => one.agent === agent && one.round <= round).map(({ spent }) => spent);
  if (own.length === 0) return undefined;
  // The extension loads this file at its start, so it imports no functions of minds.
  const total = (key: keyof Spent): number => own.reduce((all, spent) => all + (spent[key] ?? 0), 0);
  const cached = total('cached');
  return {
    ...{ calls: total('calls'), input: total('input'), output: total('output'), ...(cached > 0 ? { cached } : {}) },
    ...{ money: total('money'), unsure: total('unsure') },
  };
}

/** Variables of an agent that differ from the text of its persona, by name. */
export function changedVariables(vars: Variables, written: { readonly [name: string]: unknown }): readonly (readonly [string, Json])[] {
  return Object.entries(vars).filter(([name, value]) => name in written && JSON.stringify(written[name]) !== JSON.stringify(value));
}

interface MindLine {
  readonly variables: readonly string[];
  readonly act: string | null;
  readonly ties: number;
  readonly memories: number;
  readonly tokens: number;
}

/** The most variables in one line. */
const MOST_VARIABLES = 2;

/** An agent in one line. */
export function mindLine(model: ScenarioModel, state: State, index: number, booked: readonly LedgerEntry[]): MindLine {
  const agent = agentAt(state, index)!;
  const spent = booked.length === 0 ? undefined : spentFor(booked, agent.id, state.round);
  const known = Object.entries(varsOf(state, index)).filter(([, value]) => value !== null);
  return {
    variables: known.slice(0, MOST_VARIABLES).map(([name, value]) => `${name} ${valueWords(value)}`),
    act: lastAct(state, agent, false),
    ties: tieCount(model, state, index),
    memories: memoryCount(agent),
    tokens: spent ? spent.input + spent.output : 0,
  };
}
