/** Measures of ties where a society has no network: no round gives them a value. */
import { treesIn, usesIn } from '../../../expr/index.js';
import type { FileModel } from '../../incremental/file.js';
import type { Program } from '../../program/program.js';
import { worldIdAt, lineage } from '../../names/worlds.js';
import { type Problem, warningAt } from '../../text/problem.js';
import { textOf, type TreeNode, valueAt } from '../../syntax/node.js';
import { definitionsOf, entriesIn } from '../common/checkHelpers.js';

/** Measures that have no value without a network, whatever happens. */
const OF_TIES: readonly string[] = [
  'reciprocity',
  'density',
  'mean_path',
  'modularity',
  'clustering',
  'degree_assortativity',
  'friendship_paradox',
];

/** In the measures of scenarios, in what they expect, and in what experiments compare. */
export function checkNetworkMeasures(program: Program, file: FileModel): Problem[] {
  if ((program.index.get('network')?.size ?? 0) > 0) return [];
  const bare = new Set(
    [...(program.index.get('scenario')?.values() ?? [])].flatMap(([scenario]) => {
      if (!scenario) return [];
      const worlds = lineage(program, worldIdAt(program, scenario.file, scenario.path));
      const hasTies = worlds.length === 0 || worlds.some(({ entry }) => entriesIn(entry.value, 'ties').length > 0);
      return hasTies ? [] : scenario.id;
    }),
  );
  const scenarios = definitionsOf(program, file, 'scenario').filter(({ id }) => bare.has(id));
  const experiments = definitionsOf(program, file, 'experiment').filter(({ entry }) =>
    bare.has(textOf(valueAt(entry.value, 'scenario')) ?? ''),
  );
  return [
    ...scenarios.flatMap(({ entry }) => [
      ...entriesIn(entry.value, 'measures').flatMap(({ value }) => without(value)),
      ...entriesIn(entry.value, 'expect').flatMap(({ value }) => without(value.kind === 'map' ? valueAt(value, 'that') : value)),
    ]),
    ...experiments.flatMap(({ entry }) => entriesIn(entry.value, 'compare').flatMap(({ value }) => without(valueAt(value, 'measure')))),
  ];
}

function without(node: TreeNode | undefined): Problem[] {
  const [whole] = treesIn('expression', textOf(node) ?? '');
  const name = whole && usesIn(whole.tree).find((use) => !use.local && !use.field && OF_TIES.includes(use.name))?.name;
  if (!node || name === undefined) return [];
  return [
    warningAt(
      'no-network',
      `\`${name}\` never has a value: it is of ties, and this society has no network. Declare one under \`ties:\`.`,
      node.at,
    ),
  ];
}
