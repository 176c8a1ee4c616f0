/** Priors of the parameters of a calibration: what a text or a list in a file means, and its faults. */
import type { Json } from '../../core/util/json.js';
import { boundsIn } from './sampling.js';
import { marked, t } from '../../core/util/l10n.js';

/** What is believed of a parameter before the runs. Bounds are inclusive. */
export type PriorSpec =
  | { readonly kind: 'uniform' | 'integer' | 'log_uniform'; readonly low: number; readonly high: number }
  /** With bounds where it is cut off; they are infinite where it is not. */
  | { readonly kind: 'normal'; readonly mean: number; readonly sd: number; readonly low: number; readonly high: number }
  | { readonly kind: 'beta'; readonly a: number; readonly b: number }
  /** Each value as likely as any other. */
  | { readonly kind: 'choice'; readonly values: readonly Json[] };

const CALL = /^([a-z_]+)\(\s*(-?[0-9.]+)\s*,\s*(-?[0-9.]+)\s*\)(?:\s+in\s+(\S+))?$/;

/** The prior that a file writes as a short form or a list; null where it is none. Its numbers can still be faulty. */
export function priorOf(written: Json): PriorSpec | null {
  if (Array.isArray(written)) return { kind: 'choice', values: written as readonly Json[] };
  const text = String(written).trim();
  const range = boundsIn(text);
  if (range) return { kind: range.isWhole ? 'integer' : 'uniform', low: range.low, high: range.high };
  const [, name, first, second, cut] = CALL.exec(text) ?? [];
  const [a, b] = [Number(first), Number(second)];
  switch (name) {
    case 'uniform':
    case 'integer':
    case 'log_uniform':
      return { kind: name, low: a, high: b };
    case 'beta':
      return { kind: name, a, b };
    case 'normal': {
      const { low, high } = (cut === undefined ? null : boundsIn(cut)) ?? { low: -Infinity, high: Infinity };
      return { kind: name, mean: a, sd: b, low, high };
    }
    default:
      return null;
  }
}

/** Why nothing can be drawn from a prior, or nothing learnt about its parameter; null where it has no fault. */
export function priorFault(prior: PriorSpec): string | null {
  switch (prior.kind) {
    case 'choice':
      return new Set(prior.values.map((value) => JSON.stringify(value))).size < 2
        ? t('A list of one value leaves nothing to calibrate. Add values, or remove the parameter.')
        : null;
    case 'beta':
      return prior.a > 0 && prior.b > 0 ? null : t('Both numbers of `beta` must be above 0.');
    case 'normal':
      if (!(prior.sd > 0)) return t('The second number of `normal` is its standard deviation, which must be above 0.');
      if (!(prior.low < prior.high)) return NOT_BELOW;
      return prior.low > prior.mean + MOST_SDS * prior.sd || prior.high < prior.mean - MOST_SDS * prior.sd
        ? t('The range of `in` is more than {0} standard deviations away from the mean.', MOST_SDS)
        : null;
    case 'log_uniform':
      if (!(prior.low > 0)) return t('The numbers of `log_uniform` must be above 0, because their logarithms are drawn.');
      return prior.low < prior.high ? null : NOT_BELOW;
    case 'integer':
      if (!Number.isInteger(prior.low) || !Number.isInteger(prior.high)) return t('The numbers of `integer` must be whole.');
      return prior.low < prior.high ? null : NOT_BELOW;
    case 'uniform':
      return prior.low < prior.high ? null : NOT_BELOW;
  }
}

const MOST_SDS = 3;
const NOT_BELOW = marked('The first number must be below the second one.');

/** The two outermost values that a prior can give, as far as they are finite; all values of a choice. */
export function priorEnds(prior: PriorSpec): readonly Json[] {
  switch (prior.kind) {
    case 'choice':
      return prior.values;
    case 'beta':
      return [0, 1];
    case 'normal':
      return Number.isFinite(prior.low) ? [prior.low, prior.high] : [prior.mean];
    default:
      return [prior.low, prior.high];
  }
}
