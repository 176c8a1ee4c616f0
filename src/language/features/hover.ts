/** Hover: what a key means, what an id stands for, what a name in an expression is. */
import {
  describeType,
  functionsOf,
  type FunctionType,
  hostFunctions,
  measureFunctions,
  measureText,
  inspectAt,
  type Inspection,
  namedIn,
  pureFunctions,
  signatureOf,
} from '../../expr/index.js';
import type { Hover } from '../api.js';
import type { FileModel } from '../model/file.js';
import { namesAt } from '../model/names.js';
import { find, type Program } from '../model/program.js';
import { branches, follow, requiredKeys, type Schema } from '../schema/schema.js';
import { expected } from '../schema/words.js';
import { rangeAt } from '../text/lines.js';
import { valueAt } from '../tree/node.js';
import { treeAt, wordAt } from './expressionAt.js';
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

const required = (owner: Schema | null, key: string): boolean => owner !== null && requiredKeys(owner).includes(key);

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
  if (self['x-ours']) parts.push('*Ours: not from a paper.*');
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

/** A sub-expression with its type; a name with its declaration; a function with its signature. */
function expressionHover(program: Program, file: FileModel, offset: number): Hover | null {
  const found = treeAt(file, offset);
  const names = found && namesAt(program, file, found.use);
  const inspected = found && names ? inspectAt(found.tree, names, found.offset, found.statement) : null;
  if (!found || !inspected) return wordHover(program, file, offset);
  const at = [found.toFile(inspected.start), found.toFile(inspected.end - 1) + 1] as const;
  return { markdown: inspectedMarkdown(inspected, file), range: rangeAt(file.tree.lines, at) };
}

function inspectedMarkdown({ name, named, fn, type }: Inspection, file: FileModel): string {
  if (fn && name !== null) return signature(name, fn);
  const lines = [name === null ? `*${describeType(type)}*` : `**${name}**: ${describeType(type)}`];
  if (named?.doc) lines.push(named.doc);
  if (named?.declared) {
    const { path, source } = named.declared;
    lines.push(`Declared in \`${path}\`${source === file.uri ? '' : `, ${source.slice(source.lastIndexOf('/') + 1)}`}.`);
  }
  return lines.join('\n\n');
}

/** Where the expression is half typed, the word alone. */
function wordHover(program: Program, file: FileModel, offset: number): Hover | null {
  const word = wordAt(file, offset);
  if (!word || word.after) return null;
  const names = namesAt(program, file, word.use);
  const fn = word.call ? functionsOf(names).get(word.text) : undefined;
  const named = namedIn(names, word.text);
  if (!fn && !named) return null;
  const markdown = fn
    ? signature(word.text, fn)
    : `**${word.text}**: ${named ? describeType(named.type) : ''}${named?.doc ? `\n\n${named.doc}` : ''}`;
  return { markdown, range: rangeAt(file.tree.lines, word.at) };
}

export function signature(name: string, fn: FunctionType): string {
  const example =
    fn.example === undefined ? '' : `\n\n\`${fn.example[0]}\`${fn.example[1] === undefined ? '' : ` is \`${fn.example[1]}\``}`;
  const measure = measureFunctions.get(name);
  const reads = hostFunctions.has(name) && !pureFunctions.has(name) ? '\n\n*Reads the run.*' : '';
  return `**${signatureOf(name, fn)}**: ${describeType(fn.result)}\n\n${measure ? measureText(measure) : fn.doc}${example}${reads}`;
}
