/** Keys from the rest of the society for maps with free keys: parameters, roles, fields, study variables. */
import { lineage, worldIdAt } from '../../names/worlds.js';
import type { Definition } from '../../incremental/file.js';
import { rootSchema } from '../../schema/schema.js';
import { toData, type TreeNode, valueAt } from '../../syntax/node.js';
import { plain } from '../annotations/hover.js';
import { lastKey, type CompletionSite } from './completionItem.js';
import { t } from '../../../core/util/l10n.js';

interface KnownKey {
  readonly key: string;
  /** A first value. */
  readonly value: string;
  readonly detail: string;
}

export function knownKeys(place: CompletionSite): readonly KnownKey[] {
  const { cursor } = place;
  const [section, , third] = cursor.path;
  const last = lastKey(cursor.path);
  if (last === 'with') return parameters(place);
  if (section === 'scenarios' && last === 'cast') return keysIn(worldsOf(place), 'roles', () => ({ value: '', detail: 'role' }));
  if (section === 'populations' && third === 'sample' && cursor.path.length === 3) return [...fields(), ...studied(place, true)];
  if (section === 'populations' && third === 'from' && last === 'map')
    return fields().flatMap((field) => (field.key.includes('.') ? [] : [{ ...field, value: field.key.toUpperCase() }]));
  if ((section === 'personas' || section === 'fragments') && third === 'vars') return studied(place, false);
  return [];
}

const worldsOf = ({ program, cursor }: CompletionSite): readonly Definition[] => {
  const { text } = program.main.tree;
  const before = text.slice(text.lastIndexOf('\n', cursor.replace[0] - 1) + 1, cursor.replace[0]);
  const use = /\buse: *([a-z][a-z0-9_]*)/.exec(before)?.[1] ?? worldIdAt(program, program.main, cursor.path.join('.'));
  return lineage(program, use);
};

type More = (node: TreeNode) => Pick<KnownKey, 'value' | 'detail'>;

/** Keys of a section, over a world and the worlds that it extends. */
function keysIn(from: readonly Definition[], section: string, more: More): KnownKey[] {
  const found = new Map<string, KnownKey>();
  for (const { entry } of from) {
    const node = valueAt(entry.value, section);
    if (node?.kind !== 'map') continue;
    for (const { key, value } of node.entries) if (!found.has(key)) found.set(key, { key, ...more(value) });
  }
  return [...found.values()];
}

/** Parameters of the scenario's world, with their defaults. */
const parameters = (place: CompletionSite): KnownKey[] =>
  keysIn(worldsOf(place), 'params', (node) => {
    const data = toData(node);
    return data === null ? { value: '', detail: t('no default') } : { value: plain(data), detail: t('default: {0}', plain(data)) };
  });

const NOT_SAMPLED: ReadonlySet<string> = new Set([
  'extends',
  'replace',
  'extra',
  'memories',
  'reads',
  'secrets',
  'prompts',
  'private',
  'vars',
  'model',
  'personality',
  'drives',
  'voice',
  'bio',
  'backstory',
  'goals',
]);

/** The fields that a member can get, with the usual distribution. */
function fields(): KnownKey[] {
  const persona = rootSchema.$defs?.['persona']?.properties ?? {};
  const traits = Object.keys(rootSchema.$defs?.['personality']?.properties ?? {});
  const usual: Readonly<Record<string, string>> = {
    age: 'normal(46, 14) in 18..90',
    gender: '{ woman: 51, man: 47, nonbinary: 2 }',
    interests: '2 of [jazz, chess, gardening]',
    traits: '2 of [curious, kind, blunt]',
    values: '2 of [craft, fairness, freedom]',
    activity: 'uniform(0.4, 0.9)',
  };
  return [
    ...Object.keys(persona)
      .filter((key) => !NOT_SAMPLED.has(key))
      .map((key) => ({ key, value: usual[key] ?? '', detail: t('field of a person') })),
    ...traits.map((trait) => ({ key: `personality.${trait}`, value: 'beta(2, 2)', detail: t('Big Five, 0 to 1') })),
  ];
}

/** Study variables of this population, or of others. */
function studied({ program, cursor }: CompletionSite, own: boolean): KnownKey[] {
  const populations = [...(program.index.get('population')?.values() ?? [])].flatMap(([first]) => (first ? [first] : []));
  const wanted = own ? populations.filter(({ id }) => id === cursor.path[1]) : populations;
  return keysIn(wanted, 'vars', (node) => ({ value: own ? 'uniform(0, 1)' : '', detail: plain(toData(node)) }));
}
