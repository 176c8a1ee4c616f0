/**
 * Gathers, on a walk over tree and schema, the defined ids, the references to ids, expressions, imports, and problems that
 * need no other file. Works on a whole file and on a piece.
 */
import { errorAt, type Problem } from '../text/problem.js';
import type { IdKind, Schema } from '../schema/schema.js';
import { lineAt, type Lines, type Offsets, quoteFix } from '../text/lines.js';
import { type Entry, join, type ListNode, type MapNode, type ScalarNode, type TreeNode } from '../syntax/node.js';
import type { Visitor } from '../schema/walk.js';
import { t } from '../../core/util/l10n.js';

/** A definition without its file. */
export interface Named {
  readonly kind: IdKind;
  readonly id: string;
  readonly path: string;
  readonly entry: Entry;
}

export interface Reference {
  readonly kinds: readonly IdKind[];
  readonly id: string;
  readonly path: string;
  readonly at: Offsets;
  readonly schema: Schema;
  /** The value, or the entry whose key it is. */
  readonly node: ScalarNode | Entry;
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

/** Prose in a file of its own. */
export interface ProseUse {
  readonly path: string;
  readonly node: ScalarNode;
  /** Whether it may contain `$(…)`. */
  readonly template: boolean;
  /** Whether it is a document, whose passages are separate. */
  readonly document?: true;
}

/** A value or a key that refers to an id. */
class Referred implements Reference {
  constructor(
    readonly kinds: readonly IdKind[],
    readonly id: string,
    readonly path: string,
    readonly schema: Schema,
    readonly node: ScalarNode | Entry,
  ) {}
  get at(): Offsets {
    return 'keyAt' in this.node ? this.node.keyAt : this.node.at;
  }
}

class Imported implements ImportUse {
  constructor(
    readonly from: string,
    readonly prefix: string | null,
    readonly node: ScalarNode,
  ) {}
  get at(): Offsets {
    return this.node.at;
  }
}

export interface Gathered {
  readonly problems: Problem[];
  readonly named: Named[];
  readonly references: Reference[];
  readonly expressions: ExpressionUse[];
  readonly imports: ImportUse[];
  readonly prose: ProseUse[];
}

export const nothing = (): Gathered => ({ problems: [], named: [], references: [], expressions: [], imports: [], prose: [] });

/** A visitor that gathers from nodes whose offsets are offsets in `text`. */
export function gathering(found: Gathered, text: string): Visitor & Required<Pick<Visitor, 'node'>> {
  return {
    problem: (problem) => found.problems.push(problem),
    node: (node, schema, path, entry) => {
      if (node.kind === 'map') visitMap(node, schema, path, found);
      else if (node.kind === 'list') visitList(node, text, found);
      else visitScalar(node, schema, path, entry, text, found);
    },
  };
}

/** Prose that consists only of such a path is read from that file. */
const PROSE_PATH = /^\.\.?\/[^\n]*\.md$/i;

/** The path of a document, with or without quotes. The schema has the same pattern. */
export const DOCUMENT_PATH = /^\.\.?\/[^\n]*\.(?:md|txt)$/i;

/** Nothing in `extra` of a society or of a persona is read. */
const IN_EXTRA = /^(?:\w+\.\w+\.)?extra\./;

function visitScalar(node: ScalarNode, schema: Schema, path: string, entry: Entry | null, text: string, found: Gathered): void {
  const lost = lostValue(node, entry, text);
  if (lost) found.problems.push(lost);
  const cut = cutText(node, schema, text);
  if (cut) found.problems.push(cut);
  if (typeof node.value !== 'string') return;
  const kinds = schema['x-refers'];
  if (kinds) found.references.push(new Referred(kinds, node.value, path, schema, node));
  const expr = schema['x-expr'];
  if (schema['x-text'] && expr !== 'statements' && node.style === 'plain' && PROSE_PATH.test(node.value)) {
    found.prose.push({ path, node, template: expr === 'template' });
    return;
  }
  if (schema['x-form'] === 'document' && DOCUMENT_PATH.test(node.value)) found.prose.push({ path, node, template: false, document: true });
  if (expr && (expr !== 'value' || (node.value.startsWith('=') && !IN_EXTRA.test(path))))
    found.expressions.push({ kind: expr, path, node });
  if (schema['x-form'] === 'path' && path.startsWith('imports.') && !path.endsWith('.from'))
    found.imports.push(new Imported(node.value, null, node));
}

function visitMap(node: MapNode, schema: Schema, path: string, found: Gathered): void {
  const kind = schema['x-defines'];
  const keysRefer = schema['x-keys-refer'];
  if (kind || keysRefer)
    for (const entry of node.entries) {
      if (!entry.colon) continue;
      if (kind) found.named.push({ kind, id: entry.key, path: join(path, entry.key), entry });
      if (keysRefer) found.references.push(new Referred([keysRefer], entry.key, join(path, entry.key), schema, entry));
    }
  if (schema.title === 'ImportAs') {
    const from = node.entries.find((entry) => entry.key === 'from')?.value;
    const prefix = node.entries.find((entry) => entry.key === 'as')?.value;
    if (from?.kind === 'scalar' && typeof from.value === 'string')
      found.imports.push(new Imported(from.value, prefix?.kind === 'scalar' ? String(prefix.value) : null, from));
  }
}

/** `[small_world(6, 0.1)]`: the comma of the call splits the item. */
function visitList(node: ListNode, text: string, found: Gathered): void {
  if (!node.flow) return;
  for (let i = 0; i + 1 < node.items.length; i++) {
    const [item, next] = [node.items[i], node.items[i + 1]];
    if (item?.kind !== 'scalar' || next?.kind !== 'scalar' || item.style !== 'plain' || next.style !== 'plain') continue;
    if (!/\([^)]*$/.test(String(item.value)) || !/^[^(]*\)/.test(String(next.value))) continue;
    const at: Offsets = [item.at[0], next.at[1]];
    found.problems.push(errorAt('flow-comma', t('The comma cuts this item in two. Put it in quotes.'), at, [quoteFix(text, at)]));
  }
}

function dashBefore(text: string, at: number): Offsets {
  const dash = text.lastIndexOf('-', at);
  return dash < 0 ? [at, at] : [dash, dash + 1];
}

/** Adds the fixes that need the text. Of overlapping problems at one value, keeps the one that says more. */
export function withTexts(problems: readonly Problem[], lines: Lines): Problem[] {
  const cuts = new Set(problems.filter((p) => p.code === 'cut-text').map((p) => lineAt(lines, p.at[0])));
  const commas = new Map<number, Problem>();
  for (const p of problems) if (p.code === 'flow-comma' && (commas.get(p.at[0])?.at[1] ?? -1) < p.at[1]) commas.set(p.at[0], p);
  const inComma = (at: Offsets): boolean => [...commas.values()].some((p) => p.at[0] <= at[0] && at[1] <= p.at[1]);
  return problems.flatMap((p) => {
    if (p.code === 'empty-item') return cuts.has(lineAt(lines, p.at[0])) ? [] : [{ ...p, at: dashBefore(lines.text, p.at[0]) }];
    if (p.code === 'missing-value' && cuts.has(lineAt(lines, p.at[0]))) return [];
    if (p.code !== 'flow-comma') return inComma(p.at) ? [] : [p];
    if (commas.get(p.at[0]) !== p) return [];
    return [p.fixes ? p : { ...p, fixes: [quoteFix(lines.text, p.at)] }];
  });
}

// Finds hashtags that end a text by mistake, because ` #` starts a comment. A comment with a space after its `#` is
// intended; `#word` after a text is not.

/** The rest of the line if it looks like a hashtag, from its `#` to its end. */
function tagAfter(text: string, from: number): Offsets | null {
  const stop = text.indexOf('\n', from);
  const rest = text.slice(from, stop < 0 ? text.length : stop);
  const found = /^[ \t]*(#[^\s#][^\r]*?)\s*$/.exec(rest);
  const tag = found?.[1];
  if (tag === undefined) return null;
  const start = from + rest.indexOf('#');
  return [start, start + tag.length];
}

const isFree = (schema: Schema): boolean =>
  schema.type === 'string' &&
  !schema.pattern &&
  !schema['x-refers'] &&
  !schema['x-form'] &&
  (schema['x-expr'] === undefined || schema['x-expr'] === 'template');

/** `Closing down!! #bakery` in free text. */
function cutText(node: TreeNode, schema: Schema, text: string): Problem | null {
  if (node.kind !== 'scalar' || node.style !== 'plain' || typeof node.value !== 'string' || !isFree(schema)) return null;
  return cut(node.at, text);
}

function cut(value: Offsets, text: string): Problem | null {
  const tag = text[value[1]] === ' ' || text[value[1]] === '\t' ? tagAfter(text, value[1]) : null;
  if (!tag) return null;
  const whole: Offsets = [value[0], tag[1]];
  return errorAt(
    'cut-text',
    t('The text ends before `{0}`: {1} starts a comment here.', text.slice(tag[0], Math.min(tag[1], tag[0] + 30)), '`#`'),
    tag,
    [quoteFix(text, whole), { title: t('Make it a comment'), edits: [{ at: [tag[0] + 1, tag[0] + 1], text: ' ' }] }],
  );
}

/** `- #jazz` and `voice: #calm`: the whole value is gone. */
function lostValue(node: ScalarNode, entry: Entry | null, text: string): Problem | null {
  if (node.value !== null || node.at[0] !== node.at[1]) return null;
  const lineStart = text.lastIndexOf('\n', node.at[0] - 1) + 1;
  const from = entry ? entry.keyAt[1] : Math.max(lineStart, text.lastIndexOf('-', node.at[0]));
  const marker = text.indexOf(entry ? ':' : '-', from);
  if (marker < 0) return null;
  const tag = tagAfter(text, marker + 1);
  if (!tag) return null;
  return errorAt(
    'cut-text',
    t('`{0}` is lost: {1} starts a comment here.', text.slice(tag[0], Math.min(tag[1], tag[0] + 30)), '`#`'),
    tag,
    [quoteFix(text, tag)],
  );
}
