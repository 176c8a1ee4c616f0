/** Names, functions, fields and methods inside expressions and `$(…)`. */
import { describeType, functionsOf, listMethods, type NameTypes, textMethods, type Type } from '../../expr/index.js';
import type { CompletionItem } from '../api.js';
import { namesAt } from '../model/names.js';
import type { Program } from '../model/program.js';
import type { Schema } from '../schema/schema.js';
import { rangeAt } from '../text/lines.js';
import type { Cursor } from './cursor.js';
import { insideTemplate } from './expressionAt.js';
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
  const whole = kinds.includes('expression') || kinds.includes('statements') || (kinds.includes('value') && cursor.prefix.startsWith('='));
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  if (!whole && !(kinds.includes('template') && insideTemplate(text, from, offset))) return [];
  const before = text.slice(from, offset);
  const word = /[\w$]*$/.exec(before)?.[0].replace(/^\$/, '') ?? '';
  const at = rangeAt(program.main.tree.lines, [offset - word.length, offset]);
  const names = namesAt(program, program.main, { path: cursor.path.join('.') });
  const chain = /([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\.\w*$/.exec(before)?.[1];
  const items = /\.\w*$/.test(before) ? memberItems(chain, names, make) : nameItems(names, make);
  return items.map((item) => ({ ...item, replace: at }));
}

function nameItems(names: NameTypes, make: Maker): CompletionItem[] {
  const variables = [...names.names].map(([name, named]) =>
    make(name, 'variable', name, {
      detail: describeType(named.type),
      sort: `1${name}`,
      ...(named.doc ? { documentation: named.doc } : {}),
    }),
  );
  const functions = [...functionsOf(names)].map(([name, fn]) =>
    make(name, 'function', `${name}($0)`, { detail: describeType(fn.result), documentation: signature(name, fn), sort: `2${name}` }),
  );
  return [...variables, ...functions];
}

function memberItems(chain: string | undefined, names: NameTypes, make: Maker): CompletionItem[] {
  if (chain === undefined) return [];
  const [root = '', ...fieldsOfChain] = chain.split('.');
  const holder = fieldsOfChain.reduce(fieldOf, names.names.get(root)?.type ?? { kind: 'unknown' });
  const record = elementOf(holder);
  const fields =
    record.kind === 'record'
      ? [...record.fields].map(([name, named]) =>
          make(name, 'variable', name, {
            detail: describeType(holder.kind === 'list' ? { kind: 'list', of: named.type } : named.type),
            sort: `1${name}`,
            ...(named.doc ? { documentation: named.doc } : {}),
          }),
        )
      : [];
  const table = holder.kind === 'list' ? listMethods : holder.kind === 'text' ? textMethods : null;
  const methods = [...(table ?? [])].map(([name, method]) =>
    make(name, 'function', method.lambda === undefined ? `${name}($0)` : `${name}(\${1:x} => $0)`, {
      detail: describeType(method.result),
      documentation: signature(name, method),
      sort: `2${name}`,
    }),
  );
  return table ? [...fields, ...methods, make('length', 'variable', 'length', { detail: 'number', sort: '2length' })] : fields;
}

const elementOf = (type: Type): Type => (type.kind === 'list' ? elementOf(type.of) : type);

function fieldOf(type: Type, name: string): Type {
  if (type.kind === 'list') return { kind: 'list', of: fieldOf(type.of, name) };
  return type.kind === 'record' ? (type.fields.get(name)?.type ?? { kind: 'unknown' }) : { kind: 'unknown' };
}
