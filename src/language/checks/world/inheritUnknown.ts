/** Variables that newcomers of a generation are to inherit, which agents do not have: nothing would be handed on. In the program. */
import { nearest } from '../../../expr/index.js';
import type { Definition, FileModel } from '../../incremental/file.js';
import { namesAt } from '../../names/names.js';
import type { Program } from '../../program/program.js';
import { lineage, worldIdAt } from '../../names/worlds.js';
import { errorAt, type Problem, replaceFix } from '../../text/problem.js';
import { valueAt } from '../../syntax/node.js';
import { definitionsOf, entriesIn, textsIn } from '../common/checkHelpers.js';

export const checkHandedOn = (program: Program, file: FileModel): Problem[] =>
  definitionsOf(program, file, 'world').flatMap((world) =>
    entriesIn(world.entry.value, 'phases').flatMap(({ value }) => {
      const named = textsIn(valueAt(valueAt(value, 'replace'), 'inherit'));
      const has = named.length > 0 ? variablesIn(program, world) : null;
      if (!has) return [];
      return named.flatMap(({ text, node }): Problem[] => {
        if (has.includes(text)) return [];
        const near = nearest(text, has);
        const there = has.length === 0 ? 'They have none.' : `There are: ${has.join(', ')}.`;
        const message = `Agents have no variable \`${text}\`. ${near ? `Did you mean \`${near}\`?` : there}`;
        return [errorAt('unknown-variable', message, node.at, near ? [replaceFix(`Change to ${near}`, node.at, near)] : [])];
      });
    }),
  );

/** What agents have and rules can change, in all scenarios that meet in a world; null where none does. */
function variablesIn(program: Program, world: Definition): readonly string[] | null {
  const scenarios = [...(program.index.get('scenario')?.values() ?? [])]
    .flat()
    .filter(({ file, path }) => lineage(program, worldIdAt(program, file, path)).includes(world));
  const agents = scenarios.map(
    ({ file, path }) => namesAt(program, file, { path: `${path}.interventions.any.then` }).local?.get('me')?.type,
  );
  if (agents.length === 0) return null;
  const fields = agents.flatMap((type) => (type?.kind === 'record' ? [...type.fields] : []));
  return [...new Set(fields.flatMap(([name, { fixed }]) => (fixed === undefined ? [name] : [])))];
}
