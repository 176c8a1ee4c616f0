/**
 * Places in which more start than they hold, where the cast says how many that are: the rest would be nowhere. In the
 * program, for a scenario may meet in a world of any file.
 */
import type { Definition, FileModel } from '../../incremental/file.js';
import type { Program } from '../../program/program.js';
import { castIds, isExtended, lineage, membersOf, scenarioLine, worldIdAt } from '../../names/worlds.js';
import { type Problem, replaceFix, warningAt } from '../../text/problem.js';
import { type TreeNode, valueAt } from '../../syntax/node.js';
import { entriesIn, numberOf, textsIn } from '../common/checkHelpers.js';
import { t } from '../../../core/util/l10n.js';

export function checkPlaces(program: Program, file: FileModel): Problem[] {
  const found = new Map<number, Problem>();
  for (const [scenario] of program.index.get('scenario')?.values() ?? []) {
    const problem = scenario && !isOpen(program, scenario) ? inScenario(program, scenario, file) : null;
    if (problem && !found.has(problem.at[0])) found.set(problem.at[0], problem);
  }
  return [...found.values()];
}

/** Who is there follows from more than the cast: some come later, or other scenarios say who. */
const isOpen = (program: Program, { id, entry }: Definition): boolean =>
  isExtended(program, 'scenario', id) || entriesIn(entry.value, 'interventions').some(({ value }) => valueAt(value, 'join'));

/** Goes through the places as the run does, up to one of which nobody knows who starts there, or to the first that is too small. */
function inScenario(program: Program, scenario: Definition, file: FileModel): Problem | null {
  const worlds = lineage(program, worldIdAt(program, scenario.file, scenario.path));
  const places = new Set([...worlds].reverse().flatMap(({ entry }) => entriesIn(entry.value, 'places').map(({ key }) => key)));
  if (places.size === 0) return null;
  const outside = new Set(castIds(program, scenarioLine(program, scenario.file, scenario.id)));
  for (const place of places) {
    const [start, size] = [written(worlds, place, 'start'), written(worlds, place, 'size')];
    const ids = start ? idsOf(start.node, outside, program) : [];
    if (ids === null) return null;
    const many = ids.reduce((sum, id) => sum + membersOf(program, id), 0);
    const most = numberOf(size?.node);
    if (start && size && most !== null && many > most) {
      if (start.file !== file) return null;
      const message = t(
        'In `{0}` {1} start here, and {2} fit in: the others would be nowhere. Make it larger, or name another place for them.',
        scenario.id,
        many,
        most,
      );
      const fixes = size.file === file ? [replaceFix(t('Change the size to {0}', many), size.node.at, String(many))] : [];
      return warningAt('place-size', message, start.node.at, fixes);
    }
    for (const id of ids) outside.delete(id);
  }
  return null;
}

/** A key of a place where it is written nearest, and in which file. */
function written(worlds: readonly Definition[], place: string, key: string): { readonly file: FileModel; readonly node: TreeNode } | null {
  for (const { file, entry } of worlds) {
    const node = valueAt(valueAt(valueAt(entry.value, 'places'), place), key);
    if (node) return { file, node };
  }
  return null;
}

/** People and populations that a selector names, of those who are at no place yet; null where that depends on the run. */
function idsOf(start: TreeNode, outside: ReadonlySet<string>, program: Program): readonly string[] | null {
  const words = textsIn(start).map(({ text }) => text);
  if (words.includes('all')) return [...outside];
  if (start.kind === 'map' || words.some((word) => word !== 'nobody' && !isKnown(program, word))) return null;
  return words.filter((word) => outside.has(word));
}

const isKnown = (program: Program, id: string): boolean =>
  ['persona', 'population'].some((kind) => program.index.get(kind as 'persona')?.has(id));
