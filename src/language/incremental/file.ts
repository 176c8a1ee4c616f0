/**
 * The model of one file: the ids it defines, the ids it refers to, its expressions, texts and imports, and the problems
 * that need no other file. Assembled from its pieces, or from one parse of the whole text if the split is doubtful.
 */
import { errorAt, type Problem } from '../text/problem.js';
import { rootSchema } from '../schema/schema.js';
import { walk } from '../schema/walk.js';
import { lineAt, type Offsets } from '../text/lines.js';
import { type Entry, MOST_DUPLICATES } from '../syntax/node.js';
import { brokenLines, isGuess, MOST_PARTS, onePerLine, parseTree, type Tree, unreadable } from '../syntax/parse.js';
import type { Block } from './documentSplitter.js';
import { type Definition, definitionsOf, shapeOf } from './shape.js';
import { type Assembled, build, type Counts, countsOf, place, rootOf } from './assembleFile.js';
import { advance, beginDraft, type Draft } from './draftFile.js';
import { type ExpressionUse, gathering, type ImportUse, nothing, type ProseUse, type Reference, withTexts } from './gatherNames.js';
import type { Piece } from './fragment.js';
import { PiecedFile } from './fragmentCache.js';
import { t } from '../../core/util/l10n.js';

export type { Definition } from './shape.js';
export type { ExpressionUse, ImportUse, ProseUse, Reference } from './gatherNames.js';

export interface FileModel {
  readonly uri: string;
  readonly tree: Tree;
  readonly problems: readonly Problem[];
  readonly definitions: readonly Definition[];
  readonly references: readonly Reference[];
  readonly expressions: readonly ExpressionUse[];
  readonly imports: readonly ImportUse[];
  readonly prose: readonly ProseUse[];
  /** The pieces of the file, in order; null if the text was parsed as a whole. */
  readonly pieces: readonly Piece[] | null;
  /** The same object as long as the ids that others can refer to, and the bases of entries, are the same. */
  readonly shape: object;
}

/** More problems than this are not useful. */
const MOST_PROBLEMS = 1000;

/** Analyses a whole text in one step. */
export function analyse(uri: string, text: string, wholeUpTo?: number): FileModel {
  const draft = beginDraft(uri, text, null, wholeUpTo);
  while (advance(draft));
  return finish(draft);
}

/** Makes the model of a draft with all its pieces. The pieces then belong to this file: models of earlier texts are stale. */
export function finish(draft: Draft): FileModel {
  const { uri, text, tolerant, blocks, cuts, last } = draft;
  const pieces = draft.pieces as readonly Piece[];
  const counts = countsOf(pieces, last);
  if (!blocks || isDoubtful(counts, !tolerant)) return analyseWhole(uri, text);
  place(blocks, cuts, pieces, last);
  draft.last = { pieces, counts, blocks: build(blocks, pieces, last), shape: shapeOf(pieces, last) };
  return assemble(draft, blocks, draft.last);
}

/** Whether the pieces may differ from a parse of the whole text: anchors can cross pieces, and limits apply to the whole text. */
function isDoubtful({ odd, faulty, anchored, aliased, parts, syntax }: Counts, small: boolean): boolean {
  if (odd > 0 || (anchored > 0 && aliased > 0) || parts > MOST_PARTS) return true;
  return small && (faulty > 0 || anchored > 1 || syntax >= MOST_DUPLICATES);
}

function assemble(draft: Draft, blocks: readonly Block[], { pieces, counts, blocks: built, shape }: Assembled): FileModel {
  const { uri, text, lines, owner } = draft;
  const { root, problems: twice } = rootOf(blocks, built);
  const syntax: Problem[] = [];
  if (counts.syntax > 0) for (const piece of pieces) if (piece.syntax.length > 0) syntax.push(...moved(piece.syntax, piece.origin.at));
  const unread = text === draft.source ? [] : unreadable(text, lines);
  const problems = unread.length > 0 ? unread : onePerLine([...syntax, ...twice], lines);
  const tree: Tree = { uri, text, lines, root, problems, broken: brokenLines(problems, lines), guessed: isGuess(unread, lines) };
  const found = nothing();
  const byEntry = new Map(built.map((block, i) => [root.entries[i] as Entry, block.pieces]));
  const read: (readonly Piece[])[] = [];
  const known = (entry: Entry, path: string): boolean => {
    if (path !== '') return false;
    const own = byEntry.get(entry) ?? [];
    read.push(own);
    if (counts.troubled > 0)
      for (const piece of own) if (piece.problems.length > 0) found.problems.push(...moved(piece.problems, piece.origin.at));
    return true;
  };
  walk(root, rootSchema, { ...gathering(found, text), known });
  const file = new PiecedFile(tree, problemsOf(tree, found.problems), pieces, shape, owner, read, counts);
  owner.file = file;
  return file;
}

/** Problems of a piece with their offsets in the file. */
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

/** Analyses a text by one parse, without pieces. `plainly` is false in tests that compare with the full YAML parser. */
export function analyseWhole(uri: string, text: string, plainly = true): FileModel {
  const tree = parseTree(uri, text, plainly);
  const found = nothing();
  if (tree.root?.kind === 'map') walk(tree.root, rootSchema, gathering(found, text));
  else found.problems.push(notAMap(tree));
  const { references, expressions, imports, prose } = found;
  const owner: { file: FileModel | null } = { file: null };
  const definitions: readonly Definition[] = definitionsOf(found.named, owner);
  const problems = problemsOf(tree, withTexts(found.problems, tree.lines));
  const file: FileModel = { uri, tree, problems, definitions, references, expressions, imports, prose, pieces: null, shape: {} };
  owner.file = file;
  return file;
}

function problemsOf(tree: Tree, own: readonly Problem[]): readonly Problem[] {
  const sound = tree.guessed ? [] : own.filter((p) => !tree.broken.has(lineAt(tree.lines, p.at[0])));
  return [...tree.problems, ...sound].sort((a, b) => a.at[0] - b.at[0]).slice(0, MOST_PROBLEMS);
}

function notAMap(tree: Tree): Problem {
  const empty = tree.root === null || (tree.root.kind === 'scalar' && tree.root.value === null);
  const at: Offsets = tree.root && !empty ? [tree.root.at[0], Math.min(tree.root.at[1], tree.root.at[0] + 40)] : [0, 0];
  const fixes = empty
    ? [{ title: t('Start with society: 1'), edits: [{ at: [0, 0] as Offsets, text: 'society: 1\n' }], preferred: true }]
    : [];
  return errorAt(
    'missing-key',
    empty
      ? t('The file is empty. Press Ctrl+Space for templates, or start with `society: 1`.')
      : t('Start with `society: 1`, then add sections.'),
    at,
    fixes,
  );
}
