/** How long a server asks to be left alone: `Retry-After` in seconds or as a date. Strangers' data, so read with care. */

/** Milliseconds to wait, or null where the fault says nothing that can be understood. */
export function retryAfterMs(fault: object, date: number): number | null {
  const { retryAfter } = fault as { readonly retryAfter?: unknown };
  if (typeof retryAfter !== 'string') return null;
  const text = retryAfter.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  if (!/^[A-Za-z]{3}, /.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - date);
}
