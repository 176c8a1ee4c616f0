/** Hover: what a key means, what an id stands for, what a name in an expression is. */
import { describeType, functionsOf, hostFunctions, listMethods, type NameTypes, pureFunctions, textMethods } from '../../expr/index.js';
import type { FunctionType } from '../../expr/index.js';
import type { Hover } from '../api.js';
import type { FileModel } from '../model/file.js';
import { namesAt } from '../model/names.js';
import { find, type Program } from '../model/program.js';
import { branches, follow, type Schema } from '../schema/schema.js';
import { expected } from '../schema/words.js';
import { rangeAt } from '../text/lines.js';
import { valueAt } from '../tree/node.js';
import { wordAt } from './expressionAt.js';
import { locateAt } from './locate.js';

export function hoverAt(program: Program, offset: number): Hover | null {
  const file = program.main;
  const inExpression = expressionHover(program, file, offset);
  if (inExpression) return inExpression;
  const reference = file.references.find((r) => r.at[0] <= offset && offset <= r.at[1]);
  if (reference) {
    const definition = find(program.index, reference.kinds, reference.id)[0];
    const markdown = definition ? describe(definition.id, definition.kind, definition.entry.value) : null;
    if (markdown) return { markdown, range: rangeAt(file.tree.lines, reference.at) };
  }
  const found = locateAt(file.tree.root, offset);
  if (!found) return null;
  if (found.onKey && found.entry)
    return {
      markdown: keyMarkdown(found.entry.key, found.schema, required(found.owner, found.entry.key)),
      range: rangeAt(file.tree.lines, found.entry.keyAt),
    };
  return null;
}

const required = (owner: Schema | null, key: string): boolean => owner?.required?.includes(key) ?? false;

export function keyMarkdown(key: string, schema: Schema, needed = false): string {
  const self = follow(schema);
  const parts = [`**${key}**${needed ? ' (needed)' : ''}: ${expected(self)}`];
  if (self.description) parts.push(self.description);
  const values = branches(self).flatMap((branch) => branch.enum ?? (branch.const === undefined ? [] : [branch.const]));
  if (values.length > 1) parts.push(values.map((value) => `\`${String(value)}\``).join(' · '));
  if (self.default !== undefined) parts.push(`Default: \`${JSON.stringify(self.default).replace(/^"|"$/g, '')}\``);
  const [example] = self.examples ?? [];
  if (example !== undefined) parts.push(`Example: \`${key}: ${plain(example)}\``);
  if (self['x-source']) parts.push(`Source: ${self['x-source']}`);
  if (self['x-provisional']) parts.push('*Provisional: this may still change.*');
  return parts.join('\n\n');
}

/** A value as one would write it in a line. */
export function plain(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plain).join(', ')}]`;
  if (value !== null && typeof value === 'object')
    return `{ ${Object.entries(value)
      .map(([key, item]) => `${key}: ${plain(item)}`)
      .join(', ')} }`;
  return String(value);
}

function describe(id: string, kind: string, node: Parameters<typeof valueAt>[0]): string {
  const line = ['name', 'title', 'occupation', 'age', 'does', 'bio'].flatMap((key) => {
    const value = valueAt(node, key);
    return value?.kind === 'scalar' && value.value !== null ? [String(value.value).trim()] : [];
  });
  return [`**${id}** (${kind})`, line.join(' · ')].filter((part) => part !== '').join('\n\n');
}

function expressionHover(program: Program, file: FileModel, offset: number): Hover | null {
  const word = wordAt(file, offset);
  if (!word) return null;
  const names = namesAt(program, file, word.use);
  const markdown = word.after ? methodMarkdown(word.text) : nameMarkdown(word.text, names, word.call);
  return markdown ? { markdown, range: rangeAt(file.tree.lines, word.at) } : null;
}

function nameMarkdown(name: string, names: NameTypes, call: boolean): string | null {
  const fn = call ? functionsOf(names).get(name) : undefined;
  if (fn) return signature(name, fn);
  const named = names.names.get(name);
  return named ? `**${name}**: ${describeType(named.type)}${named.doc ? `\n\n${named.doc}` : ''}` : null;
}

const methodMarkdown = (name: string): string | null => {
  const method = listMethods.get(name) ?? textMethods.get(name);
  return method ? signature(name, method) : null;
};

export function signature(name: string, fn: FunctionType): string {
  const params = fn.params.map((param) => param.name + (param.optional ? '?' : param.rest ? ', …' : '')).join(', ');
  return `**${name}(${params})**: ${describeType(fn.result)}\n\n${fn.doc}${hostFunctions.has(name) && !pureFunctions.has(name) ? '\n\n*Reads the run.*' : ''}`;
}
