/**
 * Variables that would start with an agent. The value computed after `=` is kept as it is at that time, so the variable
 * would hold a copy that never changes and is equal to no agent. Per world.
 */
import type { Type } from '../../../expr/index.js';
import type { Definition, FileModel } from '../../incremental/file.js';
import { namesAt } from '../../names/names.js';
import type { Program } from '../../program/program.js';
import { typeOfExpression } from '../../names/variables.js';
import { type Problem, replaceFix, warningAt } from '../../text/problem.js';
import { type Entry, type ScalarNode, valueAt } from '../../syntax/node.js';
import { definitionsOf, entriesIn, partOf } from '../common/checkHelpers.js';

export const checkStarts = (program: Program, file: FileModel): Problem[] =>
  definitionsOf(program, file, 'world').flatMap((world) =>
    variablesOf(world).flatMap(({ entry, path }) => {
      const node = entry.value.kind === 'map' ? valueAt(entry.value, 'start') : entry.value;
      if (node?.kind !== 'scalar' || typeof node.value !== 'string' || !node.value.startsWith('=')) return [];
      const type = typeOfExpression(node.value.slice(1), namesAt(program, file, { path }));
      const kept = keptOf(type);
      return kept === null ? [] : [copied(entry.key, node, kept, file.tree.text)];
    }),
  );

interface Variable {
  readonly entry: Entry;
  readonly path: string;
}

function variablesOf({ path, entry: { value } }: Definition): readonly Variable[] {
  const below = (node: Parameters<typeof entriesIn>[0], at: string): Variable[] =>
    entriesIn(node).map((entry) => ({ entry, path: `${at}.${entry.key}` }));
  return [
    ...['vars', 'agent_vars'].flatMap((section) => below(valueAt(value, section), `${path}.${section}`)),
    ...entriesIn(value, 'roles').flatMap((role) => below(valueAt(role.value, 'vars'), `${path}.roles.${role.key}.vars`)),
  ];
}

/** What to write after agents to get their ids: nothing where there may be no agent; null where a value holds no agents. */
function keptOf(type: Type): '.id' | '.map(a => a.id)' | '' | null {
  if (isAgent(type)) return '.id';
  if (type.kind === 'list') return isAgent(type.of) ? '.map(a => a.id)' : null;
  return type.kind === 'optional' && isAgent(type.of) ? '' : null;
}

const isAgent = (type: Type): boolean => type.kind === 'record' && type.name === 'agent';

/** Text that a field can follow without parentheses. */
const CLOSED = /^[\w.]+(?:\([^()]*\))?(?:\[\d+\])?$/;

function copied(name: string, node: ScalarNode, kept: NonNullable<ReturnType<typeof keptOf>>, source: string): Problem {
  const value = String(node.value).slice(1).trim();
  const ids = kept === '' ? null : `=${CLOSED.test(value) ? value : `(${value})`}${kept}`;
  const keep = ids === null ? 'Keep an id' : `Keep ${kept === '.id' ? 'the id' : 'ids'}, \`${ids}\``;
  const or = kept === '.map(a => a.id)' ? '' : `, or declare \`${name}: agent?\` and set it in a phase`;
  const message = `\`${name}\` would hold a copy, as it is at the start and equal to nobody. ${keep}${or}.`;
  const at = partOf(node, source, [0, String(node.value).trimEnd().length]);
  return warningAt('copied-agent', message, at, ids === null ? [] : [replaceFix(`Change to ${ids}`, at, ids)]);
}
