/** All places that name a thing: in its own file, and in all files of the workspace that can see it. */
import type { Span } from '../../../core/util/textPosition.js';
import type { FileModel } from '../../incremental/file.js';
import type { Program } from '../../program/program.js';
import { rangeAt } from '../../text/lines.js';
import type { Highlight } from '../../api.js';
import type { Workspace } from '../../program/workspace.js';
import { type Occurrence, placesOf, targetAt } from './navigationTargets.js';

/** A file with the places of one thing in it. */
export interface Places {
  readonly file: FileModel;
  readonly places: readonly Occurrence[];
}

/** Opens a file with all its imports. */
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

/** `declaration`: include the place that defines it. */
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
