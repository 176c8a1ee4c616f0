/** Checks of names: a world that replaces a library world, a survey that hides a field of agents, and values for unknown parameters. */
import { personaFields, withVariables } from '../../names/agents.js';
import type { Definition, FileModel } from '../../incremental/file.js';
import { find, type Program } from '../../program/program.js';
import { keysOf, lineage, scenarioLine, worldIdAt } from '../../names/worlds.js';
import { errorAt, type OffsetEdit, type OffsetFix, type Problem, replaceFix, warningAt } from '../../text/problem.js';
import { definitionsOf, entriesIn } from '../common/checkHelpers.js';
import { nearest } from '../../../expr/index.js';
import { type MapNode, textOf, valueAt } from '../../syntax/node.js';
import { isLibrary, nameOf } from '../../program/uri.js';
import { positionAt } from '../../text/lines.js';
import { t } from '../../../core/util/l10n.js';

// Finds surveys with the name of a field of all agents. The name then gives the answers, and the field cannot be read. Runs
// per program, because a scenario and its world can extend others.

export const checkHidden = (program: Program, file: FileModel): Problem[] =>
  definitionsOf(program, file, 'scenario').flatMap((scenario) => {
    const surveys = entriesIn(scenario.entry.value, 'surveys');
    if (surveys.length === 0) return [];
    const taken = takenIn(program, file, scenario);
    return surveys.flatMap(({ key, keyAt }) => {
      const what = taken.get(key);
      if (what === undefined) return [];
      const message = t('`{0}` is also {1}: `me.{0}` would give only the answers to the survey. Give the survey another id.', key, what);
      return [warningAt('name-hidden', message, keyAt)];
    });
  });

function takenIn(program: Program, file: FileModel, { id }: Definition): ReadonlyMap<string, string> {
  const worlds = lineage(program, worldIdAt(program, file, `scenarios.${id}`));
  const roles = worlds.flatMap(({ entry }) => entriesIn(entry.value, 'roles'));
  const parts = scenarioLine(program, file, id).flatMap(({ entry }) => entriesIn(entry.value, 'cast'));
  const people = withVariables(program).map(({ entry }) => entry);
  const variables = [...roles, ...parts, ...people].flatMap(({ value }) => entriesIn(value, 'vars').map(({ key }) => key));
  return new Map([
    ...personaFields().map(([key]) => [key, t('a part of the person')] as const),
    ...[...keysOf(worlds, 'agent_vars'), ...variables].map((key) => [key, t('a variable')] as const),
  ]);
}

// Finds values for unknown parameters of the world. A misspelt value would have no effect.

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
      const there = params.length === 0 ? t('It has none.') : t('There are: {0}.', params.join(', '));
      const help = near ? t('Did you mean `{0}`?', near) : there;
      const fixes = near ? [replaceFix(t('Change to {0}', near), keyAt, near)] : [];
      return [errorAt('unknown-parameter', t('The world `{0}` has no parameter `{1}`. {2}', world, key, help), keyAt, fixes)];
    });
  });
}

export const checkReplaced = (program: Program, file: FileModel): Problem[] =>
  definitionsOf(program, file, 'world').flatMap((world) => {
    const { id, entry } = world;
    const theirs = find(program.index, ['world'], id).find((other) => isLibrary(other.file.uri));
    if (!theirs) return [];
    const part = `library/${nameOf(theirs.file.uri).replace(/\.society$/, '')}`;
    const message = t(
      'This replaces the whole world `{0}` of {1}. To change only a part of it, give your world an id of its own and `extends: {0}`. To replace it, remove the import.',
      id,
      part,
    );
    return [warningAt('replaced-world', message, entry.keyAt, besides(program, file, world))];
  });

/** Keeps both worlds: the file uses a new id wherever it names the world, and inherits the rest from the library. */
function besides(program: Program, file: FileModel, { id, path, entry }: Definition): readonly OffsetFix[] {
  const base = textOf(valueAt(entry.value, 'extends'));
  const own = `own_${id}`;
  if (entry.value.kind !== 'map' || (base !== null && base !== id) || find(program.index, ['world'], own).length > 0) return [];
  const uses = file.references.filter((use) => use.kinds.includes('world') && use.id === id && use.path !== `${path}.extends`);
  const named = [entry.keyAt, ...uses.map(({ at }) => at)].map((at): OffsetEdit => ({ at, text: own }));
  return [
    { title: t('Call it {0}, on top of {1}', own, id), edits: [...named, ...(base === null ? extending(file, entry.value, id) : [])] },
  ];
}

function extending({ tree: { lines, text } }: FileModel, { flow, entries: [first] }: MapNode, id: string): readonly OffsetEdit[] {
  if (!first) return [];
  const { character } = positionAt(lines, first.keyAt[0]);
  const between = flow ? ', ' : `${text.includes('\r\n') ? '\r\n' : '\n'}${' '.repeat(character)}`;
  return [{ at: [first.keyAt[0], first.keyAt[0]], text: `extends: ${id}${between}` }];
}
