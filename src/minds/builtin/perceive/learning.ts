/**
 * Learning in context: past rewards and the advice of a coach change the drives of the agent. Nothing is stored between
 * questions; all data is in the situation. The equation is our own (docs/builtin-mind.md).
 */
import { mean } from '../../../core/util/numbers.js';
import type { Situation } from '../../../engine/model/situationTypes.js';
import type { PhraseBook } from '../phrases/phraseBook.js';
import { LEARN } from '../phrases/constants.js';
import type { Profile } from './profile.js';
import { read } from './readMessage.js';

/** The five rewards, each with the drive it satisfies. */
const DRIVES = {
  social_interaction: 'social',
  information_seeking: 'information',
  self_presentation: 'presentation',
  coordination: 'coordination',
  emotional_support: 'support',
} as const;

type Policy = keyof typeof DRIVES;
type Drive = (typeof DRIVES)[Policy];
const POLICIES = Object.keys(DRIVES) as readonly Policy[];

/** The share of advice that serves each drive, 0..1, with a sum of at most 1. */
export type Heeded = { readonly [D in Drive]: number };

const NOTHING: Heeded = { social: 0, information: 0, presentation: 0, coordination: 0, support: 0 };

/**
 * The subject of advice, as shares of the drives that it serves: from the coach's line in the book, otherwise from the
 * words in `heeds`. The shares of the words sum to 1, or to 0 if no word is known. A word for several rewards counts in
 * part for each of them.
 */
export function heeded(book: PhraseBook, advice: string): Heeded {
  const { has } = read(book, advice);
  const named = POLICIES.find((policy) => has.includes(`coach_${policy}`));
  if (named) return { ...NOTHING, [DRIVES[named]]: 1 };
  const known = [...new Set(book.words(advice))].flatMap((word) => [book.heeds.get(word) ?? []]).filter(({ length }) => length > 0);
  const share = (policy: Policy): number =>
    known.reduce((sum, rewards) => sum + (rewards.includes(policy) ? 1 / rewards.length : 0), 0) / Math.max(1, known.length);
  return Object.fromEntries(POLICIES.map((policy) => [DRIVES[policy], share(policy)])) as unknown as Heeded;
}

/** The utility that advice adds to acts that serve it: (0.5 + agreeableness) · share. */
export function trusted(heeds: (advice: string) => Heeded, { agreeableness }: Profile, { advice }: Situation): Heeded {
  if (advice === null || advice === '') return NOTHING;
  const shares = Object.entries(heeds(advice)) as readonly (readonly [Drive, number])[];
  return Object.fromEntries(shares.map(([drive, share]) => [drive, (LEARN.heed + agreeableness) * share])) as unknown as Heeded;
}

/** Mean difference of the last values of a reward to 1, 0..1; null if the situation has no values. */
function lackOf({ rewards }: Situation, policy: Policy): number | null {
  const values = rewards.filter(({ kind }) => kind === policy).flatMap(({ values: told }) => told);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + 1 - value, 0) / values.length;
}

/**
 * The profile with drives changed by learning. Drives with a larger lack than the others grow: d′ = d · (1 + lack − mean
 * lack), with the mean over the rewards in the situation. Without such rewards, the same profile.
 */
export function learned(profile: Profile, situation: Situation): Profile {
  if (situation.rewards.length === 0) return profile;
  const lacks = new Map(POLICIES.map((policy) => [policy, lackOf(situation, policy)]));
  const told = [...lacks.values()].filter((lack) => lack !== null);
  const usual = mean(told) ?? 0;
  const urge = (policy: Policy): number => profile[DRIVES[policy]] * (1 + LEARN.lack * ((lacks.get(policy) ?? usual) - usual));
  return { ...profile, ...Object.fromEntries(POLICIES.map((policy) => [DRIVES[policy], urge(policy)])) };
}
