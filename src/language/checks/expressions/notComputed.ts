/** Values after `=` where nothing is computed, and distributions where nothing is drawn: they would remain plain text. */
import type { ExpressionUse } from '../../incremental/file.js';
import { errorAt, type Problem } from '../../text/problem.js';
import { type TreeNode, valueAt } from '../../syntax/node.js';
import type { Subject } from '../common/subject.js';
import { DRAWN } from './numbers.js';
import { entriesIn } from '../common/checkHelpers.js';

const PARAMETER = 'Write the value, or declare it under `vars`, where `=` is computed at the start.';
const PERSON = 'Write the value, or declare it under the `agent_vars` of the world, where `=` is computed for each.';

/** What to write instead, by the path; null where it is computed. */
function instead([section, , key, part, inner]: readonly string[]): string | null {
  if (section === 'worlds') return key === 'params' ? PARAMETER : null;
  if (section === 'personas' || section === 'fragments') return key === 'vars' ? PERSON : null;
  if (section !== 'scenarios') return null;
  return key === 'world' && part === 'with' ? PARAMETER : key === 'cast' && inner === 'vars' ? PERSON : null;
}

export function notComputed({ kind, path, node }: ExpressionUse): Problem | null {
  const help = kind === 'value' ? instead(path.split('.')) : null;
  if (help === null) return null;
  return errorAt('not-computed', `\`${String(node.value).trim()}\` would stay this text: nothing is computed here. ${help}`, node.at);
}

/** Only populations draw. Per entry. */
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
    const message = `\`${start.value.trim()}\` would stay this text: nothing is drawn here. A population draws, under \`sample\`.`;
    return [errorAt('not-computed', message, start.at)];
  });
}
