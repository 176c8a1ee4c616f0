/**
 * Finds templates that write the premise although the section `setting` of the same question writes it too. Compares a set only with the
 * `setting` that it surely comes with, so a set without its own is not reported while another set of the society changes `setting`.
 */
import { splitTemplate } from '../../../expr/index.js';
import type { AnyNode } from '../../../expr/syntax/parse.js';
import { partsOf } from '../../../expr/syntax/parts.js';
import type { ExpressionUse, FileModel } from '../../incremental/file.js';
import { find, languageOf, type Program } from '../../program/program.js';
import { isLibrary } from '../../program/uri.js';
import { scalarMap } from '../../syntax/scalarMap.js';
import { textOf, type TreeNode, valueAt } from '../../syntax/node.js';
import { lineEnd, lineStart, type Offsets } from '../../text/lines.js';
import { type OffsetFix, type Problem, warningAt } from '../../text/problem.js';
import { templatesIn } from './templates.js';
import { marked, t } from '../../../core/util/l10n.js';

/** Sections that are not sent together with `setting`, and `setting` itself. */
const APART: ReadonlySet<string> = new Set(['setting', 'judge', 'coach']);
/** Longest chain of sets that extend each other. */
const DEEPEST = 8;

const MESSAGE = marked(
  'This writes the premise, and the section `setting` of the same prompt does too. Remove it here, or give the set a `setting` without it.',
);

export function checkPremise(program: Program, file: FileModel): Problem[] {
  return templatesIn(program, file).flatMap((use) => {
    const source = String(use.node.value);
    if (!source.includes('premise')) return [];
    const place = placeOf(use, file);
    const written = place && !APART.has(place.section) ? writtenIn(source) : [];
    if (!place || written.length === 0 || !settingWrites(program, place.sets)) return [];
    const at = scalarMap(use.node, file.tree.text);
    return written.map(({ start, end, whole }) => {
      const span: Offsets = [at(start), at(end - 1) + 1];
      return warningAt('premise-twice', MESSAGE, span, whole ? removal(file.tree.text, use, span) : []);
    });
  });
}

interface Place {
  /** The set of the template; for a wording, the wording first and then its set. */
  readonly sets: readonly TreeNode[];
  readonly section: string;
}

/** Null for a note, which is no section. */
function placeOf({ path }: ExpressionUse, { tree }: FileModel): Place | null {
  const keys = path.split('.');
  const from = keys[0] === 'prompts' ? 2 : 3;
  const inside = keys.slice(from);
  const set = follow(tree.root, keys.slice(0, from));
  if (inside.length === 1 && set) return { sets: [set], section: inside[0]! };
  const wording = inside[0] === 'wordings' && inside.length === 3 ? follow(set, inside.slice(0, 2)) : undefined;
  return set && wording ? { sets: [wording, set], section: inside[2]! } : null;
}

const follow = (node: TreeNode | null | undefined, keys: readonly string[]): TreeNode | undefined =>
  keys.reduce<TreeNode | null | undefined>((at, key) => valueAt(at, key), node) ?? undefined;

interface Written {
  readonly start: number;
  readonly end: number;
  /** Whether the expression is only the premise, as in `$(premise)`. */
  readonly whole: boolean;
}

const writtenIn = (source: string): readonly Written[] =>
  splitTemplate(source).parts.flatMap(({ tree, start, end }) =>
    tree && writesPremise(tree) ? [{ start, end, whole: tree.type === 'Identifier' }] : [],
  );

/** Whether the premise can be a part of the value. A condition and a length only read it. */
function writesPremise(node: AnyNode): boolean {
  if (node.type === 'Identifier') return node.name === 'premise';
  if (node.type === 'ConditionalExpression') return writesPremise(node.consequent) || writesPremise(node.alternate);
  if (node.type === 'BinaryExpression') return node.operator === '+' && [node.left, node.right].some(writesPremise);
  if (node.type === 'UnaryExpression' || node.type === 'MemberExpression') return false;
  return partsOf(node).some(writesPremise);
}

/** Whether the `setting` that comes with a template writes the premise: that of its set, or that of the language. */
function settingWrites(program: Program, sets: readonly TreeNode[]): boolean {
  const own = sets.map((set) => settingOf(program, set)).find((setting) => setting !== undefined);
  if (own !== undefined) return writtenIn(own).length > 0;
  const changed = program.files.some((file) => !isLibrary(file.uri) && templatesIn(program, file).some(isSetting));
  const set = changed ? undefined : defaultSet(program);
  return set !== undefined && writtenIn(settingOf(program, set) ?? '').length > 0;
}

const isSetting = ({ path }: ExpressionUse): boolean => path.endsWith('.setting');

/** The set of the language of the society, as the engine chooses it. */
function defaultSet(program: Program): TreeNode | undefined {
  const language = languageOf(program.main);
  return setNamed(program, language) ?? setNamed(program, language.split('-')[0]!) ?? setNamed(program, 'en');
}

/** A set by its id. One of the society's own files replaces one of the library. */
function setNamed(program: Program, id: string): TreeNode | undefined {
  const sets = find(program.index, ['prompts'], id);
  return (sets.find(({ file }) => !isLibrary(file.uri)) ?? sets[0])?.entry.value;
}

/** A fix for an expression that is only the premise. None if nothing would be left of the template. */
function removal(text: string, use: ExpressionUse, [start, end]: Offsets): readonly OffsetFix[] {
  const source = String(use.node.value);
  if (source.replace(/\$\(\s*premise\s*\)/g, '').trim() === '') return [];
  const line: Offsets = [lineStart(text, start), lineEnd(text, end)];
  const alone = text.slice(line[0], start).trim() === '' && text.slice(end, line[1]).trim() === '';
  const at: Offsets = alone ? [line[0], Math.min(line[1] + 1, text.length)] : [start, text[end] === ' ' ? end + 1 : end];
  return [{ title: t('Remove the premise here'), edits: [{ at, text: '' }], preferred: true }];
}

/** The text of the section `setting` of a set or of the sets that it extends. */
function settingOf(program: Program, set: TreeNode): string | undefined {
  let node: TreeNode | undefined = set;
  for (let i = 0; i < DEEPEST && node; i++) {
    const setting = textOf(valueAt(node, 'setting'));
    if (setting !== null) return setting;
    const base = textOf(valueAt(node, 'extends'));
    node = base === null ? undefined : setNamed(program, base);
  }
  return undefined;
}
