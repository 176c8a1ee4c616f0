/**
 * Checks of definitions that never take effect: codes and surveys that wait for words no world causes, and measures of ties without
 * a network.
 */
import { treesIn, usesIn } from '../../../expr/index.js';
import type { Definition, FileModel } from '../../incremental/file.js';
import { find, type Program } from '../../program/program.js';
import { lineage, scenarioLine, worldIdAt } from '../../names/worlds.js';
import { type Problem, warningAt } from '../../text/problem.js';
import { type Entry, textOf, type TreeNode, valueAt } from '../../syntax/node.js';
import { definitionsOf, entriesIn, layersOf, textsIn } from '../common/checkHelpers.js';
import { t } from '../../../core/util/l10n.js';

// Measures of ties where a society has no network: no round gives them a value.

/** Measures that have no value without a network, whatever happens. */
const OF_TIES: readonly string[] = [
  'reciprocity',
  'density',
  'mean_path',
  'modularity',
  'clustering',
  'degree_assortativity',
  'friendship_paradox',
];

/** In the measures of scenarios, in what they expect, in what experiments compare, and in the targets of calibrations. */
export function checkNetworkMeasures(program: Program, file: FileModel): Problem[] {
  if ((program.index.get('network')?.size ?? 0) > 0) return [];
  const bare = new Set(
    [...(program.index.get('scenario')?.values() ?? [])].flatMap(([scenario]) => {
      if (!scenario) return [];
      const worlds = lineage(program, worldIdAt(program, scenario.file, scenario.path));
      const hasTies = worlds.length === 0 || worlds.some(({ entry }) => entriesIn(entry.value, 'ties').length > 0);
      return hasTies ? [] : scenario.id;
    }),
  );
  const scenarios = definitionsOf(program, file, 'scenario').filter(({ id }) => bare.has(id));
  const isBare = ({ entry }: Definition): boolean => bare.has(textOf(valueAt(entry.value, 'scenario')) ?? '');
  const experiments = definitionsOf(program, file, 'experiment').filter(isBare);
  const calibrations = definitionsOf(program, file, 'calibration').filter(isBare);
  return [
    ...scenarios.flatMap(({ entry }) => [
      ...entriesIn(entry.value, 'measures').flatMap(({ value }) => without(value)),
      ...entriesIn(entry.value, 'expect').flatMap(({ value }) => without(value.kind === 'map' ? valueAt(value, 'that') : value)),
    ]),
    ...calibrations.flatMap(({ entry }) => entriesIn(entry.value, 'targets').flatMap(({ value }) => without(valueAt(value, 'measure')))),
    ...experiments.flatMap(({ entry }) => entriesIn(entry.value, 'compare').flatMap(({ value }) => without(valueAt(value, 'measure')))),
  ];
}

function without(node: TreeNode | undefined): Problem[] {
  const [whole] = treesIn('expression', textOf(node) ?? '');
  const name = whole && usesIn(whole.tree).find((use) => !use.local && !use.field && OF_TIES.includes(use.name))?.name;
  if (!node || name === undefined) return [];
  return [
    warningAt(
      'no-network',
      t('`{0}` never has a value: it is of ties, and this society has no network. Declare one under `ties:`.', name),
      node.at,
    ),
  ];
}

export const checkSilence = (program: Program, file: FileModel): Problem[] => {
  const scenarios = [...(program.index.get('scenario')?.values() ?? [])].flatMap(([scenario]) => scenario ?? []);
  if (scenarios.length === 0) return [];
  const places = scenarios.map((scenario) => placeOf(program, scenario));
  // Of a world that no file defines nothing is known.
  if (places.some(({ worlds }) => worlds.length === 0)) return [];
  return [...codes(program, file, places), ...strangers(program, file, places)];
};

/** A scenario with the world that it takes place in. */
interface Place {
  readonly line: readonly Definition[];
  readonly worlds: readonly Definition[];
  /** Actions of the world by id, each with its layers, the nearest first. */
  readonly actions: ReadonlyMap<string, readonly TreeNode[]>;
}

function placeOf(program: Program, scenario: Definition): Place {
  const worlds = lineage(program, worldIdAt(program, scenario.file, scenario.path));
  const ids = new Set(worlds.flatMap(({ entry }) => entriesIn(entry.value, 'actions').map(({ key }) => key)));
  return {
    line: scenarioLine(program, scenario.file, scenario.id),
    worlds,
    actions: new Map([...ids].map((id) => [id, layersOf(worlds, 'actions', id)])),
  };
}

const written = (layers: readonly TreeNode[], key: string): TreeNode | undefined =>
  layers.map((layer) => valueAt(layer, key)).find((found) => found !== undefined);

const kindOf = (layers: readonly TreeNode[]): string => textOf(written(layers, 'kind')) ?? 'act';

/** Words that come with an act as an argument are words too. */
const speaks = (layers: readonly TreeNode[]): boolean =>
  kindOf(layers) === 'message' ||
  layers.some((layer) => entriesIn(layer, 'args').some(({ value }) => textOf(value)?.startsWith('message')));

const isSeen = (layers: readonly TreeNode[]): boolean => {
  const by = written(layers, 'seen_by');
  return kindOf(layers) === 'act' && (by === undefined ? written(layers, 'tell') !== undefined : textOf(by) !== 'nobody');
};

function codes(program: Program, file: FileModel, places: readonly Place[]): Problem[] {
  const sends = program.files.some((one) =>
    one.expressions.some(({ kind, node }) => kind === 'statements' && /\bsend\(/.test(String(node.value))),
  );
  const hasWords = sends || places.some((place) => [...place.actions.values()].some(speaks) || tells(place));
  const hasActs = places.some(({ actions }) => [...actions.values()].some(isSeen));
  return definitionsOf(program, file, 'code').flatMap(({ id, entry }) => {
    const ofActs = textOf(valueAt(entry.value, 'of')) === 'act';
    if (ofActs ? hasActs : hasWords) return [];
    const why = ofActs
      ? t('no agent sees any action here. Give an action `seen_by: all`')
      : t('no agent says anything here. Give the world an action with `kind: message`, or code what agents do with `of: act`');
    return [warningAt('never-coded', t('Code `{0}` is never asked: {1}.', id, why), entry.keyAt)];
  });
}

/** The world or an intervention says something. */
const tells = ({ line, worlds }: Place): boolean =>
  worlds.some(({ entry }) => entriesIn(entry.value, 'phases').some(({ value }) => valueAt(value, 'tell') !== undefined)) ||
  line.some(({ entry }) =>
    entriesIn(entry.value, 'interventions').some(({ value }) => ['announce', 'send'].some((key) => valueAt(value, key) !== undefined)),
  );

/** `to: agent` offers the agents that an agent knows. If all networks begin empty and no agent is heard before, it offers no agent. */
function strangers(program: Program, file: FileModel, places: readonly Place[]): Problem[] {
  const lonely = places.filter((place) => isLonely(program, place));
  if (lonely.length === 0) return [];
  const own = definitionsOf(program, file, 'world').flatMap(({ id, entry }) => {
    const here = places.filter(({ worlds }) => worlds.some((world) => world.id === id));
    return here.length > 0 && here.every((place) => lonely.includes(place)) ? entriesIn(entry.value, 'actions') : [];
  });
  return own.flatMap(({ key, value }: Entry) => {
    const to = valueAt(value, 'to');
    if (to === undefined || textOf(to) !== 'agent' || valueAt(value, 'on') !== undefined) return [];
    const message = t(
      '`{0}` is never available: `to: agent` offers those an agent knows, all networks here begin empty, and nobody is seen or heard before. Give a network a `graph`, or choose among all with `args: { target: agent }`.',
      key,
    );
    return [warningAt('nobody-known', message, to.at)];
  });
}

function isLonely(program: Program, { line, worlds, actions }: Place): boolean {
  const networks = networksOf(program, line, worlds);
  const bonds = program.files.some((one) =>
    one.expressions.some(({ kind, node }) => kind === 'statements' && /\b(bond|send)\(/.test(String(node.value))),
  );
  if (
    networks.length === 0 ||
    bonds ||
    networks.some((network) => !['', 'empty'].includes(textOf(valueAt(network, 'graph')) ?? (valueAt(network, 'graph') ? 'edges' : '')))
  )
    return false;
  if (worlds.some(({ entry }) => entriesIn(entry.value, 'phases').some(({ value }) => valueAt(value, 'pair') !== undefined))) return false;
  const sent = line.some(({ entry }) => entriesIn(entry.value, 'interventions').some(({ value }) => valueAt(value, 'from') !== undefined));
  return !sent && ![...actions.values()].some((layers) => isSeen(layers) || (speaks(layers) && textOf(written(layers, 'to')) !== 'agent'));
}

/** Networks of the scenario, as it names them or all, and those of its world. */
function networksOf(program: Program, line: readonly Definition[], worlds: readonly Definition[]): readonly TreeNode[] {
  const named = line.map(({ entry }) => valueAt(entry.value, 'ties')).find((node) => node !== undefined);
  const ids = named === undefined ? [...(program.index.get('network')?.keys() ?? [])] : textsIn(named).map(({ text }) => text);
  return [
    ...ids.flatMap((id) => find(program.index, ['network'], id)[0]?.entry.value ?? []),
    ...worlds.flatMap(({ entry }) => entriesIn(entry.value, 'ties').map(({ value }) => value)),
  ];
}
