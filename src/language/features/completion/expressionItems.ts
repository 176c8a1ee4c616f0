/** Names, functions, fields and methods inside expressions and `$(…)`: the ones whose type fits, the best first. */
import {
  accepts,
  allNames,
  checkTemplate,
  describeType,
  effectFunctions,
  type ExprProblem,
  functionsOf,
  type FunctionType,
  methodTables,
  type Named,
  namesAfter,
  type NameTypes,
  type Spot,
  spotAt,
  type Type,
} from '../../../expr/index.js';
import type { CompletionItem } from '../../api.js';
import { problemsOf, wantedAt } from '../../checks/expressions/expressions.js';
import { isTemplate, templateNames } from '../../checks/expressions/templates.js';
import type { Program } from '../../program/program.js';
import { lineEnd, type Offsets, rangeAt } from '../../text/lines.js';
import { scalarMap } from '../../syntax/scalarMap.js';
import { plainText } from './snippets.js';
import type { FileModel } from '../../incremental/file.js';
import { namesAt } from '../../names/names.js';
import { beforeCursor, linesAbove } from '../position/expressionAt.js';
import { docOf, signature } from '../annotations/hover.js';
import type { CompletionSite, Maker } from './completionItem.js';
import { t } from '../../../core/util/l10n.js';

export function expressionItems({ program, cursor, schemas, offset, make }: CompletionSite): readonly CompletionItem[] {
  const { text, lines } = program.main.tree;
  const kinds = schemas.map((schema) => schema['x-expr']).filter((kind) => cursor.mode !== 'text' || cursor.clean || kind === 'template');
  const before = beforeCursor(text, offset, kinds, cursor.mode === 'text' ? null : cursor.prefix);
  if (!before) return [];
  const path = cursor.path.join('.');
  const whole = isTemplate({ kind: 'template', path }) ? templateNames() : namesAt(program, program.main, { path });
  const names = before.statement ? namesAfter(linesAbove(program.main, offset), whole) : whole;
  const spot = spotAt(before.text, names, before.statement);
  if (
    !spot ||
    !isFree(before.text.slice(0, spot.start), before.text.slice(spot.start), behind(program.main, offset), spot.kind, before.statement)
  )
    return [];
  const isWhole = before.text.trim() === before.text.slice(spot.start) && kinds.includes('expression');
  const wanted = spot.param?.type ?? (isWhole ? wantedAt({ kind: 'expression', path }) : { kind: 'unknown' });
  const rest = /^[\w$]*/.exec(text.slice(offset, offset + 100))?.[0].length ?? 0;
  const called = text[offset + rest] === '(';
  const start = offset - (before.text.length - spot.start);
  const at = rangeAt(lines, [start, offset + rest]);
  const items = itemsAt(spot, names, wanted, make).flatMap((item) => {
    if (called && item.kind !== 'function') return [];
    return [{ ...item, ...(called ? { insert: item.label } : {}), replace: at }];
  });
  const within = rest > 0 || called || text[offset] === '.';
  const sound = within ? soundAt(program, [start, offset + rest]) : null;
  return sound ? items.filter(sound) : items;
}

/** The text after the cursor: up to the end of the expression, or of the line if the expression cannot be parsed. */
function behind({ tree, expressions }: FileModel, offset: number): string {
  const use = expressions.find(({ node }) => node.at[0] <= offset && offset <= node.at[1]);
  return tree.text.slice(offset, use?.node.at[1] ?? lineEnd(tree.text, offset));
}

/** Whether a name is allowed at the cursor. Two names in a row are an error: an operator, a bracket or a comma must be between them. */
function isFree(before: string, typed: string, after: string, kind: Spot['kind'], statement: boolean): boolean {
  if (kind === 'word') return true;
  if (/^[=&|>]/.test(after) && /[-+*/%=!<>&|]$/.test(before + typed)) return false;
  const word = /^[\w$]*/.exec(after)?.[0] ?? '';
  const rest = after.slice(word.length);
  const next = statement ? (rest.split('\n', 1)[0] as string).trimStart() : rest.trimStart();
  const joins = rest.startsWith('(') ? typed + word !== '' : !/^([\w$'"[{(]|=>|!(?!=))/.test(next);
  return joins && (kind === 'field' || !/[\w$'")\]]\s*$/.test(before));
}

function itemsAt(spot: Spot, names: NameTypes, wanted: Type, make: Maker): CompletionItem[] {
  if (spot.kind === 'word') return spot.words.map((word) => make(word, 'value', word));
  if (spot.kind === 'field') return spot.object ? memberItems(spot.object, make) : [];
  const things = spot.param?.names ? names.things?.[spot.param.names] : undefined;
  if (things) return [...things].map((id) => make(id, 'reference', id, { detail: spot.param?.names ?? '' }));
  if (spot.begins) return statementItems(names, make);
  const words = spot.words.map((word) => make(`'${word}'`, 'value', `'${word}'`, { sort: `0${word}` }));
  const locals = spot.locals.map(([name, type]) => variable(name, { type, doc: t('An item of the list.') }, '0', make));
  const hidden = new Set(spot.locals.map(([name]) => name));
  const variables = [...allNames(names)].filter(([name, named]) => !hidden.has(name) && leadsTo(named.type, wanted));
  const functions = [...functionsOf(names)].filter(([, fn]) => leadsTo(fn.result, wanted));
  return [
    ...words,
    ...locals,
    ...variables.map(([name, named]) => variable(name, named, accepts(wanted, named.type) ? '1' : '2', make)),
    ...functions.map(([name, fn]) => called(name, fn, '3', make)),
  ];
}

/** Whether the value fits, or one of its fields may fit. */
const leadsTo = (type: Type, wanted: Type): boolean =>
  accepts(wanted, type) || type.kind === 'record' || type.kind === 'list' || wanted.kind === 'boolean' || wanted.kind === 'number'
    ? !(wanted.kind === 'record' && (type.kind === 'number' || type.kind === 'text' || type.kind === 'boolean'))
    : false;

/** Items for the start of a statement: variables that can be changed, agents with such variables, and effects. */
function statementItems(names: NameTypes, make: Maker): CompletionItem[] {
  const variables = [...allNames(names)].filter(
    ([, { fixed, type }]) => fixed === undefined || (type.kind === 'record' && type.name === 'agent'),
  );
  return [
    ...variables.map(([name, named]) => variable(name, named, named.fixed === undefined ? '0' : '2', make)),
    ...[...effectFunctions].map(([name, fn]) => called(name, fn, '1', make)),
  ];
}

function variable(name: string, named: Named, rank: string, make: Maker): CompletionItem {
  const said = named.doc ? { documentation: docOf(named) } : {};
  return make(name, 'variable', name, { detail: describeType(named.type), sort: `${rank}${name}`, ...said });
}

function called(name: string, fn: FunctionType, rank: string, make: Maker): CompletionItem {
  const insert = fn.params[0]?.arrow ? `${name}(\${1:x} => \${2:x})` : fn.params.length === 0 ? `${name}()` : `${name}($0)`;
  return make(name, 'function', insert, { detail: describeType(fn.result), documentation: signature(name, fn), sort: `${rank}${name}` });
}

function memberItems(object: Type, make: Maker): CompletionItem[] {
  const record = elementOf(object);
  const listed = (type: Type): Type => (object.kind === 'list' ? { kind: 'list', of: type } : type);
  const fields = record.kind === 'record' ? [...record.fields] : [];
  const tables = object.kind === 'unknown' ? [] : methodTables(object);
  return [
    ...fields.map(([name, named]) => variable(name, { ...named, type: listed(named.type) }, '1', make)),
    ...tables.flatMap((table) => [...table].map(([name, method]) => called(name, method, '2', make))),
    ...(tables.length > 0 ? [make('length', 'variable', 'length', { detail: 'number', sort: '2length' })] : []),
  ];
}

const elementOf = (type: Type): Type => (type.kind === 'list' || type.kind === 'optional' ? elementOf(type.of) : type);

// Finds the names that keep an expression valid: each name is inserted, and the whole expression is checked again.

/** Longer texts are not checked while completion runs. */
const LONGEST = 3000;

/** A test of items for a place in the middle of an expression; null if the expression cannot be parsed. */
function soundAt(program: Program, at: Offsets): ((item: CompletionItem) => boolean) | null {
  const file = program.main;
  const use = file.expressions.find(({ node }) => node.at[0] <= at[0] && at[1] <= node.at[1]);
  const source = String(use?.node.value ?? '');
  if (!use || source.length > LONGEST) return null;
  const place = scalarMap(use.node, file.tree.text);
  let start = 0;
  while (start < source.length && place(start) < at[0]) start++;
  const end = start + at[1] - at[0];
  if (source.slice(start, end) !== file.tree.text.slice(...at)) return null;
  const check = (text: string): readonly ExprProblem[] =>
    isTemplate(use) ? checkTemplate(text, templateNames()) : problemsOf(program, file, use, text);
  const told = ({ code, message }: ExprProblem): string => `${code} ${message}`;
  const before = new Set(check(source).map(told));
  return ({ insert }) => {
    const whole = source.slice(0, start) + plainText(insert) + source.slice(end);
    return check(whole).every((problem) => problem.warning || before.has(told(problem)));
  };
}
