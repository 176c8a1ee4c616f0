/**
 * What reaches an agent at its turn: all that speaks to it, and of the public messages as many as its feed holds, by rank.
 *   chronological  the newest first
 *   hot            Reddit's score (analysis/ranking.ts) by the story's clock
 *   interest       the TwHIN score (same place), an age counted in rounds, S the lexical closeness to the reader's interests
 *   random         drawn anew each time
 */
import { similarity, words } from '../analysis/lexical.js';
import { hotScore, interestScore } from '../analysis/ranking.js';
import { at as itemAt, logItems } from '../core/chunked.js';
import { rng, sample } from '../core/rng.js';
import { type AgentState, type Message, networkOf, noScore, type State } from '../core/state.js';
import { eachTie, type Network, strengthOf } from '../core/ties.js';
import { specOf } from './cast.js';
import { DEFAULT_HOURS } from './clock.js';
import type { FeedSpec, Model, PhaseSpec } from './model.js';

export interface Delivery {
  readonly messages: readonly Message[];
  /** New public messages that the feed kept back. */
  readonly cut: number;
}

/** Isolated agents hear the voice of the world, and nobody else. */
function toldOnly(state: State, agent: AgentState): Delivery {
  const found = new Set([...logItems(state.publicMessages, agent.seenPublic), ...logItems(agent.addressed, agent.seenAddressed)]);
  return { messages: inOrder(state, found).filter(({ author }) => author < 0), cut: 0 };
}

/** How many of the public messages before its last look a ranking considers again. */
const LOOK_BACK = 400;

export function deliver(model: Model, state: State, index: number, phase: PhaseSpec): Delivery {
  const agent = itemAt(state.agents, index)!;
  if (model.nulls.has('isolated')) return toldOnly(state, agent);
  const chosen = new Set(logItems(agent.addressed, agent.seenAddressed));
  const { feed } = phase;
  if (feed.rank === 'chronological' && feed.of === 'public') return newest(state, agent, index, chosen, feed.size);
  return ranked(model, state, agent, index, chosen, feed);
}

const inOrder = (state: State, chosen: ReadonlySet<number>): readonly Message[] =>
  [...chosen].sort((a, b) => a - b).map((i) => state.messages.backing[i]!);

function newest(state: State, agent: AgentState, index: number, chosen: Set<number>, size: number): Delivery {
  const log = state.publicMessages;
  let left = log.length;
  while (left > agent.seenPublic && chosen.size < size) {
    const message = log.backing[--left]!;
    if (state.messages.backing[message]!.author !== index) chosen.add(message);
  }
  return { messages: inOrder(state, chosen), cut: unseen(state, agent, left) };
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

/** The best of what is new and of the last `LOOK_BACK` before it, by rank; of equal ones the newer. */
function ranked(model: Model, state: State, agent: AgentState, index: number, chosen: Set<number>, feed: FeedSpec): Delivery {
  const log = state.publicMessages;
  const from = Math.max(0, agent.seenPublic - (feed.rank === 'chronological' ? 0 : LOOK_BACK));
  const candidates = logItems(log, from).filter((i) => !chosen.has(i) && isOffered(model, state, index, i, feed));
  const most = Math.max(0, feed.size - chosen.size);
  const best =
    feed.rank === 'random'
      ? sample(rng(model.seed, 'engine.feed', state.round, agent.id), candidates, most)
      : top(model, state, index, candidates, feed, most);
  for (const i of best) chosen.add(i);
  const firstNew = agent.seenPublic < log.length ? log.backing[agent.seenPublic]! : Infinity;
  return { messages: inOrder(state, chosen), cut: candidates.filter((i) => i >= firstNew && !chosen.has(i)).length };
}

function isOffered(model: Model, state: State, reader: number, message: number, { of }: FeedSpec): boolean {
  const { author } = state.messages.backing[message]!;
  if (author === reader) return false;
  if (of === 'public' || author < 0) return true;
  const spec = model.networks.find(({ name }) => name === of.network);
  const ties = spec && networkOf(state, spec.name);
  return ties !== undefined && strengthOf(ties, reader, author) >= spec!.edge;
}

function top(model: Model, state: State, reader: number, candidates: readonly number[], feed: FeedSpec, most: number): readonly number[] {
  const score = (i: number): number =>
    feed.rank === 'hot' ? hot(model, state, i) : feed.rank === 'interest' ? interest(model, state, reader, i) : i;
  return candidates
    .map((i) => ({ i, score: score(i) }))
    .sort((a, b) => b.score - a.score || b.i - a.i)
    .slice(0, most)
    .map(({ i }) => i);
}

function hot(model: Model, state: State, message: number): number {
  const { up, down } = itemAt(state.scores, message) ?? noScore;
  const { seconds = 0, hours = DEFAULT_HOURS } = model.clock ?? {};
  return hotScore(up, down, seconds + (state.messages.backing[message]!.round - 1) * hours * 3600);
}

function interest(model: Model, state: State, reader: number, message: number): number {
  const { author, round, text } = state.messages.backing[message]!;
  const likes = new Set(specOf(model, state, reader).self.interests.flatMap((interest) => words(interest)));
  const network = state.networks[0];
  const fans = author < 0 || !network ? 0 : (fansIn(network).get(author) ?? 0);
  return interestScore(state.round - round, fans, similarity(words(text), likes));
}

const fanCounts = new WeakMap<Network, ReadonlyMap<number, number>>();

/** How many have a tie to each agent. */
function fansIn(network: Network): ReadonlyMap<number, number> {
  const known = fanCounts.get(network);
  if (known) return known;
  const counts = new Map<number, number>();
  eachTie(network, (_from, to) => counts.set(to, (counts.get(to) ?? 0) + 1));
  fanCounts.set(network, counts);
  return counts;
}
