/** Values that a scenario sets for parameters of its world: a misspelt one would be read by nobody. */
import { nearest } from '../../../expr/index.js';
import type { FileModel } from '../../incremental/file.js';
import type { Program } from '../../program/program.js';
import { keysOf, lineage, worldIdAt } from '../../names/worlds.js';
import { errorAt, type Problem, replaceFix } from '../../text/problem.js';
import { valueAt } from '../../syntax/node.js';
import { definitionsOf, entriesIn } from '../common/checkHelpers.js';

export function checkWorldUses(program: Program, file: FileModel): Problem[] {
  return definitionsOf(program, file, 'scenario').flatMap(({ entry, path }) => {
    const use = valueAt(entry.value, 'world');
    const world = worldIdAt(program, file, path);
    const worlds = lineage(program, world);
    if (worlds.length === 0) return [];
    const params = keysOf(worlds, 'params');
    return entriesIn(use, 'with').flatMap(({ key, keyAt }): Problem[] => {
      if (params.includes(key)) return [];
      const near = nearest(key, params);
      const there = params.length === 0 ? 'It has none.' : `There are: ${params.join(', ')}.`;
      const help = near ? `Did you mean \`${near}\`?` : there;
      const fixes = near ? [replaceFix(`Change to ${near}`, keyAt, near)] : [];
      return [errorAt('unknown-parameter', `The world \`${world}\` has no parameter \`${key}\`. ${help}`, keyAt, fixes)];
    });
  });
}
