/**
 * Formatting in small steps. Each step is a set of edits at the places of nodes and lines, so comments stay. A step that
 * would change the parsed data is skipped, so formatting cannot change the meaning of a file. A file that does not parse
 * is not changed.
 */
import type { TextEdit } from '../../api.js';
import { lineAt, linesOf, type Offsets, rangeAt } from '../../text/lines.js';
import type { Json } from '../../../core/util/json.js';
import type { OffsetEdit } from '../../text/problem.js';
import { toData } from '../../syntax/node.js';
import { parseTree, type Tree } from '../../syntax/parse.js';
import { type Interior, interiorLines } from './formatLines.js';
import { blankEdits } from './formatSpaces.js';
import { indentEdits } from './formatIndent.js';
import { openEdits } from './formatOpen.js';
import { spaceEdits } from './formatSpaces.js';

type Step = (tree: Tree, interior: ReadonlyMap<number, Interior>) => OffsetEdit[];

const STEPS: readonly Step[] = [openEdits, indentEdits, spaceEdits, blankEdits];

/** The most passes. One step can make another one possible, so all steps repeat until nothing changes. */
const MOST_ROUNDS = 4;

export function formatEdits(tree: Tree): readonly TextEdit[] {
  return lineEdits(tree.text, formatted(tree));
}

/**
 * Formats a part of the lines: makes only the edits that touch these lines if they do not change the meaning of the file,
 * otherwise all edits of the sections that contain them.
 */
export function formatRange(tree: Tree, range: Offsets): readonly TextEdit[] {
  const all = formatEdits(tree);
  const [first, last] = [lineAt(tree.lines, range[0]), lineAt(tree.lines, Math.max(range[0], range[1] - 1))];
  const own = within(all, first, last);
  if (own.length === all.length || keeps(tree, own)) return own;
  const sections =
    tree.root?.kind === 'map' ? tree.root.entries.map(({ at }) => [lineAt(tree.lines, at[0]), lineAt(tree.lines, at[1])] as const) : [];
  const touched = sections.filter(([from, to]) => from <= last && to >= first);
  const wide = within(all, Math.min(first, ...touched.map(([from]) => from)), Math.max(last, ...touched.map(([, to]) => to)));
  return keeps(tree, wide) ? wide : [];
}

const within = (edits: readonly TextEdit[], first: number, last: number): readonly TextEdit[] =>
  edits.filter(({ range: { start, end } }) => start.line <= last && (end.line > first || (end.line === first && end.character > 0)));

function keeps(tree: Tree, edits: readonly TextEdit[]): boolean {
  const at = ({ line, character }: TextEdit['range']['start']): number => (tree.lines.starts[line] ?? tree.text.length) + character;
  const next = parseTree(
    tree.uri,
    applyEdits(
      tree.text,
      edits.map(({ range, text }) => ({ at: [at(range.start), at(range.end)], text })),
    ),
  );
  return isSound(next) && tree.root !== null && next.root !== null && same(toData(tree.root), toData(next.root));
}

/** The formatted text; the same text if it has a syntax error. */
export function formatted(tree: Tree): string {
  if (!isSound(tree) || tree.root?.kind !== 'map') return tree.text;
  let now = tree;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = now.text;
    for (const step of STEPS) now = take(now, step);
    if (now.text === before) break;
  }
  return now.text;
}

const isSound = (tree: Tree): boolean => !tree.guessed && tree.problems.length === 0;

function take(tree: Tree, step: Step): Tree {
  const edits = step(tree, interiorLines(tree));
  if (edits.length === 0) return tree;
  const next = parseTree(tree.uri, applyEdits(tree.text, edits));
  return isSound(next) && tree.root && next.root && same(toData(tree.root), toData(next.root)) ? next : tree;
}

/** Applies edits that do not overlap. */
function applyEdits(text: string, edits: readonly OffsetEdit[]): string {
  let out = '';
  let end = 0;
  for (const edit of [...edits].sort((a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1])) {
    out += text.slice(end, edit.at[0]) + edit.text;
    end = edit.at[1];
  }
  return out + text.slice(end);
}

/** Deep equality of plain data, including the order of keys, which is the order of entries. */
export function same(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  const [left, right] = [a as Record<string, Json>, b as Record<string, Json>];
  return keys.length === others.length && keys.every((key, i) => key === others[i] && same(left[key] as Json, right[key] as Json));
}

/** Line edits that change one text into another, so that cursors, folds and breakpoints in unchanged lines stay. */
export function lineEdits(from: string, to: string): TextEdit[] {
  if (from === to) return [];
  const lines = linesOf(from);
  const [old, now] = [withEnds(from), withEnds(to)];
  const edits: TextEdit[] = [];
  let [i, j, at] = [0, 0, 0];
  while (i < old.length || j < now.length) {
    if (old[i] !== undefined && old[i] === now[j]) {
      at += (old[i] as string).length;
      i++;
      j++;
      continue;
    }
    const [di, dj] = meeting(old, now, i, j);
    for (const [gone, text] of pairs(old.slice(i, i + di), now.slice(j, j + dj))) {
      edits.push({ range: rangeAt(lines, [at, at + gone.length]), text });
      at += gone.length;
    }
    i += di;
    j += dj;
  }
  return edits;
}

const withEnds = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** Pairs of lines; the two lists have the same length. */
const pairs = (old: readonly string[], now: readonly string[]): readonly (readonly [string, string])[] =>
  old.length === now.length ? old.map((line, i) => [line, now[i] as string]) : [[old.join(''), now.join('')]];

const LOOK_AHEAD = 40;

/** How many lines to skip on each side until both are equal again. */
function meeting(old: readonly string[], now: readonly string[], i: number, j: number): readonly [number, number] {
  for (let sum = 1; sum <= LOOK_AHEAD; sum++)
    for (let di = 0; di <= sum; di++) {
      const dj = sum - di;
      const [a, b] = [old[i + di], now[j + dj]];
      if ((a !== undefined && a === b && a.trim() !== '') || (a === undefined && b === undefined)) return [di, dj];
    }
  return [old.length - i, now.length - j];
}
