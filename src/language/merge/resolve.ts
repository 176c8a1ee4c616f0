/** Resolves a program to one society for the engine: merges files, applies `extends`, and keeps the place of every node. */
import type { Span } from '../../core/util/textPosition.js';
import type { Program, Resolved } from '../program/program.js';
import { type Diagnostic, type Problem, toDiagnostic } from '../text/problem.js';
import type { Society } from '../generated/society.js';
import type { FileModel } from '../incremental/file.js';
import type { Prose } from '../names/textFiles.js';
import { importRank } from '../program/uri.js';
import { extendAll, inheritReads } from './extend.js';
import { entry, locate, type Located, type LocatedMap, unlocate } from './locatedData.js';

/** Sections with entries by id, which are merged over files. Other sections come only from the main file. */
const SECTIONS = [
  'models',
  'fragments',
  'personas',
  'populations',
  'ties',
  'codes',
  'rewards',
  'worlds',
  'scenarios',
  'experiments',
  'calibrate',
  'prompts',
  'phrases',
];

/** `prose`: the prose of all files of the program. */
export function resolveProgram(program: Program, prose: Prose, problemsOf: (file: FileModel) => readonly Problem[]): Resolved {
  const nodes = new Map<string, Span>();
  const merged = merge(program, prose);
  const society = { society: 1, ...(merged ? (unlocate(applied(merged), '', nodes) as object) : {}) } as Society;
  return {
    uri: program.main.uri,
    society,
    nodes,
    sources: sourcesOf(program, prose),
    problems: once(program.files).flatMap((file) =>
      problemsOf(file).map((problem): Diagnostic & { uri: string } => ({ ...toDiagnostic(file.tree.lines, problem), uri: file.uri })),
    ),
  };
}

/** Removes duplicates: a file with several prefixes is one file. */
function once(files: readonly FileModel[]): readonly FileModel[] {
  const seen = new Set<string>();
  return files.filter(({ uri }) => !seen.has(uri) && seen.add(uri));
}

/** The societies first, then the prose files that they name. */
function sourcesOf(program: Program, prose: Prose): Resolved['sources'] {
  const texts = new Map(program.files.map((file) => [file.uri, file.tree.text]));
  for (const file of prose.values()) if (file && !texts.has(file.uri)) texts.set(file.uri, file.source);
  return [...texts].map(([uri, text]) => ({ uri, text }));
}

/** Merges the imports, by rank and in the order of import, and then the file itself over them. */
function merge(program: Program, prose: Prose): LocatedMap | null {
  const [main, ...imports] = program.files;
  const trees = [...imports].sort((a, b) => importRank(a.uri) - importRank(b.uri)).concat(main ? [main] : []);
  let entries = new Map<string, Located>();
  let place: LocatedMap['place'] | null = null;
  for (const file of trees) {
    const root = file.tree.root;
    if (root?.kind !== 'map') continue;
    const located = locate(root, { uri: file.uri, lines: file.tree.lines }, prose) as LocatedMap;
    place = located.place;
    const own = file === main ? [...located.entries] : [...located.entries].filter(([key]) => SECTIONS.includes(key));
    for (const [key, value] of own) entries.set(key, SECTIONS.includes(key) ? joined(entries.get(key), value) : value);
  }
  entries = new Map(ordered(entries));
  return place ? { kind: 'map', entries, place } : null;
}

function joined(before: Located | undefined, value: Located): Located {
  if (before?.kind !== 'map' || value.kind !== 'map') return value.kind === 'scalar' && value.value === null && before ? before : value;
  const entries = new Map(before.entries);
  for (const [id, node] of value.entries) entries.set(id, node);
  return { ...value, entries };
}

/** Sorts sections in the order of the format. */
function ordered(entries: ReadonlyMap<string, Located>): [string, Located][] {
  const rank = (key: string): number => SECTIONS.indexOf(key);
  return [...entries].sort(([a], [b]) => rank(a) - rank(b));
}

function applied(root: LocatedMap): LocatedMap {
  const entries = new Map(root.entries);
  const within =
    (section: string) =>
    (id: string): Located | undefined =>
      entry(root.entries.get(section), id);
  const fragments = within('fragments');
  const personas = within('personas');
  const people = (id: string): Located | undefined => fragments(id) ?? personas(id);
  const put = (section: string, pool: (id: string) => Located | undefined): void => {
    const value = extendAll(root.entries.get(section), pool);
    if (value) entries.set(section, value);
  };
  put('fragments', people);
  put('personas', people);
  for (const section of ['worlds', 'scenarios', 'prompts']) put(section, within(section));
  const merged = (id: string): Located | undefined => entry(entries.get('fragments'), id) ?? entry(entries.get('personas'), id);
  const populations = inheritReads(entries.get('populations'), merged);
  if (populations) entries.set('populations', populations);
  return { ...root, entries };
}
