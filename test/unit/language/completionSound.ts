/**
 * What completion is held to: that an item which is taken never makes an error. Owns how an item is taken (as the editor
 * does it), where the cursor is put, and which follow-ups of something half written are no errors of the item.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CompletionItem, Diagnostic, LanguageService } from '../../../src/language/index.js';
import { createLanguageService } from '../../../src/language/index.js';
import { plainText } from '../../../src/language/features/completion/snippets.js';

export const STUDY = 'file:///study/main.society';

/** A service with the library that ships. */
export const withLibrary = (): LanguageService =>
  createLanguageService({
    read: (uri) => {
      if (uri === 'file:///study/people.society') return Promise.resolve('society: 1\npersonas:\n  zoe: { name: Zoe }\n');
      const path = join(process.cwd(), 'library', uri.slice('society-library:/'.length));
      return Promise.resolve(uri.startsWith('society-library:/') && existsSync(path) ? readFileSync(path, 'utf8') : null);
    },
    list: () => Promise.resolve(['file:///study/main.society', 'file:///study/people.society']),
    roots: () => ['file:///study'],
  });

export const shipped = (folder: string): readonly string[] =>
  readdirSync(join(process.cwd(), folder))
    .filter((name) => /\w\.society$/.test(name))
    .map((name) => readFileSync(join(process.cwd(), folder, name), 'utf8'));

export interface Spot {
  readonly text: string;
  readonly offset: number;
  /** The text without the line that is being written. */
  readonly without: string;
}

/**
 * Three ways to be at an offset: in the text as it is; in a line that ends there, as while it is typed; and in a new line
 * below, as deep as this one's text or one step deeper.
 */
export function spotAt(text: string, offset: number, way: number): Spot {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset) < 0 ? text.length : text.indexOf('\n', offset);
  const without = text.slice(0, start) + text.slice(Math.min(end + 1, text.length));
  if (way === 0) return { text, offset, without };
  if (way === 1) return { text: text.slice(0, offset) + text.slice(end), offset, without };
  const indent = /^ */.exec(text.slice(start, end))?.[0].length ?? 0;
  const fresh = ' '.repeat(way === 2 ? indent : indent + 2);
  return { text: `${text.slice(0, end)}\n${fresh}${text.slice(end)}`, offset: end + 1 + fresh.length, without: text };
}

/** Would the editor show it, with what is typed already? Its letters must be in the label, in their order. */
export function isShown(item: CompletionItem, typed: string): boolean {
  const label = item.label.toLowerCase();
  let at = 0;
  for (const letter of typed.toLowerCase().trim()) {
    at = label.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** The text once an item is taken: placeholders at their defaults, further lines as deep as the first. */
export function taken(text: string, item: CompletionItem): { readonly text: string; readonly from: number; readonly to: number } {
  const lines = text.split('\n');
  const at = ({ line, character }: { line: number; character: number }): number =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
  const [from, end] = [at(item.replace.start), at(item.replace.end)];
  const indent = /^ */.exec(lines[item.replace.start.line] ?? '')?.[0] ?? '';
  const insert = plainText(item.insert).replaceAll('\n', `\n${indent}`);
  return { text: text.slice(0, from) + insert + text.slice(end), from, to: from + insert.length };
}

/**
 * What is still to be filled in after an item is taken: the value of a key, the other keys of a map that needs them, the
 * arguments of a call, what is done with a name in an effect; and a formula that ends with a name goes on, as in
 * `reciprocity > 0.5` and `all.age`, up to the bracket that closes it.
 */
const isFollowUp = ({ code, message }: Diagnostic, ends: boolean): boolean =>
  (ends &&
    (['expression-wrong-type', 'expression-never-equal'].includes(code) ||
      /^The expression ends too early|is not closed\.$/.test(message))) ||
  ['missing-value', 'empty-item', 'missing-key'].includes(code) ||
  (code === 'expression-wrong-arguments' && message.startsWith('An argument is missing')) ||
  (code === 'expression-syntax' && message.startsWith('This changes nothing'));

export const errorsOf = async (service: LanguageService, text: string): Promise<readonly Diagnostic[]> => {
  service.set(STUDY, text);
  return (await service.diagnostics(STUDY)).filter(({ severity }) => severity === 'error');
};

const told = ({ code, message }: Diagnostic): string => `${code}: ${message}`;

/** Kinds of what is asked for. Each can be chosen; what an effect makes of the other is to be changed with it. */
const KINDS: ReadonlySet<string> = new Set(['0..10', 'number', 'yes_no', 'text', 'agent', 'message']);

/**
 * Errors that an item makes: those that are in neither the text before nor the text without the line. Follow-ups of
 * what is half written do not count.
 */
export async function madeBy(
  service: LanguageService,
  spot: Spot,
  item: CompletionItem,
  known: ReadonlySet<string>,
): Promise<readonly string[]> {
  const { text, to } = taken(spot.text, item);
  const declares = KINDS.has(item.label);
  const ends = (item.kind === 'variable' || item.kind === 'function') && !/^[\w.(]/.test(text.slice(to));
  return (await errorsOf(service, text))
    .filter((found) => !isFollowUp(found, ends) && !known.has(told(found)) && !(declares && found.code === 'expression-wrong-type'))
    .map(told);
}

export async function knownBefore(service: LanguageService, spot: Spot): Promise<ReadonlySet<string>> {
  const before = await errorsOf(service, spot.text);
  const without = await errorsOf(service, spot.without);
  return new Set([...before, ...without].map(told));
}

/** The same places on every machine. */
export function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}
