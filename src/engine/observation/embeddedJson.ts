/** JSON in a text around it: models like to wrap what they answer in prose or fences. */
import type { Json } from '../../core/util/json.js';

/**
 * Characters that are looked at, and parsed, at most. A model that repeats itself opens thousands of braces; a text that
 * takes more work than this holds no answer. A thousand times the work that an answer of 2,000 characters takes.
 */
const MOST_WORK = 8_000_000;

/** The value of a text that is JSON; undefined where it is none. */
export function parsedJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The first balanced `{…}` of a text that parses; undefined where none does, or where it takes too long to find. */
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

/** An object begins with the quote of a key, or ends at once. */
function canBegin(text: string, start: number): boolean {
  for (let i = start + 1; ; i++) {
    const c = text[i];
    if (c === '"' || c === '}') return true;
    if (c !== ' ' && c !== '\n' && c !== '\r' && c !== '\t') return false;
  }
}

/**
 * Where the braces of a text are closed. Whether a quote opens or closes depends on the brace that the look begins at. A look
 * finds the ends of all braces that it meets outside of quotes, so that the next of them needs none of its own.
 */
class Ends {
  readonly #ends = new Map<number, number>();
  /** Characters looked at so far. */
  looked = 0;

  constructor(readonly text: string) {}

  /** Place of the brace that closes the one at `start`; -1 where none does. */
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
