/** Everywhere a thing is named: in its own file, and in all files of the workspace that can see it. */
import type { Span } from '../../../core/util/textPosition.js';
import type { Definition, FileModel } from '../../incremental/file.js';
import { find, type Program } from '../../program/program.js';
import { proseTarget } from '../../names/textFiles.js';
import { lineage, worldIdAt } from '../../names/worlds.js';
import { rangeAt } from '../../text/lines.js';
import { entryOf, valueAt } from '../../syntax/node.js';
import { wordAt } from '../position/expressionAt.js';
import type { Highlight } from '../../api.js';
import type { Workspace } from '../../program/workspace.js';
import { type Occurrence, placesOf, targetAt } from './navigationTargets.js';

// Where the thing under the cursor is written: ids, names in expressions, imported files.

export function definitionAt(program: Program, offset: number): readonly Span[] {
  const file = program.main;
  const imported = file.imports.find((use) => use.at[0] <= offset && offset <= use.at[1]);
  if (imported) {
    const uris = program.imported.get(imported) ?? [];
    return uris.filter((uri) => program.files.some((other) => other.uri === uri)).map(startOf);
  }
  const prose = file.prose.find(({ node }) => node.at[0] <= offset && offset <= node.at[1]);
  const target = prose && proseTarget(program, file, prose);
  if (target?.ok) return [startOf(target.uri)];
  const reference = file.references.find((r) => r.at[0] <= offset && offset <= r.at[1]);
  if (reference?.kinds.includes('action')) return inWorld(program, reference.path, reference.id, ['actions']);
  if (reference) return find(program.index, reference.kinds, reference.id).map(spanOfDefinition);
  const word = wordAt(file, offset);
  if (!word || word.after) return [];
  const known = find(program.index, ['persona', 'population', 'group', 'role'], word.text).map(spanOfDefinition);
  const local = find(program.index, ['measure'], word.text)
    .filter((d) => d.file === file)
    .map(spanOfDefinition);
  return [...local, ...inWorld(program, word.use.path, word.text, ['params', 'vars', 'agent_vars']), ...known];
}

const START = { line: 0, character: 0 };
const startOf = (uri: string): Span => ({ source: uri, range: { start: START, end: START } });

const spanOfDefinition = (definition: Definition): Span => ({
  source: definition.file.uri,
  range: rangeAt(definition.file.tree.lines, definition.entry.keyAt),
});

/** A key of one of the sections of the world at a path, the nearest world first. */
function inWorld(program: Program, path: string, key: string, sections: readonly string[]): readonly Span[] {
  for (const world of lineage(program, worldIdAt(program, program.main, path))) {
    for (const section of sections) {
      const entry = entryOf(valueAt(world.entry.value, section), key);
      if (entry) return [{ source: world.file.uri, range: rangeAt(world.file.tree.lines, entry.keyAt) }];
    }
  }
  return [];
}

/** A file with the places of one thing in it. */
export interface Places {
  readonly file: FileModel;
  readonly places: readonly Occurrence[];
}

/** Opens a file with all it imports. */
export type Open = (uri: string) => Promise<Program>;

/** Places of the id at an offset, by file; its own file is first. No places if there is no id at the offset. */
export async function placesAt(program: Program, offset: number, workspace: Workspace, open: Open): Promise<readonly Places[]> {
  const here = targetAt(program, offset);
  if (!here) return [];
  const { uri } = here.target;
  const found = new Map<string, Places>();
  for (const user of [uri, program.main.uri, ...(await workspace.usersOf(uri))]) {
    const opened = user === program.main.uri ? program : await open(user);
    for (const file of opened.files) {
      const own = opened.origins.get(file)?.file ?? file;
      if (found.has(own.uri) && own.uri !== user) continue;
      const places = own === file ? placesOf(opened, file, here.target) : [];
      const known = found.get(own.uri);
      if (places.length > (known?.places.length ?? 0)) found.set(own.uri, { file: own, places });
    }
  }
  return [...found.values()].sort((a, b) => Number(b.file.uri === uri) - Number(a.file.uri === uri) || (a.file.uri < b.file.uri ? -1 : 1));
}

/** `declaration`: with the place that defines it. */
export const spansOf = (all: readonly Places[], declaration: boolean): readonly Span[] =>
  all.flatMap(({ file, places }) =>
    places
      .filter(({ role }) => declaration || role !== 'definition')
      .map(({ at }) => ({ source: file.uri, range: rangeAt(file.tree.lines, at) })),
  );

/** Places of the id at an offset, in its own file. */
export function highlightsAt(program: Program, offset: number): readonly Highlight[] {
  const here = targetAt(program, offset);
  if (!here) return [];
  return placesOf(program, program.main, here.target).map(({ at, role }) => ({
    range: rangeAt(program.main.tree.lines, at),
    kind: role === 'definition' ? 'write' : 'read',
  }));
}
