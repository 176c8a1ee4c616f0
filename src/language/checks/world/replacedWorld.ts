/**
 * Worlds with the id of a world in the library. The author's world replaces the whole library world: an author who
 * wants to change one part of it loses the rest. In the program.
 */
import type { Definition, FileModel } from '../../incremental/file.js';
import { find, type Program } from '../../program/program.js';
import { isLibrary, nameOf } from '../../program/uri.js';
import { type OffsetEdit, type OffsetFix, type Problem, warningAt } from '../../text/problem.js';
import { positionAt } from '../../text/lines.js';
import { type MapNode, textOf, valueAt } from '../../syntax/node.js';
import { definitionsOf } from '../common/checkHelpers.js';

export const checkReplaced = (program: Program, file: FileModel): Problem[] =>
  definitionsOf(program, file, 'world').flatMap((world) => {
    const { id, entry } = world;
    const theirs = find(program.index, ['world'], id).find((other) => isLibrary(other.file.uri));
    if (!theirs) return [];
    const part = `library/${nameOf(theirs.file.uri).replace(/\.society$/, '')}`;
    const message = `This replaces the whole world \`${id}\` of ${part}. To change only a part of it, give your world an id of its own and \`extends: ${id}\`. To replace it, remove the import.`;
    return [warningAt('replaced-world', message, entry.keyAt, besides(program, file, world))];
  });

/** Both are there: its own id wherever the file names it, and what is not written comes from the library. */
function besides(program: Program, file: FileModel, { id, path, entry }: Definition): readonly OffsetFix[] {
  const base = textOf(valueAt(entry.value, 'extends'));
  const own = `own_${id}`;
  if (entry.value.kind !== 'map' || (base !== null && base !== id) || find(program.index, ['world'], own).length > 0) return [];
  const uses = file.references.filter((use) => use.kinds.includes('world') && use.id === id && use.path !== `${path}.extends`);
  const named = [entry.keyAt, ...uses.map(({ at }) => at)].map((at): OffsetEdit => ({ at, text: own }));
  return [{ title: `Call it ${own}, on top of ${id}`, edits: [...named, ...(base === null ? extending(file, entry.value, id) : [])] }];
}

function extending({ tree: { lines, text } }: FileModel, { flow, entries: [first] }: MapNode, id: string): readonly OffsetEdit[] {
  if (!first) return [];
  const { character } = positionAt(lines, first.keyAt[0]);
  const between = flow ? ', ' : `${text.includes('\r\n') ? '\r\n' : '\n'}${' '.repeat(character)}`;
  return [{ at: [first.keyAt[0], first.keyAt[0]], text: `extends: ${id}${between}` }];
}
