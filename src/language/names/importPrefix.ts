/**
 * The view of a file that is imported with a prefix: with `{ from: ./town.society, as: town }`, `ada` becomes `town_ada`.
 * The view is the file's tree in which its own ids, and references to them, have the prefix, also in expressions. Its
 * places are the places in the file. Problems of the file are reported with its own names.
 */
import { rootSchema } from '../schema/schema.js';
import { walk } from '../schema/walk.js';
import type { Offsets } from '../text/lines.js';
import type { Entry, ListNode, MapNode, ScalarNode, TreeNode } from '../syntax/node.js';
import type { Definition, FileModel } from '../incremental/file.js';
import { gathering, nothing } from '../incremental/gatherNames.js';
import { type Edits, renames } from './prefixedNames.js';
import type { Program } from '../program/program.js';
import { isLibrary } from '../program/uri.js';

/** A node or entry that replaces another one and keeps its place. */
class At<T extends { readonly at: Offsets }> {
  constructor(readonly of: T) {}
  get at(): Offsets {
    return this.of.at;
  }
}

class ScalarView extends At<ScalarNode> implements ScalarNode {
  readonly kind = 'scalar';
  constructor(
    of: ScalarNode,
    readonly value: string,
  ) {
    super(of);
  }
  get style(): ScalarNode['style'] {
    return this.of.style;
  }
}

class ListView extends At<ListNode> implements ListNode {
  readonly kind = 'list';
  constructor(
    of: ListNode,
    readonly items: readonly TreeNode[],
  ) {
    super(of);
  }
  get flow(): boolean {
    return this.of.flow;
  }
}

class MapView extends At<MapNode> implements MapNode {
  readonly kind = 'map';
  constructor(
    of: MapNode,
    readonly entries: readonly Entry[],
  ) {
    super(of);
  }
  get flow(): boolean {
    return this.of.flow;
  }
}

class EntryView extends At<Entry> implements Entry {
  constructor(
    of: Entry,
    readonly key: string,
    readonly value: TreeNode,
  ) {
    super(of);
  }
  get keyAt(): Offsets {
    return this.of.keyAt;
  }
  get colon(): boolean {
    return this.of.colon;
  }
}

function rewritten(node: TreeNode, edits: Edits): TreeNode {
  if (node.kind === 'scalar') {
    const value = edits.values.get(node);
    return value === undefined ? node : new ScalarView(node, value);
  }
  if (node.kind === 'list') {
    const items = node.items.map((item) => rewritten(item, edits));
    return items.every((item, i) => item === node.items[i]) ? node : new ListView(node, items);
  }
  const entries = node.entries.map((entry): Entry => {
    const key = edits.keys.get(entry) ?? entry.key;
    const value = rewritten(entry.value, edits);
    return key === entry.key && value === entry.value ? entry : new EntryView(entry, key, value);
  });
  return entries.every((entry, i) => entry === node.entries[i]) ? node : new MapView(node, entries);
}

function viewOf(file: FileModel, edits: Edits): FileModel {
  const root = file.tree.root && rewritten(file.tree.root, edits);
  const found = nothing();
  if (root?.kind === 'map') walk(root, rootSchema, gathering(found, file.tree.text));
  const definitions: Definition[] = [];
  const { references, expressions, imports, prose } = found;
  const tree = { ...file.tree, root };
  const view: FileModel = {
    uri: file.uri,
    tree,
    problems: [],
    definitions,
    references,
    expressions,
    imports,
    prose,
    pieces: null,
    shape: {},
  };
  for (const named of found.named) definitions.push({ ...named, file: view });
  return view;
}

type Views = ReadonlyMap<FileModel, FileModel>;

/** Views are cached as long as the texts stay the same. */
const kept = new WeakMap<FileModel, Map<string, { readonly files: readonly FileModel[]; readonly views: Views }>>();

/** Each file of a program with its view under a prefix. A file of the library has no prefix, unless it is the main file. */
export function prefixed(program: Program, prefix: string): Views {
  const { main, files } = program;
  const known = kept.get(main) ?? new Map();
  kept.set(main, known);
  const before = known.get(prefix);
  if (before && before.files.length === files.length && files.every((file, i) => file === before.files[i])) return before.views;
  const isOwn = (file: FileModel): boolean => file === main || !isLibrary(file.uri);
  const views = new Map(files.map((file) => [file, isOwn(file) ? viewOf(file, renames(program, file, prefix, isOwn)) : file]));
  known.set(prefix, { files, views });
  return views;
}
