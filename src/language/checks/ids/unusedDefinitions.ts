/**
 * Finds definitions that are never used. Only in files with their own scenarios: other files are meant to be imported.
 * Reports nothing while an id is unknown, because it may be a misspelt use of the definition. Runs per program.
 */
import { HINTS } from '../../../core/mindLabels.js';
import type { Definition, FileModel } from '../../incremental/file.js';
import type { Program } from '../../program/program.js';
import { isLibrary } from '../../program/uri.js';
import { infoAt, type OffsetFix, type Problem } from '../../text/problem.js';
import type { IdKind } from '../../schema/schema.js';
import { type Entry, toData, type TreeNode, valueAt } from '../../syntax/node.js';
import { settersIn } from '../../names/experiments.js';
import { definitionsOf, entriesIn, removal, textsIn } from '../common/checkHelpers.js';
import { marked, t } from '../../../core/util/l10n.js';

type Kind = 'persona' | 'fragment' | 'population' | 'model' | 'code' | 'network' | 'world';

/** Section of each kind, and the message for an unused definition. */
const KINDS: { readonly [K in Kind]: readonly [section: string, says: string] } = {
  persona: ['personas', marked('is in the cast of no scenario')],
  population: ['populations', marked('is in the cast of no scenario')],
  fragment: ['fragments', marked('is never extended')],
  model: ['models', marked('is not used by any agent')],
  code: ['codes', marked('is used in no measure or condition')],
  network: ['ties', marked('is in no scenario')],
  world: ['worlds', marked('is used by no scenario')],
};

/** More problems than this are not useful. */
const MOST_SHOWN = 200;

const isKind = (kind: IdKind): kind is Kind => Object.hasOwn(KINDS, kind);

export function checkUnused(program: Program, file: FileModel): Problem[] {
  const scenarios = definitionsOf(program, file, 'scenario');
  if (scenarios.length === 0) return [];
  const implied = impliedKinds(program);
  const left = new Map<string, Definition>();
  for (const kind of Object.keys(KINDS) as Kind[])
    if (!implied.has(kind)) for (const definition of definitionsOf(program, file, kind)) left.set(`${kind} ${definition.id}`, definition);
  if (left.size > 0) dropReferred(program, left);
  const variables = definitionsOf(program, file, 'world').flatMap(({ entry }) => entriesIn(entry.value, 'vars'));
  if (left.size === 0 && variables.length === 0) return [];
  const names = namesIn(program);
  for (const [key, one] of left) if (isNamed(one, names)) left.delete(key);
  const idle = variables.filter(({ key }) => !names.words.has(key) && !names.joining.has(key) && !Object.hasOwn(HINTS, key));
  if (left.size + idle.length === 0 || hasUnknown(program, file)) return [];
  return [...[...left.values()].slice(0, MOST_SHOWN).map((definition) => unused(definition, file, scenarios)), ...idle.map(unread)];
}

function unread({ key, keyAt }: Entry): Problem {
  const message = t('Nothing reads `{0}`, and nothing sets it. Use it in a rule, a measure or a text that agents read, or remove it.', key);
  return { ...infoAt('unused-variable', message, keyAt), tags: ['unnecessary'] };
}

/** Kinds that are used implicitly: a scenario without a cast uses all people, and a scenario without networks uses all networks. */
function impliedKinds(program: Program): ReadonlySet<Kind> {
  const implied = new Set<Kind>();
  for (const [scenario] of program.index.get('scenario')?.values() ?? []) {
    const node = scenario?.entry.value;
    const own = valueAt(node, 'extends') === undefined;
    const cast = valueAt(node, 'cast');
    if ((cast === undefined && own) || textsIn(cast).some(({ text }) => text === 'all')) implied.add('persona').add('population');
    if (valueAt(node, 'ties') === undefined && own) implied.add('network');
    if (valueAt(node, 'world') === undefined && own) implied.add('world');
  }
  return implied;
}

/** A name under other paths is a use only if it is a base or a model. */
const IN_CAST = /^(scenarios|experiments|calibrate|worlds)\./;

function dropReferred(program: Program, left: Map<string, Definition>): void {
  const bases: string[] = [];
  for (const { references } of program.files)
    for (const { kinds, id, path } of references) {
      if (left.size === 0) return;
      for (const kind of kinds) {
        if (kind === 'persona' && path.includes('.extends')) bases.push(t('persona {0}', id));
        if (isKind(kind) && !isItself(path, kind, id) && ((kind !== 'persona' && kind !== 'population') || IN_CAST.test(path)))
          left.delete(`${kind} ${id}`);
      }
    }
  for (const base of bases) left.delete(base);
}

const isItself = (path: string, kind: Kind, id: string): boolean => path.startsWith(`${KINDS[kind][0]}.${id}.`);

interface Names {
  /** Names in expressions. */
  readonly words: ReadonlySet<string>;
  /** Names in statements, in the arms of experiments and in calibrations. */
  readonly joining: ReadonlySet<string>;
}

function namesIn(program: Program): Names {
  const words = new Set<string>();
  const joining = new Set<string>();
  const addTo = (known: Set<string>, text: string): void => {
    for (const word of text.match(/[a-z][a-z0-9_]*/g) ?? []) known.add(word);
  };
  for (const file of program.files) {
    if (isLibrary(file.uri)) continue;
    for (const { node, path, kind } of file.expressions) {
      if (path.startsWith('personas.') || (kind === 'template' && !String(node.value).includes('$('))) continue;
      addTo(words, String(node.value));
      if (kind === 'statements') addTo(joining, String(node.value));
    }
    for (const { value } of settersIn(file.tree.root)) addTo(joining, JSON.stringify(toData(value)));
  }
  return { words, joining };
}

/** Whether a definition is named. A persona must join: a tie to a persona does not make it a member of the cast. */
const isNamed = ({ id, kind }: Definition, { words, joining }: Names): boolean =>
  joining.has(id) || ((kind === 'code' || kind === 'network') && words.has(id));

/** Whether there is an unknown id, which may be a misspelt use of a definition that seems unused. */
function hasUnknown(program: Program, file: FileModel): boolean {
  if ((program.importProblems.get(file) ?? []).length > 0) return true;
  return file.references.some(
    ({ kinds, id, schema }) =>
      kinds.some(isKind) &&
      !schema['x-form'] &&
      !['all', 'builtin', 'random'].includes(id) &&
      !/_[0-9]+$/.test(id) &&
      !kinds.some((kind) => program.index.get(kind)?.has(id)),
  );
}

function unused(definition: Definition, file: FileModel, scenarios: readonly Definition[]): Problem {
  const { kind, id, entry } = definition;
  const [section, says] = KINDS[kind as Kind];
  const fixes = [
    ...(kind === 'persona' || kind === 'population' ? scenarios.flatMap((scenario) => castFix(id, scenario)) : []),
    ...removal(t('Remove {0}', id), entry, entriesIn(file.tree.root, section).length, file.tree.text),
  ];
  return { ...infoAt(`unused-${kind}`, t('`{0}` {1}.', id, says), entry.keyAt, fixes), tags: ['unnecessary'] };
}

function castFix(id: string, scenario: Definition): readonly OffsetFix[] {
  const cast: TreeNode | undefined = valueAt(scenario.entry.value, 'cast');
  const last = cast?.kind === 'list' && cast.flow ? cast.items[cast.items.length - 1] : undefined;
  if (!last) return [];
  const at = [last.at[1], last.at[1]] as const;
  return [{ title: t('Add {0} to the cast of {1}', id, scenario.id), edits: [{ at, text: `, ${id}` }], preferred: true }];
}
