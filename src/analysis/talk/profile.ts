/**
 * What sort of speaker an agent is: how often its messages show certain signs, found by rule or as codes of the study, and how
 * different the speakers are from each other.
 */
import type { Variables } from '../../core/events/state.js';
import { wordsInOrder } from './lexical.js';

/** A message as the signs are read off it. */
interface Utterance {
  readonly author: number;
  readonly text: string;
  /** It addresses or names another agent. */
  readonly names: boolean;
  /** What it was coded as. */
  readonly codes?: Variables;
}

/** A message of fewer words is phatic. */
const PHATIC_WORDS = 15;

/** Signs by rule: fewer than 15 words, another agent named, a question. */
const SIGNS: readonly ((utterance: Utterance) => boolean)[] = [
  ({ text }) => wordsInOrder(text).length < PHATIC_WORDS,
  ({ names }) => names,
  ({ text }) => text.includes('?'),
];

/**
 * Share of each agent's messages that show each sign, 0..1; null for an agent that said nothing. Signs are three by rule
 * (phatic, naming another, asking), then the codes that are yes or no, in the order of their names. arXiv 2604.00026 has two
 * judges read six signs; codes are how a study gives its own.
 */
export function profiles(utterances: readonly Utterance[], agents: number): readonly (readonly number[] | null)[] {
  const coded = utterances.flatMap(({ codes = {} }) => Object.keys(codes).filter((code) => typeof codes[code] === 'boolean'));
  const byCode = [...new Set(coded)].sort().map((code) => (utterance: Utterance) => utterance.codes?.[code] === true);
  return ratesOf([...SIGNS, ...byCode], utterances, agents);
}

/** As `profiles`, of the first two signs alone, as runs without the flag `counted_as_documented` have it. */
export const formerProfiles = (utterances: readonly Utterance[], agents: number): readonly (readonly number[] | null)[] =>
  ratesOf(SIGNS.slice(0, 2), utterances, agents);

function ratesOf(signs: typeof SIGNS, utterances: readonly Utterance[], agents: number): readonly (readonly number[] | null)[] {
  const shown = Array.from({ length: agents }, () => signs.map(() => 0));
  const all = new Array<number>(agents).fill(0);
  for (const utterance of utterances) {
    const own = shown[utterance.author];
    if (!own) continue;
    all[utterance.author]!++;
    signs.forEach((sign, i) => {
      if (sign(utterance)) own[i]!++;
    });
  }
  return shown.map((own, agent) => (all[agent] === 0 ? null : own.map((count) => count / all[agent]!)));
}

/**
 * Differentiation: mean cosine over pairs of profiles, 0..1; lower is more differentiated (0.56 among different models,
 * 0.85 among copies of one in arXiv 2604.00026). Agents without messages, or whose messages show no sign, are left
 * out; null with fewer than two others. Linear time, as `pairwiseSimilarity`.
 */
export function differentiation(all: readonly (readonly number[] | null)[]): number | null {
  const units = all.flatMap((profile) => {
    const length = Math.sqrt((profile ?? []).reduce((sum, x) => sum + x * x, 0));
    return profile && length > 0 ? [profile.map((x) => x / length)] : [];
  });
  const n = units.length;
  if (n < 2) return null;
  const sums = units[0]!.map((_, k) => units.reduce((sum, u) => sum + u[k]!, 0));
  const square = sums.reduce((sum, x) => sum + x * x, 0);
  return Math.min(1, (square - n) / (n * (n - 1)));
}
