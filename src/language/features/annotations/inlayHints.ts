/**
 * Inlay hints: the number of people in a cast, the number of runs of a sample, defaults that are not written, and the units
 * of numbers. Defaults come from the schema, their only source.
 */
import type { Experiment } from '../../generated/society.js';
import { armCount, factorSizes, seedCount } from '../../names/experiments.js';
import type { Program } from '../../program/program.js';
import { sampleFaults, sampleSize, sensitivityDesign } from '../../names/sampling.js';
import { type Entry, textOf, toData, type TreeNode, valueAt } from '../../syntax/node.js';
import type { InlayHint } from '../../api.js';
import { castSize, membersOf, scenarioLine } from '../../names/worlds.js';
import { follow, rootSchema, type Schema } from '../../schema/schema.js';
import { walk } from '../../schema/walk.js';
import { lineAt, lineEnd, positionAt } from '../../text/lines.js';
import { groupedFor, marked, t } from '../../../core/util/l10n.js';

/** Units of numbers, by the title of their map's schema and their key. */
const UNITS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  'TieChange.half_life': [marked(' round'), marked(' rounds')],
  'Recency.half_life': [marked(' round'), marked(' rounds')],
  'Reward.window': [marked(' round'), marked(' rounds')],
  'Memory.recall': [marked(' memory'), marked(' memories')],
  'Feed.size': [marked(' message'), marked(' messages')],
  'Population.size': [marked(' person'), marked(' people')],
  'Persona.age': [marked(' year'), marked(' years')],
};

/** Keys whose defaults are shown if they are not written, by the title of their map's schema. */
const DEFAULTS: Readonly<Record<string, readonly string[]>> = {
  TieChange: ['threshold', 'growth', 'half_life', 'edge'],
  Memory: ['kind', 'recall'],
  Scenario: ['rounds'],
};

export function hintsOf(program: Program): readonly InlayHint[] {
  const { tree } = program.main;
  if (tree.root?.kind !== 'map' || tree.guessed) return [];
  const hints: InlayHint[] = [];
  const add = (kind: InlayHint['kind'], at: number, label: string, tooltip: string): void => {
    if (!tree.broken.has(lineAt(tree.lines, at))) hints.push({ kind, position: positionAt(tree.lines, at), label, tooltip });
  };
  walk(tree.root, rootSchema, {
    problem: () => {},
    node: (node, schema, _path, entry) => {
      if (node.kind !== 'map') return;
      for (const child of node.entries) unit(schema, child, add);
      if (entry) defaults(program, node, schema, entry, add);
    },
  });
  sizes(program, add);
  for (const { at, label, tooltip } of sampleHints(program)) add('size', at, label, tooltip);
  return hints.sort((a, b) => a.position.line - b.position.line || a.position.character - b.position.character);
}

type Add = (kind: InlayHint['kind'], at: number, label: string, tooltip: string) => void;

function unit(schema: Schema, entry: Entry, add: Add): void {
  const words = UNITS[`${schema.title ?? ''}.${entry.key}`];
  const { value } = entry;
  if (!words || value.kind !== 'scalar' || typeof value.value !== 'number') return;
  add('unit', value.at[1], t(value.value === 1 ? words[0] : words[1]), follow(schema.properties?.[entry.key] ?? {}).description ?? '');
}

function defaults(program: Program, node: TreeNode & { kind: 'map' }, schema: Schema, entry: Entry, add: Add): void {
  const keys = DEFAULTS[schema.title ?? ''];
  if (!keys || (schema.title === 'Scenario' && valueAt(node, 'extends'))) return;
  const missing = keys.flatMap((key) => {
    const { default: value } = follow(schema.properties?.[key] ?? {});
    return value === undefined || node.entries.some((other) => other.key === key) ? [] : [`${key}: ${String(value)}`];
  });
  if (missing.length === 0) return;
  const { lines } = program.main.tree;
  const at = node.flow ? node.at[1] : lineEnd(lines.text, entry.keyAt[0]);
  if (!node.flow && lineAt(lines, node.at[0]) === lineAt(lines, entry.keyAt[0])) return;
  add('default', at, ` ${missing.join(' · ')}`, t('The default, because nothing is written.'));
}

/** `18 + 2 people` after a cast. */
function sizes(program: Program, add: Add): void {
  const { main } = program;
  for (const definition of main.definitions) {
    if (definition.kind !== 'scenario') continue;
    const cast = valueAt(definition.entry.value, 'cast');
    if (!cast || cast.at[0] === cast.at[1] || (cast.kind === 'map' && !cast.flow)) continue;
    const people = castSize(program, scenarioLine(program, main, definition.id));
    const groups =
      cast.kind === 'list' ? cast.items.flatMap((item) => textOf(item) ?? []) : textOf(cast) === 'all' ? everybody(program) : [];
    const single = groups.filter((id) => !program.index.get('population')?.has(id)).length;
    const counts = [
      ...groups.filter((id) => program.index.get('population')?.has(id)).map((id) => membersOf(program, id)),
      ...(single > 0 ? [single] : []),
    ];
    if (people === 0) continue;
    const at =
      cast.kind === 'list' && !cast.flow
        ? lineEnd(main.tree.text, (valueEntry(definition.entry.value) ?? definition.entry).keyAt[0])
        : cast.at[1];
    add(
      'size',
      at,
      ` ${people === 1 ? t('1 person') : t('{0} people', counts.length > 1 ? counts.map(groupedFor).join(' + ') : groupedFor(people))}`,
      t('{0} take part.', groupedFor(people)),
    );
  }
}

const valueEntry = (node: TreeNode): Entry | undefined =>
  node.kind === 'map' ? node.entries.find(({ key }) => key === 'cast') : undefined;

const everybody = (program: Program): string[] => [
  ...(program.index.get('population')?.keys() ?? []),
  ...(program.index.get('persona')?.keys() ?? []),
];

// The number of runs, after the `n` of a sample for a sensitivity analysis.

interface SampleHint {
  readonly at: number;
  readonly label: string;
  readonly tooltip: string;
}

/** Hints of the main file; none for a design with errors. */
const sampleHints = ({ main }: Program): readonly SampleHint[] =>
  main.definitions.filter(({ kind }) => kind === 'experiment').flatMap(({ entry }) => hintOf(main.problems, entry.value));

function hintOf(problems: Program['main']['problems'], node: TreeNode): readonly SampleHint[] {
  // An unfinished sample has no size yet.
  if (problems.some(({ severity, at }) => severity === 'error' && at[0] >= node.at[0] && at[1] <= node.at[1])) return [];
  const experiment = toData(node) as unknown as Experiment;
  const { sample } = experiment;
  const n = valueAt(valueAt(node, 'sample'), 'n');
  if (!sample || !n || sensitivityDesign(sample) === null || sampleFaults(sample).some(({ severity }) => severity === 'error')) return [];
  const [rows, each] = sample.by === 'morris' ? [t('trajectories'), 1] : [t('rows'), 2];
  const [arms, seeds] = [armCount(experiment), seedCount(experiment)];
  const size = Object.keys(sample.over).length + each;
  const crossed = factorSizes(experiment).size > 1 ? t(', {0} with the other factors', arms) : '';
  const total = t('{0} runs', arms * seeds);
  return [
    {
      at: n.at[1],
      label: t(' {0}: {1} arms, {2}', rows, arms, total),
      tooltip: t(
        seeds === 1
          ? '{0} {1} of {2} arms each are {3} arms{4}; with {5} seed {6}.'
          : '{0} {1} of {2} arms each are {3} arms{4}; with {5} seeds {6}.',
        sample.n,
        rows,
        size,
        sampleSize(sample),
        crossed,
        seeds,
        total,
      ),
    },
  ];
}
