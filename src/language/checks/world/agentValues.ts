/**
 * Checks of values that hold agents: a variable that copies one, a variable that newcomers inherit, and an action for an agent that
 * is never chosen.
 */
import { nearest, type Type } from '../../../expr/index.js';
import type { Definition, FileModel } from '../../incremental/file.js';
import { namesAt } from '../../names/names.js';
import type { Program } from '../../program/program.js';
import { isExtended, lineage, worldIdAt } from '../../names/worlds.js';
import { rootSchema } from '../../schema/schema.js';
import { errorAt, type Problem, replaceFix, warningAt } from '../../text/problem.js';
import { type Entry, type ScalarNode, textOf, type TreeNode, valueAt } from '../../syntax/node.js';
import { definitionsOf, entriesIn, layersOf, partOf, textsIn } from '../common/checkHelpers.js';
import { typeOfExpression } from '../../names/variables.js';
import { t } from '../../../core/util/l10n.js';

// Finds unknown variables that the newcomers of a generation would inherit, and unknown fields of archetypes. Runs per program.

export const checkHandedOn = (program: Program, file: FileModel): Problem[] =>
  definitionsOf(program, file, 'world').flatMap((world) =>
    entriesIn(world.entry.value, 'phases').flatMap(({ value }) => {
      const inherited = textsIn(valueAt(valueAt(value, 'replace'), 'inherit'));
      const listed = textsIn(valueAt(value, 'archetypes')).filter(({ text }) => !ARCHETYPE_FIELDS.includes(text));
      const has = inherited.length + listed.length > 0 ? variablesIn(program, world) : null;
      if (!has) return [];
      return [...unknownIn(inherited, t('variable'), has), ...unknownIn(listed, t('field or variable'), [...has, ...ARCHETYPE_FIELDS])];
    }),
  );

/** The fields of a person that `archetypes` can list. */
const ARCHETYPE_FIELDS: readonly string[] = (rootSchema.$defs?.['phase']?.properties?.['archetypes']?.items?.anyOf?.[0]?.enum ?? []).map(
  String,
);

const unknownIn = (named: ReturnType<typeof textsIn>, what: string, has: readonly string[]): Problem[] =>
  named.flatMap(({ text, node }): Problem[] => {
    if (has.includes(text)) return [];
    const near = nearest(text, has);
    const there = has.length === 0 ? t('They have none.') : t('There are: {0}.', has.join(', '));
    const message = t('Agents have no {0} `{1}`. {2}', what, text, near ? t('Did you mean `{0}`?', near) : there);
    return [errorAt('unknown-variable', message, node.at, near ? [replaceFix(t('Change to {0}', near), node.at, near)] : [])];
  });

/** The agent variables that rules can change, over all scenarios that use a world; null if none uses it. */
function variablesIn(program: Program, world: Definition): readonly string[] | null {
  const scenarios = [...(program.index.get('scenario')?.values() ?? [])]
    .flat()
    .filter(({ file, path }) => lineage(program, worldIdAt(program, file, path)).includes(world));
  const agents = scenarios.map(
    ({ file, path }) => namesAt(program, file, { path: `${path}.interventions.any.then` }).local?.get('me')?.type,
  );
  if (agents.length === 0) return null;
  const fields = agents.flatMap((type) => (type?.kind === 'record' ? [...type.fields] : []));
  return [...new Set(fields.flatMap(([name, { fixed }]) => (fixed === undefined ? [name] : [])))];
}

// Finds actions for `agent`, the chosen agent, that choose no agent: an action with `on: message` chooses a message. Runs
// per program, because a world can extend another.

export const checkChosen = (program: Program, file: FileModel): Problem[] =>
  definitionsOf(program, file, 'world').flatMap((world) => {
    const worlds = lineage(program, world.id);
    const isOpen = isExtended(program, 'world', world.id);
    return entriesIn(world.entry.value, 'actions').flatMap((action) => nobody(action, layersOf(worlds, 'actions', action.key), isOpen));
  });

const AUTHOR = '{ of: all, if: agent == message.author }';

/** `isOpen`: a world that extends this one may name the agent. */
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
      const message = t(
        'With `on: message`, the agent chooses a message, so `{0}: agent` has no value. Write `{0}: {1}` for the author of the message.',
        key,
        AUTHOR,
      );
      return [errorAt('nobody-chosen', message, node.at, [replaceFix(t('Change to the author of the message'), node.at, AUTHOR)])];
    }
    if (key === 'to' || chosen || isOpen) return [];
    const message = t('This action chooses no agent. With `to: agent` an agent is chosen, who then sees it.');
    return [errorAt('nobody-chosen', message, node.at)];
  });
}

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

/** What to write after a value to get the ids of its agents: an empty text if there may be no agent; null if the value holds no agents. */
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
  const keep = ids === null ? t('Keep an id') : t('Keep {0}, `{1}`', kept === '.id' ? t('the id') : t('ids'), ids);
  const or = kept === '.map(a => a.id)' ? '' : t(', or declare `{0}: agent?` and set it in a phase', name);
  const message = t('`{0}` would hold a copy of the agent at the start, which is not equal to any agent later. {1}{2}.', name, keep, or);
  const at = partOf(node, source, [0, String(node.value).trimEnd().length]);
  return warningAt('copied-agent', message, at, ids === null ? [] : [replaceFix(t('Change to {0}', ids), at, ids)]);
}
