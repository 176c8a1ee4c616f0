/**
 * Values after `=` where nothing is computed, distributions where nothing is drawn (they would remain plain text), expressions
 * without a name, which have one value whatever happens in a run, and measures that need themselves, which never have one.
 */
import { compileExpression, pureFunctions, treesIn, usesIn } from '../../../expr/index.js';
import type { ExpressionUse, FileModel } from '../../incremental/file.js';
import { find, type Program } from '../../program/program.js';
import { lineage, worldIdAt } from '../../names/worlds.js';
import { errorAt, type Problem, warningAt } from '../../text/problem.js';
import { type TreeNode, valueAt } from '../../syntax/node.js';
import { definitionsOf, entriesIn, type Subject } from '../common/checkHelpers.js';
import { DRAWN } from './numbers.js';
import { marked, t } from '../../../core/util/l10n.js';

const PARAMETER = marked('Write the value, or declare it under `vars`, where `=` is computed at the start.');
const PERSON = marked('Write the value, or declare it under the `agent_vars` of the world, where `=` is computed for each.');

/** What to write instead, by the path; null if the value is computed there. */
function instead([section, , key, part, inner]: readonly string[]): string | null {
  if (section === 'worlds') return key === 'params' ? PARAMETER : null;
  if (section === 'personas' || section === 'fragments') return key === 'vars' ? PERSON : null;
  if (section !== 'scenarios') return null;
  return key === 'world' && part === 'with' ? PARAMETER : key === 'cast' && inner === 'vars' ? PERSON : null;
}

export function notComputed({ kind, path, node }: ExpressionUse): Problem | null {
  const help = kind === 'value' ? instead(path.split('.')) : null;
  if (help === null) return null;
  return errorAt('not-computed', t('`{0}` would stay this text: nothing is computed here. {1}', String(node.value).trim(), help), node.at);
}

/** Finds distributions outside of populations, which are the only entries that draw. Per entry. */
export function checkUndrawn({ section, entry: { value } }: Subject): readonly Problem[] {
  if (section === 'personas' || section === 'fragments') return undrawn(valueAt(value, 'vars'));
  if (section !== 'worlds') return NONE;
  const roles = entriesIn(value, 'roles').map((role) => valueAt(role.value, 'vars'));
  return [...['params', 'vars', 'agent_vars'].map((key) => valueAt(value, key)), ...roles].flatMap(undrawn);
}

const NONE: readonly Problem[] = [];

function undrawn(node: TreeNode | undefined): readonly Problem[] {
  return entriesIn(node).flatMap(({ value }) => {
    const start = value.kind === 'map' ? valueAt(value, 'start') : value;
    if (start?.kind !== 'scalar' || typeof start.value !== 'string' || !DRAWN.test(start.value.trim())) return [];
    const message = t('`{0}` would stay this text: nothing is drawn here. A population draws, under `sample`.', start.value.trim());
    return [errorAt('not-computed', message, start.at)];
  });
}

// Expressions without a name have the same value in every run.

/** Measures of scenarios and worlds that read nothing from the run. */
export const checkConstantMeasures = (program: Program, file: FileModel): Problem[] =>
  (['scenario', 'world'] as const).flatMap((kind) =>
    definitionsOf(program, file, kind).flatMap(({ entry }) =>
      entriesIn(entry.value, 'measures').flatMap(({ key, value }) => {
        const constant = constantOf(sourceOf(value) ?? '');
        if (constant === undefined) return [];
        const message = t(
          'Measure `{0}` is {1} in every round of every run, because it reads nothing. Name what it measures, as in `density` or `mean(all.map(a => a.trust))`.',
          key,
          JSON.stringify(constant),
        );
        return [warningAt('constant-measure', message, value.at)];
      }),
    ),
  );

/** Measures of a scenario or world that need themselves, directly or through other measures. */
export const checkMeasureLoops = (program: Program, file: FileModel): Problem[] =>
  (['scenario', 'world'] as const).flatMap((kind) =>
    definitionsOf(program, file, kind).flatMap(({ entry, path, id }) => {
      const worlds = lineage(program, kind === 'world' ? id : worldIdAt(program, file, path));
      // A variable or a parameter of the world comes before a measure of that name, and arguments such as codes are not measures.
      const known = worlds.flatMap((world) => ['vars', 'params'].flatMap((key) => entriesIn(world.entry.value, key)));
      const hidden = new Set(['round', 'rounds', 'now', 'params', 'all', 'cast', ...known.map(({ key }) => key)]);
      const measures = entriesIn(entry.value, 'measures').filter(({ key }) => !hidden.has(key) && !isArgument(program, key));
      const needs = new Map(measures.map(({ key, value }) => [key, namesIn(sourceOf(value) ?? '')]));
      return measures.flatMap(({ key, value }) => measureLoop(key, wayTo(key, key, needs, new Set()), value));
    }),
  );

const isArgument = (program: Program, name: string): boolean =>
  (['code', 'network', 'reward', 'survey', 'action'] as const).some((kind) => find(program.index, [kind], name).length > 0);

function measureLoop(measure: string, way: readonly string[] | null, { at }: TreeNode): Problem[] {
  if (!way) return [];
  const path = [measure, ...way].map((name) => `\`${name}\``).join(' → ');
  const message =
    way.length === 1
      ? t('The measure `{0}` needs itself, and never has a value. To use a built-in measure, give this measure another name.', measure)
      : t('The measure `{0}` needs itself, and never has a value: {1}.', measure, path);
  return [warningAt('measure-loop', message, at)];
}

const namesIn = (source: string): readonly string[] =>
  treesIn('expression', source).flatMap(({ tree }) => usesIn(tree).flatMap(({ name, local, field }) => (local || field ? [] : [name])));

/** The names from one measure to another along what they need; null if there is no way. */
function wayTo(goal: string, from: string, needs: ReadonlyMap<string, readonly string[]>, seen: Set<string>): readonly string[] | null {
  for (const name of needs.get(from) ?? []) {
    if (name === goal) return [name];
    if (seen.has(name)) continue;
    seen.add(name);
    const rest = wayTo(goal, name, needs, seen);
    if (rest) return [name, ...rest];
  }
  return null;
}

const sourceOf = (node: TreeNode): string | null => (node.kind === 'scalar' && node.value !== null ? String(node.value).trim() : null);

const CALL = /([a-zA-Z_]\w*)\s*\(/g;

/** The value of an expression that reads nothing; undefined if it reads something, draws, or has an error. */
export function constantOf(source: string): unknown {
  const [whole] = treesIn('expression', source);
  if (!whole || usesIn(whole.tree).some(({ local, field }) => !local && !field)) return undefined;
  // A function of the run reads the state, although its call contains no name.
  if ([...source.matchAll(CALL)].some(([, name]) => !pureFunctions.has(name!) && !source.includes(`.${name!}`))) return undefined;
  const compiled = compileExpression(source);
  if (!compiled.ok) return undefined;
  try {
    return compiled.run({ lookup: () => undefined });
  } catch {
    return undefined;
  }
}
