/** Names for labels: one line of limited length, without characters that change the writing direction. */

const LONGEST = 24;
/** Control characters, and characters that change the direction or are invisible. A label does not need them. */
const UNSEEN = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** Whether a text has no visible characters. */
export const isBlank = (text: string): boolean => text.replace(UNSEEN, '').trim() === '';

/** Plain characters with single spaces between them. Such a text needs no change. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

export function labelText(name: string): string {
  if (name.length <= LONGEST && PLAIN.test(name)) return name;
  const line = name.slice(0, 400).replace(/\s+/gu, ' ').replace(UNSEEN, '').trim();
  const signs = [...line];
  if (signs.length <= LONGEST) return line;
  // A number at the end is what tells such names apart.
  const [end = ''] = / \d{1,9}$/.exec(line) ?? [];
  return `${signs
    .slice(0, LONGEST - 1 - end.length)
    .join('')
    .trimEnd()}…${end}`;
}

/** A text cut for a quotation, at the end of a word if one is near. */
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
