/**
 * Interventions that do not do what they seem to: two times where one is meant, a sender that is no agent. In the
 * program.
 */
import type { FileModel } from '../../incremental/file.js';
import { find, type Program } from '../../program/program.js';
import { isMember } from '../../names/worlds.js';
import { type Problem, warningAt } from '../../text/problem.js';
import { type Entry, entryOf, textOf, type TreeNode, valueAt } from '../../syntax/node.js';
import { definitionsOf, entriesIn } from '../common/checkHelpers.js';

export const checkInterventions = (program: Program, file: FileModel): Problem[] =>
  definitionsOf(program, file, 'scenario').flatMap(({ entry: { value } }) => [
    ...entriesIn(value, 'interventions').flatMap((one) => [...senders(program, one), ...twoTimes(one)]),
    ...entriesIn(value, 'surveys').flatMap(twoTimes),
  ]);

function senders(program: Program, { value }: Entry): Problem[] {
  const from = valueAt(value, 'from');
  const id = textOf(from);
  if (from === undefined || (id !== null && isOne(program, id))) return [];
  const message = '`from` takes one person. From several, a group or a role it would come from nobody.';
  return [warningAt('no-sender', message, from.at)];
}

/** What no file defines is said already. */
const isOne = (program: Program, id: string): boolean =>
  id === 'nobody' || isMember(program, id) || find(program.index, ['persona'], id).length > 0 || !isKnown(program, id);

const isKnown = (program: Program, id: string): boolean =>
  id === 'all' || find(program.index, ['population', 'group', 'role'], id).length > 0;

function twoTimes({ value }: Entry): Problem[] {
  const [at, when] = [valueAt(value, 'at'), valueAt(value, 'when')];
  if (at === undefined || when === undefined) return [];
  const round = at.kind === 'scalar' && typeof at.value === 'number' ? at.value : null;
  const both =
    round !== null && textOf(when) !== null ? `\`when: round == ${round} && (${textOf(when)?.trim()})\`` : 'one `when:` with `&&`';
  const message = `It comes at the one and, besides, whenever the other holds. Where both must hold, write ${both}; else leave one out.`;
  return [warningAt('at-and-when', message, keyOf(value, 'when'))];
}

const keyOf = (node: TreeNode, key: string): Problem['at'] => entryOf(node, key)?.keyAt ?? node.at;
