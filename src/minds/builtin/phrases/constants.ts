import { MIND_VERSIONS } from '../../../core/mindLabels.js';

/**
 * Every number of the behavioural model, explained in docs/builtin-mind.md. They are our choice, so that
 * agents talk and answer often; none is estimated from data.
 */
export const MODEL = MIND_VERSIONS.builtin;

/** Temperature of the choice between acts, in units of utility. */
export const TEMPERATURE = 0.45;

export const POST = { base: -0.25, presentation: 1.0, extraversion: 0.6 } as const;
export const ASK = { base: -0.2, information: 1.2, openness: 0.4 } as const;
export const TROUBLE = { base: -0.9, support: 0.8, neuroticism: 0.8 } as const;
export const TOPICAL = { base: -0.6, information: 0.5 } as const;
export const INVITE = { base: -0.9, coordination: 1.5, extraversion: 0.4, tie: 0.15 } as const;

export const REPLY = {
  base: -0.6,
  relevance: 1.7,
  obligation: 2.2,
  tie: 1.5,
  novelty: 0.5,
  social: 0.6,
  /** A question about the agent's interests, per agreeableness. */
  help: 1.3,
  /** A question that the agent cannot answer. */
  ignorance: -1.4,
  /** A message outside of its interests. */
  stranger: -0.5,
  /** Interrupting two others. */
  aside: -0.9,
  /** A message about trouble, per drive for emotional support. */
  comfort: 1.5,
  /** An invitation, per drive for coordination. */
  join: 0.9,
  /** Thanks and good-byes need no answer. */
  closed: -2.6,
  /** Each visible answer to it. */
  bystander: -0.35,
  /** Each round of age. */
  age: -0.2,
} as const;

export const DIRECT = {
  base: -1.2,
  tie: 2.2,
  social: 0.5,
  introversion: 0.4,
  relevance: 1.1,
  obligation: 2.4,
  least: 0.2,
  most: 8,
} as const;

/** Obligation to answer, 0..1: for messages to the agent, in falling order. */
export const OBLIGATION = { direct: 1, question: 1, answer: 0.7, mention: 0.6, closed: 0.05 } as const;

/** Each own act in the last `window` rounds subtracts this from the utility of acts that no agent waits for. */
export const FATIGUE = { each: 0.25, post: 0.6, window: 2 } as const;

export const VOTE = {
  base: -3.2,
  relevance: 2.4,
  agreeable: 1.6,
  tie: 2.4,
  obligation: 2.2,
  downBase: -5,
  disagreeable: 3,
  irrelevance: 1,
} as const;

/** Learning in context: how much drives change with the lack of rewards, and the utility that advice adds to acts that serve it, in addition to agreeableness. */
export const LEARN = { lack: 1, heed: 0.5 } as const;

/** Probabilities of optional parts of an utterance. */
export const SPEECH = { introduce: 0.7, followUp: 0.45, story: 0.4, invite: 0.4, open: 0.2, close: 0.14, bare: 8 } as const;

/** Utility of an act that changes the world, with arguments and without, next to those of talk. */
export const ACT = { base: 0.8, bare: 0.1, agreeable: 0.6 } as const;

/** Temperatures of numbers and choices; a number's utility is −`width`·(x − target)². */
export const NUMBER = { width: 4, temperature: 0.15, steps: 10 } as const;

/** Claims on a shared stock, in multiples of the sustainable share: target = `most` − `care`·c. */
export const CLAIM = {
  multiples: [0, 0.5, 1, 1.5, 2, 3],
  most: 2.5,
  care: 1.5,
  agreeable: 0.6,
  coordination: 0.4,
  agreed: 0.4,
  growth: 2,
} as const;

/** The share given to a partner: target 0..1. */
export const GIVE = { base: 0.1, agreeable: 0.5, tie: 0.4, image: 0.4, unknown: 0.5 } as const;

/** Log odds of the first of two words, toward a partner. */
export const TWO = { base: -0.6, agreeable: 1.6, last: 1.2, tie: 0.8, forgive: 1 / 3 } as const;

/** Concession: offer = opening + (limit − opening)·x^β, β = `base`^(1 − 2·agreeableness). */
export const PRICE = { base: 4, tough: 4, soft: 0.25 } as const;

/** Bounded confidence: the largest distance of other positions that count, and the step toward them per agreeableness. */
export const STANCE = { tolerance: 0.4, step: 0.6, unsure: 0.15 } as const;

/** The choice of an agent for a tie. */
export const PICK = { degree: 0.5, common: 0.8, shared: 0.9, tied: -4, known: 0.6, temperature: 0.5 } as const;

/** A conversation of all agents: how fast messages become old, the chance that the answered agent speaks next, and the chance to end the conversation. */
export const TALK = { older: -0.35, hand: 0.6, end: 0.35, limit: 1.1, limitCoordination: 1 } as const;

/** The attitude to the text of a question; all 0..1. */
export const ATTITUDE = {
  sameMatter: 0.5,
  told: 0.25,
  trust: 0.5,
  known: 0.9,
  stranger: 0.2,
  foreign: 0.25,
  spread: 0.6,
  agreeable: 0.3,
} as const;

/** The stand-in for a judge. */
export const JUDGE = { base: 0.25, overlap: 0.5, warm: 0.25, same: 1 / 3, quoted: 120 } as const;

/** Ratings of the acts of others. */
export const RATE = {
  ...{ interest: 0.3, relevance: 0.6, warmth: 0.4, warm: 0.4, honesty: 0.6, usefulness: 0.2, help: 0.5, relevant: 0.3 },
  ...{ tie: 0.25, liked: 0.2, agreeable: 0.3 },
} as const;

/** The most insights in one reflection, and their importance, which grows with the evidence. */
export const REFLECT = { most: 5, base: 3, top: 9 } as const;

/** Passing on news. */
export const TELL = { base: 0.2, information: 0.8, presentation: 0.4 } as const;

/** Telling news to one agent only: per tie to that agent. */
export const CONFIDE = { base: -0.4, tie: 1.5 } as const;

/** Following and unfollowing: per highest relevance and obligation of the visible messages, tie, drive for information. */
export const FOLLOW = {
  ...{ base: -1.6, relevance: 1.8, obligation: 0.8, tie: 1, information: 0.4, least: 0.2 },
  ...{ unfollow: -2.2, loyal: 1.5 },
} as const;

/** Muting and reporting: per chance of a down vote. */
export const DISLIKE = { mute: -2.6, report: -3, each: 5, relevance: 2, tie: 1.5, unmute: -3, forgive: 1.2 } as const;

/** Passing a message on. */
export const PASS_ON = { bare: -1.1, quote: -1.4, openness: 0.4, relevance: 1.6, tie: 0.8, presentation: 0.5, news: 0.8 } as const;
