/** Lists as Python prints them, as found in columns of tables: `['a', "b's", 3, None]`. */
import type { Json } from '../../../core/util/json.js';

const TOKEN = /\s*(?:(\[|\]|,)|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?)|(None|True|False|nan))/y;
const WORDS: { readonly [word: string]: Json } = { None: null, True: true, False: false, nan: null };

/** The items of a list, or null where the text is none. Nested lists are not read. */
export function pythonList(text: string): readonly Json[] | null {
  const items: Json[] = [];
  let [at, wants] = [0, 'start' as 'start' | 'item' | 'comma' | 'end'];
  while (wants !== 'end') {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) return null;
    at = TOKEN.lastIndex;
    const [, mark, single, double, number, word] = found;
    if (mark === '[' && wants === 'start') wants = 'item';
    else if (mark === ']' && wants !== 'start') wants = 'end';
    else if (mark === ',' && wants === 'comma') wants = 'item';
    else if (mark === undefined && wants === 'item') {
      items.push(number !== undefined ? numberOf(number) : word !== undefined ? WORDS[word]! : unescaped(single ?? double ?? ''));
      wants = 'comma';
    } else return null;
  }
  return text.slice(at).trim() === '' ? items : null;
}

/** Ids that are too long for a number stay text. */
const numberOf = (digits: string): Json => (digits.length > 15 ? digits : Number(digits));

const ESCAPES: { readonly [letter: string]: string } = { n: '\n', t: '\t', r: '\r' };
const unescaped = (text: string): string =>
  text.replace(/\\(?:x([\da-f]{2})|u([\da-f]{4})|(.))/gi, (_, hex: string | undefined, unicode: string | undefined, letter: string) =>
    hex || unicode ? String.fromCharCode(Number.parseInt(hex ?? unicode!, 16)) : (ESCAPES[letter] ?? letter),
  );
