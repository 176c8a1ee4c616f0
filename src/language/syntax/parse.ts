/**
 *  * Parses a text to a tree, with readable problems at useful places. Never fails. An incomplete line or an unclosed quote
 * would make YAML misread the following text. Such a line is blanked out and the text is parsed again, so that the rest of
 * the file is read correctly.
 */
import { parseDocument, type ScalarTag, Schema, type Tags, type YAMLError } from 'yaml';
import { errorAt, type Problem } from '../text/problem.js';
import { indentOf, type Lines, lineAt, lineOffsets, linesOf, lineText, positionAt } from '../text/lines.js';
import { type Converted, convert } from './convert.js';
import type { TreeNode } from './node.js';
import type { Origin } from './nodeAt.js';
import { quickTree } from './plainYamlParser.js';
import { conflictProblems, withUpperVersions } from './mergeConflicts.js';
import { explain, type Explained } from './syntax.js';
import { t } from '../../core/util/l10n.js';

export interface Tree {
  readonly uri: string;
  readonly text: string;
  readonly lines: Lines;
  readonly root: TreeNode | null;
  readonly problems: readonly Problem[];
  /** Lines with a syntax problem. Problems of other checks on them would only be a consequence. */
  readonly broken: ReadonlySet<number>;
  /** Whether the structure is uncertain and must not be checked: a tab indents, versions are in conflict, or the file was not read. */
  readonly guessed: boolean;
}

const MOST_REPAIRS = 6;
/** If this many problems remain after two repairs, more repairs would not help. */
const HOPELESS = 100;
/** Above this size, a file with errors is parsed only once. */
export const REPAIRED_UP_TO = 400_000;

/** More parts than this are not read: a parser's memory grows with them, not with the length of the text. */
export const MOST_PARTS = 800_000;
const SMALL = 500_000;

const integer: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^(?:0|-?[1-9][0-9]{0,14})$/,
  identify: (value) => Number.isInteger(value),
  resolve: (text) => Number(text),
};
const float: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  test: /^-?(?:0|[1-9][0-9]{0,14})\.[0-9]+$/,
  identify: (value) => typeof value === 'number',
  resolve: (text) => Number(text),
};
const isNumberTag = (tag: Tags[number]): boolean => typeof tag === 'object' && (tag.tag === integer.tag || tag.tag === float.tag);

/** `plainly`: whether the quick parser reads plain YAML. */
export function parseTree(uri: string, text: string, plainly = true): Tree {
  const lines = linesOf(text);
  if (text.length > SMALL && partsOf(text) > MOST_PARTS) return tooLarge(uri, text, lines);
  const source = readable(text);
  const unread = text === source ? [] : unreadable(text, lines);
  const parsed = parseRepaired(source, text.length <= REPAIRED_UP_TO, { at: 0 }, plainly);
  const problems = unread.length > 0 ? unread : onePerLine(parsed.problems, lines);
  return { uri, text, lines, root: parsed.converted.root, problems, broken: brokenLines(problems, lines), guessed: isGuess(unread, lines) };
}

/** The tree and the problem of a text that is too large to parse. */
function tooLarge(uri: string, text: string, lines: Lines): Tree {
  const at = lineOffsets(lines, 0);
  const problems = [errorAt('too-large', t('This file is too large to be read. Split it with `imports`.'), at)];
  return { uri, text, lines, root: null, problems, broken: new Set([0]), guessed: true };
}

/** The text, of the same length, without what would hide the rest: with a space for each tab, and with one version of each conflict. */
export const readable = (text: string): string => withUpperVersions(text).replaceAll('\t', ' ');

/** Problems of what `readable` leaves out. */
export function unreadable(text: string, lines: Lines): Problem[] {
  const conflicts = conflictProblems(text);
  return conflicts.length > 0 ? conflicts : tabProblems(text, lines);
}

/** Lines that other checks skip. */
export const brokenLines = (problems: readonly Problem[], lines: Lines): Set<number> =>
  new Set(problems.filter((p) => p.code !== 'duplicate-key').map((p) => lineAt(lines, p.at[0])));

/** Whether a tab or a marker of a conflict starts a line, so that the structure is uncertain. */
export const isGuess = (unread: readonly Problem[], lines: Lines): boolean =>
  unread.some(({ at }) => lineText(lines, lineAt(lines, at[0])).slice(0, positionAt(lines, at[0]).character).trim() === '');

export interface Repaired {
  readonly converted: Converted;
  /** All problems, in no order. */
  readonly problems: readonly Problem[];
  /** Whether YAML itself found an error. */
  readonly faulty: boolean;
}

/** Parses a text, and blanks out parts that would make YAML misread the rest. */
export function parseRepaired(text: string, repair: boolean, origin: Origin, plainly = true): Repaired {
  const quick = plainly ? quickTree(text, origin) : null;
  if (quick) return { converted: { ...quick, unclosed: [], anchored: false, aliased: false }, problems: quick.problems, faulty: false };
  const found: Problem[] = [];
  const renamed = new Map<number, string>();
  let source = text;
  let parsed = parseOnce(source, renamed, origin);
  for (let round = 0; repair && round < MOST_REPAIRS; round++) {
    const next = parsed.explained.find((item) => item.blot !== null);
    if (!next?.blot || (round >= 2 && parsed.explained.length > HOPELESS)) break;
    found.push(next.problem);
    source = source.slice(0, next.blot[0]) + next.fill.repeat(next.blot[1] - next.blot[0]) + source.slice(next.blot[1]);
    if (next.key) renamed.set(next.key.start, next.key.name);
    parsed = parseOnce(source, renamed, origin);
  }
  const { converted, explained } = parsed;
  const problems = [...found, ...explained.map((item) => item.problem), ...converted.problems];
  return { converted, problems, faulty: found.length > 0 || explained.length > 0 };
}

/** Created once: a schema for each piece of a text would cost more than parsing the piece. */
const YAML_SCHEMA = new Schema({
  schema: 'core',
  merge: false,
  resolveKnownTags: true,
  customTags: (tags) => [...tags.filter((tag) => !isNumberTag(tag)), integer, float],
});

interface Parsed {
  readonly converted: Converted;
  readonly explained: readonly Explained[];
}

/** Without stack traces, creating the errors of a broken text is much faster. */
const errors = Error as { stackTraceLimit?: number };

function parseOnce(source: string, renamed: ReadonlyMap<number, string>, origin: Origin): Parsed {
  const limit = errors.stackTraceLimit;
  try {
    if (limit !== undefined) errors.stackTraceLimit = 0;
    const document = parseDocument(source, {
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'error',
      version: '1.2',
      schema: YAML_SCHEMA,
      stringKeys: false,
    });
    const converted = convert(document.contents, source, renamed, origin);
    const found: YAMLError[] = [...document.errors, ...document.warnings];
    return { converted, explained: explain(found, converted, source) };
  } catch {
    const problem = errorAt('too-deep', t('This is nested too deeply to be read.'), [0, Math.min(source.length, 1)]);
    return {
      converted: { root: null, problems: [], unclosed: [], anchored: false, aliased: false },
      explained: [{ problem, blot: null, fill: ' ' }],
    };
  } finally {
    if (limit !== undefined) errors.stackTraceLimit = limit;
  }
}

/** The most characters of a file. The largest society of ten thousand people has a quarter of that. */
const MOST_CHARACTERS = 8_000_000;

/** A rough count of keys, items, quotes and brackets; infinite if a text is too long to be read. */
export function partsOf(text: string): number {
  if (text.length > MOST_CHARACTERS) return Infinity;
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === 33 || char === 34 || char === 39 || char === 38 || char === 42 || char === 44 || char === 91 || char === 123) count++;
    else if ((char === 58 || char === 45 || char === 63) && (text.charCodeAt(i + 1) <= 32 || i + 1 === text.length)) count++;
  }
  return count;
}

/** How many spaces replace tabs: at the start of a line as many as fit the line above, elsewhere two for each. */
function spacesFor(lines: Lines, at: number, tabs: number): number {
  const line = lineAt(lines, at);
  if (at !== lineOffsets(lines, line)[0]) return 2 * tabs;
  for (let above = line - 1; above >= 0; above--) {
    const text = lineText(lines, above);
    if (text.trim() === '' || text.startsWith('\t')) continue;
    return indentOf(text) + (/:\s*([|>][-+0-9]*)?$/.test(text) ? 2 : 0);
  }
  return 2 * tabs;
}

function tabProblems(text: string, lines: Lines): Problem[] {
  const problems: Problem[] = [];
  for (let at = text.indexOf('\t'); at >= 0 && problems.length < 100; at = text.indexOf('\t', at)) {
    let end = at;
    while (text[end] === '\t') end++;
    problems.push(
      errorAt(
        'tab',
        t('Tabs are not allowed here. Use spaces.'),
        [at, end],
        [
          {
            title: t('Replace tabs with spaces'),
            edits: [{ at: [at, end], text: ' '.repeat(spacesFor(lines, at, end - at)) }],
            preferred: true,
          },
        ],
      ),
    );
    at = Math.max(end, lineOffsets(lines, lineAt(lines, at))[1]);
  }
  return problems;
}

/** Keeps one problem per line. A second one is usually a consequence of the first. */
export function onePerLine(problems: readonly Problem[], lines: Lines): Problem[] {
  const seen = new Set<number>();
  return [...problems]
    .sort((a, b) => a.at[0] - b.at[0])
    .filter((problem) => {
      const line = lineAt(lines, problem.at[0]);
      if (problem.code === 'duplicate-key') return !seen.has(line);
      return !seen.has(line) && seen.add(line);
    });
}
