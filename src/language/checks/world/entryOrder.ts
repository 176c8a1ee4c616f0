/**
 * Checks that `before` and `after` name an inherited entry, and that `off` removes one. Otherwise the entry would silently
 * be last, or be left out. Runs per program.
 */
import { nearest } from '../../../expr/index.js';
import type { Definition, FileModel } from '../../incremental/file.js';
import { PLACED } from '../../merge/extend.js';
import type { Program } from '../../program/program.js';
import { keysOf, lineage, scenarioLine } from '../../names/worlds.js';
import { errorAt, type Problem, replaceFix, warningAt } from '../../text/problem.js';
import { type Entry, textOf, valueAt } from '../../syntax/node.js';
import { definitionsOf, entriesIn } from '../common/checkHelpers.js';
import { t } from '../../../core/util/l10n.js';

export function checkPlacing(program: Program, file: FileModel): Problem[] {
  const worlds = definitionsOf(program, file, 'world').map(({ id }) => lineage(program, id));
  const scenarios = definitionsOf(program, file, 'scenario').map(({ id }) => scenarioLine(program, file, id));
  return [...worlds, ...scenarios].flatMap((line) => (line[0]?.file === file ? inLine(line[0], line) : []));
}

/** `line`: an entry and what it extends, itself first. */
function inLine(own: Definition, line: readonly Definition[]): Problem[] {
  const bases = line.slice(1);
  const isLost = bases.length === 0 && valueAt(own.entry.value, 'extends') !== undefined;
  if (isLost) return [];
  return PLACED.flatMap((section) => {
    const inherited = keysOf(bases, section);
    const all = keysOf(line, section);
    return entriesIn(own.entry.value, section).flatMap((entry) => [
      ...besides(
        entry,
        inherited,
        all.filter((key) => key !== entry.key),
      ),
      ...takenAway(entry, inherited),
    ]);
  });
}

function besides({ value }: Entry, inherited: readonly string[], all: readonly string[]): Problem[] {
  return entriesIn(value).flatMap(({ key, value: node }): Problem[] => {
    const target = key === 'before' || key === 'after' ? textOf(node) : null;
    if (target === null) return [];
    if (inherited.length === 0) {
      const message = t('No entry is inherited here, so `{0}` has no effect: entries keep the order of the file. Remove `{0}`.', key);
      return [warningAt('unknown-entry', message, node.at)];
    }
    if (all.includes(target)) return [];
    const near = nearest(target, all);
    const help = near ? t('Did you mean `{0}`?', near) : t('There are: {0}.', all.join(', '));
    const fixes = near ? [replaceFix(t('Change to {0}', near), node.at, near)] : [];
    return [errorAt('unknown-entry', t('There is no entry `{0}` for `{1}`. {2}', target, key, help), node.at, fixes)];
  });
}

function takenAway({ key, keyAt, value }: Entry, inherited: readonly string[]): Problem[] {
  const off = valueAt(value, 'off');
  if (off?.kind !== 'scalar' || off.value !== true || inherited.includes(key)) return [];
  const near = nearest(key, inherited);
  const help = near ? t(' Did you mean `{0}`?', near) : '';
  const fixes = near ? [replaceFix(t('Change to {0}', near), keyAt, near)] : [];
  return [errorAt('unknown-entry', t('There is no inherited entry `{0}` to remove.{1}', key, help), keyAt, fixes)];
}
