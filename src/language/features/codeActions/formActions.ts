/** Actions that write a value in another form: short or long, on one line or several lines, prose on a line or as a block. */
import { idsOf, type Program } from '../../program/program.js';
import { branches, follow, nodeType, type Schema, typesOf } from '../../schema/schema.js';
import { lineAt, lineEnd, type Offsets } from '../../text/lines.js';
import { type MapNode, type ScalarNode, textOf, type TreeNode, valueAt } from '../../syntax/node.js';
import type { Tree } from '../../syntax/parse.js';
import type { OffsetAction } from './codeActions.js';
import { columnOf, eolOf, written } from '../../syntax/insertions.js';
import { openEdit } from '../formatting/formatOpen.js';
import type { Found } from '../position/locate.js';
import { t } from '../../../core/util/l10n.js';

/** The key of the long form that holds the value of the short form, by the title of the schema. */
const LONG: Readonly<Record<string, string>> = {
  WorldWith: 'use',
  ImportAs: 'from',
  Selection: 'of',
  AgentVarSpec: 'start',
  OrderSpec: 'kind',
};

const PICK = /^(top|bottom|random) [0-9]/;

const rewrite = (title: string, at: Offsets, text: string): OffsetAction => ({ title, kind: 'refactor.rewrite', edits: [{ at, text }] });

export function otherForms(tree: Tree, found: Found): OffsetAction[] {
  const { node } = found;
  return [
    ...(node.kind === 'scalar' ? [...longForm(tree, found, node), ...blockText(tree, found, node), ...oneLineText(tree, found, node)] : []),
    ...(node.kind === 'map' ? shortForm(tree, found) : []),
    ...listOfOne(found),
    ...roundList(found, tree),
    ...asLines(tree, found),
    ...asFlow(tree, found),
  ];
}

const inFlow = (tree: Tree, at: number): boolean => /[[{][^\]}]*$/.test(tree.text.slice(tree.lines.starts[lineAt(tree.lines, at)], at));

/** `world: feed` → `world: { use: feed }`. */
function longForm(tree: Tree, { schema, entry }: Found, node: ScalarNode): OffsetAction[] {
  if (node.value === null || node.style === 'literal' || node.style === 'folded') return [];
  const long = branches(schema).find((branch) => branch.title !== undefined && LONG[branch.title] !== undefined);
  const key = long?.title ? LONG[long.title] : undefined;
  if (!key || entry?.key === key || !branches(schema).some((branch) => typesOf(branch).includes(nodeType(node)))) return [];
  if (key === 'of' && typeof node.value === 'string' && PICK.test(node.value))
    return [rewrite(t('Write the long form { of, pick }'), node.at, `{ of: all, pick: ${tree.text.slice(...node.at)} }`)];
  const own = node.style === 'plain' && typeof node.value === 'string' ? written(node.value, true) : tree.text.slice(...node.at);
  return [rewrite(t('Write the long form { {0}: … }', key), node.at, `{ ${key}: ${own} }`)];
}

/** `world: { use: feed }` → `world: feed`, if the map has no other key. */
export function shortForm(tree: Tree, { schema, node, entry }: Found): OffsetAction[] {
  if (node.kind !== 'map') return [];
  const picked = pickOf(tree, node, schema);
  if (picked !== null) return [rewrite(t('Write the short form'), node.at, picked)];
  if (node.entries.length !== 1) return [];
  const [only] = node.entries;
  const long = branches(schema).find((branch) => branch.title !== undefined && LONG[branch.title] === only?.key);
  if (!only || !long || only.value.kind !== 'scalar' || only.value.value === null) return [];
  const own = tree.text.slice(...only.value.at);
  if (own.includes('\n') || own.startsWith('*') || tree.text.slice(...node.at).includes('#')) return [];
  if (node.flow) return [rewrite(t('Write the short form'), node.at, own)];
  if (!entry || !/^:\s*$/.test(tree.text.slice(entry.keyAt[1], node.at[0]))) return [];
  return [rewrite(t('Write the short form'), [entry.keyAt[1], only.value.at[1]], `: ${own}`)];
}

/** The short form of `{ of: all, pick: random 5 }`. A short form always picks from all agents. */
function pickOf(tree: Tree, node: MapNode, schema: Schema): string | null {
  const [of, pick] = [valueAt(node, 'of'), valueAt(node, 'pick')];
  const keys = node.entries.map(({ key }) => key).join();
  if (!node.flow || !/^(of,pick|pick,of)$/.test(keys) || textOf(of) !== 'all' || textOf(pick) === null || !pick) return null;
  return branches(schema).some((branch) => branch['x-form'] === 'selector') ? tree.text.slice(...pick.at) : null;
}

/** `at: 3` ↔ `at: [3]`. */
function roundList({ schema, node, entry }: Found, tree: Tree): OffsetAction[] {
  if (!entry || !branches(schema).some((part) => part['x-form'] === 'schedule')) return [];
  const own = tree.text.slice(...node.at);
  if (node.kind === 'scalar' && node.style === 'plain' && node.value !== null) return [rewrite(t('Make it a list'), node.at, `[${own}]`)];
  const only = node.kind === 'list' && node.flow && node.items.length === 1 ? node.items[0] : undefined;
  return only?.kind === 'scalar' ? [rewrite(t('Write it without a list'), node.at, tree.text.slice(...only.at))] : [];
}

const MOST_CAST = 20;

/** `cast: all` ↔ `cast: [ada, grace]`, if the list names all of them. */
export function wholeCast(program: Program, { schema, node, entry }: Found): OffsetAction[] {
  if (entry?.key !== 'cast' || follow(schema).title !== 'Cast') return [];
  const ids = idsOf(program.index, ['persona', 'population']);
  if (ids.length === 0 || ids.length > MOST_CAST) return [];
  if (textOf(node) === 'all') return [rewrite(t('List all names'), node.at, `[${ids.join(', ')}]`)];
  const named = node.kind === 'list' && node.flow ? node.items.map(textOf) : [];
  return named.length === ids.length && ids.every((id) => named.includes(id)) ? [rewrite(t('Write all'), node.at, 'all')] : [];
}

/** `cast: ada` ↔ `cast: [ada]`, if the schema allows both. */
function listOfOne({ schema, node, entry }: Found): OffsetAction[] {
  if (!entry) return [];
  const parts = branches(schema);
  const list = parts.find((part) => part.type === 'array' && part.items);
  if (!list?.items || !parts.some((part) => part.type === 'string' && part['x-refers'])) return [];
  if (!branches(follow(list.items)).some((part) => part['x-refers'])) return [];
  const text = textOf(node);
  if (
    node.kind === 'scalar' &&
    node.style === 'plain' &&
    text !== null &&
    /^[a-z][a-z0-9_]*$/.test(text) &&
    text !== 'all' &&
    text !== 'nobody'
  )
    return [rewrite(t('Make it a list'), node.at, `[${text}]`)];
  const only = node.kind === 'list' && node.flow && node.items.length === 1 ? textOf(node.items[0]) : null;
  return only !== null && /^[a-z][a-z0-9_]*$/.test(only) ? [rewrite(t('Write it without a list'), node.at, only)] : [];
}

/** From flow style to lines: weights, casts, imports. */
function asLines(tree: Tree, { node, entry }: Found): OffsetAction[] {
  if (node.kind === 'scalar' || !node.flow || (node.kind === 'map' ? node.entries : node.items).length === 0) return [];
  const edit = openEdit(tree, node, entry?.keyAt ?? null, () => false);
  return edit ? [{ title: t('Write it on separate lines'), kind: 'refactor.rewrite', edits: [edit] }] : [];
}

const LONGEST_FLOW = 100;

/** From lines to flow style, if every part is short and there is no comment between the parts. */
function asFlow(tree: Tree, { node, entry }: Found): OffsetAction[] {
  if (node.kind === 'scalar' || node.flow || !entry) return [];
  if (!/^:\s*$/.test(tree.text.slice(entry.keyAt[1], node.at[0]).replace(/-\s*$/, '')) || /#/.test(tree.text.slice(...node.at))) return [];
  const parts =
    node.kind === 'map'
      ? node.entries.map((e) => part(tree, e.value, `${tree.text.slice(...e.keyAt)}: `))
      : node.items.map((i) => part(tree, i, ''));
  if (parts.length === 0 || parts.some((text) => text === null)) return [];
  const flow = node.kind === 'map' ? `{ ${parts.join(', ')} }` : `[${parts.join(', ')}]`;
  const last = node.kind === 'map' ? node.entries[node.entries.length - 1]?.value : node.items[node.items.length - 1];
  if (flow.length > LONGEST_FLOW || !last) return [];
  return [rewrite(t('Write it on one line'), [entry.keyAt[1], last.at[1]], `: ${flow}`)];
}

function part(tree: Tree, node: TreeNode, key: string): string | null {
  if (node.kind !== 'scalar' || node.at[0] === node.at[1] || tree.text[node.at[0]] === '*') return null;
  const own = tree.text.slice(...node.at);
  if (/\n/.test(own) || (node.style === 'plain' && /[,[\]{}]|^[&!]/.test(own))) return null;
  return key + own;
}

const isProse = (found: Found): boolean =>
  branches(found.schema).some(
    (schema) =>
      schema.type === 'string' &&
      !schema.pattern &&
      !schema['x-refers'] &&
      !schema['x-form'] &&
      schema['x-expr'] !== 'expression' &&
      !schema.enum,
  ) && branches(found.schema).every((schema) => schema.type === 'string');

/** `bio: Runs a bakery.` → `bio: |` with the text below. */
function blockText(tree: Tree, found: Found, node: ScalarNode): OffsetAction[] {
  const { entry } = found;
  const text = textOf(node);
  if (!entry || text === null || text.trim() === '' || node.style === 'literal' || node.style === 'folded' || !isProse(found)) return [];
  if (inFlow(tree, entry.keyAt[0]) || !/^:[ ]+$/.test(tree.text.slice(entry.keyAt[1], node.at[0]))) return [];
  if (tree.text.slice(node.at[1], lineEnd(tree.text, node.at[1])).trim() !== '' || /^\s/.test(text)) return [];
  const eol = eolOf(tree.text);
  const pad = ' '.repeat(columnOf(tree.lines, entry.keyAt[0]) + 2);
  const rows = text
    .trimEnd()
    .split('\n')
    .map((row) => (row === '' ? '' : pad + row));
  return [rewrite(t('Write it as a block of text'), node.at, `|${eol}${rows.join(eol)}`)];
}

/** A block of one paragraph → one line. */
function oneLineText(tree: Tree, found: Found, node: ScalarNode): OffsetAction[] {
  const text = textOf(node);
  if (text === null || (node.style !== 'literal' && node.style !== 'folded') || !isProse(found)) return [];
  const header = tree.text.slice(node.at[0], lineEnd(tree.text, node.at[0]));
  if (/\n\s*\n/.test(text.trimEnd()) || text.trim() === '' || /#|[0-9+]/.test(header)) return [];
  const line = text
    .trim()
    .split(/\s*\n\s*/)
    .join(' ');
  let end = node.at[1];
  while (end > node.at[0] && /\s/.test(tree.text.charAt(end - 1))) end--;
  return [rewrite(t('Write it on one line'), [node.at[0], end], written(line))];
}
