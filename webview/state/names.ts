/** Names as a picture can show them: one line, without signs that turn the writing direction around, and not endless. */

const LONGEST = 24;
/** Controls, and the signs that change direction or hide; a name has no use for them in a label. */
const UNSEEN = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** Whether a text has anything to see. */
export const isBlank = (text: string): boolean => text.replace(UNSEEN, '').trim() === '';

/** Plain signs with single spaces between: nothing to change. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

export function labelText(name: string): string {
  if (name.length <= LONGEST && PLAIN.test(name)) return name;
  const line = name.slice(0, 400).replace(/\s+/gu, ' ').replace(UNSEEN, '').trim();
  const signs = [...line];
  return signs.length <= LONGEST
    ? line
    : `${signs
        .slice(0, LONGEST - 1)
        .join('')
        .trimEnd()}…`;
}

/** A text cut for a quotation, at a word where there is one near. */
export function snippet(text: string, longest: number): string {
  const line = text
    .slice(0, longest * 4)
    .replace(/\s+/gu, ' ')
    .trim();
  const signs = [...line];
  if (signs.length <= longest) return line;
  const cut = signs.slice(0, longest).join('');
  const space = cut.lastIndexOf(' ');
  return `${(space > longest * 0.6 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
