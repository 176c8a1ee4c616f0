/** What can be passed on: memories that the file planted, and what others passed on, in the words in which it was heard. */
import type { Situation } from '../../engine/question.js';
import type { PhraseBook } from './book.js';
import type { Heard } from './candidates.js';
import type { Reading } from './reading.js';

/** What stands behind a line that passes something on; null where the text holds none. */
function toldIn(book: PhraseBook, { lines, has }: Reading, text: string): string | null {
  if (!has.includes('pass_on')) return null;
  for (const id of lines) {
    const line = book.lines[id];
    const frame = line?.moment === 'pass_on' ? (line.parts[0] ?? '') : '';
    const at = frame === '' ? -1 : text.indexOf(frame);
    if (at >= 0) return text.slice(at + frame.length).trim();
  }
  return null;
}

/** News, each once, the newest heard first; what one has said oneself lately is none. */
export function newsOf(
  book: PhraseBook,
  situation: Situation,
  heard: readonly Heard[],
  mine: readonly Reading[],
  recalled: readonly Reading[],
): readonly string[] {
  const own = new Set(situation.mine.map(({ text }, i) => toldIn(book, mine[i]!, text)));
  const found = new Set<string>();
  const add = (text: string | null): void => {
    if (text !== null && text !== '' && !own.has(text)) found.add(text);
  };
  for (const { seen, reading } of heard.toReversed()) add(toldIn(book, reading, seen.text));
  situation.memories.forEach(({ text, given }, i) => {
    add(toldIn(book, recalled[i]!, text) ?? (given ? text.trim() : null));
  });
  return [...found];
}
