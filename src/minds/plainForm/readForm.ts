/**
 * Reads an answer to a form in plain text, which is untrusted data. Labels may come in any order and with any marks around them. A line that
 * cannot be read stays unread; no value is invented. Text between « and » was written by others, so labels in it are ignored.
 */
import type { Json } from '../../core/util/json.js';
import type { FormLine } from '../../engine/model/question.js';
import type { FormAsked } from '../../engine/model/mind.js';

/** Values of the lines that could be read, by their ids. */
export function readForm(text: string, form: FormAsked): ReadonlyMap<string, Json> {
  const own = withoutBeginning(text, form.reply).replace(/\*\*|^```\w*$/gm, '');
  const values = new Map<string, Json>();
  const sections = sectionsIn(own, form.lines);
  for (const line of form.lines) {
    const whole = form.lines.length === 1 ? [own] : [];
    const labelled = sections.has(line.id) ? [sections.get(line.id)!] : [];
    // After a beginning, the value comes at once, and what follows can repeat the form.
    const said = form.reply === '' ? [...labelled, ...whole] : [...whole, ...labelled];
    const value = said.map((one) => valueIn(one, line, form)).find((one) => one !== undefined);
    if (value !== undefined) values.set(line.id, value);
  }
  return values;
}

/** Some servers repeat the beginning of the answer that they were given. */
const withoutBeginning = (text: string, reply: string): string =>
  reply !== '' && text.trimStart().startsWith(reply) ? text.trimStart().slice(reply.length) : text;

/** The text after each label up to the next label. Of several, the first one counts. */
function sectionsIn(text: string, lines: readonly FormLine[]): ReadonlyMap<string, string> {
  const open = unquoted(text);
  const places = lines.flatMap((line) =>
    [...open.matchAll(labelOf(line))].map((match) => ({ id: line.id, from: match.index, to: match.index + match[0].length })),
  );
  // A label can be the end of another one: the longer one counts.
  const found = places.sort((a, b) => a.to - b.to || a.from - b.from).filter(({ to }, i) => i === 0 || places[i - 1]!.to < to);
  const sections = new Map<string, string>();
  for (const [i, { id, to }] of found.entries()) if (!sections.has(id)) sections.set(id, text.slice(to, found[i + 1]?.from).trim());
  return sections;
}

/** The text with blanks in place of what is between « and », so that places stay the same. An open fence lasts to the end. */
const unquoted = (text: string): string => text.replace(/«[^»]*(»|$)/g, (quoted) => ' '.repeat(quoted.length));

/** A label at the beginning of a line or after a semicolon, with marks before it and a note in brackets after it. */
function labelOf({ label }: FormLine): RegExp {
  const words = label.trim().split(/\s+/).map(escaped).join('\\s+');
  return new RegExp(`(?:^|[\\n;])[\\s>"'\`*#.()\\d-]*${words}["'\`]*\\s*(?:\\([^)\\n]*\\)\\s*)?[:=]`, 'giu');
}

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** The value of a line, or undefined. */
function valueIn(said: string, line: FormLine, form: FormAsked): Json | undefined {
  if (line.kind === 'text') return textIn(said, form);
  const first = (unquoted(said).trim().split('\n')[0] ?? '').replace(/^[\s:=."'`-]+(?!\d)|^[\s:="'`]+/, '').trim();
  if (first === '') return undefined;
  switch (line.kind) {
    case 'number':
      return isEcho(first, form) ? undefined : numberIn(first, line);
    case 'boolean':
      return booleanIn(first);
    case 'choice':
      return choicesIn(first, line.words, false)?.[0];
    case 'list':
      return choicesIn(first, line.words, true);
  }
}

/** Letters and digits in lower case, with single spaces. */
const plainOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Whether a text has at least two words and only repeats the words of the form. */
const isEcho = (text: string, { told }: FormAsked): boolean => {
  const words = plainOf(text);
  return words.includes(' ') && ` ${plainOf(told)} `.includes(` ${words} `);
};

function textIn(said: string, form: FormAsked): string | undefined {
  const whole = form.cut ? wholeSentences(said.trim()) : said.trim();
  const opened = form.reply.endsWith('"');
  const closed = opened ? (/^([\s\S]*?)"\s*(\n|$)/.exec(whole)?.[1] ?? whole) : whole;
  const text = closed.replace(/^["“«\s]+|["”»\s]+$/g, '');
  return /[\p{L}\p{N}]/u.test(text) && !isEcho(text, form) ? text : undefined;
}

/** An answer that was cut, up to its last whole sentence, or to its last whole word. */
const wholeSentences = (text: string): string => /^[\s\S]*[.!?…。！？]["”»]*/u.exec(text)?.[0] ?? text.replace(/\s+\S*$/, '');

const NUMBER = /(?<![\p{L}\p{N}.,])[-−]?\d+(?:[.,]\d+)?(?![\p{L}\d])/gu;

/** The first number, if it is in range. A range or a count of numbers, as in the form, is none. */
function numberIn(text: string, { low, high, whole }: FormLine): number | undefined {
  const numbers = [...text.matchAll(NUMBER)].map(([found]) => Number(found.replace('−', '-').replace(',', '.')));
  const [value, second, third] = numbers;
  if (value === undefined) return undefined;
  if (value === low && second === high && low !== high && numbers.length === 2 && !/\/|\bof\b/.test(text)) return undefined;
  if (second === value + 1 && third === value + 2) return undefined;
  const isIn = (low === null || value >= low) && (high === null || value <= high);
  return isIn && (!whole || Number.isInteger(value)) ? value : undefined;
}

const YES = /^(yes|true|1)$/;
const NO = /^(no|false|0)$/;

/** The first word that says yes or no. Both of them, as in the form, say nothing. */
function booleanIn(text: string): boolean | undefined {
  const words = plainOf(text).split(' ');
  const [said, ...others] = [...new Set(words.flatMap((word) => (YES.test(word) ? [true] : NO.test(word) ? [false] : [])))];
  return others.length > 0 && !YES.test(words[0]!) && !NO.test(words[0]!) ? undefined : isList(words) ? undefined : said;
}

/** `yes or no`, in words or with another sign between them. */
const isList = (words: readonly string[]): boolean =>
  words.length <= 3 && words.some((word) => YES.test(word)) && words.some((word) => NO.test(word));

/** The options that a text names, by name or number, in its order. A text that names them all, as in the form, chooses none of them. */
function choicesIn(text: string, words: readonly string[], many: boolean): string[] | undefined {
  const named = words
    .flatMap((word) => {
      const at = new RegExp(`(?<![\\p{L}\\p{N}_])${escaped(word).replaceAll('_', '[_ ]')}(?![\\p{L}\\p{N}_])`, 'iu').exec(text);
      return at ? [{ word, from: at.index, to: at.index + at[0].length }] : [];
    })
    .filter(({ from, to }, i, all) => all.every((other, j) => i === j || other.from > from || other.to < to))
    .sort((a, b) => a.from - b.from)
    .map(({ word }) => word);
  const found = named.length > 0 ? named : numbered(text, words, many);
  const isAll = found.length > 1 && found.length >= Math.min(3, words.length);
  if (found.length === 0 || (isAll && !many)) return undefined;
  return many ? found : found.slice(0, 1);
}

/** The options that numbers name. Words that have digits in them are named, not numbered. */
function numbered(text: string, words: readonly string[], many: boolean): string[] {
  if (words.some((word) => /^\d+$/.test(word))) return [];
  const numbers = [...new Set([...text.matchAll(NUMBER)].map(([found]) => Number(found)))];
  const chosen = (many ? numbers : numbers.slice(0, 1)).map((number) => words[number - 1]);
  return chosen.every((word) => word !== undefined) ? chosen : [];
}
