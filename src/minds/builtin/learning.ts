/**
 * Learning in context: what one was rewarded for so far, and what a coach advised, shift what one wants now. Nothing is
 * kept between questions; all of it stands in the situation. The equation is ours (docs/builtin-mind.md).
 */
import type { Situation } from '../../engine/question.js';
import type { PhraseBook } from './book.js';
import { LEARN } from './constants.js';
import type { Profile } from './profile.js';
import { read } from './reading.js';
import { wordsInOrder } from '../../analysis/lexical.js';

/** The five rewards, each with the drive it satisfies. */
const DRIVES = {
  social_interaction: 'social',
  information_seeking: 'information',
  self_presentation: 'presentation',
  coordination: 'coordination',
  emotional_support: 'support',
} as const;

type Policy = keyof typeof DRIVES;
const POLICIES = Object.keys(DRIVES) as readonly Policy[];

/** Rewards that advice serves, with shares of 0..1. */
export type Heeded = ReadonlyMap<string, number>;

/**
 * What advice is about, as shares of the rewards that it serves. A line that the book has for a coach tells it; else the
 * words known from `heeds`: their shares sum to 1, or to 0 where none is known, and one that serves several rewards
 * counts for each of them in part.
 */
export function heeded(book: PhraseBook, advice: string): Heeded {
  const { has } = read(book, advice);
  const named = POLICIES.find((policy) => has.has(`coach_${policy}`));
  if (named) return new Map([[named, 1]]);
  const shares = new Map<string, number>();
  let known = 0;
  for (const word of new Set(wordsInOrder(advice))) {
    const rewards = book.heeds.get(word) ?? [];
    if (rewards.length > 0) known++;
    for (const reward of rewards) shares.set(reward, (shares.get(reward) ?? 0) + 1 / rewards.length);
  }
  for (const [reward, share] of shares) shares.set(reward, share / known);
  return shares;
}

/** Mean of what the last values of a reward lack to 1, 0..1; null where none was told. */
function lackOf({ rewards }: Situation, policy: Policy): number | null {
  const values = rewards.filter(({ kind }) => kind === policy).flatMap(({ values: told }) => told);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + 1 - value, 0) / values.length;
}

/**
 * The profile with its drives as they are after what was learned. Attention goes where more is lacking than elsewhere:
 * d′ = d · (1 + lack − mean lack) + (0.3 + 0.4 · agreeableness) · heeded, with the mean over the rewards that one is told
 * of. The same profile where there is nothing to learn from.
 */
export function learned(heeds: (advice: string) => Heeded, profile: Profile, situation: Situation): Profile {
  const { advice, rewards } = situation;
  if (rewards.length === 0 && (advice === null || advice === '')) return profile;
  const shares = heeds(advice ?? '');
  const trust = LEARN.heed + LEARN.agreeable * profile.agreeableness;
  const lacks = new Map(POLICIES.map((policy) => [policy, lackOf(situation, policy)]));
  const told = [...lacks.values()].filter((lack) => lack !== null);
  const mean = told.reduce((sum, lack) => sum + lack, 0) / Math.max(1, told.length);
  const urge = (policy: Policy): number => {
    const more = (lacks.get(policy) ?? mean) - mean;
    return profile[DRIVES[policy]] * (1 + LEARN.missed * more) + trust * (shares.get(policy) ?? 0);
  };
  return { ...profile, ...Object.fromEntries(POLICIES.map((policy) => [DRIVES[policy], urge(policy)])) };
}
