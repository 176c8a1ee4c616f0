/**
 * What one file says, found in one walk over tree and schema: the ids it defines, the ids it refers to, its
 * expressions, texts and imports, and the problems that need no other file.
 */
import { cutText, lostValue } from '../checks/cutText.js';
import { errorAt, type Problem } from '../problem.js';
import { type IdKind, rootSchema, type Schema } from '../schema/schema.js';
import { walk } from '../schema/walk.js';
import { lineAt, type Offsets } from '../text/lines.js';
import { quoteFix } from '../text/quote.js';
import type { Entry, MapNode, ScalarNode, TreeNode } from '../tree/node.js';
import { join } from '../tree/node.js';
import { parseTree, type Tree } from '../tree/parse.js';

export interface Definition {
  readonly kind: IdKind;
  readonly id: string;
  readonly path: string;
  readonly entry: Entry;
  readonly file: FileModel;
}

export interface Reference {
  readonly kinds: readonly IdKind[];
  readonly id: string;
  readonly path: string;
  readonly at: Offsets;
  readonly schema: Schema;
}

export interface ExpressionUse {
  readonly kind: 'expression' | 'statements' | 'template' | 'value';
  readonly path: string;
  readonly node: ScalarNode;
}

export interface ImportUse {
  readonly from: string;
  readonly prefix: string | null;
  readonly at: Offsets;
}

export interface FileModel {
  readonly uri: string;
  readonly tree: Tree;
  readonly problems: readonly Problem[];
  readonly definitions: readonly Definition[];
  readonly references: readonly Reference[];
  readonly expressions: readonly ExpressionUse[];
  readonly imports: readonly ImportUse[];
}

/** Nobody reads further. */
const MOST_PROBLEMS = 1000;

export function analyse(uri: string, text: string): FileModel {
  const tree = parseTree(uri, text);
  const found = {
    problems: [] as Problem[],
    definitions: [] as Definition[],
    references: [] as Reference[],
    expressions: [] as ExpressionUse[],
    imports: [] as ImportUse[],
  };
  const file: FileModel = { uri, tree, ...found };
  if (tree.root?.kind === 'map') {
    walk(tree.root, rootSchema, {
      problem: (problem) => found.problems.push(problem),
      node: (node, schema, path, entry) => visit(node, schema, path, entry, file, found),
    });
  } else found.problems.push(notAMap(tree));
  const own = tree.guessed ? [] : withTexts(found.problems, tree).filter((p) => !tree.broken.has(lineAt(tree.lines, p.at[0])));
  const sorted = [...tree.problems, ...own].sort((a, b) => a.at[0] - b.at[0]);
  found.problems.length = 0;
  found.problems.push(...sorted.slice(0, MOST_PROBLEMS));
  return file;
}

type Found = {
  definitions: Definition[];
  references: Reference[];
  expressions: ExpressionUse[];
  imports: ImportUse[];
  problems: Problem[];
};

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

function visit(node: TreeNode, schema: Schema, path: string, entry: Entry | null, file: FileModel, found: Found): void {
  if (node.kind === 'map') visitMap(node, schema, path, file, found);
  else if (node.kind === 'list') visitList(node, file, found);
  else visitScalar(node, schema, path, entry, file, found);
}

function visitScalar(node: ScalarNode, schema: Schema, path: string, entry: Entry | null, file: FileModel, found: Found): void {
  const lost = lostValue(node, entry, file.tree.text);
  if (lost) found.problems.push(lost);
  const cut = cutText(node, schema, file.tree.text);
  if (cut) found.problems.push(cut);
  if (typeof node.value !== 'string') return;
  const kinds = schema['x-refers'];
  if (kinds) found.references.push({ kinds, id: node.value, path, at: node.at, schema });
  const expr = schema['x-expr'];
  if (expr && (expr !== 'value' || node.value.startsWith('='))) found.expressions.push({ kind: expr, path, node });
  if (schema['x-form'] === 'path' && path.startsWith('imports.') && !path.endsWith('.from'))
    found.imports.push({ from: node.value, prefix: null, at: node.at });
}

function visitMap(node: MapNode, schema: Schema, path: string, file: FileModel, found: Found): void {
  const kind = schema['x-defines'];
  const keysRefer = schema['x-keys-refer'];
  for (const entry of node.entries) {
    if (!entry.colon) continue;
    if (kind) found.definitions.push({ kind, id: entry.key, path: join(path, entry.key), entry, file });
    if (keysRefer) found.references.push({ kinds: [keysRefer], id: entry.key, path: join(path, entry.key), at: entry.keyAt, schema });
  }
  if (schema.title === 'ImportAs') {
    const from = node.entries.find((entry) => entry.key === 'from')?.value;
    const prefix = node.entries.find((entry) => entry.key === 'as')?.value;
    if (from?.kind === 'scalar' && typeof from.value === 'string')
      found.imports.push({ from: from.value, prefix: prefix?.kind === 'scalar' ? String(prefix.value) : null, at: from.at });
  }
}

/** `[small_world(6, 0.1)]`: the comma of the call splits the item. */
function visitList(node: TreeNode & { kind: 'list' }, file: FileModel, found: Found): void {
  if (!node.flow) return;
  for (let i = 0; i + 1 < node.items.length; i++) {
    const [item, next] = [node.items[i], node.items[i + 1]];
    if (item?.kind !== 'scalar' || next?.kind !== 'scalar' || item.style !== 'plain' || next.style !== 'plain') continue;
    if (!/\([^)]*$/.test(String(item.value)) || !/^[^(]*\)/.test(String(next.value))) continue;
    const at: Offsets = [item.at[0], next.at[1]];
    found.problems.push(errorAt('flow-comma', 'The comma cuts this item in two. Put it in quotes.', at, [quoteFix(file.tree.text, at)]));
  }
}

function dashBefore(text: string, at: number): Offsets {
  const dash = text.lastIndexOf('-', at);
  return dash < 0 ? [at, at] : [dash, dash + 1];
}

/** Adds the fixes that need the text, and keeps of overlapping findings at one value the one that says more. */
function withTexts(problems: readonly Problem[], tree: Tree): Problem[] {
  const cuts = new Set(problems.filter((p) => p.code === 'cut-text').map((p) => lineAt(tree.lines, p.at[0])));
  const commas = new Map<number, Problem>();
  for (const p of problems) if (p.code === 'flow-comma' && (commas.get(p.at[0])?.at[1] ?? -1) < p.at[1]) commas.set(p.at[0], p);
  const inComma = (at: Offsets): boolean => [...commas.values()].some((p) => p.at[0] <= at[0] && at[1] <= p.at[1]);
  return problems.flatMap((p) => {
    if (p.code === 'empty-item') return cuts.has(lineAt(tree.lines, p.at[0])) ? [] : [{ ...p, at: dashBefore(tree.text, p.at[0]) }];
    if (p.code === 'missing-value' && cuts.has(lineAt(tree.lines, p.at[0]))) return [];
    if (p.code !== 'flow-comma') return inComma(p.at) ? [] : [p];
    if (commas.get(p.at[0]) !== p) return [];
    return [p.fixes ? p : { ...p, fixes: [quoteFix(tree.text, p.at)] }];
  });
}
