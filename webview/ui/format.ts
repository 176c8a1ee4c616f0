/** Formats numbers and lists of names for the panel, the same on every machine. */
import { groupedFor as group, t } from '../../src/core/util/l10n.js';

/** `1 call`, `2 calls`, from `{0} call` and `{0} calls`. */
export const count = (n: number, one: string, many: string): string => t(n === 1 ? one : many, group(n));

export { group };

/** A measure or strength as text: counts and large values as whole numbers, otherwise two decimals, small values with two significant digits, a dash if undefined. */
export function decimal(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 100 || (Number.isInteger(value) && Math.abs(value) > 1)) return group(Math.round(value));
  // A value that rounds to zero has no sign.
  if (Math.abs(value) < 5e-7) return '0.00';
  return Math.abs(value) >= 0.1 ? value.toFixed(2) : value.toFixed(Math.min(6, 1 - Math.floor(Math.log10(Math.abs(value)))));
}

/** The values on an axis as texts, with equal decimals; as in `5e-5` if that takes more than three. */
export function onAxis(ticks: readonly number[]): (tick: number) => string {
  if (ticks.every(Number.isInteger)) return group;
  const places = [1, 2, 3].find((n) => ticks.every((tick) => Math.abs(tick - Number(tick.toFixed(n))) < 1e-9));
  if (places !== undefined) return (tick) => tick.toFixed(places);
  return (tick) => (tick === 0 ? '0' : tick.toExponential(1).replace('.0', ''));
}

/** A value of a series as text: a whole number if all values of the series are whole, such as a count; otherwise as `decimal`. */
export const figure = (value: number | null | undefined, series: readonly (number | null)[]): string =>
  typeof value === 'number' && series.every((one) => one === null || Number.isInteger(one)) ? group(value) : decimal(value);

/** `Ada`, `Ada and Ben`, `Ada, Ben and 3 others`. */
export function names(list: readonly string[], most = 4): string {
  if (list.length <= 1) return list[0] ?? '';
  if (list.length <= most) return t('{0} and {1}', list.slice(0, -1).join(', '), list[list.length - 1]);
  return t('{0} and {1}', list.slice(0, most - 1).join(', '), count(list.length - most + 1, '{0} other', '{0} others'));
}
