/** Measures of what is said and by whom, by the names they have in files. Formulas are in the other files of analysis. */
import { largestCascade } from '../cascade.js';
import { type Course, driftConsistency, meanDrift, meanPull, netProgress } from '../drift.js';
import { gini } from '../inequality.js';
import { graphOf, nodesOf } from '../network/graph.js';
import { friendshipParadox } from '../network/mixing.js';
import { turnover } from '../ngrams.js';
import { mean } from '../opinion.js';
import { differentiation, profiles } from '../profile.js';
import { byAuthor, engagement, postsBy, type Transcript, transcriptOf } from '../transcript.js';
import { pairwiseSimilarity, tfidf, type Vector } from '../vectors.js';
import type { Cost, Measure, Moment, Need } from './measure.js';

type OfTalk = (transcript: Transcript, moment: Moment) => number | null;
type Words = Pick<Measure, 'title' | 'doc' | 'range' | 'source'>;

const talk = (id: string, words: Words, of: OfTalk, cost: Cost = 'edges', needs: readonly Need[] = ['talk']): Measure => ({
  id,
  ...words,
  needs,
  cost,
  of: (moment) => of(transcriptOf(moment.state), moment),
});

const agentsIn = ({ state }: Moment): number => state.roster.length;

/** Messages of agents in the current round. */
const now = ({ messages }: Transcript, { state }: Moment) => messages.filter((m) => m.author >= 0 && m.round === state.round);

const counts: readonly Measure[] = [
  talk(
    'messages',
    { title: 'Messages', doc: 'Messages of agents so far.', range: '0 …', source: '' },
    ({ messages }) => messages.filter((m) => m.author >= 0).length,
  ),
  talk(
    'active',
    { title: 'Active', doc: 'Share of agents who said something in this round.', range: '0 … 1', source: '' },
    (transcript, moment) => (agentsIn(moment) === 0 ? null : new Set(now(transcript, moment).map((m) => m.author)).size / agentsIn(moment)),
  ),
  talk(
    'answered',
    { title: 'Answered', doc: 'Share of the messages of agents that somebody replied to.', range: '0 … 1', source: '' },
    ({ messages, parents }) => {
      const own = new Set(messages.flatMap((m, i) => (m.author >= 0 ? [i] : [])));
      return own.size === 0 ? null : new Set(parents.filter((p) => own.has(p))).size / own.size;
    },
  ),
  talk(
    'post_gini',
    {
      title: 'Gini of messages',
      doc: 'How unequally the messages so far are spread over agents: 0 when all wrote as many.',
      range: '0 … 1',
      source: 'arXiv 2602.20044',
    },
    (transcript, moment) => gini(postsBy(transcript, agentsIn(moment))),
  ),
  talk(
    'vote_gini',
    {
      title: 'Gini of votes',
      doc: "How unequally votes up are spread over agents' messages: 0 when all got as many.",
      range: '0 … 1',
      source: 'arXiv 2602.20044',
    },
    (transcript, moment) =>
      gini(byAuthor(transcript, agentsIn(moment)).map((own) => own.reduce((sum, i) => sum + Math.max(0, transcript.votes[i]!), 0))),
    'edges',
    ['talk', 'votes'],
  ),
  paradox('activity_paradox', 'activity', 'messages', (t, m) => postsBy(t, agentsIn(m))),
  paradox('influence_paradox', 'influence', 'engagement (replies and votes up)', (t, m) => engagement(t, agentsIn(m))),
];

function paradox(id: string, of: string, what: string, values: (t: Transcript, m: Moment) => readonly number[]): Measure {
  const words = {
    title: `Friendship paradox of ${of}`,
    doc: `Share of agents with neighbours who have less ${of} than their neighbours have on average, by ${what}.`,
    range: '0 … 1',
    source: 'Eom and Jo 2014; arXiv 2502.05919',
  };
  const value: OfTalk = (transcript, moment) => {
    if (!moment.network) return null;
    const all = values(transcript, moment);
    const own = nodesOf(moment.members).map((member) => all[member] ?? 0);
    return friendshipParadox(graphOf(moment.network, moment.edge, moment.members), own)?.share ?? null;
  };
  return talk(id, words, value, 'edges', ['ties', 'talk']);
}

const spreading = 'OASIS, arXiv 2411.11581';
const cascade: readonly Measure[] = [
  talk(
    'cascade_scale',
    { title: 'Largest cascade', doc: 'Messages in the largest tree of replies, its root included.', range: '1 …', source: spreading },
    ({ parents }) => largestCascade(parents)?.scale ?? null,
  ),
  talk(
    'cascade_depth',
    {
      title: 'Cascade depth',
      doc: 'Steps from the root of the largest tree of replies to its farthest message.',
      range: '0 …',
      source: spreading,
    },
    ({ parents }) => largestCascade(parents)?.depth ?? null,
  ),
  talk(
    'cascade_breadth',
    {
      title: 'Cascade breadth',
      doc: 'Most messages at one distance from the root of the largest tree of replies.',
      range: '1 …',
      source: spreading,
    },
    ({ parents }) => largestCascade(parents)?.breadth ?? null,
  ),
  talk(
    'virality',
    {
      title: 'Structural virality',
      doc: 'Mean distance between two messages of the largest tree of replies: about 2 for a broadcast, more for chains.',
      range: '1 …',
      source: 'Goel et al. 2016',
    },
    ({ parents }) => largestCascade(parents)?.virality ?? null,
  ),
];

/** Texts of agents by round, from 1 to now. */
function textsByRound({ messages }: Transcript, { state }: Moment): readonly (readonly string[])[] {
  const rounds: string[][] = Array.from({ length: state.round }, () => []);
  for (const { author, round, text } of messages) if (author >= 0) rounds[round - 1]?.push(text);
  return rounds;
}

/** Vectors of each agent's messages in the first and second half of the rounds so far, and the votes on the early ones. */
function courses(transcript: Transcript, moment: Moment): readonly (Course & { readonly feedback: readonly number[] })[] {
  const vectors = tfidf(transcript.messages.map((m) => m.text));
  const half = moment.state.round / 2;
  return byAuthor(transcript, agentsIn(moment)).map((own) => {
    const early = own.filter((i) => transcript.messages[i]!.round <= half);
    const late = own.filter((i) => transcript.messages[i]!.round > half);
    const of = (list: readonly number[]): readonly Vector[] => list.map((i) => vectors[i]!);
    return { early: of(early), late: of(late), feedback: early.map((i) => transcript.votes[i]!) };
  });
}

const socialising = 'arXiv 2602.14299';
const content: readonly Measure[] = [
  talk(
    'phrase_birth',
    { title: 'New phrases', doc: "Share of this round's pairs of words that nobody has said before.", range: '0 … 1', source: socialising },
    (transcript, moment) => turnover(textsByRound(transcript, moment)).at(-1)?.birth ?? null,
    'words',
    ['talk', 'rounds'],
  ),
  talk(
    'phrase_death',
    {
      title: 'Lost phrases',
      doc: "Share of the last round's pairs of words that nobody says in this one: an upper bound of lexical death, since they may come back.",
      range: '0 … 1',
      source: socialising,
    },
    (transcript, moment) => turnover(textsByRound(transcript, moment)).at(-1)?.death ?? null,
    'words',
    ['talk', 'rounds'],
  ),
  talk(
    'similarity',
    {
      title: 'Similarity of messages',
      doc: "Mean cosine of TF-IDF vectors over all pairs of this round's messages.",
      range: '0 … 1',
      source: 'LLM-Culture',
    },
    (transcript, moment) => pairwiseSimilarity(tfidf(now(transcript, moment).map((m) => m.text))),
    'words',
  ),
  halves('drift', 'Drift', "1 − cosine of an agent's early and late messages (TF-IDF centroids), mean over agents.", '0 … 1', meanDrift),
  halves(
    'drift_consistency',
    'Drift consistency',
    'Mean cosine of the drift of each agent with the mean drift: 1 where all change alike.',
    '−1 … 1',
    driftConsistency,
  ),
  halves(
    'pull',
    'Societal pull',
    'How much nearer agents have come to the centroid of all messages, mean over agents.',
    '−1 … 1',
    meanPull,
  ),
  halves(
    'net_progress',
    'Net progress',
    'How much more agents move toward their own early messages of high votes than toward those of low votes; which halves are compared is ours.',
    '−2 … 2',
    (all) => mean(all.flatMap((one) => netProgress(one, one.feedback) ?? [])),
  ),
  talk(
    'differentiation',
    {
      title: 'Differentiation',
      doc: 'Mean cosine of how often each agent is phatic (fewer than 15 words) and names others, by rule: lower is more different.',
      range: '0 … 1',
      source: 'arXiv 2604.00026',
    },
    ({ messages }, moment) => {
      const utterances = messages.map(({ author, text, mentions }) => ({ author, text, names: mentions.length > 0 }));
      return differentiation(profiles(utterances, agentsIn(moment)));
    },
    'words',
  ),
];

function halves(
  id: string,
  title: string,
  doc: string,
  range: string,
  of: (all: readonly (Course & { readonly feedback: readonly number[] })[]) => number | null,
): Measure {
  const words = { title, doc: `${doc} Early and late are the halves of the rounds so far.`, range, source: socialising };
  return talk(id, words, (transcript, moment) => of(courses(transcript, moment)), 'words', ['talk', 'rounds']);
}

export const talkMeasures: readonly Measure[] = [...counts, ...cascade, ...content];
