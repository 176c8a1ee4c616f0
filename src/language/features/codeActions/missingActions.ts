/** Creates the missing entry of a reference, in the section of its kind, with only the required keys. */
import { isSetting } from '../../names/experiments.js';
import type { Reference } from '../../incremental/file.js';
import type { Program } from '../../program/program.js';
import type { Problem } from '../../text/problem.js';
import type { IdKind } from '../../schema/schema.js';
import { type Entry, entryOf, textOf, valueAt } from '../../syntax/node.js';
import type { Tree } from '../../syntax/parse.js';
import type { OffsetAction } from './codeActions.js';
import { addEntry, behind, columnOf, eolOf, type Insertion } from './textActions.js';

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

/** Adds rows at the end of an entry, or of one of its sections. A missing section is created. */
export function addInner(tree: Tree, { value }: Entry, section: string | null, rows: readonly string[]): Insertion | null {
  const first = value.kind === 'map' && !value.flow ? value.entries[0] : undefined;
  if (!first) return null;
  const eol = eolOf(tree.text);
  const column = columnOf(tree.lines, first.keyAt[0]);
  if (section === null) return lines(tree, behind(tree, value), rows, column, eol);
  const own = entryOf(value, section);
  if (!own) return lines(tree, behind(tree, value), [`${section}:`, ...rows.map((row) => `  ${row}`)], column, eol);
  const inner = own.value.kind === 'map' && !own.value.flow ? own.value.entries[0] : undefined;
  return inner ? lines(tree, behind(tree, own.value), rows, columnOf(tree.lines, inner.keyAt[0]), eol) : null;
}

function lines(tree: Tree, at: number, rows: readonly string[], column: number, eol: string): Insertion {
  const open = at > 0 && tree.text[at - 1] !== '\n';
  return { at, text: (open ? eol : '') + rows.map((row) => (row === '' ? eol : `${' '.repeat(column)}${row}${eol}`)).join('') };
}

/** `ada_okafor` → `Ada Okafor`. */
const displayName = (id: string): string =>
  id
    .split('_')
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
