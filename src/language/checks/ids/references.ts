/** Unknown ids, with "did you mean". */
import { nearest } from '../../../expr/index.js';
import type { FileModel, Reference } from '../../incremental/file.js';
import { inPieces, type PieceCheck, unlessNone } from '../../program/inPieces.js';
import { idsOf, type Program } from '../../program/program.js';
import { builtinMeasures, isMember, keysOf, lineage, worldIdAt } from '../../names/worlds.js';
import { errorAt, type Problem, replaceFix } from '../../text/problem.js';
import { wrongShortForm } from '../../schema/forms.js';
import type { IdKind } from '../../schema/schema.js';
import { textOf, valueAt } from '../../syntax/node.js';
import { checkCycles } from './cycles.js';
import { marked, t } from '../../../core/util/l10n.js';
import { noun } from '../../../core/util/nouns.js';

const KIND_WORDS: Readonly<Record<IdKind, string>> = {
  model: 'model',
  fragment: 'fragment',
  persona: 'persona',
  population: 'population',
  network: 'network',
  code: 'code',
  reward: 'reward',
  world: 'world',
  scenario: 'scenario',
  experiment: 'experiment',
  calibration: 'calibration',
  prompts: marked('set of prompts'),
  group: 'group',
  survey: 'survey',
  measure: 'measure',
  arm: 'arm',
  role: 'role',
  action: 'action',
  phase: 'phase',
};

/** Words that are always possible in addition to ids, by the kind of reference. */
const ALWAYS: { readonly [Kind in IdKind]?: readonly string[] } = {
  model: ['builtin', 'random'],
  group: ['all', 'nobody'],
  population: ['all'],
};

const SHORT_FORM = /^(top|bottom) [1-9][0-9]* by [a-z_.]+$|^random [1-9][0-9]*$|^=|^\$\(/;
const AUDIENCES = ['public', 'agent', 'followers', 'neighbours', 'nobody', 'self', 'all'];
const ALONG = /^(neighbours|followers) along [a-z][a-z0-9_]*$/;

/** Every id that is possible at a reference. */
export function candidates(program: Program, file: FileModel, reference: Pick<Reference, 'kinds' | 'path'>): readonly string[] {
  const { kinds, path } = reference;
  if (kinds.includes('action')) return keysOf(lineage(program, worldIdAt(program, file, path)), 'actions');
  if (kinds.includes('arm')) return armsAt(file, path);
  const known = lists.get(program.shape) ?? new Map<string, readonly string[]>();
  const all = known.get(kinds.join()) ?? allOf(program, kinds);
  lists.set(program.shape, known.set(kinds.join(), all));
  return path.endsWith('.extends') ? all.filter((id) => !isItself(kinds, id, path)) : all;
}

/** Ids of each set of kinds, by the shape of the program. */
const lists = new WeakMap<object, Map<string, readonly string[]>>();

function allOf(program: Program, kinds: readonly IdKind[]): readonly string[] {
  const words = kinds.flatMap((kind) => ALWAYS[kind] ?? []);
  return [
    ...new Set([
      ...idsOf(program.index, kinds),
      ...words,
      ...(kinds.includes('measure') ? [...builtinMeasures, ...rewardMeasures(program)] : []),
    ]),
  ];
}

function armsAt(file: FileModel, path: string): readonly string[] {
  const arms = valueAt(valueAt(valueAt(file.tree.root, 'experiments'), path.split('.')[1] ?? ''), 'arms');
  return arms?.kind === 'map' ? arms.entries.map((entry) => entry.key) : [];
}

/** A file with more unknown ids was probably written by a program. Suggestions for each cost more than they help. */
const MOST_HELPED = 100;

export function checkReferences(program: Program, file: FileModel): Problem[] {
  const lost =
    inPieces(program, file, LOST)?.flatMap(([, references]) => references) ??
    file.references.filter((reference) => !isKnown(program, file, reference));
  const loops = unlessNone(program, file, 'cycles', () => checkCycles(program, file));
  return [...lost.map((reference, i) => problemAt(program, file, reference, i < MOST_HELPED)), ...loops];
}

/** References of a piece to unknown ids. They are searched again only when the ids of the program change. */
export const LOST: PieceCheck<Reference> = {
  name: 'lost',
  token: ({ shape }) => shape,
  find: (program, file, piece) => {
    if (piece.lost?.token !== program.shape) {
      const references = piece.references.filter((reference) => !isKnown(program, file, reference));
      piece.lost = { token: program.shape, references: references.length > 0 ? references : NONE };
    }
    return piece.lost.references;
  },
};

const NONE: readonly Reference[] = [];

/** Whether an id is among the candidates. */
function isKnown(program: Program, file: FileModel, reference: Reference): boolean {
  const { kinds, id, path } = reference;
  const selector = reference.schema['x-form'] === 'selector';
  if (selector && (SHORT_FORM.test(id) || AUDIENCES.includes(id) || ALONG.test(id) || wrongShortForm('selector', id))) return true;
  if (selector && ((id === 'random' && path.endsWith('.first')) || pairRoles(program, file, path).includes(id))) return true;
  if (kinds.includes('action') || kinds.includes('arm')) return candidates(program, file, reference).includes(id);
  for (const kind of kinds)
    if (program.index.get(kind)?.has(id) || ALWAYS[kind]?.includes(id) || (kind === 'measure' && isMeasure(program, id))) return true;
  return (selector || kinds.includes('population')) && isMember(program, id);
}

/** Whether an id is a measure that every society has, or the mean of a scenario's reward. */
const isMeasure = (program: Program, id: string): boolean =>
  builtinMeasures.includes(id) || (id.startsWith('reward_') && rewardMeasures(program).includes(id));

const rewardMeasures = (program: Program): readonly string[] =>
  [...(program.index.get('scenario')?.values() ?? [])].flatMap((found) => keysOf(found, 'rewards').map((reward) => `reward_${reward}`));

/** Whether the id is the entry itself, which it cannot extend. */
const isItself = (kinds: readonly IdKind[], id: string, path: string): boolean =>
  path.endsWith('.extends') &&
  (kinds.includes('world') || kinds.includes('scenario') || kinds.includes('prompts')) &&
  path.split('.')[1] === id;

function problemAt(program: Program, file: FileModel, reference: Reference, helped: boolean): Problem {
  const { kinds, id } = reference;
  const words = reference.schema['x-form'] === 'selector' ? AUDIENCES : [];
  const near = helped ? nearest(id, [...candidates(program, file, reference), ...words]) : null;
  const what = [...new Set(kinds.map((kind) => noun(KIND_WORDS[kind])))].slice(0, 2).join(t(' or '));
  const help = near
    ? t(' Did you mean `{0}`?', near)
    : kinds.includes('world')
      ? t(' Import `library/{0}`, or write it under `worlds:`.', id)
      : '';
  return errorAt(
    'unknown-id',
    t('There is no {0} `{1}`.{2}', what, id, help),
    reference.at,
    near ? [replaceFix(t('Change to {0}', near), reference.at, near)] : [],
  );
}

/** Roles of the pairs in the world that contains a place. */
function pairRoles(program: Program, file: FileModel, path: string): readonly string[] {
  return lineage(program, worldIdAt(program, file, path)).flatMap(({ entry }) => {
    const phases = valueAt(entry.value, 'phases');
    return (phases?.kind === 'map' ? phases.entries : []).flatMap(({ value }) => {
      const roles = valueAt(valueAt(value, 'pair'), 'roles');
      const named = roles?.kind === 'list' ? roles.items.flatMap((role) => textOf(role) ?? []) : [];
      return valueAt(value, 'pair') ? [...named, 'target'] : [];
    });
  });
}
