/** The classes of colours of groups: those of agents for words, a ramp from pale to strong for ranges of numbers. */
import { HUES } from '../../ui/palette.js';

/** Steps of the ramp in the style sheet. */
const STEPS = 12;

/** One class for each of `count` groups. Groups after the eighth have paler hues. */
export function groupColours(count: number, isRamp: boolean): readonly string[] {
  return Array.from({ length: count }, (_, i) =>
    isRamp ? `ramp-${Math.round((i / Math.max(1, count - 1)) * (STEPS - 1))}` : `tone-${i % HUES}${i >= HUES ? ' pale' : ''}`,
  );
}
