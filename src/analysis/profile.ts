/**
 * What sort of speaker an agent is: how often its messages show certain signs, found by rule, and how different the
 * speakers are from each other. Words of agreement belong to a language, so they are handed in.
 */
import { wordsInOrder } from './lexical.js';

/** A message as the signs are read off it. */
export interface Utterance {
  readonly author: number;
  readonly text: string;
  /** It addresses or names another agent. */
  readonly names: boolean;
}

export type Flag = 'phatic' | 'xref' | 'agree';

/** A message of fewer words is phatic. */
export const PHATIC_WORDS = 15;

/**
 * Signs of a message: `phatic` fewer than 15 words, `xref` names another agent, `agree` names another agent and has
 * one of the words or phrases of agreement. By rule, where arXiv 2604.00026 has two judges; its other flags need one.
 */
export function flagsOf({ text, names }: Utterance, agreement: readonly string[] = []): ReadonlySet<Flag> {
  const words = wordsInOrder(text);
  const spoken = ` ${words.join(' ')} `;
  const found = new Set<Flag>();
  if (words.length < PHATIC_WORDS) found.add('phatic');
  if (names) found.add('xref');
  if (names && agreement.some((phrase) => spoken.includes(` ${wordsInOrder(phrase).join(' ')} `))) found.add('agree');
  return found;
}

/** Share of each agent's messages that show each sign, 0..1, in the order phatic, xref, agree; null for an agent that said nothing. */
export function profiles(
  utterances: readonly Utterance[],
  agents: number,
  agreement: readonly string[] = [],
): readonly (readonly number[] | null)[] {
  const flags: readonly Flag[] = ['phatic', 'xref', 'agree'];
  const counts = Array.from({ length: agents }, () => [0, 0, 0, 0]);
  for (const utterance of utterances) {
    const own = counts[utterance.author];
    if (!own) continue;
    const found = flagsOf(utterance, agreement);
    own[3]!++;
    flags.forEach((flag, i) => {
      if (found.has(flag)) own[i]!++;
    });
  }
  return counts.map(([a, b, c, all]) => (all === 0 ? null : [a! / all!, b! / all!, c! / all!]));
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
