/** The context of the cursor inside `{ … }` and `[ … ]`, which can have several lines. */
/** In a path: any item of a list. No key has this name. */
export const ITEM = '-';

export interface FlowPlace {
  readonly path: readonly string[];
  readonly mode: 'key' | 'value';
  readonly prefix: string;
  readonly siblings: ReadonlyMap<string, string>;
  readonly items: readonly string[];
}

interface Level {
  readonly open: '{' | '[';
  key: string | null;
  word: string;
  readonly keys: Map<string, string>;
  readonly items: string[];
}

/** `value`: the text between a key's colon and the cursor. Null where no bracket is open. */
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
      levels.push({ open: char, key: null, word: '', keys: new Map(), items: [] });
    else if (!level) return null;
    else if (char === '}' || char === ']') {
      levels.pop();
      const outer = levels[levels.length - 1];
      if (outer) outer.word += char;
    } else step(level, char, value.charAt(i + 1));
  }
  const [last] = levels.slice(-1);
  if (!last) return null;
  const path = levels.flatMap((level) => (level.open === '[' ? [ITEM] : level.key !== null ? [level.key] : []));
  const isKey = last.open === '{' && last.key === null;
  return { path, mode: isKey ? 'key' : 'value', prefix: last.word.trimStart(), siblings: last.keys, items: last.items };
}

function step(level: Level, char: string, next: string): void {
  if (char === ',') {
    if (level.key !== null) level.keys.set(level.key, level.word.trim());
    else if (level.word.trim() !== '') level.items.push(level.word.trim());
    level.key = null;
    level.word = '';
  } else if (char === ':' && level.open === '{' && level.key === null && /^\s?$/.test(next)) {
    level.key = level.word.trim();
    level.word = '';
  } else level.word += char;
}

interface AfterFlow {
  /** How many characters of the word are after the cursor. */
  readonly length: number;
  readonly colon: boolean;
  readonly clean: boolean;
  readonly siblings: ReadonlyMap<string, string>;
  readonly items: readonly string[];
}

/** The text from the cursor to the closing bracket. */
export function afterInFlow(text: string, { prefix, mode }: Pick<FlowPlace, 'prefix' | 'mode'>): AfterFlow {
  const quote = /^['"]/.exec(prefix)?.[0];
  const word = quote ? text.slice(0, text.indexOf(quote) + 1) : (/^[^,[\]{}\n\r]*/.exec(text)?.[0] ?? '');
  const key = mode === 'key' ? /^(.*?)\s*:(?=[\s,}]|$)/.exec(word) : null;
  const rest = key ? (key[1] as string) : word.trimEnd();
  const ends = /^\s*([,\]}]|$)/.test(text.slice(word.length)) || key !== null;
  const torn = prefix === '' && (/^\s/.test(rest) || /^['"]/.test(rest) || (key !== null && rest === ''));
  const { siblings, items } = following(text.slice(rest.length));
  return { length: torn ? 0 : rest.length, colon: key !== null, clean: ends && !torn, siblings, items };
}

/** Keys and items after the one at the cursor. */
function following(text: string): Pick<AfterFlow, 'siblings' | 'items'> {
  const siblings = new Map<string, string>();
  const items: string[] = [];
  let depth = 0;
  let word: string | null = null;
  const end = (): void => {
    const [, key, value] = /^\s*([^:]+?)\s*:(?:\s+(.*))?$/s.exec(word ?? '') ?? [];
    if (key !== undefined) siblings.set(key, value ?? '');
    else if (word !== null && word.trim() !== '') items.push(word.trim());
  };
  for (const char of text) {
    if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
    if (depth < 0) break;
    if (char === ',' && depth === 0) {
      end();
      word = '';
    } else if (word !== null) word += char;
  }
  end();
  return { siblings, items };
}
