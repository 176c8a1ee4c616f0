/** Measures of messages and authors, by their names in files. Formulas are in the other files of analysis, descriptions in expr. */
import { mean } from '../../core/util/numbers.js';
import { at } from '../../core/util/chunkedList.js';
import { rng } from '../../core/random/rng.js';
import { type TalkMeasureId, talkWords } from '../../expr/functions/measureWords.js';
import { largestCascade } from '../outcomes/cascade.js';
import { type Course, drift, driftConsistency, localSimilarity, meanDrift, meanPull, netProgress } from '../talk/drift.js';
import { gini } from '../statistics/samples.js';
import { turnover, wordsInOrder } from '../talk/lexical.js';
import { graphOf, nodesOf } from '../network/graph.js';
import { friendshipParadox } from '../network/mixing.js';
import { differentiation, formerProfiles, profiles } from '../talk/profile.js';
import type { Reading } from '../statistics/estimate.js';
import { sameChoices, stability, steadyLength } from '../outcomes/stability.js';
import { byAuthor, engagement, postsBy, type Transcript, transcriptOf } from '../talk/transcript.js';
import { centroid, cosine, pairwiseSimilarity, tfidf, type Vector } from '../talk/vectors.js';
import type { Cost, Measure, Moment, Need } from './measure.js';

type OfTalk = (transcript: Transcript, moment: Moment) => Reading | number | null;

const agentsIn = ({ state }: Moment): number => state.roster.length;

/** Messages of agents in a round, by default the current one. */
const inRound = ({ messages }: Transcript, { state }: Moment, round = state.round) =>
  messages.filter((m) => m.author >= 0 && m.round === round);

const cascade =
  (of: 'scale' | 'depth' | 'breadth' | 'virality'): OfTalk =>
  ({ sources }) =>
    largestCascade(sources)?.[of] ?? null;

const paradox =
  (values: (t: Transcript, m: Moment) => readonly number[]): OfTalk =>
  (transcript, moment) => {
    if (!moment.network) return null;
    const all = values(transcript, moment);
    const own = nodesOf(moment.members).map((member) => all[member] ?? 0);
    return friendshipParadox(graphOf(moment.network, moment.edge, moment.members), own)?.share ?? null;
  };

const counts: Pick<
  Readonly<Record<TalkMeasureId, OfTalk>>,
  'messages' | 'active' | 'answered' | 'post_gini' | 'vote_gini' | 'activity_paradox' | 'influence_paradox'
> = {
  messages: ({ messages }) => messages.filter((m) => m.author >= 0).length,
  active: (transcript, moment) =>
    agentsIn(moment) === 0 ? null : new Set(inRound(transcript, moment).map((m) => m.author)).size / agentsIn(moment),
  answered: ({ messages, parents }) => {
    const own = new Set(messages.flatMap((m, i) => (m.author >= 0 ? [i] : [])));
    return own.size === 0 ? null : new Set(parents.filter((p) => own.has(p))).size / own.size;
  },
  post_gini: (transcript, moment) => gini(postsBy(transcript, agentsIn(moment))),
  vote_gini: (transcript, moment) => gini(moment.former?.talk ? netVotes(transcript, moment) : upVotes(transcript)),
  activity_paradox: paradox((t, m) => postsBy(t, agentsIn(m))),
  influence_paradox: paradox((t, m) => engagement(t, agentsIn(m), m.former?.talk ? t.votes : t.up)),
};

/** Votes up on each message of an agent. */
const upVotes = ({ messages, up }: Transcript): readonly number[] => up.filter((_, i) => messages[i]!.author >= 0);

/** By agent, votes up less votes down on each of its messages, where they are more. */
const netVotes = (transcript: Transcript, moment: Moment): readonly number[] =>
  byAuthor(transcript, agentsIn(moment)).map((own) => own.reduce((sum, i) => sum + Math.max(0, transcript.votes[i]!), 0));

/** Texts of agents by round, from 1 to now. */
function textsByRound({ messages }: Transcript, { state }: Moment): readonly (readonly string[])[] {
  const rounds: string[][] = Array.from({ length: state.round }, () => []);
  for (const { author, round, text } of messages) if (author >= 0) rounds[round - 1]?.push(text);
  return rounds;
}

/** Positions of an agent's messages in the first and second half of the rounds so far. */
function halvesOf({ messages }: Transcript, { state }: Moment, own: readonly number[]): readonly [readonly number[], readonly number[]] {
  const half = state.round / 2;
  return [own.filter((i) => messages[i]!.round <= half), own.filter((i) => messages[i]!.round > half)];
}

type Lived = Course & { readonly feedback: readonly number[] };

/** Vectors of each agent's messages in both halves, and the votes on the early ones. */
function courses(transcript: Transcript, moment: Moment): readonly Lived[] {
  const vectors = tfidf(transcript.messages.map((m) => m.text));
  const of = (list: readonly number[]): readonly Vector[] => list.map((i) => vectors[i]!);
  return byAuthor(transcript, agentsIn(moment)).map((own) => {
    const [early, late] = halvesOf(transcript, moment, own);
    return { early: of(early), late: of(late), feedback: early.map((i) => transcript.votes[i]!) };
  });
}

const halves =
  (of: (all: readonly Lived[]) => number | null): OfTalk =>
  (transcript, moment) =>
    of(courses(transcript, moment));

/** Vectors of this round's messages; weights of words are those of these alone. */
const vectorsNow = (transcript: Transcript, moment: Moment): readonly Vector[] => tfidf(inRound(transcript, moment).map((m) => m.text));

function centroidStability(transcript: Transcript, moment: Moment): number | null {
  const [before, after] = [inRound(transcript, moment, moment.state.round - 1), inRound(transcript, moment)];
  if (before.length === 0 || after.length === 0) return null;
  const vectors = tfidf([...before, ...after].map((m) => m.text));
  return cosine(centroid(vectors.slice(0, before.length)), centroid(vectors.slice(before.length)));
}

/** Agent Stability Index over agents who spoke in both halves, from words, kinds of messages and their lengths. */
function meanStability(transcript: Transcript, moment: Moment): number | null {
  const all = courses(transcript, moment);
  const indices = byAuthor(transcript, agentsIn(moment)).flatMap((own, agent) => {
    const [early, late] = halvesOf(transcript, moment, own);
    const moved = drift(all[agent]!);
    if (moved === null) return [];
    const actions = (list: readonly number[]): readonly string[] => list.map((i) => transcript.messages[i]!.action);
    const [choices, length] = [
      sameChoices(actions(early), actions(late)),
      steadyLength(own.map((i) => wordsInOrder(transcript.messages[i]!.text).length)),
    ];
    return stability({ meaning: 1 - moved, ...(choices === null ? {} : { choices }), ...(length === null ? {} : { length }) })?.value ?? [];
  });
  return mean(indices);
}

const formulas: Readonly<Record<TalkMeasureId, OfTalk>> = {
  ...counts,
  cascade_scale: cascade('scale'),
  cascade_depth: cascade('depth'),
  cascade_breadth: cascade('breadth'),
  virality: cascade('virality'),
  phrase_birth: (transcript, moment) => turnover(textsByRound(transcript, moment)).at(-1)?.birth ?? null,
  phrase_death: (transcript, moment) => turnover(textsByRound(transcript, moment)).at(-1)?.death ?? null,
  similarity: (transcript, moment) => pairwiseSimilarity(vectorsNow(transcript, moment)),
  tightening: (transcript, moment) => localSimilarity(vectorsNow(transcript, moment), rng(moment.seed, 'measure.tightening')),
  centroid_stability: centroidStability,
  drift: halves(meanDrift),
  drift_consistency: halves(driftConsistency),
  pull: halves(meanPull),
  net_progress: halves((all) => mean(all.flatMap((one) => netProgress(one, one.feedback) ?? []))),
  differentiation: ({ messages }, moment) => {
    const utterances = messages.map(({ author, text, mentions }, i) => ({
      ...{ author, text, names: mentions.length > 0 },
      codes: at(moment.state.codes, i) ?? {},
    }));
    return differentiation(moment.former?.talk ? formerProfiles(utterances, agentsIn(moment)) : profiles(utterances, agentsIn(moment)));
  },
  stability: meanStability,
};

/** The data that a measure needs in addition to messages. */
const more: Partial<Record<TalkMeasureId, Need>> = {
  vote_gini: 'votes',
  activity_paradox: 'ties',
  influence_paradox: 'ties',
  net_progress: 'votes',
};

/** Measures of all rounds so far, not only of the current round. */
const ofRounds: ReadonlySet<string> = new Set<TalkMeasureId>([
  'phrase_birth',
  'phrase_death',
  'centroid_stability',
  'drift',
  'drift_consistency',
  'pull',
  'net_progress',
  'stability',
]);

const costOf = (id: TalkMeasureId): Cost =>
  ofRounds.has(id) || id === 'similarity' || id === 'tightening' || id === 'differentiation' ? 'words' : 'edges';

export const talkMeasures: readonly Measure[] = (Object.keys(talkWords) as TalkMeasureId[]).map((id): Measure => {
  const beside = more[id];
  return {
    id,
    ...talkWords[id],
    needs: ['talk', ...(beside ? [beside] : []), ...(ofRounds.has(id) ? ['rounds' as const] : [])],
    cost: costOf(id),
    of: (moment) => formulas[id](transcriptOf(moment.state), moment),
  };
});
