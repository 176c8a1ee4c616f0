/**
 * The messages that reach an agent at its turn: all that address it, and as many public messages as its feed holds, by rank
 * (feedRank.ts). Places can be kept for agents that it follows. Messages of muted agents do not arrive; they are counted.
 */
import { memoBy } from '../../core/util/memo.js';
import { logItems } from '../../core/util/chunkedList.js';
import { agentAt } from '../../core/events/agents.js';
import { type AgentState, type Message, networkOf, type State } from '../../core/events/state.js';
import { rowOf, strengthOf } from '../../core/events/ties.js';
import { best } from './feedRank.js';
import type { FeedSpec, PhaseSpec } from '../model/worldSpec.js';
import type { ScenarioModel } from '../model/model.js';

interface Delivery {
  readonly messages: readonly Message[];
  /** Number of new public messages that the feed left out. */
  readonly cut: number;
  /** Number of new messages of agents that the reader has muted. */
  readonly muted: number;
}

/** An isolated agent receives only the voice of the world. */
function toldOnly(state: State, agent: AgentState): Delivery {
  const found = new Set([...logItems(state.publicMessages, agent.seenPublic), ...logItems(agent.addressed, agent.seenAddressed)]);
  return { messages: inOrder(state, found).filter(({ author }) => author < 0), cut: 0, muted: 0 };
}

/** Number of public messages before its last turn that a ranking considers again. */
const LOOK_BACK = 400;

/** Whether a feed may show a message again. A feed of the newest messages shows each once. */
export const showsAgain = ({ rank, following }: FeedSpec): boolean =>
  rank !== 'chronological' || (following !== null && (following.rank ?? rank) !== 'chronological');

/**
 * The messages that reach an agent at its turn in a phase, in the order of writing, with the numbers of those left out.
 */
export function deliver(model: ScenarioModel, state: State, index: number, phase: PhaseSpec): Delivery {
  const agent = agentAt(state, index)!;
  if (model.nulls.has('isolated')) return toldOnly(state, agent);
  const { feed } = phase;
  const silenced = hiddenFrom(state, index, feed);
  const addressed = logItems(agent.addressed, agent.seenAddressed);
  const plain = feed.rank === 'chronological' && feed.of === 'public' && !feed.following && silenced.size === 0;
  if (plain) return newest(state, agent, index, addressed, feed.size);
  const chosen = new Set(addressed.filter((i) => !silenced.has(state.messages.backing[i]!.author)));
  const muted = silenced.size === 0 ? 0 : mutedOf(state, agent, silenced);
  return { ...ranked(model, state, agent, index, chosen, feed, silenced), muted };
}

const NOBODY: ReadonlySet<number> = new Set();

/** Agents whose messages are hidden from the reader. */
export function hiddenFrom(state: State, reader: number, { hide }: FeedSpec): ReadonlySet<number> {
  const network = hide === null ? undefined : networkOf(state, hide);
  const { to } = network ? rowOf(network, reader) : { to: [] };
  return to.length === 0 ? NOBODY : new Set(to);
}

/** Number of new messages of muted agents, both public messages and messages that address the reader. */
function mutedOf(state: State, agent: AgentState, silenced: ReadonlySet<number>): number {
  const fresh = new Set([...logItems(state.publicMessages, agent.seenPublic), ...logItems(agent.addressed, agent.seenAddressed)]);
  return [...fresh].filter((i) => silenced.has(state.messages.backing[i]!.author)).length;
}

/** A delivery without the number of muted messages. */
type Shown = Omit<Delivery, 'muted'>;

const inOrder = (state: State, chosen: ReadonlySet<number>): readonly Message[] =>
  [...chosen].sort((a, b) => a - b).map((i) => state.messages.backing[i]!);

function newest(state: State, agent: AgentState, index: number, addressed: readonly number[], size: number): Delivery {
  const log = state.publicMessages;
  const end = log.length - size;
  if (addressed.length === 0 && end >= agent.seenPublic) {
    const messages = lastOf(state, size);
    if (!messages.some(({ author }) => author === index)) return { messages, cut: unseen(state, agent, end), muted: 0 };
  }
  const chosen = new Set(addressed);
  let left = log.length;
  while (left > agent.seenPublic && chosen.size < size) {
    const message = log.backing[--left]!;
    if (state.messages.backing[message]!.author !== index) chosen.add(message);
  }
  return { messages: inOrder(state, chosen), cut: unseen(state, agent, left), muted: 0 };
}

interface Last {
  readonly length: number;
  readonly size: number;
  readonly messages: readonly Message[];
}

/** The latest messages of a public log, from the last call. Most agents that are asked at the same time see the same ones. */
const lastsOf = memoBy((_log: readonly number[]): { last: Last | null } => ({ last: null }));

function lastOf({ publicMessages: { backing, length }, messages }: State, size: number): readonly Message[] {
  const known = lastsOf(backing);
  if (known.last?.length !== length || known.last.size !== size)
    known.last = { length, size, messages: backing.slice(length - size, length).map((message) => messages.backing[message]!) };
  return known.last.messages;
}

/**
 * Number of public messages before position `end` of the log that are new to the agent, without its own and those that address it.
 * O(own + addressed).
 */
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

/** The best of the new messages and of the last `LOOK_BACK` before them, by rank. */
function ranked(
  model: ScenarioModel,
  state: State,
  agent: AgentState,
  index: number,
  chosen: Set<number>,
  feed: FeedSpec,
  silenced: ReadonlySet<number>,
): Shown {
  const log = state.publicMessages;
  const from = Math.max(0, agent.seenPublic - (showsAgain(feed) ? LOOK_BACK : 0));
  const offered = isOffered(model, state, index, feed);
  const candidates = logItems(log, from).filter((i) => {
    const { author } = state.messages.backing[i]!;
    return author !== index && !chosen.has(i) && !silenced.has(author) && offered(author);
  });
  const places = Math.max(0, feed.size - chosen.size);
  for (const i of placed(model, state, index, feed, candidates, places)) chosen.add(i);
  const firstNew = agent.seenPublic < log.length ? log.backing[agent.seenPublic]! : Infinity;
  return { messages: inOrder(state, chosen), cut: candidates.filter((i) => i >= firstNew && !chosen.has(i)).length };
}

/** Whether a feed includes public messages of an author. The voice of the world reaches every agent. */
function isOffered(model: ScenarioModel, state: State, reader: number, { of }: FeedSpec): (author: number) => boolean {
  if (of === 'public') return () => true;
  const follows = followsIn(model, state, reader, of.network);
  return (author) => author < 0 || follows(author);
}

function followsIn(model: ScenarioModel, state: State, reader: number, name: string): (author: number) => boolean {
  const spec = model.networks.find((one) => one.name === name);
  const ties = spec && networkOf(state, name);
  return (author) => ties !== undefined && author >= 0 && strengthOf(ties, reader, author) >= spec!.edge;
}

/**
 * Fills round(share · places) with the best of agents that the reader follows, and the rest with the best of all others. Places
 * that one group does not need go to the other. OASIS fills its feed this way, with 3 places of 5 by likes (`share: 0.6`, `rank:
 * liked`).
 */
function placed(
  model: ScenarioModel,
  state: State,
  reader: number,
  feed: FeedSpec,
  all: readonly number[],
  places: number,
): readonly number[] {
  const at = { model, state, reader, feed };
  const { following } = feed;
  if (!following) return best(at, feed.rank, all, places);
  const follows = followsIn(model, state, reader, following.network);
  const near = all.filter((i) => follows(state.messages.backing[i]!.author));
  const kept = best(at, following.rank ?? feed.rank, near, Math.round(following.share * places), 'following');
  const taken = new Set(near);
  const far = all.filter((i) => !taken.has(i));
  const others = best(at, feed.rank, far, places - kept.length);
  const [first, left] = [new Set(kept), places - kept.length - others.length];
  const more = near.filter((i) => !first.has(i));
  return [...kept, ...others, ...best(at, following.rank ?? feed.rank, more, left, 'more')];
}
