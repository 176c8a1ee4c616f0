/**
 * What one file says: the ids it defines, the ids it refers to, its expressions, texts and imports, and the problems
 * that need no other file. Put together from its pieces; where these cannot be trusted, from one parse of the whole.
 */
import { errorAt, type Problem } from '../problem.js';
import { rootSchema } from '../schema/schema.js';
import { walk } from '../schema/walk.js';
import { lineAt, type Offsets } from '../text/lines.js';
import { duplicateKey, MOST_PROBLEMS as MOST_DUPLICATES } from '../tree/convert.js';
import type { Entry, MapNode } from '../tree/node.js';
import { brokenLines, isGuess, MOST_PARTS, onePerLine, parseTree, tabProblems, type Tree } from '../tree/parse.js';
import { advance, beginDraft, type Draft, type DraftBlock } from './draft.js';
import { type ExpressionUse, type Gathered, gathering, type ImportUse, type Named, nothing, type Reference, withTexts } from './gather.js';
import type { Piece } from './piece.js';

export type { ExpressionUse, ImportUse, Reference } from './gather.js';

export interface Definition extends Named {
  readonly file: FileModel;
}

export interface FileModel {
  readonly uri: string;
  readonly tree: Tree;
  readonly problems: readonly Problem[];
  readonly definitions: readonly Definition[];
  readonly references: readonly Reference[];
  readonly expressions: readonly ExpressionUse[];
  readonly imports: readonly ImportUse[];
  /** The pieces it was put together from, in order; null when it was parsed whole. */
  readonly pieces: readonly Piece[] | null;
}

/** Nobody reads further. */
const MOST_PROBLEMS = 1000;
/** Up to this size a text with a mistake in its syntax is parsed whole; above, each piece is mended by itself. */
export const WHOLE_UP_TO = 100_000;

/** All of a text at once. */
export function analyse(uri: string, text: string): FileModel {
  const draft = beginDraft(uri, text, null);
  while (advance(draft));
  return finish(draft);
}

/** A draft whose pieces are all there. From here on the pieces are this file's: models of earlier texts are stale. */
export function finish(draft: Draft, wholeUpTo = WHOLE_UP_TO): FileModel {
  const { uri, text, blocks } = draft;
  const pieces = draft.slots.map((slot) => slot.piece as Piece);
  if (!blocks || isDoubtful(pieces, text.length <= wholeUpTo)) return analyseWhole(uri, text);
  const parts = pieces.reduce((sum, piece) => sum + piece.parts, 0);
  if (parts > MOST_PARTS) return analyseWhole(uri, text);
  for (const { start, piece } of draft.slots) if (piece) piece.origin.at = start - piece.before;
  return assemble(draft, blocks, pieces);
}

/** Anchors reach over pieces; and of very many problems only the first are said, counted over all of the text. */
function isDoubtful(pieces: readonly Piece[], small: boolean): boolean {
  if (pieces.some((piece) => piece.odd || (small && piece.faulty))) return true;
  if (pieces.some((piece) => piece.anchored) && pieces.some((piece) => piece.aliased)) return true;
  return small && pieces.reduce((sum, piece) => sum + piece.syntax.length, 0) >= MOST_DUPLICATES;
}

function assemble(draft: Draft, blocks: readonly DraftBlock[], pieces: readonly Piece[]): FileModel {
  const { uri, text, lines } = draft;
  const duplicated: Problem[] = [];
  const root = rootOf(blocks, pieces, duplicated);
  const syntax = pieces.flatMap((piece) => (piece.syntax.length > 0 ? moved(piece.syntax, piece.origin.at) : []));
  const tabs = text === draft.source ? [] : tabProblems(text, lines);
  const problems = tabs.length > 0 ? tabs : onePerLine([...syntax, ...duplicated], lines);
  const tree: Tree = { uri, text, lines, root, problems, broken: brokenLines(problems, lines), guessed: isGuess(tabs, lines) };
  const found = nothing();
  const byEntry = new Map(blocks.map((block, i) => [root.entries[i] as Entry, block]));
  const known = (entry: Entry, path: string): boolean => path === '' && takeIn(byEntry.get(entry), found);
  walk(root, rootSchema, { ...gathering(found, text), known });
  return toModel(uri, tree, found, found.problems, pieces);
}

/** What the pieces of one top-level key have found. */
function takeIn(block: DraftBlock | undefined, found: Gathered): boolean {
  const pieces = block?.slots.map((slot) => slot.piece as Piece) ?? [];
  for (const piece of pieces) for (const head of piece.heads) found.named.push(head);
  for (const piece of pieces) {
    for (const name of piece.named) found.named.push(name);
    for (const reference of piece.references) found.references.push(reference);
    for (const expression of piece.expressions) found.expressions.push(expression);
    for (const use of piece.imports) found.imports.push(use);
    if (piece.problems.length > 0) found.problems.push(...moved(piece.problems, piece.origin.at));
  }
  return true;
}

/** One entry a block. */
function rootOf(blocks: readonly DraftBlock[], pieces: readonly Piece[], duplicated: Problem[]): MapNode {
  const entries = blocks.map(({ section, slots }): Entry => {
    const own = slots.map((slot) => slot.piece as Piece);
    if (!section) return own[0]?.entries[0] as Entry;
    const [first, last] = [own[0] as Piece, own[own.length - 1] as Piece];
    const at: Offsets = [first.origin.at + first.mapAt[0], last.origin.at + last.mapAt[1]];
    const inner = own.flatMap((piece) => piece.entries);
    pushDuplicates(inner, duplicated);
    const value: MapNode = { kind: 'map', flow: false, entries: inner, at };
    return { key: section.key, keyAt: section.keyAt, at: [section.keyAt[0], at[1]], value, colon: true };
  });
  pushDuplicates(entries, duplicated);
  const end = pieces[pieces.length - 1] as Piece;
  return { kind: 'map', flow: false, entries, at: [entries[0]?.keyAt[0] ?? 0, end.origin.at + end.wholeAt[1]] };
}

function pushDuplicates(entries: readonly Entry[], problems: Problem[]): void {
  const seen = new Set<string>();
  for (const entry of entries) {
    if (seen.has(entry.key) && problems.length < MOST_DUPLICATES) problems.push(duplicateKey(entry));
    seen.add(entry.key);
  }
}

/** Problems by the offsets of a piece, at their place in the file. */
export function moved(problems: readonly Problem[], by: number): readonly Problem[] {
  const shift = ([start, end]: Offsets): Offsets => [start + by, end + by];
  return problems.map((problem) => ({
    ...problem,
    at: shift(problem.at),
    ...(problem.fixes
      ? { fixes: problem.fixes.map((fix) => ({ ...fix, edits: fix.edits.map((edit) => ({ ...edit, at: shift(edit.at) })) })) }
      : {}),
  }));
}

/** Without pieces, by one parse: what the pieces are tested against. */
export function analyseWhole(uri: string, text: string): FileModel {
  const tree = parseTree(uri, text);
  const found = nothing();
  if (tree.root?.kind === 'map') walk(tree.root, rootSchema, gathering(found, text));
  else found.problems.push(notAMap(tree));
  return toModel(uri, tree, found, withTexts(found.problems, tree.lines), null);
}

function toModel(uri: string, tree: Tree, found: Gathered, own: readonly Problem[], pieces: readonly Piece[] | null): FileModel {
  const { references, expressions, imports } = found;
  const sound = tree.guessed ? [] : own.filter((p) => !tree.broken.has(lineAt(tree.lines, p.at[0])));
  const problems = [...tree.problems, ...sound].sort((a, b) => a.at[0] - b.at[0]).slice(0, MOST_PROBLEMS);
  const definitions: Definition[] = [];
  const file: FileModel = { uri, tree, problems, definitions, references, expressions, imports, pieces };
  for (const { kind, id, path, entry } of found.named) definitions.push({ kind, id, path, entry, file });
  return file;
}

function notAMap(tree: Tree): Problem {
  const empty = tree.root === null || (tree.root.kind === 'scalar' && tree.root.value === null);
  const at: Offsets = tree.root && !empty ? [tree.root.at[0], Math.min(tree.root.at[1], tree.root.at[0] + 40)] : [0, 0];
  const fixes = empty
    ? [{ title: 'Start with society: 1', edits: [{ at: [0, 0] as Offsets, text: 'society: 1\n' }], preferred: true }]
    : [];
  return errorAt(
    'missing-key',
    empty ? 'The file is empty. Start with `society: 1`.' : 'Start with `society: 1`, then one section after the other.',
    at,
    fixes,
  );
}
