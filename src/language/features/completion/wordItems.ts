/** Words that people of the society already have: interests, traits, values. Words that are nearly the same are flagged. */
import { distance } from '../../../expr/index.js';
import type { CompletionItem } from '../../api.js';
import { languageOf, type Program } from '../../program/program.js';
import { type TreeNode, valueAt } from '../../syntax/node.js';
import { lineage } from '../../names/worlds.js';
import { importRank } from '../../program/uri.js';
import { ITEM } from '../position/flowContext.js';
import { insertable, type CompletionSite } from './completionItem.js';
import { t } from '../../../core/util/l10n.js';

const LISTS: ReadonlySet<string> = new Set(['interests', 'traits', 'values']);
const PEOPLE = ['persona', 'fragment', 'population'] as const;
/** The words of more people are not collected. */
const MOST_PEOPLE = 1000;
const MOST_WORDS = 200;

export function wordItems({ program, cursor, make }: CompletionSite): readonly CompletionItem[] {
  const [section, own = '', key = '', item] = cursor.path;
  if (section === 'worlds' && cursor.path[4] === 'archetypes' && cursor.path[5] === ITEM) return variableItems(program, own, make);
  const listed = (section === 'personas' || section === 'fragments') && item === ITEM && cursor.path.length === 4;
  if (!listed) return [];
  if (key === 'goals' || !LISTS.has(key)) return key === 'private' ? privateItems(make) : [];
  const uses = usesOf(program, key, cursor.path[1] ?? '');
  const spoken = key === 'interests' ? topicsOf(program) : [];
  const words = [...[...uses].sort((a, b) => b[1] - a[1]).map(([word]) => word), ...spoken.filter((topic) => !uses.has(topic))];
  return words.slice(0, MOST_WORDS).map((word) => {
    const count = uses.get(word) ?? 0;
    const other = words.find((each) => each !== word && (uses.get(each) ?? 0) >= count && nearlySame(each, word));
    const used = count === 0 ? t('a topic of the built-in mind') : count === 1 ? t('used once') : t('used {0} times', count);
    return make(word, 'word', insertable(word, cursor.flow), {
      detail: other && count > 0 ? t('{0} · nearly the same as {1}', used, other) : used,
      sort: other && count > 0 ? '3' : count > 0 ? '1' : '2',
    });
  });
}

/** How often other people use each word. */
function usesOf(program: Program, key: string, own: string): Map<string, number> {
  const uses = new Map<string, number>();
  const count = (node: TreeNode | undefined): void => {
    if (node?.kind !== 'list') return;
    for (const item of node.items)
      if (item.kind === 'scalar' && typeof item.value === 'string') uses.set(item.value, (uses.get(item.value) ?? 0) + 1);
  };
  let people = 0;
  for (const kind of PEOPLE)
    for (const [id, [definition]] of program.index.get(kind) ?? []) {
      if (people++ > MOST_PEOPLE) return uses;
      if (id !== own) count(valueAt(definition?.entry.value, key));
    }
  return uses;
}

/** Interests that the built-in mind has phrases for. Only one phrase book is used: a language replaces the earlier one completely. */
function topicsOf(program: Program): readonly string[] {
  const language = languageOf(program.main);
  const [main, ...imports] = program.files;
  const books = [...imports]
    .sort((a, b) => importRank(a.uri) - importRank(b.uri))
    .concat(main ? [main] : [])
    .map((file) => valueAt(file.tree.root, 'phrases'))
    .map((phrases) => valueAt(phrases, language) ?? valueAt(phrases, language.split('-')[0] ?? ''));
  const topics = valueAt(books.findLast((book) => book?.kind === 'map') ?? null, 'topics');
  return topics?.kind === 'map' ? topics.entries.map(({ key }) => key) : [];
}

const folded = (word: string): string =>
  word
    .toLowerCase()
    .replace(/[-_\s]+/g, ' ')
    .replace(/s$/, '');

function nearlySame(a: string, b: string): boolean {
  const [x, y] = [folded(a), folded(b)];
  return x === y || (Math.min(x.length, y.length) > 4 && distance(x, y, 1) <= 1);
}

/** The variables of agents that a world and the populations declare. */
function variableItems(program: Program, world: string, make: CompletionSite['make']): readonly CompletionItem[] {
  const keysOf = (node: TreeNode | undefined): readonly string[] => (node?.kind === 'map' ? node.entries.map(({ key }) => key) : []);
  const ofWorlds = lineage(program, world).flatMap(({ entry }) => keysOf(valueAt(entry.value, 'agent_vars')));
  const populations = [...(program.index.get('population')?.values() ?? [])].flat();
  const ofPeople = populations.flatMap(({ entry }) => keysOf(valueAt(entry.value, 'vars')));
  return [...new Set([...ofWorlds, ...ofPeople])].map((name) => make(name, 'reference', name, { detail: 'variable' }));
}

/** Fields that are usually private. */
const privateItems = (make: CompletionSite['make']): CompletionItem[] =>
  ['backstory', 'secrets', 'memories', 'reads', 'goals', 'values', 'personality'].map((key) =>
    make(key, 'reference', key, { detail: 'field' }),
  );
