/** Where the cursor is inside `{ … }` and `[ … ]` of a line. */

import { ITEM } from './cursor.js';

export interface FlowPlace {
  readonly path: readonly string[];
  readonly mode: 'key' | 'value';
  readonly prefix: string;
  readonly siblings: ReadonlyMap<string, string>;
}

interface Level {
  readonly open: '{' | '[';
  key: string | null;
  word: string;
  readonly keys: Map<string, string>;
}

/** `value`: what stands between a key's colon and the cursor. Null where no bracket is open. */
export function flowAt(value: string): FlowPlace | null {
  const levels: Level[] = [];
  let quote: string | null = null;
  for (let i = 0; i < value.length; i++) {
    const char = value.charAt(i);
    const level = levels[levels.length - 1];
    if (quote !== null) {
      if (char === quote) quote = null;
      if (level) level.word += char;
    } else if ((char === '"' || char === "'") && level?.word.trim() === '') {
      quote = char;
      level.word += char;
    } else if ((char === '{' || char === '[') && (level ? level.word.trim() === '' : value.slice(0, i).trim() === ''))
      levels.push({ open: char, key: null, word: '', keys: new Map() });
    else if (!level) return null;
    else if (char === '}' || char === ']') levels.pop();
    else step(level, char, value.charAt(i + 1));
  }
  const [last] = levels.slice(-1);
  if (!last) return null;
  const path = levels.flatMap((level, i) =>
    level.open === '[' ? [ITEM] : level.key !== null && (i < levels.length - 1 || level.key !== null) ? [level.key] : [],
  );
  const isKey = last.open === '{' && last.key === null;
  return { path, mode: isKey ? 'key' : 'value', prefix: last.word.trimStart(), siblings: last.keys };
}

function step(level: Level, char: string, next: string): void {
  if (char === ',') {
    if (level.key !== null) level.keys.set(level.key, level.word.trim());
    level.key = null;
    level.word = '';
  } else if (char === ':' && level.open === '{' && level.key === null && (next === ' ' || next === '')) {
    level.key = level.word.trim();
    level.word = '';
  } else level.word += char;
}
