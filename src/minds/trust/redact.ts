/** Removes keys from texts for users and logs. This is the last line of defence: keys should not reach such texts. */
import { keyFilter } from './keyFilter.js';

const shapes: readonly RegExp[] = [
  /\b(?:Bearer|Basic)\s+[^\s"',;]+/gi,
  /\b(?:sk|pk|gsk|xai|rk|hf|ghp|AIza|AKIA)[-_][A-Za-z0-9_*.-]{6,}/g,
  /\b(?:AIza|AKIA|ASIA)[A-Za-z0-9_-]{12,}/g,
];

/** Shorter keys are not secret, and would match in any text. */
const SHORTEST = 4;

/** `text` with every given key, in any usual spelling, and everything that looks like one replaced by `[key]`. */
export function redact(text: string, keys: readonly (string | null)[] = []): string {
  let clean = text;
  for (const key of keys) clean = keyFilter(key, SHORTEST).text(clean);
  for (const shape of shapes) clean = clean.replace(shape, '[key]');
  return clean;
}

/**
 * Makes an untrusted text, such as a server's words, safe to quote: one line, no control or direction-changing characters,
 * at most `limit` characters, no keys.
 */
export function quotable(text: string, keys: readonly (string | null)[] = [], limit = 200): string {
  const line = redact(text, keys)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return line.length <= limit ? line : `${line.slice(0, limit - 1).trimEnd()}…`;
}
