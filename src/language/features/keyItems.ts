/** Keys that can be written at the cursor, needed ones first, then in the order of the format. */
import type { CompletionItem, CompletionKind } from '../api.js';
import { candidates } from '../checks/references.js';
import { idsOf, type Program } from '../model/program.js';
import { keysOf, lineage, worldIdAt } from '../model/worlds.js';
import { branches, follow, type Schema, typesOf } from '../schema/schema.js';
import { expected } from '../schema/words.js';
import { type Cursor, ITEM } from './cursor.js';
import { keyMarkdown, plain } from './hover.js';
import { toData, valueAt } from '../tree/node.js';
import { blockOf, plainText, templates } from './snippets.js';
import { escapeSnippet, valueItems } from './valueItems.js';

export type Maker = (label: string, kind: CompletionKind, insert: string, more?: Partial<CompletionItem>) => CompletionItem;

export function keyItems(program: Program, cursor: Cursor, schemas: readonly Schema[], make: Maker): readonly CompletionItem[] {
  const items: CompletionItem[] = [];
  if (cursor.path.length === 0 && program.main.tree.text.replace(cursor.prefix, '').trim() === '') items.push(...templateItems(make));
  for (const schema of schemas) {
    if (!typesOf(schema).includes('object') && !(typesOf(schema).includes('array') && !cursor.item && !cursor.flow)) continue;
    if (schema.type === 'array') items.push(...listItems(program, cursor, schema, make));
    else if (schema.properties) items.push(...propertyItems(schema, cursor, make));
    else items.push(...mapItems(program, cursor, schema, make));
  }
  return items;
}

/** For a file with nothing in it yet. What is typed already may be the start of a key. */
const templateItems = (make: Maker): CompletionItem[] =>
  templates.map(({ label, detail, body }, i) =>
    make(label, 'snippet', body, { detail, sort: `0_${i}`, documentation: `\`\`\`society\n${plainText(body)}\`\`\`` }),
  );

function propertyItems(schema: Schema, cursor: Cursor, make: Maker): CompletionItem[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, sub], i) => {
    if (cursor.siblings.has(key)) return [];
    const needed = schema.required?.includes(key) ?? false;
    const self = follow(sub);
    return [
      make(key, 'key', keyInsert(key, self, cursor.flow), {
        detail: needed ? `needed · ${expected(self)}` : expected(self),
        documentation: keyMarkdown(key, self, needed),
        sort: `${needed ? 0 : 1}${String(i).padStart(3, '0')}`,
        ...(offersMore(self) ? { again: true } : {}),
      }),
    ];
  });
}

/** What a key brings with it: prose opens a block, a list its first item, a map its first line. */
function keyInsert(key: string, schema: Schema, flow: boolean): string {
  if (schema.const !== undefined) return `${key}: ${escapeSnippet(String(schema.const))}`;
  if (flow) return `${key}: `;
  const types = [...new Set(branches(schema).flatMap((branch) => typesOf(branch)))];
  if (schema['x-text']) return `${key}: |\n  $0`;
  if (types.every((type) => type === 'object')) return `${key}:\n  $0`;
  if (types.every((type) => type === 'array')) return `${key}:\n  - $0`;
  return `${key}: $0`;
}

const offersMore = (schema: Schema): boolean =>
  branches(schema).some(
    (branch) =>
      branch.enum !== undefined ||
      branch['x-refers'] !== undefined ||
      branch.type === 'boolean' ||
      branch.properties !== undefined ||
      branch.items !== undefined ||
      branch['x-form'] !== undefined,
  );

function mapItems(program: Program, cursor: Cursor, schema: Schema, make: Maker): CompletionItem[] {
  const refers = schema['x-keys-refer'];
  if (refers)
    return candidates(program, program.main, { kinds: [refers], path: cursor.path.join('.') })
      .filter((id) => !cursor.siblings.has(id))
      .map((id) => make(id, 'reference', `${id}: $0`));
  if (cursor.path[cursor.path.length - 1] === 'with') return parameters(program, cursor, make);
  const kind = schema['x-defines'];
  const snippet = kind && !cursor.flow ? blockOf(kind, (of) => idsOf(program.index, [of])) : null;
  return snippet && kind ? [make(`new ${kind}`, 'snippet', snippet, { detail: `A ${kind} to fill in`, sort: '0' })] : [];
}

/** Parameters of the world in use, with their default. */
function parameters(program: Program, cursor: Cursor, make: Maker): CompletionItem[] {
  const { text } = program.main.tree;
  const before = text.slice(text.lastIndexOf('\n', cursor.replace[0] - 1) + 1, cursor.replace[0]);
  const use = /\buse: *([a-z][a-z0-9_]*)/.exec(before)?.[1] ?? worldIdAt(program, program.main, cursor.path.join('.'));
  const worlds = lineage(program, use);
  return keysOf(worlds, 'params')
    .filter((key) => !cursor.siblings.has(key))
    .map((key) => {
      const value = worlds.map((world) => valueAt(valueAt(world.entry.value, 'params'), key)).find((node) => node !== undefined);
      const text = value ? plain(toData(value)) : '';
      return make(key, 'key', `${key}: \${1:${escapeSnippet(text)}}`, { detail: `default: ${text}` });
    });
}

/** Items of a list that starts on this line, with their `- `. */
function listItems(program: Program, cursor: Cursor, schema: Schema, make: Maker): readonly CompletionItem[] {
  if (!schema.items) return [];
  const inner: Cursor = { ...cursor, path: [...cursor.path, ITEM] };
  return valueItems(program, inner, branches(schema.items), (label, kind, insert, more) => make(label, kind, `- ${insert}`, more));
}
