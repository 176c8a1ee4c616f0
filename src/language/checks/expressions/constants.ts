/** Expressions without a name: they have one value, whatever happens in a run. */
import { compileExpression, pureFunctions, treesIn, usesIn } from '../../../expr/index.js';
import type { FileModel } from '../../incremental/file.js';
import type { Program } from '../../program/program.js';
import { type Problem, warningAt } from '../../text/problem.js';
import type { TreeNode } from '../../syntax/node.js';
import { definitionsOf, entriesIn } from '../common/checkHelpers.js';

/** Measures of scenarios and worlds that read nothing of the run. */
export const checkConstantMeasures = (program: Program, file: FileModel): Problem[] =>
  (['scenario', 'world'] as const).flatMap((kind) =>
    definitionsOf(program, file, kind).flatMap(({ entry }) =>
      entriesIn(entry.value, 'measures').flatMap(({ key, value }) => {
        const constant = constantOf(sourceOf(value) ?? '');
        if (constant === undefined) return [];
        const message = `Measure \`${key}\` is ${JSON.stringify(constant)} in every round of every run, because it reads nothing. Name what it measures, as in \`density\` or \`mean(all.map(a => a.trust))\`.`;
        return [warningAt('constant-measure', message, value.at)];
      }),
    ),
  );

const sourceOf = (node: TreeNode): string | null => (node.kind === 'scalar' && node.value !== null ? String(node.value).trim() : null);

const CALL = /([a-zA-Z_]\w*)\s*\(/g;

/** The value of an expression that reads nothing; undefined where it reads something, draws, or is broken. */
export function constantOf(source: string): unknown {
  const [whole] = treesIn('expression', source);
  if (!whole || usesIn(whole.tree).some(({ local, field }) => !local && !field)) return undefined;
  // A function of the run reads the state, though the call has no name in it.
  if ([...source.matchAll(CALL)].some(([, name]) => !pureFunctions.has(name!) && !source.includes(`.${name!}`))) return undefined;
  const compiled = compileExpression(source);
  if (!compiled.ok) return undefined;
  try {
    return compiled.run({ lookup: () => undefined });
  } catch {
    return undefined;
  }
}
