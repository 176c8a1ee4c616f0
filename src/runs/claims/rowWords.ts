/** Figures in the words of a card. */
import type { Interval } from '../../analysis/statistics/resampling.js';
import { figureText } from '../../core/util/textPosition.js';

/** For example ` [0.28, 0.34]`; empty without an interval. */
export const rangeWords = (one: Interval | null): string => (one ? ` [${figureText(one.low)}, ${figureText(one.high)}]` : '');

/** For example `p = 0.012`. */
export const chanceWords = (p: number): string => (p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`);
