/** Ids that fit a place, with their names: people, and the groups and roles of this scenario. */
import { literal } from '../../../core/formats/markdown.js';
import type { CompletionItem } from '../../api.js';
import { canEmbed } from '../../checks/study/models.js';
import { candidates } from '../../checks/ids/references.js';
import type { Definition } from '../../incremental/file.js';
import { find, type Program, SCOPED } from '../../program/program.js';
import { isSetting } from '../../names/experiments.js';
import { lineage, worldIdAt } from '../../names/worlds.js';
import type { Schema } from '../../schema/schema.js';
import { textOf, valueAt } from '../../syntax/node.js';
import { scenarioLineOf, scenarioOf } from './armItems.js';
import { lastKey, type CompletionSite } from './completionItem.js';
import { marked } from '../../../core/util/l10n.js';

const MEASURES: Readonly<Record<string, string>> = {
  reciprocity: marked('share of ties that are answered'),
  density: marked('share of possible ties that exist'),
};
const WORDS: Readonly<Record<string, string>> = {
  all: 'everybody',
  nobody: 'no agent',
  builtin: 'the built-in mind',
  random: marked('chooses at random'),
};

export function idItems(place: CompletionSite, schema: Schema): CompletionItem[] {
  const { program, cursor, written, make } = place;
  const kinds = schema['x-refers'];
  if (!kinds) return [];
  const own = cursor.path[0] === 'personas' || cursor.path[0] === 'fragments' ? cursor.path[1] : undefined;
  const owners = kinds.some((kind) => SCOPED.has(kind)) ? ownersOf(place) : null;
  const [extending, more] = [cursor.path.includes('extends'), lastKey(cursor.path) === 'world'];
  const embedding = lastKey(cursor.path) === 'embeddings';
  const items: CompletionItem[] = [];
  for (const id of candidates(program, program.main, { kinds, path: written.join('.') })) {
    if (id === own && extending) continue;
    if (embedding && !canEmbed(find(program.index, kinds, id)[0]?.entry.value)) continue;
    const all = find(program.index, kinds, id);
    const definition = all.find((each) => !SCOPED.has(each.kind) || owners === null || owners.has(ownerOf(each)));
    if (all.length > 0 && !definition && !MEASURES[id]) continue;
    items.push(make(id, iconOf(definition), id, definition ? said(id, definition, more) : shown(id, definition, more)));
  }
  return items;
}

/** A cache, because there can be very many ids. The text of an item depends only on its entry. */
const known = new WeakMap<object, Partial<CompletionItem>>();

function said(id: string, definition: Definition, more: boolean): Partial<CompletionItem> {
  if (more) return shown(id, definition, more);
  const before = known.get(definition.entry);
  if (before) return before;
  const item = shown(id, definition, more);
  known.set(definition.entry, item);
  return item;
}

function iconOf(definition: Definition | undefined): 'agent' | 'value' | 'reference' {
  if (!definition) return 'value';
  return definition.kind === 'persona' || definition.kind === 'population' || definition.kind === 'role' ? 'agent' : 'reference';
}

function shown(id: string, definition: Definition | undefined, more: boolean): Partial<CompletionItem> {
  if (!definition) return { detail: WORDS[id] ?? MEASURES[id] ?? '', sort: id === 'all' ? '0' : '2' };
  const { value } = definition.entry;
  const said = (key: string): string | null => textOf(valueAt(value, key));
  const formula = value.kind === 'scalar' && definition.kind === 'measure' ? String(value.value).trim() : null;
  const does = said('does') ?? said('description') ?? said('bio') ?? said('ask');
  const name = said('name') ?? said('title') ?? formula;
  return {
    detail: name ?? definition.kind,
    ...(does ? { documentation: `${literal(name ?? id)}\n\n${literal(does.trim())}` } : {}),
    ...(more ? { sort: '1' } : {}),
  };
}

const ownerOf = ({ path }: Definition): string => path.split('.').slice(0, 2).join('.');

/** The scenarios and worlds whose groups, roles and measures are available. */
function ownersOf({ program, cursor, written }: CompletionSite): ReadonlySet<string> {
  const scenario = isSetting(written[0]) ? scenarioOf(program, written) : cursor.path[0] === 'scenarios' ? (cursor.path[1] ?? null) : null;
  const worlds =
    scenario === null
      ? lineage(program, worldIdAt(program, program.main, cursor.path.join('.')))
      : lineage(program, worldOf(program, scenario));
  return new Set([...scenarioLineOf(program, scenario).map(ownerOf), ...worlds.map(ownerOf)]);
}

function worldOf(program: Program, scenario: string): string {
  for (const { entry } of scenarioLineOf(program, scenario)) {
    const world = valueAt(entry.value, 'world');
    const use = textOf(world) ?? textOf(valueAt(world, 'use'));
    if (use !== null) return use;
  }
  return 'feed';
}
