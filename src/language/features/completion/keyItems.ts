/** Keys that are possible at the cursor: required keys first, then the order of the format, rare keys last. */
import type { CompletionItem } from '../../api.js';
import { candidates } from '../../checks/ids/references.js';
import { branches, follow, requiredKeys, type Schema, typesOf } from '../../schema/schema.js';
import { walk } from '../../schema/walk.js';
import { expected } from '../../schema/words.js';
import type { Entry, TreeNode } from '../../syntax/node.js';
import { armItems, inArm } from './armItems.js';
import { ITEM } from '../position/flowContext.js';
import { keyMarkdown, plain } from '../annotations/hover.js';
import { blockItems } from './blockItems.js';
import { knownKeys } from './knownKeys.js';
import { escapeSnippet, type CompletionSite } from './completionItem.js';
import { plainText, templates } from './snippets.js';
import { valueItems } from './valueItems.js';
import { t } from '../../../core/util/l10n.js';

/** Keys that are rarely used. */
const RARE: ReadonlySet<string> = new Set(['replace', 'extra', 'first', 'before', 'after', 'off', 'description', 'phrases']);
/** In a scenario or world, these keys come after the other common keys. */
const LATER: ReadonlySet<string> = new Set(['title', 'extends']);

export function keyItems(place: CompletionSite): readonly CompletionItem[] {
  const { program, cursor, schemas } = place;
  const { main } = program;
  if (cursor.colon) return renamed(place);
  const items: CompletionItem[] = [];
  if (cursor.path.length === 0 && main.tree.text.replace(cursor.prefix, '').trim() === '')
    return [...schemas.flatMap((schema) => propertyItems(place, schema)).slice(0, 1), ...templateItems(place)];
  if (inArm(place)) return armItems(place);
  const asList = !cursor.item && !cursor.flow && cursor.siblings.size === 0;
  const asMap = cursor.item || cursor.flow || cursor.items.length === 0;
  for (const schema of schemas) {
    if (schema.type === 'array') {
      if (asList) items.push(...listItems(place, schema));
    } else if (!asMap || !typesOf(schema).includes('object')) continue;
    else if (schema.properties) items.push(...propertyItems(place, schema));
    else items.push(...mapItems(place, schema));
  }
  return [...new Map(items.map((item) => [`${item.kind} ${item.label}`, item])).values()];
}

/** Templates for an empty file. The text typed so far may be the start of a key. */
const templateItems = ({ make }: CompletionSite): CompletionItem[] =>
  templates.map(({ label, detail, body }, i) =>
    make(label, 'snippet', body, { detail: t(detail), sort: `!${i}`, documentation: `\`\`\`society\n${plainText(body)}\`\`\`` }),
  );

function propertyItems({ cursor, make }: CompletionSite, schema: Schema): CompletionItem[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, sub], i) => {
    if (cursor.siblings.has(key)) return [];
    const needed = requiredKeys(schema).includes(key);
    const self = follow(sub);
    return [
      make(key, 'key', keyInsert(key, self, cursor.flow), {
        detail: `${needed ? t('required · ') : ''}${expected(self).replaceAll('`', '')}`,
        documentation: described(key, self),
        sort: `${rank(key, needed, cursor.path)}${String(i).padStart(3, '0')}`,
        ...(offersMore(self) ? { again: true } : {}),
      }),
    ];
  });
}

/** The text of the hover without its first line, which is the item's detail. */
const described = (key: string, schema: Schema): string => keyMarkdown(key, schema).split('\n\n').slice(1).join('\n\n');

function rank(key: string, needed: boolean, path: readonly string[]): number {
  if (needed) return 0;
  if (RARE.has(key)) return 3;
  return LATER.has(key) && (path[0] === 'scenarios' || path[0] === 'worlds') ? 2 : 1;
}

/** The text inserted after a key: a block for prose, the first item of a list, the first line of a map. */
function keyInsert(key: string, schema: Schema, flow: boolean): string {
  if (schema.const !== undefined) return `${key}: ${escapeSnippet(String(schema.const))}`;
  if (flow) return `${key}: $0`;
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
      branch['x-expr'] === 'expression' ||
      branch.type === 'boolean' ||
      branch.type === 'object' ||
      branch.items !== undefined ||
      branch['x-form'] !== undefined ||
      (branch.examples !== undefined && branch.type !== 'string'),
  );

/** Keys of a map whose keys the author chooses. */
function mapItems(place: CompletionSite, schema: Schema): CompletionItem[] {
  const { program, cursor, make } = place;
  const refers = schema['x-keys-refer'];
  const ids = refers ? candidates(program, program.main, { kinds: [refers], path: cursor.path.join('.') }) : [];
  const known = ids.map((id) => ({ key: id, value: '', detail: '' }));
  return [
    ...[...known, ...knownKeys(place)].flatMap(({ key, value, detail }) =>
      cursor.siblings.has(key)
        ? []
        : [
            make(
              key,
              refers ? 'reference' : 'key',
              `${key}: ${value === '' ? '$0' : `\${1:${escapeSnippet(value)}}`}`,
              detail === '' ? {} : { detail },
            ),
          ],
    ),
    ...(cursor.flow || cursor.item ? [] : blockItems(place)),
  ];
}

/** Items for a list that starts on this line, with their `- `. */
function listItems(place: CompletionSite, schema: Schema): readonly CompletionItem[] {
  if (!schema.items) return [];
  const { cursor, make } = place;
  return valueItems({
    ...place,
    cursor: { ...cursor, path: [...cursor.path, ITEM] },
    schemas: branches(schema.items),
    make: (label, kind, insert, more) => make(label, kind, `- ${insert}`, more),
  });
}

/** Other keys for an existing value: only keys whose type fits. */
function renamed({ program, cursor, schemas, make }: CompletionSite): CompletionItem[] {
  const entry = program.main.tree.root && entryAt(program.main.tree.root, cursor.replace[0]);
  if (!entry) return [];
  const possible = (key: string, sub: Schema): boolean => !cursor.siblings.has(key) && entry.value.kind !== 'map' && fits(entry.value, sub);
  return schemas.flatMap((schema) =>
    Object.entries(schema.properties ?? {}).flatMap(([key, sub], i) => {
      if (key !== entry.key && !possible(key, sub)) return [];
      const detail = key === entry.key ? t('unchanged') : t('for {0}', plainOf(entry.value));
      return [make(key, 'key', key, { detail, documentation: described(key, follow(sub)), sort: `1${String(i).padStart(3, '0')}` })];
    }),
  );
}

const plainOf = (node: TreeNode): string => (node.kind === 'scalar' ? `\`${plain(node.value).trim().slice(0, 30)}\`` : 'its content');

/** Whether a value fits a schema. Ids and expressions of one key do not fit another key. */
function fits(node: TreeNode, schema: Schema): boolean {
  if (branches(schema).some((branch) => branch['x-refers'] || branch['x-expr'] === 'expression' || branch['x-expr'] === 'statements'))
    return false;
  let found = 0;
  walk(node, schema, { problem: ({ severity }) => (found += severity === 'error' ? 1 : 0) });
  return found === 0;
}

/** The entry whose key starts at an offset. */
function entryAt(node: TreeNode, offset: number): Entry | null {
  const parts = node.kind === 'map' ? node.entries : node.kind === 'list' ? node.items : [];
  for (const part of parts) {
    const [start, end] = part.at;
    if (offset < start || offset > end) continue;
    if ('key' in part && part.keyAt[0] === offset) return part;
    const inner = entryAt('key' in part ? part.value : part, offset);
    if (inner) return inner;
  }
  return null;
}
