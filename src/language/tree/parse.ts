/**
 * Text → tree, with problems in plain words where a person would look. Never fails. Half-typed lines and unclosed
 * quotes would make YAML misread what follows; such a line is blotted out and the text is parsed again, so that the
 * rest of the file stays understood.
 */
import { parseDocument, type ScalarTag, type Tags, type YAMLError } from 'yaml';
import { errorAt, type Problem } from '../problem.js';
import { indentOf, type Lines, lineAt, lineOffsets, linesOf, lineText, positionAt } from '../text/lines.js';
import { type Converted, convert } from './convert.js';
import type { TreeNode } from './node.js';
import { explain, type Explained } from './syntax.js';

export interface Tree {
  readonly uri: string;
  readonly text: string;
  readonly lines: Lines;
  readonly root: TreeNode | null;
  readonly problems: readonly Problem[];
  /** Lines with a syntax problem: what other checks say about them would only follow from it. */
  readonly broken: ReadonlySet<number>;
  /** The structure is a guess, so nothing can be said about it: a tab indents, or the file was not read. */
  readonly guessed: boolean;
}

const MOST_REPAIRS = 6;
/** Above this size a broken file is parsed once only. */
const REPAIRED_UP_TO = 400_000;

/** More parts than this are not read: a parser's memory grows with them, not with the length of the text. */
const MOST_PARTS = 800_000;
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

export function parseTree(uri: string, text: string): Tree {
  const lines = linesOf(text);
  if (text.length > SMALL && partsOf(text) > MOST_PARTS) {
    return {
      uri,
      text,
      lines,
      root: null,
      problems: [errorAt('too-large', 'This file has too many parts to be read. Split it with `imports`.', lineOffsets(lines, 0))],
      broken: new Set([0]),
      guessed: true,
    };
  }
  const tabs = tabProblems(text, lines);
  let source = tabs.length > 0 ? text.replaceAll('\t', ' ') : text;
  const found: Problem[] = [];
  const renamed = new Map<number, string>();
  let parsed = parseOnce(source, renamed);
  for (let round = 0; round < MOST_REPAIRS && text.length <= REPAIRED_UP_TO; round++) {
    const repair = parsed.explained.find((item) => item.blot !== null);
    if (!repair?.blot) break;
    found.push(repair.problem);
    source = source.slice(0, repair.blot[0]) + repair.fill.repeat(repair.blot[1] - repair.blot[0]) + source.slice(repair.blot[1]);
    if (repair.key) renamed.set(repair.key.start, repair.key.name);
    parsed = parseOnce(source, renamed);
  }
  const problems =
    tabs.length > 0 ? tabs : onePerLine([...found, ...parsed.explained.map((item) => item.problem), ...parsed.converted.problems], lines);
  const broken = new Set(problems.filter((p) => p.code !== 'duplicate-key').map((p) => lineAt(lines, p.at[0])));
  const guessed = tabs.some(
    (tab) => lineText(lines, lineAt(lines, tab.at[0])).slice(0, positionAt(lines, tab.at[0]).character).trim() === '',
  );
  return { uri, text, lines, root: parsed.converted.root, problems, broken, guessed };
}

function parseOnce(source: string, renamed: ReadonlyMap<number, string>): { converted: Converted; explained: readonly Explained[] } {
  try {
    const document = parseDocument(source, {
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'error',
      merge: false,
      version: '1.2',
      schema: 'core',
      stringKeys: false,
      customTags: (tags) => [...tags.filter((tag) => !isNumberTag(tag)), integer, float],
    });
    const converted = convert(document.contents, source, renamed);
    const errors: YAMLError[] = [...document.errors, ...document.warnings];
    return { converted, explained: explain(errors, converted, source) };
  } catch {
    const problem = errorAt('too-deep', 'This is nested too deeply to be read.', [0, Math.min(source.length, 1)]);
    return { converted: { root: null, problems: [], unclosed: [] }, explained: [{ problem, blot: null, fill: ' ' }] };
  }
}

/** A rough count of keys, items, quotes and brackets. */
function partsOf(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === 33 || char === 34 || char === 39 || char === 38 || char === 42 || char === 44 || char === 91 || char === 123) count++;
    else if ((char === 58 || char === 45 || char === 63) && (text.charCodeAt(i + 1) <= 32 || i + 1 === text.length)) count++;
  }
  return count;
}

/** How many spaces stand for tabs: at the start of a line as many as fit the line above, elsewhere two each. */
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
        'A tab cannot stand here. Use spaces.',
        [at, end],
        [
          {
            title: 'Replace tabs by spaces',
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

/** A second problem in a line only follows from the first. */
function onePerLine(problems: readonly Problem[], lines: Lines): Problem[] {
  const seen = new Set<number>();
  return [...problems]
    .sort((a, b) => a.at[0] - b.at[0])
    .filter((problem) => {
      const line = lineAt(lines, problem.at[0]);
      if (problem.code === 'duplicate-key') return true;
      return !seen.has(line) && seen.add(line);
    });
}
