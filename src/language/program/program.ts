/** A file together with all it imports, an index of the ids that are known in it, and the resolved society with its data files. */
import type { NodeId } from '../../core/util/ids.js';
import type { Span } from '../../core/util/textPosition.js';
import type { Society } from '../generated/society.js';
import { type Diagnostic, errorAt, type Problem } from '../text/problem.js';
import type { IdKind } from '../schema/schema.js';
import { valueAt } from '../syntax/node.js';
import type { Definition, FileModel, ImportUse } from '../incremental/file.js';
import { type Host, importTargets, leadsBack, linkedOut, notFound, tooMany } from './imports.js';
import { shapeOfAll } from '../incremental/shape.js';
import { implicitParts, isImplicitUri, isLibrary, libraryUri, nameOf, rootOf } from './uri.js';
import { t } from '../../core/util/l10n.js';

export { type Host, LIBRARY_NAMES } from './imports.js';

export interface Program {
  readonly main: FileModel;
  /** The file first, then imports in the order of import, then the implicit parts of the library. */
  readonly files: readonly FileModel[];
  /** Problems of imports, by the file that holds them. */
  readonly importProblems: ReadonlyMap<FileModel, readonly Problem[]>;
  /** The files that each import leads to. */
  readonly imported: ReadonlyMap<ImportUse, readonly string[]>;
  /** The origins of files with a prefix, where they have their own names. */
  readonly origins: ReadonlyMap<FileModel, Origin>;
  /** Folder that no path leads out of. */
  readonly root: string;
  readonly index: Index;
  /** The same object as long as the targets of references stay the same. */
  readonly shape: object;
}

export interface Origin {
  readonly program: Program;
  readonly file: FileModel;
  /** The prefix of its ids here. */
  readonly prefix: string;
}

type Index = ReadonlyMap<IdKind, ReadonlyMap<string, readonly Definition[]>>;

/** The state while a program is opened. */
interface Opening {
  readonly host: Host;
  readonly root: string;
  /** How many more files can be added, here and in nested programs. A file counts once for each prefix. */
  readonly budget: { left: number };
  /** The file itself, and the files that import it with a prefix. */
  readonly chain: readonly string[];
  readonly files: FileModel[];
  readonly seen: Set<string>;
  readonly importProblems: Map<FileModel, Problem[]>;
  readonly imported: Map<ImportUse, readonly string[]>;
  readonly origins: Map<FileModel, Origin>;
}

const MOST_FILES = 2000;

/** Opens a file with all its imports. Files may import each other; each is included once. */
export function openProgram(main: FileModel, host: Host): Promise<Program> {
  return open(main, host, rootOf(main.uri, host.roots()), { left: MOST_FILES }, [main.uri]);
}

async function open(main: FileModel, host: Host, root: string, budget: Opening['budget'], chain: readonly string[]): Promise<Program> {
  const parts = { files: [main], seen: new Set([` ${main.uri}`]), importProblems: new Map(), imported: new Map(), origins: new Map() };
  const opening: Opening = { host, root, budget, chain, ...parts };
  const { files, origins } = opening;
  for (let i = 0; i < files.length; i++) {
    const file = files[i] as FileModel;
    if (!origins.has(file)) await follow(file, opening);
    if (i === files.length - 1) await addImplicit(opening);
  }
  const shape = shapeOfAll(files);
  const index = indexes.get(shape) ?? indexOf(files);
  indexes.set(shape, index);
  return { main, root, ...parts, index, shape };
}

function add({ files, seen }: Opening, file: FileModel, prefix: string): boolean {
  const key = `${prefix} ${file.uri}`;
  if (seen.has(key)) return false;
  seen.add(key);
  files.push(file);
  return true;
}

async function follow(file: FileModel, opening: Opening): Promise<void> {
  const { host, root, seen, importProblems, imported, budget } = opening;
  const problems: Problem[] = [];
  importProblems.set(file, problems);
  for (const use of file.imports) {
    const { uris, problems: found } = await importTargets(use, file.uri, root, host);
    problems.push(...found);
    imported.set(use, uris);
    const wanted = use.prefix === null ? uris.filter((uri) => !seen.has(` ${uri}`)) : uris;
    const targets = await Promise.all(wanted.map((uri) => host.load(uri, root)));
    for (const [i, target] of targets.entries()) {
      if (!target) problems.push(host.leadsOut(wanted[i] as string) ? linkedOut(use.from, use.at, root) : notFound(use));
      else if (budget.left-- <= 0) return void problems.push(tooMany(use));
      else if (use.prefix === null) add(opening, target, '');
      else problems.push(...(await addPrefixed(use, `${use.prefix}_`, target, opening)));
    }
  }
}

/** Adds a file and all its imports with a prefix. Files of the library are shared and get no prefix. */
async function addPrefixed(use: ImportUse, prefix: string, target: FileModel, opening: Opening): Promise<readonly Problem[]> {
  const { host, root, budget, chain, origins, importProblems } = opening;
  if (chain.includes(target.uri)) return [leadsBack(use)];
  const inner = await open(target, host, root, budget, [...chain, target.uri]);
  budget.left -= inner.files.length;
  const { prefixed } = await import('../names/importPrefix.js');
  for (const [file, view] of prefixed(inner, prefix)) {
    if (view === file) {
      if (!isImplicitUri(file.uri)) add(opening, file, '');
      continue;
    }
    const own = inner.origins.get(file);
    const full = prefix + (own?.prefix ?? '');
    if (!add(opening, view, full)) continue;
    origins.set(view, { program: own?.program ?? inner, file: own?.file ?? file, prefix: full });
    importProblems.set(view, [...(inner.importProblems.get(file) ?? [])]);
  }
  return [];
}

/** The language of the talk of a file's society, as a BCP 47 tag. */
export function languageOf({ tree }: Pick<FileModel, 'tree'>): string {
  const language = valueAt(tree.root, 'language');
  return language?.kind === 'scalar' && typeof language.value === 'string' ? language.value : 'en';
}

async function addImplicit(opening: Opening): Promise<void> {
  for (const name of implicitParts(languageOf(opening.files[0] as FileModel))) {
    const uri = libraryUri(name);
    const loaded = opening.seen.has(` ${uri}`) ? null : await opening.host.load(uri);
    if (loaded) add(opening, loaded, '');
  }
}

/** Indexes by shape: definitions stay the same objects as long as the shape. */
const indexes = new WeakMap<object, Index>();

/** Definitions of the library come last: if another file defines the same id, that definition counts. */
function indexOf(files: readonly FileModel[]): Index {
  const index = new Map<IdKind, Map<string, Definition[]>>();
  for (const file of [...files].sort((a, b) => Number(isLibrary(a.uri)) - Number(isLibrary(b.uri)))) {
    for (const definition of file.definitions) {
      const ids = index.get(definition.kind) ?? new Map<string, Definition[]>();
      index.set(definition.kind, ids);
      const list = ids.get(definition.id);
      if (list) list.push(definition);
      else ids.set(definition.id, [definition]);
    }
  }
  return index;
}

export const idsOf = (index: Index, kinds: readonly IdKind[]): readonly string[] =>
  kinds.flatMap((kind) => [...(index.get(kind)?.keys() ?? [])]);

const NONE: readonly Definition[] = [];

export function find(index: Index, kinds: readonly IdKind[], id: string): readonly Definition[] {
  const [only] = kinds;
  if (kinds.length === 1 && only) return index.get(only)?.get(id) ?? NONE;
  let found: readonly Definition[] = NONE;
  for (const kind of kinds) {
    const own = index.get(kind)?.get(id);
    if (own) found = found.length > 0 ? [...found, ...own] : own;
  }
  return found;
}

/** Kinds whose ids belong to one world, scenario or experiment, not to the whole society. */
export const SCOPED: ReadonlySet<IdKind> = new Set<IdKind>(['action', 'phase', 'group', 'survey', 'measure', 'arm', 'role']);

/** Ids that two files define for the same kind. Ids of the library can be overridden. */
export function duplicates(program: Program, file: FileModel): Problem[] {
  if (isLibrary(file.uri)) return [];
  const problems: Problem[] = [];
  for (const [kind, ids] of program.index) {
    if (SCOPED.has(kind)) continue;
    for (const [id, list] of ids) {
      const own = list.find((definition) => definition.file === file);
      const other = own && list.find((definition) => definition.file !== file && !isLibrary(definition.file.uri));
      if (!own || !other) continue;
      const help = t(' Rename one, or import that file with `{ from, as }`.');
      problems.push(errorAt('duplicate-id', t('`{0}` is defined in {1} too.{2}', id, nameOf(other.file.uri), help), own.entry.keyAt));
    }
  }
  return problems;
}

// A resolved file, and its data files.

/** A file with its imports and the library merged in and `extends` applied: what the engine compiles. */
export interface Resolved {
  readonly uri: string;
  readonly society: Society;
  /** Where each node of `society` is written. A node without an entry of its own is found by its nearest ancestor. */
  readonly nodes: ReadonlyMap<NodeId, Span>;
  /** All source texts: the file itself first, then imports in the order of import. */
  readonly sources: readonly { readonly uri: string; readonly text: string }[];
  /** Problems of all sources; with an `error` among them the file must not be run. */
  readonly problems: readonly (Diagnostic & { readonly uri: string })[];
}

/** A data file on disk, or a sentence that says why it cannot be read. A Parquet file has `bytes`, and its `text` is empty. */
export type DataFile =
  | { readonly ok: true; readonly uri: string; readonly text: string; readonly bytes?: Uint8Array }
  | { readonly ok: false; readonly reason: 'path' | 'outside' | 'missing' | 'unreadable'; readonly message: string };

/** Place of a node, or of its nearest ancestor that has one. */
export function spanOf(nodes: ReadonlyMap<NodeId, Span>, node: NodeId): Span | null {
  for (let path = node; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('.')))) {
    const span = nodes.get(path);
    if (span) return span;
  }
  return null;
}
