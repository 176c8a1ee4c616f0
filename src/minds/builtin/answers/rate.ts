/** How an agent sees what others did toward it: each dimension a level 0..1, by rule, put on the question's scale. */
import type { Json } from '../../../core/util/json.js';
import { clamp } from '../../../core/util/math.js';
import type { Asked, RatedActs } from '../../../engine/model/question.js';
import type { Inner } from '../perceive/attitude.js';
import { RATE } from '../phrases/constants.js';
import { isHelpful, isWarm } from './judge.js';
import { relevance } from '../perceive/profile.js';
import { read } from '../perceive/readMessage.js';

const SCALE = 4;

interface Noticed {
  readonly relevance: number;
  readonly warm: number;
  readonly help: number;
  readonly tie: number;
  readonly liked: number;
}

function noticed({ book, profile, situation }: Inner, { agent, texts, reactions }: RatedActs): Noticed {
  const readings = texts.map((text) => read(book, text));
  const share = (holds: (i: number) => boolean): number =>
    readings.length === 0 ? 0 : readings.filter((_, i) => holds(i)).length / readings.length;
  const tone = reactions.reduce((sum, { kind }) => sum + (kind === 'down' || kind === 'dislike' || kind === 'report' ? -1 : 1), 0);
  return {
    relevance: readings.reduce((most, reading) => Math.max(most, relevance(book, profile, reading).value), 0),
    warm: share((i) => isWarm(readings[i]!)),
    help: share((i) => isHelpful(readings[i]!)),
    tie: situation.known.find(({ id }) => id === agent)?.tie ?? 0,
    liked: clamp(tone, -1, 1),
  };
}

const LEVELS: { readonly [dimension: string]: (seen: Noticed, agreeableness: number) => number } = {
  interest: (seen) => RATE.interest + RATE.relevance * seen.relevance + RATE.tie * seen.tie,
  warmth: (seen, a) => RATE.warmth + RATE.warm * seen.warm + RATE.tie * seen.tie + RATE.liked * seen.liked + RATE.agreeable * (a - 0.5),
  honesty: (seen, a) => RATE.honesty + RATE.tie * seen.tie + RATE.agreeable * (a - 0.5),
  usefulness: (seen) => RATE.usefulness + RATE.help * seen.help + RATE.relevant * seen.relevance,
};

const otherwise = (seen: Noticed, a: number): number => 0.5 + RATE.liked * seen.liked + RATE.agreeable * (a - 0.5);

/** Ratings on a scale of 0 to 4, one for each of those who did something. */
export function ratings(inner: Inner, { dimensions, acts }: Extract<Asked, { kind: 'rate' }>): Json {
  return acts.map((one) => {
    const seen = noticed(inner, one);
    const level = (id: string): number => clamp((LEVELS[id] ?? otherwise)(seen, inner.profile.agreeableness), 0, 1);
    return { agent: one.agent, ...Object.fromEntries(dimensions.map((id) => [id, Math.round(SCALE * level(id))])), reason: null };
  });
}
