/** Names, functions, fields and methods inside expressions and `$(…)`: what fits by its type, the best first. */
import {
  accepts,
  allNames,
  describeType,
  effectFunctions,
  functionsOf,
  type FunctionType,
  methodTables,
  type Named,
  type NameTypes,
  type Spot,
  spotAt,
  type Type,
} from '../../expr/index.js';
import type { CompletionItem } from '../api.js';
import { wantedAt } from '../checks/expressions.js';
import { namesAt } from '../model/names.js';
import type { Program } from '../model/program.js';
import type { Schema } from '../schema/schema.js';
import { rangeAt } from '../text/lines.js';
import type { Cursor } from './cursor.js';
import { beforeCursor } from './expressionAt.js';
import { signature } from './hover.js';
import type { Maker } from './keyItems.js';

export function expressionItems(
  program: Program,
  cursor: Cursor,
  schemas: readonly Schema[],
  text: string,
  offset: number,
  make: Maker,
): readonly CompletionItem[] {
  const kinds = schemas.map((schema) => schema['x-expr']);
  const before = beforeCursor(text, offset, kinds, cursor.mode === 'text' ? null : cursor.prefix);
  if (!before) return [];
  const path = cursor.path.join('.');
  const names = namesAt(program, program.main, { path });
  const spot = spotAt(before.text, names, before.statement);
  if (!spot) return [];
  const whole = before.text.trim() === before.text.slice(spot.start) && kinds.includes('expression');
  const wanted = spot.param?.type ?? (whole ? wantedAt({ kind: 'expression', path }) : { kind: 'unknown' });
  const at = rangeAt(program.main.tree.lines, [offset - (before.text.length - spot.start), offset]);
  return itemsAt(spot, names, wanted, make).map((item) => ({ ...item, replace: at }));
}

function itemsAt(spot: Spot, names: NameTypes, wanted: Type, make: Maker): CompletionItem[] {
  if (spot.kind === 'word') return spot.words.map((word) => make(word, 'value', word));
  if (spot.kind === 'field') return spot.object ? memberItems(spot.object, make) : [];
  const things = spot.param?.names ? names.things?.[spot.param.names] : undefined;
  if (things) return [...things].map((id) => make(id, 'reference', id, { detail: spot.param?.names ?? '' }));
  if (spot.begins) return statementItems(names, make);
  const words = spot.words.map((word) => make(`'${word}'`, 'value', `'${word}'`, { sort: `0${word}` }));
  const locals = spot.locals.map(([name, type]) => variable(name, { type, doc: 'An item of the list.' }, '0', make));
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

/** It fits, or something of it may. */
const leadsTo = (type: Type, wanted: Type): boolean =>
  accepts(wanted, type) || type.kind === 'record' || type.kind === 'list' || wanted.kind === 'boolean' || wanted.kind === 'number'
    ? !(wanted.kind === 'record' && (type.kind === 'number' || type.kind === 'text' || type.kind === 'boolean'))
    : false;

/** A statement begins with a variable that can be changed, with somebody who has some, or with an effect. */
function statementItems(names: NameTypes, make: Maker): CompletionItem[] {
  const variables = [...allNames(names)].filter(
    ([, { fixed, type }]) => fixed === undefined || (type.kind === 'record' && type.name === 'agent'),
  );
  return [
    ...variables.map(([name, named]) => variable(name, named, named.fixed === undefined ? '0' : '2', make)),
    ...[...effectFunctions].map(([name, fn]) => called(name, fn, '1', make)),
  ];
}

function variable(name: string, { type, doc }: Named, rank: string, make: Maker): CompletionItem {
  return make(name, 'variable', name, { detail: describeType(type), sort: `${rank}${name}`, ...(doc ? { documentation: doc } : {}) });
}

function called(name: string, fn: FunctionType, rank: string, make: Maker): CompletionItem {
  const insert = fn.params[0]?.arrow ? `${name}(\${1:x} => $0)` : fn.params.length === 0 ? `${name}()` : `${name}($0)`;
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
