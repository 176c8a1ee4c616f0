/**
 * Every number of the behavioural model, explained in docs/builtin-mind.md. They are ours, chosen so that talk is
 * lively and answered; none is estimated from people.
 */
export const MODEL = 'builtin 1';

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
  /** A question within my interests, per agreeableness. */
  help: 1.3,
  /** A question on which I have nothing to say. */
  ignorance: -1.4,
  /** Not my world. */
  stranger: -0.5,
  /** Cutting in on two others. */
  aside: -0.9,
  /** Trouble told, per drive for emotional support. */
  comfort: 1.5,
  /** An invitation, per drive for coordination. */
  join: 0.9,
  /** Thanks and good-byes need no answer. */
  closed: -2.6,
  /** Each answer that I can already see under it. */
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

/** Obligation to answer, 0..1: what was addressed to me, in falling order. */
export const OBLIGATION = { direct: 1, question: 1, answer: 0.7, mention: 0.6, closed: 0.05 } as const;

/** Each own act in the last `window` rounds takes this much from acts that nobody waits for. */
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

/** Chances of small things in speech. */
export const SPEECH = { introduce: 0.7, followUp: 0.45, story: 0.4, invite: 0.4, open: 0.2, close: 0.14 } as const;
