/** A file together with all it imports, and an index of the ids that are known in it. */
import { errorAt, type Problem, replaceFix } from '../problem.js';
import { nearest } from '../../expr/index.js';
import type { IdKind } from '../schema/schema.js';
import type { Definition, FileModel } from './file.js';
import { IMPLICIT, importTarget, isLibrary, libraryUri } from './uri.js';

export interface Program {
  readonly main: FileModel;
  /** The file first, then imports in the order met, then what the library adds by itself. */
  readonly files: readonly FileModel[];
  /** Problems of imports, by the file that holds them. */
  readonly importProblems: ReadonlyMap<FileModel, readonly Problem[]>;
  readonly index: Index;
}

export type Index = ReadonlyMap<IdKind, ReadonlyMap<string, readonly Definition[]>>;

export type Load = (uri: string) => Promise<FileModel | null>;

export const LIBRARY_NAMES: readonly string[] = ['feed', 'prompts', 'phrases', 'rewards'];

export async function openProgram(main: FileModel, load: Load): Promise<Program> {
  const files: FileModel[] = [main];
  const importProblems = new Map<FileModel, Problem[]>();
  const seen = new Set([main.uri]);
  for (let i = 0; i < files.length; i++) {
    const file = files[i] as FileModel;
    const problems: Problem[] = [];
    importProblems.set(file, problems);
    for (const use of file.imports) {
      const target = importTarget(use.from, file.uri);
      if (use.prefix !== null)
        problems.push(errorAt('import-as', 'This version does not read `as` yet. Import the file under its own ids.', use.at));
      if (!target.ok) problems.push(errorAt(target.code, target.message, use.at));
      else if (!seen.has(target.uri)) {
        const loaded = await load(target.uri);
        if (!loaded) problems.push(notFound(use.from, use.at));
        else {
          seen.add(target.uri);
          files.push(loaded);
        }
      }
    }
    if (i === files.length - 1) await addImplicit(files, seen, load);
  }
  return { main, files, importProblems, index: indexOf(files) };
}

async function addImplicit(files: FileModel[], seen: Set<string>, load: Load): Promise<void> {
  for (const name of IMPLICIT) {
    const uri = libraryUri(name);
    if (seen.has(uri)) continue;
    seen.add(uri);
    const loaded = await load(uri);
    if (loaded) files.push(loaded);
  }
}

function notFound(from: string, at: Problem['at']): Problem {
  const near = from.startsWith('library/')
    ? nearest(
        from,
        LIBRARY_NAMES.map((name) => `library/${name}`),
      )
    : null;
  return errorAt(
    'import-missing',
    near ? `There is no \`${from}\`. Did you mean \`${near}\`?` : `\`${from}\` was not found.`,
    at,
    near ? [replaceFix(`Change to ${near}`, at, near)] : [],
  );
}

function indexOf(files: readonly FileModel[]): Index {
  const index = new Map<IdKind, Map<string, Definition[]>>();
  for (const file of files) {
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

export function find(index: Index, kinds: readonly IdKind[], id: string): readonly Definition[] {
  return kinds.flatMap((kind) => index.get(kind)?.get(id) ?? []);
}

/** Kinds whose ids live in one world, scenario or experiment, not in the whole society. */
const SCOPED: ReadonlySet<IdKind> = new Set<IdKind>(['action', 'phase', 'group', 'survey', 'measure', 'arm', 'role']);

/** Ids that two files give to different things of one kind. The library may be overridden. */
export function duplicates(program: Program, file: FileModel): Problem[] {
  if (isLibrary(file.uri)) return [];
  const problems: Problem[] = [];
  for (const [kind, ids] of program.index) {
    if (SCOPED.has(kind)) continue;
    for (const [id, list] of ids) {
      const own = list.find((definition) => definition.file === file);
      const other = own && list.find((definition) => definition.file !== file && !isLibrary(definition.file.uri));
      if (!own || !other) continue;
      const name = other.file.uri.slice(other.file.uri.lastIndexOf('/') + 1);
      problems.push(errorAt('duplicate-id', `\`${id}\` is defined in ${name} too.`, own.entry.keyAt));
    }
  }
  return problems;
}
