/** Types of declared variables, parameters and arguments, from their value or short form. */
import { checkTree, type Named, type NameTypes, parseWhole, type Type } from '../../expr/index.js';
import { type Entry, type MapNode, type TreeNode, valueAt } from '../syntax/node.js';
import { isLongForm } from '../incremental/longForms.js';
import type { FileModel } from '../incremental/file.js';

/** `choice`: a list of words is the list of possible values. `value`: a list is a list. `kind`: the kind of an answer, never a value. */
type Section = 'choice' | 'value' | 'kind';

export interface Known {
  readonly agent: Type;
  readonly message: Type;
  /** Names that a value after `=` can use. */
  readonly names: NameTypes;
}

const unknown: Type = { kind: 'unknown' };
const RANGE = /^-?[0-9][0-9.]*\.\.\S/;
/** An unfinished range, without its end. */
const UNFINISHED = /^-?[0-9][0-9.]*\.\.?$/;

function typeOfDeclared(node: TreeNode | undefined, section: Section, known: Known): Type {
  if (node?.kind === 'list') return typeOfList(node.items, section, known);
  if (node?.kind === 'map') return recordOf(node, known);
  if (node?.kind !== 'scalar' || node.value === null) return unknown;
  if (typeof node.value !== 'string') return { kind: typeof node.value === 'number' ? 'number' : 'boolean' };
  const source = node.value.trim();
  if (source.startsWith('=')) return typeOfExpression(source.slice(1), known.names);
  if (RANGE.test(source)) return { kind: 'number' };
  const word = /^([a-z_]+)(\??)$/.exec(source);
  const type = word && section !== 'value' ? typeOfWord(word[1] ?? '', known) : null;
  if (!type) return section === 'kind' || UNFINISHED.test(source) ? unknown : { kind: 'text' };
  return word?.[2] === '?' ? { kind: 'optional', of: type } : type;
}

function typeOfWord(word: string, known: Known): Type | null {
  if (word === 'number' || word === 'text' || word === 'boolean') return { kind: word };
  if (word === 'yes_no') return { kind: 'boolean' };
  return word === 'agent' ? known.agent : word === 'message' ? known.message : null;
}

function typeOfList(items: readonly TreeNode[], section: Section, known: Known): Type {
  const words = items.flatMap((item) => (item.kind === 'scalar' && typeof item.value === 'string' ? [item.value] : []));
  if (section !== 'value' && words.length === items.length && words.length > 0) return { kind: 'text', words };
  const types = items.map((item) => typeOfDeclared(item, 'value', known));
  const [first] = types;
  const same = first !== undefined && types.every((type) => type.kind === first.kind);
  return { kind: 'list', of: same ? first : unknown, ...(section === 'value' ? { size: items.length } : {}) };
}

const recordOf = (node: MapNode, known: Known): Type => ({
  kind: 'record',
  name: 'record',
  open: false,
  fields: new Map(node.entries.map((entry) => [entry.key, { type: typeOfDeclared(entry.value, 'value', known) }])),
});

/** The type of an expression. Its problems are reported by the check of expressions. */
export function typeOfExpression(source: string, names: NameTypes): Type {
  const parsed = parseWhole(source);
  const type = parsed.ok ? checkTree(parsed.tree, { ...names, open: true }).type : unknown;
  return type.kind === 'null' || type.kind === 'text' ? (type.kind === 'text' ? { kind: 'text' } : unknown) : type;
}

export const declaredAt = (file: FileModel, path: string, entry: Entry): Pick<Named, 'declared'> => ({
  declared: { path: `${path}.${entry.key}`, source: file.uri, start: entry.keyAt[0], end: entry.keyAt[1] },
});

/** Entries of a map with their types. `{ start, reset }` has the type of its start. */
export function declaredIn(
  node: TreeNode | undefined,
  section: Section,
  known: Known,
  from: { readonly file: FileModel; readonly path: string },
  more: (id: string) => Pick<Named, 'doc' | 'fixed'>,
): [string, Named][] {
  if (node?.kind !== 'map') return [];
  return node.entries.map((entry) => {
    const long = entry.value.kind === 'map' && isLongForm(entry.value.entries.map(({ key }) => key));
    const type = typeOfDeclared(long ? valueAt(entry.value, 'start') : entry.value, section, known);
    return [entry.key, { type, ...more(entry.key), ...declaredAt(from.file, from.path, entry) }];
  });
}
