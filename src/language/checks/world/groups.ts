/**
 * Finds impossible groups: more agents picked than exist, graphs larger than their agents, roles that never act or that no
 * agent plays, actions that no phase offers, pairs along a network without ties. Runs per program.
 */
import { settingsIn } from '../../names/experiments.js';
import type { Definition, FileModel } from '../../incremental/file.js';
import { find, type Program } from '../../program/program.js';
import { castSize, isExtended, keysOf, lineage, membersOf, scenarioLine, worldIdAt } from '../../names/worlds.js';
import { infoAt, type Problem, replaceFix, warningAt } from '../../text/problem.js';
import type { IdKind } from '../../schema/schema.js';
import { entryOf, type ScalarNode, textOf, type TreeNode, valueAt } from '../../syntax/node.js';
import { definitionsOf, entriesIn, partOf, textsIn } from '../common/checkHelpers.js';
import { t } from '../../../core/util/l10n.js';

export function checkGroups(program: Program, file: FileModel): Problem[] {
  const of = (kind: IdKind): readonly Definition[] => definitionsOf(program, file, kind);
  return [
    ...of('scenario').flatMap((scenario) => [...picks(program, file, scenario), ...unplayed(program, file, scenario)]),
    ...of('network').flatMap((network) => graph(program, network)),
    ...of('world').flatMap((world) => [...silentRoles(program, world), ...unofferedActions(program, world), ...pairs(program, world)]),
  ];
}

/** How many agents a simple selector means; null if that depends on the run. */
function sizeOf(program: Program, of: TreeNode | undefined, all: number): number | null {
  const ids = textsIn(of).map(({ text }) => text);
  if (of === undefined || ids.includes('all')) return all;
  if (of.kind === 'map' || ids.length === 0) return null;
  const known = ids.every((id) => find(program.index, ['persona', 'population'], id).length > 0);
  return known ? [...new Set(ids)].reduce((sum, id) => sum + membersOf(program, id), 0) : null;
}

const PICK = /^(?:top|bottom|random) ([1-9][0-9]*)\b/d;

function picks(program: Program, file: FileModel, { id, entry }: Definition): Problem[] {
  const all = castSize(program, scenarioLine(program, file, id));
  return entriesIn(entry.value, 'groups').flatMap(({ value }) => {
    const pick = valueAt(value, 'pick');
    const found = PICK.exec(textOf(pick) ?? '');
    const at = found?.indices?.[1];
    const size = sizeOf(program, valueAt(value, 'of'), all);
    if (pick?.kind !== 'scalar' || !at || size === null || size === 0 || Number(found?.[1]) <= size) return [];
    const place = partOf(pick as ScalarNode, file.tree.text, at);
    const message = t(
      size === 1 ? '{0} cannot be picked: there is only {1}.' : '{0} cannot be picked: there are only {1}.',
      found?.[1] ?? '',
      size,
    );
    return [warningAt('pick-size', message, place, [replaceFix(t('Pick {0}', size), place, String(size))])];
  });
}

/** Finds roles that a phase names but no agent of the cast plays, so that the phase does not take place. */
function unplayed(program: Program, file: FileModel, { id, entry, path }: Definition): Problem[] {
  const worlds = lineage(program, worldIdAt(program, file, path));
  const roles = keysOf(worlds, 'roles');
  if (roles.length === 0 || isExtended(program, 'scenario', id) || isCastElsewhere(program, id)) return [];
  const casts = scenarioLine(program, file, id).flatMap((line) => valueAt(line.entry.value, 'cast') ?? []);
  const played = new Set(casts[0]?.kind === 'map' ? casts.flatMap((cast) => entriesIn(cast).map(({ key }) => key)) : []);
  const acting = inLine(worlds, 'phases').flatMap((phase) => textsIn(valueAt(phase, 'who')).map(({ text }) => text));
  const left = roles.filter((role) => !played.has(role) && acting.includes(role));
  if (left.length === 0) return [];
  const names = left.map((role) => `\`${role}\``).join(t(' and '));
  const example = `\`cast: { ${left[0]}: { play: … } }\``;
  const message = t(
    left.length > 1
      ? 'No agent plays {0}, so the phases of these roles do not take place. Write {1}.'
      : 'No agent plays {0}, so the phases of this role do not take place. Write {1}.',
    names,
    example,
  );
  const at = entryOf(entry.value, 'cast') ?? entryOf(entry.value, 'world') ?? entry;
  return [warningAt('unplayed-role', message, at.keyAt)];
}

/** Whether an experiment or a calibration sets the cast. */
export const isCastElsewhere = (program: Program, scenario: string): boolean =>
  [...(program.index.get('experiment')?.values() ?? []), ...(program.index.get('calibration')?.values() ?? [])]
    .flat()
    .some(
      ({ entry }) =>
        textOf(valueAt(entry.value, 'scenario')) === scenario &&
        settingsIn(entry.value).some(({ entry: { key } }) => key.startsWith('cast')),
    );

const NEIGHBOURS = /^(?:ring|small_world)\(\s*([0-9]+)/d;

function graph(program: Program, { entry, file }: Definition): Problem[] {
  const node = valueAt(entry.value, 'graph');
  const among = valueAt(entry.value, 'among');
  const found = NEIGHBOURS.exec(textOf(node) ?? '');
  const at = found?.indices?.[1];
  if (node?.kind !== 'scalar' || !found || !at) return [];
  const place = partOf(node, file.tree.text, at);
  const k = Number(found[1]);
  if (k === 0) return [warningAt('graph-size', t('With 0 neighbours there are no ties. If that is intended, write `empty`.'), place)];
  const size = among === undefined || textOf(among) === 'all' ? null : sizeOf(program, among, 0);
  if (size === null || size === 0 || k < size) return [];
  return [warningAt('graph-size', t('Among {0} agents, no agent can have {1} neighbours. Choose a number below {0}.', size, k), place)];
}

const inLine = (worlds: readonly Definition[], section: string): readonly TreeNode[] =>
  worlds.flatMap(({ entry }) => entriesIn(entry.value, section).map(({ value }) => value));

function silentRoles(program: Program, definition: Definition): Problem[] {
  const roles = entriesIn(definition.entry.value, 'roles');
  if (roles.length === 0) return [];
  const acting = inLine(lineage(program, definition.id), 'phases').filter((phase) => valueAt(phase, 'actions') !== undefined);
  if (acting.length === 0 || isExtended(program, 'world', definition.id)) return [];
  const named = new Set<string>();
  for (const phase of acting) {
    const who = valueAt(phase, 'who');
    const texts = textsIn(who).map(({ text }) => text);
    if (who === undefined || who.kind === 'map' || valueAt(phase, 'pair') || !texts.every((text) => roles.some(({ key }) => key === text)))
      return [];
    for (const text of texts) named.add(text);
  }
  return roles.flatMap(({ key, keyAt }) => {
    if (named.has(key)) return [];
    const message = t('No phase with actions has `{0}` in its `who`, so an agent with this role never says or does anything.', key);
    return [warningAt('silent-role', message, keyAt)];
  });
}

function unofferedActions(program: Program, definition: Definition): Problem[] {
  const actions = entriesIn(definition.entry.value, 'actions');
  if (actions.length === 0 || isExtended(program, 'world', definition.id)) return [];
  const worlds = lineage(program, definition.id);
  if (keysOf(worlds, 'phases').length === 0) return [];
  const phases = inLine(worlds, 'phases');
  const offered = new Set(phases.flatMap((phase) => textsIn(valueAt(phase, 'actions')).map(({ text }) => text)));
  for (const phase of phases) for (const { key } of entriesIn(phase, 'riders')) offered.add(key);
  if (offered.size === 0) return [];
  return actions.flatMap(({ key, keyAt, value }) => {
    const off = valueAt(value, 'off');
    if (offered.has(key) || (off?.kind === 'scalar' && off.value === true)) return [];
    const message = t('No phase offers `{0}`, so no agent can do it. Name it in the `actions` of a phase.', key);
    return [{ ...infoAt('unused-action', message, keyAt), tags: ['unnecessary'] as const }];
  });
}

/** Finds pairs along a network that never has a tie. */
function pairs(program: Program, definition: Definition): Problem[] {
  return entriesIn(definition.entry.value, 'phases').flatMap(({ value }) => {
    const along = valueAt(valueAt(value, 'pair'), 'along');
    const network = find(program.index, ['network'], textOf(along) ?? '')[0]?.entry.value;
    if (!along || !network || !neverTied(network) || program.files.some((file) => file.expressions.some(bonds))) return [];
    const message = t('`{0}` never has a tie, so no pair ever meets. Give it a `graph` or a `change`.', textOf(along) ?? '');
    return [warningAt('no-ties', message, along.at)];
  });
}

const bonds = ({ kind, node }: FileModel['expressions'][number]): boolean => kind === 'statements' && String(node.value).includes('bond(');

function neverTied(network: TreeNode): boolean {
  const [start, change] = [valueAt(network, 'graph'), valueAt(network, 'change')];
  return (start === undefined || textOf(start) === 'empty') && (change === undefined || textOf(change) === 'never');
}
