/**
 * Variables that would start with a person. What is computed behind `=` is kept as the value that it has then, so that it
 * would be a copy which nothing changes, and which is nobody's equal. Per world.
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

/** What is written behind people to have their ids: nothing where there may be nobody; null where a value holds no people. */
function keptOf(type: Type): '.id' | '.map(a => a.id)' | '' | null {
  if (isAgent(type)) return '.id';
  if (type.kind === 'list') return isAgent(type.of) ? '.map(a => a.id)' : null;
  return type.kind === 'optional' && isAgent(type.of) ? '' : null;
}

const isAgent = (type: Type): boolean => type.kind === 'record' && type.name === 'agent';

/** Text behind which a field can be written as it stands. */
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
