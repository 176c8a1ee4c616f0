/** Creates the missing entry of a reference, in the section of its kind, with only the required keys. */
import { isSetting } from '../../names/experiments.js';
import type { Reference } from '../../incremental/file.js';
import type { Program } from '../../program/program.js';
import type { Problem } from '../../text/problem.js';
import type { IdKind } from '../../schema/schema.js';
import { entryOf, textOf, valueAt } from '../../syntax/node.js';
import type { Tree } from '../../syntax/parse.js';
import type { OffsetAction } from './codeActions.js';
import { addEntry, addInner, type Insertion } from '../../syntax/insertions.js';

/** Lines below the id. */
type Made = (id: string) => readonly string[];

const TOP: { readonly [Kind in IdKind]?: readonly [section: string, word: string, rows: Made] } = {
  persona: ['personas', 'persona', (id) => [`  name: ${displayName(id)}`]],
  population: ['populations', 'population', () => ['  size: 12']],
  fragment: ['fragments', 'fragment', () => ['  traits: []']],
  model: ['models', 'model', () => ['  kind: builtin']],
  network: ['ties', 'network', () => ['  among: all']],
  code: ['codes', 'code', (id) => [`  ask: Is this about ${id.replaceAll('_', ' ')}?`, '  answer: yes_no']],
  reward: ['rewards', 'reward', () => ['  kind: social_interaction']],
  scenario: ['scenarios', 'scenario', () => ['  cast: all']],
  prompts: ['prompts', 'set of prompts', () => ['  extends: en']],
};

const INNER: { readonly [Kind in IdKind]?: readonly [section: string, word: string, line: Made] } = {
  group: ['groups', 'group', (id) => [`${id}: { of: all }`]],
  measure: ['measures', 'measure', (id) => [`${id}: density`]],
};

/** The order in which they are offered. */
const OFFERED: readonly IdKind[] = [
  'group',
  'fragment',
  'persona',
  'population',
  'network',
  'model',
  'code',
  'reward',
  'scenario',
  'prompts',
  'measure',
];

export function missingThings(program: Program, reference: Reference, problem: Problem): OffsetAction[] {
  const { id, kinds } = reference;
  if (!/^[a-z][a-z0-9_]*$/.test(id)) return [];
  const { tree } = program.main;
  const preferred = (problem.fixes ?? []).length === 0;
  let first = preferred;
  return OFFERED.filter((kind) => kinds.includes(kind)).flatMap((kind) => {
    const [, word = kind] = TOP[kind] ?? INNER[kind] ?? [];
    const made = TOP[kind] ? topLevel(tree, kind, id) : inScenario(tree, kind, reference);
    if (!made) return [];
    const action: OffsetAction = {
      title: `Create the ${word} ${id}`,
      kind: 'quickfix',
      edits: [{ at: [made.at, made.at], text: made.text }],
      problem,
      preferred: first && (kind === 'persona' || kinds.length === 1),
    };
    if (action.preferred) first = false;
    return [action];
  });
}

function topLevel(tree: Tree, kind: IdKind, id: string): Insertion | null {
  const [section, , rows] = TOP[kind] ?? [];
  return section && rows ? addEntry(tree, section, [`${id}:`, ...rows(id)]) : null;
}

/** Into the scenario that contains the reference, or that its experiment runs. */
function inScenario(tree: Tree, kind: IdKind, { id, path }: Reference): Insertion | null {
  const [section, , line] = INNER[kind] ?? [];
  const [root, name = ''] = path.split('.');
  const scenario = isSetting(root) ? textOf(valueAt(valueAt(valueAt(tree.root, root), name), 'scenario')) : name;
  if (!section || !line || (root !== 'scenarios' && !isSetting(root))) return null;
  const entry = entryOf(valueAt(tree.root, 'scenarios'), scenario ?? '');
  return entry ? addInner(tree, entry, section, line(id)) : null;
}

/** `ada_okafor` → `Ada Okafor`. */
const displayName = (id: string): string =>
  id
    .split('_')
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
