/**
 * Finds effects that overwrite each other: several agents act at the same time and set a variable of the world to a value
 * that does not depend on its current value. The value of the last agent in the shuffle remains. Runs per program.
 */
import { treesIn, usesIn } from '../../../expr/index.js';
import type { Definition, FileModel } from '../../incremental/file.js';
import { find, type Program } from '../../program/program.js';
import { keysOf, lineage } from '../../names/worlds.js';
import { type Problem, warningAt } from '../../text/problem.js';
import { textOf, type TreeNode, valueAt } from '../../syntax/node.js';
import { definitionsOf, entriesIn, partOf } from '../common/checkHelpers.js';
import { t } from '../../../core/util/l10n.js';

export const checkOverwrites = (program: Program, file: FileModel): Problem[] =>
  definitionsOf(program, file, 'world').flatMap((world) => inWorld(program, file, world));

function inWorld(program: Program, file: FileModel, world: Definition): Problem[] {
  const worlds = lineage(program, world.id);
  const variables = new Set(keysOf(worlds, 'vars'));
  const phases = worlds.flatMap(({ entry }) => entriesIn(entry.value, 'phases').map(({ value }) => value));
  return entriesIn(world.entry.value, 'actions').flatMap(({ key, value: action }) => {
    const offered = phases.some((phase) => offers(phase, key) && atOnce(phase) && isForSeveral(program, phase));
    return offered ? lost(action, variables, file) : [];
  });
}

const offers = (phase: TreeNode, action: string): boolean => {
  const actions = valueAt(phase, 'actions');
  return actions?.kind === 'list' && actions.items.some((item) => textOf(item) === action);
};

function atOnce(phase: TreeNode): boolean {
  const order = valueAt(phase, 'order');
  return order === undefined || (textOf(order) ?? textOf(valueAt(order, 'kind'))) === 'simultaneous';
}

/** Whether more than one agent can take part. If a condition decides that, it is unknown and not reported. */
function isForSeveral(program: Program, phase: TreeNode): boolean {
  const who = valueAt(phase, 'who');
  if (who === undefined || valueAt(phase, 'pair')) return true;
  if (who.kind === 'list') return who.items.length > 1;
  const one = textOf(who);
  if (one !== null) return one === 'all' || ['population', 'group'].some((kind) => find(program.index, [kind as 'group'], one).length > 0);
  return valueAt(who, 'if') === undefined && !/^(top|bottom|random) 1\b/.test(textOf(valueAt(who, 'pick')) ?? '');
}

/** Names whose values differ between the agents that act. */
const OWN = ['me', 'target', 'args', 'message', 'granted'] as const;

function lost(action: TreeNode, variables: ReadonlySet<string>, file: FileModel): Problem[] {
  const effect = valueAt(action, 'effect');
  if (effect?.kind !== 'scalar') return [];
  const own = new Set<string>([...OWN, ...entriesIn(action, 'args').map(({ key }) => key)]);
  const written = treesIn('statements', String(effect.value)).flatMap(({ tree, offset, local }) =>
    local === null && tree.type === 'AssignmentExpression' && tree.operator === '=' && tree.left.type === 'Identifier'
      ? [{ tree, offset, name: tree.left.name }]
      : [],
  );
  // An action with a condition on the variable is tested again before its effect.
  const tested = namesIn('expression', valueAt(action, 'when'));
  if (written.some(({ name }) => tested.has(name))) return [];
  return written.flatMap(({ tree, offset, name }) => {
    const read = new Set(usesIn(tree.right).flatMap((use) => (use.field || use.local ? [] : [use.name])));
    if (!variables.has(name) || read.has(name) || ![...read].some((one) => own.has(one))) return [];
    const at = partOf(effect, file.tree.text, [offset + tree.start, offset + tree.end]);
    return [
      warningAt('lost-write', t('All agents that act at the same time set `{0}`. Only the value of the last one remains.', name), at),
    ];
  });
}

function namesIn(kind: 'expression', node: TreeNode | undefined): ReadonlySet<string> {
  const source = textOf(node);
  return new Set(source === null ? [] : treesIn(kind, source).flatMap(({ tree }) => usesIn(tree).map(({ name }) => name)));
}
