/** Values of many members in little memory: numbers and codes of words, or a list where they do not fit. */
import { isWord, type Values, type Word } from '../../core/columns/valueText.js';
import type { Json } from '../../core/util/json.js';

/** The most different words that have codes of one byte. */
const MOST_WORDS = 256;

/** The values of `length` members; null stands for no value. `value` is called once for each, in order. */
export function memberValues(length: number, value: (position: number) => Json): Values {
  const first = length === 0 ? null : value(0);
  if (typeof first === 'number') return numbersFrom(length, first, value);
  if (isWord(first)) return wordsFrom(length, first, value);
  return listFrom([first], length, value);
}

function numbersFrom(length: number, first: number, value: (position: number) => Json): Values {
  const numbers = new Float64Array(length);
  numbers[0] = first;
  let same = true;
  for (let i = 1; i < length; i++) {
    const one = value(i);
    if (one !== null && typeof one !== 'number') {
      const list = Array.from(numbers.subarray(0, i), (number) => (Number.isNaN(number) ? null : number));
      return listFrom([...list, one], length, value);
    }
    numbers[i] = one ?? Number.NaN;
    same &&= Object.is(numbers[i], first);
  }
  return same ? { kind: 'one', length, value: first } : { kind: 'numbers', length, numbers };
}

function wordsFrom(length: number, first: Word, value: (position: number) => Json): Values {
  const words: Word[] = [first];
  const known = new Map<Json, number>([[first, 0]]);
  const codes = new Uint8Array(length);
  for (let i = 1; i < length; i++) {
    const one = value(i);
    let code = known.get(one);
    if (code === undefined) {
      code = words.length;
      if (code === MOST_WORDS || !isWord(one))
        return listFrom([...Array.from(codes.subarray(0, i), (of) => words[of]!), one], length, value);
      known.set(one, code);
      words.push(one);
    }
    codes[i] = code;
  }
  return words.length === 1 ? { kind: 'one', length, value: first } : { kind: 'words', length, words, codes };
}

function listFrom(begun: Json[], length: number, value: (position: number) => Json): Values {
  for (let i = begun.length; i < length; i++) begun.push(value(i));
  return { kind: 'list', length, list: begun };
}
