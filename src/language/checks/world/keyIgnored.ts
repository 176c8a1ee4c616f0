/**
 * Finds keys that have no effect: in a phase, because of its order, such as `turns` if each agent acts once; in an action,
 * because of its kind, such as `tell` for a message. Runs per program, because a world can extend another.
 */
import type { FileModel } from '../../incremental/file.js';
import type { Program } from '../../program/program.js';
import { isExtended, lineage } from '../../names/worlds.js';
import { type Problem, warningAt } from '../../text/problem.js';
import { type Entry, textOf, type TreeNode, valueAt } from '../../syntax/node.js';
import { definitionsOf, entriesIn, layersOf } from '../common/checkHelpers.js';
import { t } from '../../../core/util/l10n.js';

/** Orders that read a key. */
const READ_BY: { readonly [key: string]: readonly string[] } = {
  turns: ['alternate', 'moderated', 'asynchronous'],
  until: ['sequential', 'shuffled', 'alternate', 'moderated', 'asynchronous'],
  first: ['alternate', 'moderated'],
  may_end: ['alternate', 'moderated'],
  chooser: ['moderated'],
  rate: ['asynchronous'],
  hours: ['asynchronous'],
  archetypes: ['simultaneous'],
};

const OF_PHASE: readonly string[] = ['turns', 'until', 'archetypes'];

/** Kinds of actions that read a key. */
const READ_OF: { readonly [key: string]: string } = { tell: 'act', seen_by: 'act', quote: 'message', values: 'reaction' };

export const checkUnread = (program: Program, file: FileModel): Problem[] =>
  definitionsOf(program, file, 'world').flatMap((world) => {
    const worlds = lineage(program, world.id);
    const isOpen = isExtended(program, 'world', world.id);
    const each = (section: string, check: typeof byOrder): Problem[] =>
      entriesIn(world.entry.value, section).flatMap((one) => check(one, layersOf(worlds, section, one.key), isOpen));
    return [...each('phases', byOrder), ...each('actions', byKind)];
  });

/** `isOpen`: if no layer sets the kind, a world that extends this one may set it. */
function byKind(action: Entry, layers: readonly TreeNode[], isOpen: boolean): Problem[] {
  const written = layers.map((layer) => textOf(valueAt(layer, 'kind'))).find((found) => found !== null);
  if (written === undefined && isOpen) return [];
  const kind = written ?? 'act';
  // The agents in `seen_by` hear the words of an act of any kind.
  const speaks = layers.some((layer) => entriesIn(layer, 'args').some(({ value }) => textOf(value)?.startsWith('message')));
  return entriesIn(action.value).flatMap(({ key, keyAt }) => {
    const wanted = Object.hasOwn(READ_OF, key) ? READ_OF[key] : undefined;
    if (wanted === undefined || wanted === kind || (key === 'seen_by' && speaks)) return [];
    const message = t(
      '`{0}` has no effect here: only actions with `kind: {1}` use it. The kind of this action is `{2}`.',
      key,
      wanted,
      kind,
    );
    return [warningAt('kind-ignores', message, keyAt)];
  });
}

function byOrder({ value }: Entry, layers: readonly TreeNode[], isOpen: boolean): Problem[] {
  const written = layers.map(kindOf).find((found) => found !== null);
  if ((written === undefined && isOpen) || layers.some((layer) => valueAt(layer, 'pair'))) return [];
  const kind = written ?? 'simultaneous';
  const own = [...entriesIn(value).filter(({ key }) => OF_PHASE.includes(key)), ...entriesIn(value, 'order')];
  return own.flatMap(({ key, keyAt }) => {
    if (key === 'rate' && layers.some((layer) => valueAt(valueAt(layer, 'order'), 'hours')))
      return [warningAt('order-ignores', t('`rate` has no effect here: `hours` replaces it. Remove one of them.'), keyAt)];
    const orders = Object.hasOwn(READ_BY, key) ? READ_BY[key] : undefined;
    if (!orders || orders.includes(kind)) return [];
    const once =
      key === 'archetypes'
        ? t('each agent sees what came before')
        : key === 'turns'
          ? t('each agent acts once')
          : key === 'until'
            ? t('all act at the same time')
            : t('it is not used');
    const [last, ...rest] = [...orders].reverse().map((order) => `\`${order}\``);
    const wanted = rest.length === 0 ? last : t('{0} or {1}', rest.reverse().join(', '), last);
    return [
      warningAt('order-ignores', t('`{0}` has no effect here: with `order: {1}`, {2}. Use the order {3}.', key, kind, once, wanted), keyAt),
    ];
  });
}

const kindOf = (phase: TreeNode): string | null => textOf(valueAt(phase, 'order')) ?? textOf(valueAt(valueAt(phase, 'order'), 'kind'));
