/** Descriptions of the measures of messages. */
import type { MeasureTable } from './measureWords.js';

const spreading = 'OASIS, arXiv 2411.11581';
const socialising = 'arXiv 2602.14299';
const paradox = 'Eom and Jo 2014; arXiv 2502.05919';
const halves = 'Early and late are the halves of the rounds so far.';

/** Measures of messages and their authors. Words are compared as TF-IDF vectors, without a model. */
export const talkWords = {
  messages: { title: 'Messages', doc: 'Messages of agents so far.', range: '0 …', source: '' },
  active: { title: 'Active', doc: 'Share of agents who said something in this round.', range: '0 … 1', source: '' },
  answered: { title: 'Answered', doc: 'Share of the messages of agents that were answered.', range: '0 … 1', source: '' },
  post_gini: {
    title: 'Gini of messages',
    doc: 'How unequally the messages so far are spread over agents: 0 when all wrote as many.',
    range: '0 … 1',
    source: 'arXiv 2602.20044',
  },
  vote_gini: {
    title: 'Gini of votes',
    doc: 'How unequally votes up are spread over the messages of agents: 0 when all messages got as many. Votes down do not count.',
    range: '0 … 1',
    source: 'arXiv 2602.20044',
  },
  activity_paradox: {
    title: 'Friendship paradox of activity',
    doc: 'Share of agents with neighbours who have less activity than their neighbours have on average, by messages.',
    range: '0 … 1',
    source: paradox,
  },
  influence_paradox: {
    title: 'Friendship paradox of influence',
    doc: 'Share of agents with neighbours who have less influence than their neighbours have on average, by engagement: replies of others to their messages, and votes up on them. Votes down do not count.',
    range: '0 … 1',
    source: paradox,
  },
  cascade_scale: {
    title: 'Largest cascade',
    doc: 'Messages in the largest tree of replies and of what is passed on, its root included.',
    range: '1 …',
    source: spreading,
  },
  cascade_depth: {
    title: 'Cascade depth',
    doc: 'Steps from the root of the largest tree of replies to its farthest message.',
    range: '0 …',
    source: spreading,
  },
  cascade_breadth: {
    title: 'Cascade breadth',
    doc: 'Most messages at one distance from the root of the largest tree of replies.',
    range: '1 …',
    source: spreading,
  },
  virality: {
    title: 'Structural virality',
    doc: 'Mean distance between two messages of the largest tree of replies: about 2 for a broadcast, more for chains.',
    range: '1 …',
    source: 'Goel et al. 2016',
  },
  phrase_birth: {
    title: 'New phrases',
    doc: "Share of this round's pairs of words that nobody has said before.",
    range: '0 … 1',
    source: socialising,
  },
  phrase_death: {
    title: 'Lost phrases',
    doc: "Share of the last round's pairs of words that nobody says in this one: an upper bound of lexical death, since they may come back.",
    range: '0 … 1',
    source: socialising,
  },
  similarity: {
    title: 'Similarity of messages',
    doc: "Mean cosine over all pairs of this round's messages.",
    range: '0 … 1',
    source: 'LLM-Culture',
  },
  tightening: {
    title: 'Local similarity',
    doc: 'Mean cosine of each message of this round to the ten of it that are nearest to it.',
    range: '0 … 1',
    source: socialising,
  },
  centroid_stability: {
    title: 'Stability of the centroid',
    doc: 'Cosine of the centroids of the messages of agents of this round and of the one before. Words are weighted by how rare they are among the messages of these two rounds; in `drift` and what follows it, among all messages so far, those of the world with them.',
    range: '0 … 1',
    source: socialising,
  },
  drift: {
    title: 'Drift',
    doc: `1 − cosine of an agent's early and late messages, mean over agents. ${halves}`,
    range: '0 … 1',
    source: socialising,
  },
  drift_consistency: {
    title: 'Drift consistency',
    doc: `Mean cosine of the drift of each agent with the mean drift: 1 where all change alike. ${halves}`,
    range: '−1 … 1',
    source: socialising,
  },
  pull: {
    title: 'Societal pull',
    doc: `How much nearer agents have come to the centroid of all messages, mean over agents. ${halves}`,
    range: '−1 … 1',
    source: socialising,
  },
  net_progress: {
    title: 'Net progress',
    doc: `How much more agents move toward their own early messages of high votes than toward those of low votes; which halves are compared is ours. ${halves}`,
    range: '−2 … 2',
    source: socialising,
  },
  differentiation: {
    title: 'Differentiation',
    doc: 'Mean cosine over pairs of agents of how often their messages show each sign: fewer than 15 words, another agent named, a question, and each code of the society that is yes or no. Lower is more different. A sign that all messages show makes agents alike: where messages are short, the codes carry it.',
    range: '0 … 1',
    source: 'arXiv 2604.00026',
  },
  stability: {
    title: 'Stability',
    doc: `Agent Stability Index of each agent, mean over agents, from what needs no model: words, kinds of messages and their lengths. Missing components are left out and the mapping of each to 0…1 is ours. ${halves}`,
    range: '0 … 1',
    source: 'arXiv 2601.04170',
  },
} as const satisfies MeasureTable;
