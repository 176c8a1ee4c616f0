/**
 * Converts YAML's nodes to our tree. Also finds mistakes that YAML accepts: duplicate keys (with a set, not by comparing
 * all pairs), unclosed quotes and brackets, keys without a colon, aliases that are unknown or repeat too much.
 */
import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { errorAt, type Problem } from '../text/problem.js';
import { type Offsets, quoteFix, valueEnd } from '../text/lines.js';
import { duplicateKey, type Entry, MOST_DUPLICATES, type ScalarStyle, type TreeNode } from './node.js';
import { type Origin, placedCopy, PlacedEntry, PlacedList, PlacedMap, PlacedScalar } from './nodeAt.js';
import { t } from '../../core/util/l10n.js';

const MOST_ALIASED = 200_000;

export interface Converted {
  readonly root: TreeNode | null;
  readonly problems: readonly Problem[];
  /** Offsets of unclosed quotes and brackets, in order. */
  readonly unclosed: readonly Offsets[];
  /** Whether there are anchors and aliases, which can refer to any part of a file. */
  readonly anchored: boolean;
  readonly aliased: boolean;
}

interface State {
  readonly text: string;
  readonly origin: Origin;
  readonly renamed: ReadonlyMap<number, string>;
  readonly problems: Problem[];
  readonly unclosed: Offsets[];
  readonly anchors: Map<string, { node: TreeNode; size: number; used: boolean; at: Offsets }>;
  aliases: number;
  aliased: number;
  count: number;
}

/**
 * `renamed`: the real names of keys that a repair shortened, by their start. `origin`: the start of `text`; it must be 0 as
 * long as `text` is read.
 */
export function convert(contents: unknown, text: string, renamed: ReadonlyMap<number, string>, origin: Origin = { at: 0 }): Converted {
  const state: State = { text, origin, renamed, problems: [], unclosed: [], anchors: new Map(), aliases: 0, aliased: 0, count: 0 };
  const root = contents === null || contents === undefined ? null : toNode(contents, 0, state);
  for (const [name, anchor] of state.anchors) {
    const start = text.lastIndexOf(`&${name}`, anchor.at[0]);
    if (!anchor.used && start >= 0)
      state.problems.push(
        errorAt('indicator', t('Text that starts with `&` needs quotes.'), [start, anchor.at[1]], [quoteFix(text, [start, anchor.at[1]])]),
      );
  }
  const { problems, unclosed, anchors, aliases } = state;
  return { root, problems, unclosed, anchored: anchors.size > 0, aliased: aliases > 0 };
}

function toNode(node: unknown, fallback: number, state: State): TreeNode {
  state.count++;
  const before = state.count;
  if (isAlias(node)) return toAlias(node, state);
  const made = isMap(node)
    ? toMap(node, state)
    : isSeq(node)
      ? toList(node, state)
      : isScalar(node)
        ? toScalar(node, state)
        : empty(fallback, state);
  const anchor = (node as Node | null)?.anchor;
  if (anchor) state.anchors.set(anchor, { node: made, size: state.count - before + 1, used: false, at: made.at });
  return made;
}

const empty = (at: number, { origin }: State): TreeNode => new PlacedScalar(null, 'plain', origin, [at, at]);

function offsets(node: Node, fallback = 0): Offsets {
  const range = node.range;
  return range ? [range[0], range[1]] : [fallback, fallback];
}

function toAlias(node: Alias, state: State): TreeNode {
  const at = offsets(node);
  state.aliases++;
  const target = state.anchors.get(node.source);
  if (!target) {
    const whole: Offsets = [at[0], Math.max(at[1], valueEnd(state.text, at[0]))];
    state.problems.push(errorAt('indicator', t('Text that starts with `*` needs quotes.'), whole, [quoteFix(state.text, whole)]));
    return new PlacedScalar(state.text.slice(...at), 'plain', state.origin, at);
  }
  target.used = true;
  state.aliased += target.size;
  if (state.aliased > MOST_ALIASED) {
    if (!state.problems.some((p) => p.code === 'aliases')) state.problems.push(errorAt('aliases', t('Aliases repeat too much here.'), at));
    return empty(at[0], state);
  }
  state.count += target.size;
  return placedCopy(target.node, state.origin, at);
}

const STYLES: Readonly<Record<string, ScalarStyle>> = {
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

function toScalar(node: Scalar, state: State): TreeNode {
  const at = offsets(node);
  const style = STYLES[node.type ?? ''] ?? 'plain';
  if ((style === 'single' || style === 'double') && (at[1] - at[0] < 2 || state.text[at[1] - 1] !== state.text[at[0]]))
    state.unclosed.push(at);
  const value = node.value;
  const plain =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null ? value : String(value);
  return new PlacedScalar(plain, style, state.origin, at);
}

function closed(node: YAMLMap | YAMLSeq, state: State, close: string): void {
  const at = offsets(node);
  const opened = state.text[at[0]] === (close === ']' ? '[' : '{');
  if (node.flow && opened && (at[1] - at[0] < 2 || state.text[at[1] - 1] !== close)) state.unclosed.push(at);
}

function toList(node: YAMLSeq, state: State): TreeNode {
  closed(node, state, ']');
  const at = offsets(node);
  let end = at[0];
  const items = node.items.map((item) => {
    const made = toNode(item, end, state);
    const placed = node.flow || !isEmpty(made) ? made : empty(afterMark(state.text, '-', end, made.at[0]), state);
    end = placed.at[1];
    return placed;
  });
  return new PlacedList(node.flow === true, items, state.origin, node.flow ? at : [at[0], end]);
}

/** Whether a value is empty. YAML's place of it depends on the following text. */
const isEmpty = (node: TreeNode): boolean => node.kind === 'scalar' && node.value === null && node.at[0] === node.at[1];

/** The position after the mark that precedes an empty value. */
function afterMark(text: string, mark: string, from: number, to: number): number {
  const at = text.indexOf(mark, from);
  return at >= 0 && at <= to ? at + 1 : from;
}

function toMap(node: YAMLMap, state: State): TreeNode {
  closed(node, state, '}');
  const seen = new Set<string>();
  const entries: Entry[] = [];
  for (const pair of node.items as Pair[]) {
    const entry = toEntry(pair, state);
    if (!entry) continue;
    if (seen.has(entry.key) && state.problems.length < MOST_DUPLICATES) state.problems.push(duplicateKey(entry));
    seen.add(entry.key);
    entries.push(entry);
  }
  const at = offsets(node);
  const last = entries[entries.length - 1];
  return new PlacedMap(node.flow === true, entries, state.origin, node.flow || !last ? at : [at[0], last.at[1]]);
}

/** The offsets of a key of one letter that a repair replaced by a colon. */
function bareColon(from: number, { renamed }: State): Offsets {
  const at = Math.min(...[...renamed.keys()].filter((start) => start >= from));
  return Number.isFinite(at) ? [at, at + 1] : [from, from];
}

function toEntry(pair: Pair, state: State): Entry | null {
  const key = pair.key;
  if (!isScalar(key)) {
    if (isMap(key) || isSeq(key) || isAlias(key)) state.problems.push(errorAt('bad-key', t('A key must be a word.'), offsets(key)));
    return null;
  }
  const given = offsets(key);
  const keyAt: Offsets = given[0] === given[1] ? bareColon(given[0], state) : given;
  const name = state.renamed.get(keyAt[0]) ?? (key.type === 'PLAIN' ? (key.source ?? '') : String(key.value ?? ''));
  const found = toNode(pair.value, keyAt[1], state);
  const colon = state.text.slice(given[1], Math.max(keyAt[1], found.at[0]) + 1).includes(':');
  const marked = colon || (isEmpty(found) && /^[ \t]*:/.test(state.text.slice(keyAt[1], keyAt[1] + 80)));
  const value = isEmpty(found) ? empty(marked ? afterMark(state.text, ':', keyAt[1], state.text.length) : keyAt[1], state) : found;
  return new PlacedEntry(name, value, marked, state.origin, keyAt, Math.max(keyAt[1], value.at[1]));
}
