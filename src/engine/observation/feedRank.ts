/**
 * How a feed ranks messages. Scores are those of OASIS (arXiv 2411.11581, camel-ai/oasis), computed again at every turn:
 * hot       sign(s)·log10(max(|s|, 1)) + (t − 1134028003)/45000, s = likes − dislikes, t in seconds by the story's clock
 * interest  R·F·S with R = ln((271.8 − age)/100) kept in 0..1, age in rounds; F = max(1, log₁₀₀₀(fans + 1));
 * S in 0..1, how near the text is to the reader's interests and last words, by words in common
 * liked     votes up
 * `chronological` has the newest first. Messages with equal scores are in this order too.
 */
import { latest, memoBy } from '../../core/util/memo.js';
import { similarity, words } from '../../analysis/talk/lexical.js';
import { hotScore, interestScore } from '../../analysis/outcomes/ranking.js';
import { at as itemAt } from '../../core/util/chunkedList.js';
import { agentAt } from '../../core/events/agents.js';
import { rng, sample } from '../../core/random/rng.js';
import { networkOf, noScore, type State } from '../../core/events/state.js';
import { eachTie, type Network } from '../../core/events/ties.js';
import { specOf } from '../model/agentSpec.js';
import { DEFAULT_HOURS } from '../model/clock.js';
import type { FeedSpec, Rank } from '../model/worldSpec.js';
import type { ScenarioModel } from '../model/model.js';

/**
 * The best `most` of the candidates (indices of messages) by rank. Of equal ones the newer comes first. `part` separates several
 * draws of one turn.
 */
export function best(
  {
    model,
    state,
    reader,
    feed,
  }: { readonly model: ScenarioModel; readonly state: State; readonly reader: number; readonly feed: FeedSpec },
  rank: Rank,
  candidates: readonly number[],
  most: number,
  part = '',
): readonly number[] {
  if (most <= 0 || candidates.length === 0) return [];
  if (rank === 'random') {
    const { id } = agentAt(state, reader)!;
    return sample(rng(model.seed, 'engine.feed', state.round, id, ...(part === '' ? [] : [part])), candidates, most);
  }
  const score = scorer(model, state, reader, feed, rank);
  return candidates
    .map((i) => ({ i, score: score(i) }))
    .sort((a, b) => b.score - a.score || b.i - a.i)
    .slice(0, most)
    .map(({ i }) => i);
}

function scorer(model: ScenarioModel, state: State, reader: number, feed: FeedSpec, rank: Rank): (message: number) => number {
  if (rank === 'hot') return (i) => hot(model, state, i);
  if (rank === 'liked') return (i) => (itemAt(state.scores, i) ?? noScore).up;
  return rank === 'interest' ? interest(model, state, reader, feed) : (i) => i;
}

function hot(model: ScenarioModel, state: State, message: number): number {
  const { up, down } = itemAt(state.scores, message) ?? noScore;
  const { seconds = 0, hours = DEFAULT_HOURS } = model.clock ?? {};
  return hotScore(up, down, seconds + (state.messages.backing[message]!.round - 1) * hours * 3600);
}

/**
 * The score of `interest`. S replaces the cosine of two embeddings, "user profile + recent post". It is the cosine of the message's
 * words with those of the reader's interests and of its latest public words. Fans are agents with a tie to the author in the
 * network of the feed, or in the first network.
 */
function interest(model: ScenarioModel, state: State, reader: number, feed: FeedSpec): (message: number) => number {
  const cares = new Set(specOf(model, state, reader).self.interests.flatMap((one) => words(one)));
  for (const word of words(lastSaid(state, reader))) cares.add(word);
  const spec = model.networks.find(({ name }) => name === followed(feed)) ?? model.networks[0];
  const network = spec && networkOf(state, spec.name);
  const fans = network ? fansIn(network, spec.edge) : null;
  return (message) => {
    const { author, round, text } = state.messages.backing[message]!;
    return interestScore(state.round - round, fans?.get(author) ?? 0, similarity(words(text), cares));
  };
}

/** Name of the network that a feed uses, or null. */
const followed = ({ following, of }: FeedSpec): string | null => following?.network ?? (of === 'public' ? null : of.network);

function lastSaid(state: State, reader: number): string {
  const { own } = agentAt(state, reader)!;
  for (let i = own.length - 1; i >= 0; i--) {
    const { audience, kind, text } = state.messages.backing[own.backing[i]!]!;
    if (audience === 'public' && kind === 'said') return text;
  }
  return '';
}

const fansOf = memoBy((network: Network) => latest((edge: number) => countFans(network, edge)));

/** Number of agents with a tie to each agent. */
const fansIn = (network: Network, edge: number): ReadonlyMap<number, number> => fansOf(network)(edge);

function countFans(network: Network, edge: number): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  eachTie(network, (_from, to, strength) => {
    if (strength >= edge) counts.set(to, (counts.get(to) ?? 0) + 1);
  });
  return counts;
}
