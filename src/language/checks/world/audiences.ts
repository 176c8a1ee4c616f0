/** Finds interventions and surveys that reach no agent of the run: `nobody`, people who are not in the cast, roles that no agent plays. */
import type { Definition, FileModel } from '../../incremental/file.js';
import { find, type Program } from '../../program/program.js';
import { castIds, isExtended, isMember, keysOf, lineage, scenarioLine, worldIdAt } from '../../names/worlds.js';
import { type Problem, warningAt } from '../../text/problem.js';
import { textOf, type TreeNode, valueAt } from '../../syntax/node.js';
import { isCastElsewhere } from './groups.js';
import { definitionsOf, entriesIn, textsIn } from '../common/checkHelpers.js';
import { t } from '../../../core/util/l10n.js';

export const checkAudiences = (program: Program, file: FileModel): Problem[] =>
  definitionsOf(program, file, 'scenario').flatMap((scenario) => {
    if (isExtended(program, 'scenario', scenario.id) || isCastElsewhere(program, scenario.id)) return [];
    const there = present(program, file, scenario);
    const of = (section: 'interventions' | 'surveys', what: (id: string) => string): Problem[] =>
      entriesIn(scenario.entry.value, section).flatMap(({ key, value }) => {
        const to = valueAt(value, 'to');
        if (to === undefined || (section === 'interventions' && comesOrGoes(value))) return [];
        const who = textsIn(to.kind === 'map' ? valueAt(to, 'of') : to);
        const absent = who.map(({ text }) => whyAbsent(there, text));
        if (who.length === 0 || absent.includes(null)) return [];
        return [
          warningAt('reaches-nobody', t('{0}: {1}. Change `to`, or the cast.', what(key), [...new Set(absent)].join(t(', and '))), to.at),
        ];
      });
    return [
      ...of('interventions', (id) => t('Intervention `{0}` reaches no agent', id)),
      ...of('surveys', (id) => t('Survey `{0}` asks no agent', id)),
    ];
  });

/** Whether an intervention acts on agents that are not in its `to`. */
const comesOrGoes = (one: TreeNode): boolean => ['join', 'leave', 'intercept'].some((key) => valueAt(one, key) !== undefined);

interface Present {
  readonly program: Program;
  readonly ids: ReadonlySet<string>;
  /** Roles of the world, and the roles that agents play. */
  readonly roles: ReadonlySet<string>;
  readonly played: ReadonlySet<string>;
  readonly emptyGroups: ReadonlySet<string>;
}

function present(program: Program, file: FileModel, scenario: Definition): Present {
  const line = scenarioLine(program, file, scenario.id);
  const joining = line.flatMap(({ entry }) =>
    entriesIn(entry.value, 'interventions').flatMap(({ value }) => textsIn(valueAt(value, 'join')).map(({ text }) => text)),
  );
  const casts = line.flatMap(({ entry }) => valueAt(entry.value, 'cast') ?? []);
  const [cast] = casts;
  const groups = line.flatMap(({ entry }) => entriesIn(entry.value, 'groups'));
  const grow = program.files.some((one) =>
    one.expressions.some(({ kind, node }) => kind === 'statements' && /\bjoin\(/.test(String(node.value))),
  );
  return {
    program,
    ids: new Set([...castIds(program, line), ...joining]),
    roles: new Set(keysOf(lineage(program, worldIdAt(program, file, scenario.path)), 'roles')),
    played: new Set(cast?.kind === 'map' ? cast.entries.map(({ key }) => key) : []),
    emptyGroups: new Set(grow ? [] : groups.flatMap(({ key, value }) => (isEmpty(value) ? [key] : []))),
  };
}

const isEmpty = (group: TreeNode): boolean => textOf(group) === 'nobody' || (group.kind === 'list' && group.items.length === 0);

/** Why a word means no agent; null if it may mean an agent. */
function whyAbsent({ program, ids, roles, played, emptyGroups }: Present, word: string): string | null {
  if (word === 'nobody') return t('`nobody` means no agent');
  if (emptyGroups.has(word)) return t('the group `{0}` is always empty', word);
  if (roles.has(word)) return played.has(word) ? null : t('no agent plays `{0}`', word);
  if (ids.has(word) || isMember(program, word)) return null;
  return find(program.index, ['persona', 'population'], word).length > 0 ? t('`{0}` is not in the cast', word) : null;
}
