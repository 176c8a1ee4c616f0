/** Values behind `=` where nothing is computed: they would stay the text that is written. Per entry. */
import { errorAt, type Problem } from '../problem.js';
import { type TreeNode, valueAt } from '../tree/node.js';
import type { Subject } from './entries.js';
import { entriesIn } from './read.js';

const PARAMETER = 'Write the value, or declare it under `vars`, where `=` is computed at the start.';
const PERSON = 'Write the value, or declare it under the `agent_vars` of the world, where `=` is computed for each.';

export function checkLiterals({ section, entry: { value } }: Subject): readonly Problem[] {
  switch (section) {
    case 'personas':
    case 'fragments':
      return uncomputed(valueAt(value, 'vars'), PERSON);
    case 'worlds':
      return uncomputed(valueAt(value, 'params'), PARAMETER);
    case 'scenarios':
      return [
        ...uncomputed(valueAt(valueAt(value, 'world'), 'with'), PARAMETER),
        ...entriesIn(value, 'cast').flatMap((part) => uncomputed(valueAt(part.value, 'vars'), PERSON)),
      ];
    default:
      return NONE;
  }
}

const NONE: readonly Problem[] = [];

function uncomputed(node: TreeNode | undefined, help: string): readonly Problem[] {
  if (!node) return NONE;
  if (node.kind === 'list') return node.items.flatMap((item) => uncomputed(item, help));
  if (node.kind === 'map') return node.entries.flatMap((entry) => uncomputed(entry.value, help));
  if (typeof node.value !== 'string' || !node.value.startsWith('=')) return NONE;
  return [errorAt('not-computed', `\`${node.value.trim()}\` would stay this text: nothing is computed here. ${help}`, node.at)];
}
