/** What can be passed on: memories that the file planted, and what others passed on, in the words in which it was heard. */
import type { Situation } from '../../../engine/model/question.js';
import type { Heard } from './candidates.js';
import type { Reading } from '../perceive/readMessage.js';

const NONE: readonly string[] = [];

/** News, each once, the newest heard first; what one has said oneself lately is none. */
export function newsOf(
  { memories }: Situation,
  heard: readonly Heard[],
  mine: readonly Reading[],
  recalled: readonly Reading[],
): readonly string[] {
  const found: string[] = [];
  const add = (text: string | null): void => {
    if (text !== null && text !== '' && !found.includes(text) && !mine.some(({ told }) => told === text)) found.push(text);
  };
  for (let i = heard.length - 1; i >= 0; i--) add(heard[i]!.reading.told);
  memories.forEach(({ text, given }, i) => {
    add(recalled[i]!.told ?? (given ? text.trim() : null));
  });
  return found.length === 0 ? NONE : found;
}
