/**
 * Actions that are for `agent`, the one who is chosen, where nobody is: an action about a message is aimed at that message.
 * In the program, for a world may extend another.
 */
import type { FileModel } from '../../incremental/file.js';
import type { Program } from '../../program/program.js';
import { isExtended, lineage } from '../../names/worlds.js';
import { errorAt, type Problem, replaceFix } from '../../text/problem.js';
import { type Entry, textOf, type TreeNode, valueAt } from '../../syntax/node.js';
import { definitionsOf, entriesIn, layersOf } from '../common/checkHelpers.js';

export const checkChosen = (program: Program, file: FileModel): Problem[] =>
  definitionsOf(program, file, 'world').flatMap((world) => {
    const worlds = lineage(program, world.id);
    const isOpen = isExtended(program, 'world', world.id);
    return entriesIn(world.entry.value, 'actions').flatMap((action) => nobody(action, layersOf(worlds, 'actions', action.key), isOpen));
  });

const AUTHOR = '{ of: all, if: agent == message.author }';

/** `isOpen`: a world on top of this one may say for whom it is. */
function nobody({ value }: Entry, layers: readonly TreeNode[], isOpen: boolean): Problem[] {
  const isSet = (key: string, word: string): boolean =>
    layers.map((layer) => textOf(valueAt(layer, key))).find((found) => found !== null) === word;
  const [about, chosen] = [isSet('on', 'message'), isSet('to', 'agent')];
  const own = ['to', 'seen_by'].flatMap((key) => {
    const node = valueAt(value, key);
    return node && textOf(node) === 'agent' ? [{ key, node }] : [];
  });
  return own.flatMap(({ key, node }) => {
    if (about) {
      const message = `With \`on: message\` a message is chosen, and nobody is with \`${key}: agent\`. \`${key}: ${AUTHOR}\` is for who wrote it.`;
      return [errorAt('nobody-chosen', message, node.at, [replaceFix('Change to the author of the message', node.at, AUTHOR)])];
    }
    if (key === 'to' || chosen || isOpen) return [];
    const message = 'Nobody is chosen with this action. With `to: agent` one is, who then sees it.';
    return [errorAt('nobody-chosen', message, node.at)];
  });
}
