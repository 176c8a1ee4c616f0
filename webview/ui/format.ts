/** Numbers and lists of names as the panel writes them, the same on every machine. */

/** `1 call`, `2 calls`. */
export const count = (n: number, one: string, many: string): string => `${group(n)} ${n === 1 ? one : many}`;

/** `12345` → `12,345`, the same on every machine. */
export function group(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A measure or strength for reading: counts and large values whole, else two decimals, small values with two digits that count, a dash where undefined. */
export function decimal(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 100 || (Number.isInteger(value) && Math.abs(value) > 1)) return group(Math.round(value));
  // What no digit is left of is nothing, without a sign.
  if (Math.abs(value) < 5e-7) return '0.00';
  return Math.abs(value) >= 0.1 ? value.toFixed(2) : value.toFixed(Math.min(6, 1 - Math.floor(Math.log10(Math.abs(value)))));
}

/** `Ada`, `Ada and Ben`, `Ada, Ben and 3 others`. */
export function names(list: readonly string[], most = 4): string {
  if (list.length <= 1) return list[0] ?? '';
  if (list.length <= most) return `${list.slice(0, -1).join(', ')} and ${list[list.length - 1] ?? ''}`;
  return `${list.slice(0, most - 1).join(', ')} and ${count(list.length - most + 1, 'other', 'others')}`;
}
