/**
 * Words of a text, for finding topics and known phrases in it. Knows letters, not languages: everything outside
 * ASCII counts as a letter, an apostrophe joins, a plural `s` is dropped on both sides of every comparison.
 */

const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code > 191;
const isApostrophe = (code: number): boolean => code === 39 || code === 0x2019;

/** Drops the plural `s` of a word of five letters or more (`allotments`, not `chess`). */
function stem(word: string): string {
  const end = word.length - 1;
  return end > 3 && word.charCodeAt(end) === 115 && word.charCodeAt(end - 1) !== 115 ? word.slice(0, end) : word;
}

const joined = (word: string): string => (word.includes("'") || word.includes('\u2019') ? word.replace(/['\u2019]/g, '') : word);

/** Lower-case words in order, apostrophes left out (`don't` is `dont`). */
export function words(text: string): string[] {
  const lower = text.toLowerCase();
  const out: string[] = [];
  let start = -1;
  for (let i = 0; i <= lower.length; i++) {
    const code = i < lower.length ? lower.charCodeAt(i) : 32;
    if (isLetter(code)) {
      if (start < 0) start = i;
    } else if (start >= 0 && !isApostrophe(code)) {
      out.push(stem(joined(lower.slice(start, i))));
      start = -1;
    }
  }
  return out;
}
