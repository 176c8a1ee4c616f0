/**
 * Finds a key in a text in every usual spelling: plain, after `Bearer`, with escapes of JSON at any depth, with the escapes of
 * an address, in base64 of anything that holds it, and in hexadecimal. All data from a server passes this filter before it is
 * parsed, stored or shown, because some servers and proxies repeat the header with the key.
 */

/** Replaces a key. */
export const KEY_MARK = '[key]';

/** Shorter keys are placeholders of local servers (`none`, `ollama`), and words of any text. */
const SHORTEST = 8;

/** The most backslashes before one character: JSON nested in JSON six times. Bounded, so that the search stays linear. */
const MOST_BACKSLASHES = 63;

/** Length of the longest spelling of one character: an escape within escapes. */
const WIDEST = 68;

export interface KeyFilter {
  /** Returns the text with `[key]` in place of the key. */
  readonly text: (text: string) => string;
  /** The same for an incomplete text: the result ends before anything that may be the start of a key. */
  readonly begun: (text: string) => string;
  /** The same for every text in a value of JSON, including names of members. */
  readonly json: (value: unknown) => unknown;
}

const NOTHING: KeyFilter = { text: (text) => text, begun: (text) => text, json: (value) => value };

/** A filter for one key. It does nothing for null, and for a key with fewer than `shortest` characters. */
export function keyFilter(key: string | null, shortest: number = SHORTEST): KeyFilter {
  if (key === null || key.length < shortest) return NOTHING;
  const spellings = spellingsOf(key);
  const starts = new Set(['\\', '%', ...spellings.map(({ letters }) => letters[0] as string)]);
  const longest = Math.max(...spellings.map(({ letters }) => letters.length)) * WIDEST;

  const replaced = (text: string): string => {
    let out = '';
    let done = 0;
    for (let i = 0; i < text.length; i++) {
      if (!starts.has(text[i] as string)) continue;
      for (const spelling of spellings) {
        const end = endOf(text, i, spelling.letters);
        if (end < 0) continue;
        const [from, to] = spelling.base64 ? wholeRun(text, i, end, done) : [afterScheme(text, i, done), end];
        out += text.slice(done, from) + KEY_MARK;
        done = to;
        i = to - 1;
        break;
      }
    }
    return done === 0 ? text : out + text.slice(done);
  };
  const json = (value: unknown): unknown => {
    if (typeof value === 'string') return replaced(value);
    if (Array.isArray(value)) return value.map(json);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [replaced(name), json(item)]));
  };
  const begun = (text: string): string => {
    const clean = replaced(text);
    for (let i = Math.max(0, clean.length - longest); i < clean.length; i++)
      if (spellings.some(({ letters }) => endOf(clean, i, letters) === UNFINISHED)) return clean.slice(0, i);
    return clean;
  };
  return { text: replaced, begun, json };
}

interface Spelling {
  readonly letters: string;
  /** Whether letters around it belong to the same run of base64. */
  readonly base64: boolean;
}

/** The spellings of a key. Backslashes are skipped everywhere, also in the key. */
function spellingsOf(key: string): readonly Spelling[] {
  const bytes = new TextEncoder().encode(key);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const plain = [key.replaceAll('\\', ''), hex, hex.toUpperCase()].filter((letters) => letters !== '');
  const encoded = [0, 1, 2].map((before) => within(key, before)).filter((letters) => letters.length >= SHORTEST);
  const urlSafe = encoded.map((letters) => letters.replaceAll('+', '-').replaceAll('/', '_'));
  const whole = base64(bytes);
  return [
    ...plain.map((letters) => ({ letters, base64: false })),
    ...[...new Set([...encoded, ...urlSafe, ...(encoded.length === 0 ? [whole] : [])])].map((letters) => ({ letters, base64: true })),
  ];
}

/** The letters of base64 that depend only on the key, if `before` bytes (0 to 2) precede it in a group of three. */
function within(key: string, before: number): string {
  const bytes = Uint8Array.of(...new Uint8Array(before), ...new TextEncoder().encode(key));
  const letters = base64(bytes).replace(/=+$/, '');
  return letters.slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
}

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

const NONE = -1;
const UNFINISHED = -2;

/** The end of these letters from an offset; `NONE` if they are not there, `UNFINISHED` if the text ends within them. */
function endOf(text: string, from: number, letters: string): number {
  let at = from;
  for (const letter of letters) {
    if (at >= text.length) return UNFINISHED;
    at = letterEnd(text, at, letter);
    if (at < 0) return at;
  }
  return at;
}

/** The same for one letter, which may be escaped. */
function letterEnd(text: string, from: number, letter: string): number {
  let at = from;
  while (text[at] === '\\' && at - from < MOST_BACKSLASHES) at++;
  if (at >= text.length) return UNFINISHED;
  if (at > from && text[at] === 'u') {
    const digits = text.slice(at + 1, at + 5);
    if (digits.length < 4 && /^[0-9a-f]*$/i.test(digits)) return UNFINISHED;
    if (/^[0-9a-f]{4}$/i.test(digits) && String.fromCharCode(Number.parseInt(digits, 16)) === letter) return at + 5;
  }
  if (text[at] === letter) return at + 1;
  if (text[at] !== '%') return NONE;
  let digits = at + 1;
  while (text.startsWith('25', digits) && digits - at < WIDEST) digits += 2;
  const byte = text.slice(digits, digits + 2);
  if (byte.length < 2) return UNFINISHED;
  return /^[0-9a-f]{2}$/i.test(byte) && String.fromCharCode(Number.parseInt(byte, 16)) === letter ? digits + 2 : NONE;
}

const BASE64 = /[A-Za-z0-9+/_=-]/;

/** The whole run of base64 around a match, not before `least`. */
function wholeRun(text: string, from: number, to: number, least: number): readonly [from: number, to: number] {
  let [start, end] = [from, to];
  while (start > least && BASE64.test(text[start - 1] as string)) start--;
  while (end < text.length && BASE64.test(text[end] as string)) end++;
  return [start, end];
}

/** Start of the `Bearer` or `Basic` before the key, not before `least`. */
function afterScheme(text: string, from: number, least: number): number {
  const before = text.slice(Math.max(least, from - 12), from);
  const scheme = /(?:bearer|basic)(?:\s|\+|%20|\\u0020)+$/i.exec(before);
  return scheme ? from - scheme[0].length : from;
}
