/** JSON within a text. Models often wrap an answer in prose or in code fences. */
import type { Json } from '../../core/util/json.js';

/**
 * Most characters that are read and parsed, a thousand times the work for an answer of 2,000 characters. A model that repeats
 * itself opens thousands of braces. A text that takes more work than this has no answer.
 */
const MOST_WORK = 8_000_000;

/** The value of a text that is JSON; undefined if it is not. */
export function parsedJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The first balanced `{…}` of a text that can be parsed. Undefined if there is none, or if finding it takes too much work. */
export function embeddedJson(text: string): Json | undefined {
  const ends = new Ends(text);
  let work = 0;
  for (let start = text.indexOf('{'); start >= 0; start = text.indexOf('{', start + 1)) {
    const end = ends.of(start);
    if (end >= 0 && canBegin(text, start)) {
      work += end - start;
      const value = parsedJson(text.slice(start, end + 1));
      if (value !== undefined) return value;
    }
    if (work + ends.looked > MOST_WORK) return undefined;
  }
  return undefined;
}

/** An object begins with the quote of a key, or ends immediately. */
function canBegin(text: string, start: number): boolean {
  for (let i = start + 1; ; i++) {
    const c = text[i];
    if (c === '"' || c === '}') return true;
    if (c !== ' ' && c !== '\n' && c !== '\r' && c !== '\t') return false;
  }
}

/**
 * Finds where the braces of a text are closed. Whether a quote opens or closes depends on the brace where the search begins. One
 * search finds the ends of all braces outside of quotes, so later braces often need no search of their own.
 */
class Ends {
  readonly #ends = new Map<number, number>();
  /** Number of characters read so far. */
  looked = 0;

  constructor(readonly text: string) {}

  /** Position of the brace that closes the one at `start`; −1 if there is none. */
  of(start: number): number {
    if (!this.#ends.has(start)) this.#look(start);
    return this.#ends.get(start)!;
  }

  #look(start: number): void {
    const { text } = this;
    const open: number[] = [];
    let quoted = false;
    let i = start;
    for (; i < text.length; i++) {
      const c = text[i];
      if (quoted) {
        if (c === '\\') i++;
        else if (c === '"') quoted = false;
      } else if (c === '"') quoted = true;
      else if (c === '{') open.push(i);
      else if (c === '}') {
        this.#ends.set(open.pop()!, i);
        if (open.length === 0) break;
      }
    }
    for (const one of open) this.#ends.set(one, -1);
    this.looked += i - start;
  }
}
