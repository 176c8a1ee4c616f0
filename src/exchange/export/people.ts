/** People of a society in the files of TinyTroupe, OASIS and Sotopia, and as agents of the editor. */
import { stringify } from 'yaml';
import { csvField } from '../../core/formats/csv.js';
import type { Json, JsonObject } from '../../core/util/json.js';
import type { Society } from '../../language/generated/society.js';
import { apart, edgesOf, type Exported, paragraphs, type FieldMapping } from './societyFields.js';

interface TextFile {
  readonly name: string;
  readonly text: string;
}

type Write = (people: readonly Exported[], ties: Society['ties']) => readonly TextFile[];

const json = (value: Json): string => `${JSON.stringify(value, null, 2)}\n`;
const trimmed = (value: Json): Json | undefined => (typeof value === 'string' ? value.trim() : undefined);

const TINY: readonly FieldMapping[] = [
  ['name', 'name'],
  ['age', 'age'],
  ['gender', 'gender'],
  ['vars.nationality', 'nationality'],
  ['vars.residence', 'residence'],
  ['occupation', 'occupation.title'],
  ['voice', 'style', trimmed],
  ['traits', 'personality.traits'],
  ['personality', 'personality.big_five'],
  ['interests', 'preferences.interests'],
  ['values', 'beliefs'],
  ['goals', 'long_term_goals'],
  ['backstory', 'other_facts', paragraphs],
];

const tinyTroupe: Write = (people) =>
  people.map((one) => ({ name: `${one.id}.agent.json`, text: json({ type: 'TinyPerson', persona: apart(one, TINY) }) }));

const OASIS: readonly FieldMapping[] = [
  ['name', 'realname'],
  ['extra.username', 'username'],
  ['bio', 'bio', trimmed],
  ['backstory', 'persona', trimmed],
  ['age', 'age'],
  ['gender', 'gender'],
  ['vars.mbti', 'mbti'],
  ['vars.country', 'country'],
  ['occupation', 'profession'],
  ['interests', 'interested_topics'],
];
/** OASIS raises an error if one of these is missing. */
const NEEDED = { realname: '', username: '', bio: '', persona: '', age: null, gender: '', mbti: '', country: '' } as const;

/** By id, the indices of the people that a person follows. */
function follows(people: readonly Exported[], ties: Society['ties']): ReadonlyMap<string, readonly number[]> {
  const rows = new Map(people.map(({ id }, row) => [id, row] as const));
  const lists = new Map(people.map(({ id }) => [id, [] as number[]] as const));
  for (const [from, to] of edgesOf(ties as Json | undefined, /follow/i)) if (rows.has(to)) lists.get(from)?.push(rows.get(to)!);
  return lists;
}

const oasis: Write = (people, ties) => {
  const lists = follows(people, ties);
  const users = people.map((one): Json => {
    const record = apart(one, OASIS);
    const following = lists.get(one.id)!;
    const list = following.length === 0 ? {} : { following_agentid_list: following };
    return { ...NEEDED, username: one.id, ...record, ...list };
  });
  return [{ name: 'users.json', text: json(users) }];
};

const TWEETERS: readonly FieldMapping[] = [
  ['name', 'name'],
  ['extra.username', 'username'],
  ['memories', 'previous_tweets', (value) => (isTexts(value) ? value.map(({ text }) => text!) : undefined)],
  ['backstory', 'user_char', trimmed],
  ['bio', 'description', trimmed],
];

/** Whether all memories are only texts. */
const isTexts = (value: Json): value is readonly JsonObject[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null && Object.keys(one).join() === 'text');

const COLUMNS = ['user_id', 'name', 'username', 'following_agentid_list', 'previous_tweets', 'user_char', 'description', 'society'];

const oasisCsv: Write = (people, ties) => {
  const lists = follows(people, ties);
  const rows = people.map((one, row) => {
    const { society = {}, previous_tweets: tweets, ...record } = apart(one, TWEETERS);
    const cells: JsonObject = { user_id: row, username: one.id, ...record };
    const written = {
      following_agentid_list: pythonList(lists.get(one.id)!),
      previous_tweets: pythonList((tweets ?? []) as readonly Json[]),
    };
    const all: JsonObject = { ...cells, ...written, society: JSON.stringify(society) };
    return [String(row), ...COLUMNS.map((column) => csvField(String(all[column] ?? '')))].join(',');
  });
  return [{ name: 'users.csv', text: `${['', ...COLUMNS].join(',')}\n${rows.join('\n')}\n` }];
};

/** A list in Python syntax. */
const pythonList = (items: readonly Json[]): string =>
  `[${items.map((one) => (typeof one === 'number' ? String(one) : `'${String(one).replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`)).join(', ')}]`;

/** Levels as words, such as `high openness`; undefined for other values, which have no such form. */
const levels = (value: Json): Json | undefined => {
  const factors = Object.entries(value as JsonObject);
  return factors.every(([, level]) => /^(very )?(low|high)$|^medium$/.test(String(level)))
    ? factors.map(([factor, level]) => `${String(level)} ${factor}`).join(', ')
    : undefined;
};

const SOTOPIA: readonly FieldMapping[] = [
  ['age', 'age'],
  ['occupation', 'occupation'],
  ['gender', 'gender'],
  ['vars.pronouns', 'gender_pronoun'],
  ['bio', 'public_info', trimmed],
  ['personality', 'big_five', levels],
  ['values', 'moral_values'],
  ['backstory', 'personality_and_values', trimmed],
  ['vars.decision_making_style', 'decision_making_style'],
  ['secrets', 'secret', (value) => onlySecret(value)],
  ['vars.mbti', 'mbti'],
];

const onlySecret = (value: Json): Json | undefined => {
  const own = (value as { readonly own?: { readonly text?: string; readonly keep_from?: Json } }).own;
  return Object.keys(value as object).join() === 'own' && own?.keep_from === 'all' ? own.text?.trim() : undefined;
};

const CLOSEST = 5;

const sotopia: Write = (people, ties) => {
  const agents = people.map((one): Json => {
    const { name = one.id, ...persona } = one.persona;
    const words = name.split(' ');
    const names = { first_name: words.slice(0, -1).join(' ') || name, last_name: words.length > 1 ? words.at(-1)! : '' };
    return { pk: one.id, ...names, ...apart({ id: one.id, persona }, SOTOPIA) };
  });
  const pairs = new Map<string, Json>();
  for (const [a, b, strength] of edgesOf(ties as Json | undefined, /./)) {
    if (strength === null || pairs.has(`${b} ${a}`)) continue;
    pairs.set(`${a} ${b}`, { agent_1_id: a, agent_2_id: b, relationship: Math.round(strength * CLOSEST), background_story: '' });
  }
  const relations = pairs.size === 0 ? [] : [{ name: 'relations.json', text: json([...pairs.values()]) }];
  return [{ name: 'agents.json', text: json(agents) }, ...relations];
};

/** Agent files of the editor: the instructions list the keys of the persona. */
const agentFiles: Write = (people) =>
  people.map((one) => {
    const { bio, name, ...record } = apart(one, [
      ['name', 'name'],
      ['bio', 'bio', trimmed],
    ]);
    const { id: _id, extra, ...body } = record.society as JsonObject;
    const description = String(bio ?? one.persona.occupation ?? one.id).split('\n')[0]!;
    const front = stringify({ name: name ?? one.id, description, ...(extra === undefined ? {} : { metadata: extra }) }, { lineWidth: 0 });
    const told = stringify({ ...(bio === undefined ? {} : { bio }), ...body }, { lineWidth: 0 });
    return { name: `${one.id}.agent.md`, text: `---\n${front}---\n\n${told}` };
  });

const writers: { readonly [format: string]: Write } = {
  tinytroupe: tinyTroupe,
  oasis,
  'oasis-csv': oasisCsv,
  sotopia,
  'agent.md': agentFiles,
};

export const exportIds: readonly string[] = Object.keys(writers);

/** Files for people; null for an unknown format. Ties are written if the format has them and the society has edges. */
export function exportPeople(format: string, people: readonly Exported[], ties?: Society['ties']): readonly TextFile[] | null {
  const write = Object.hasOwn(writers, format) ? writers[format] : undefined;
  return write ? write(people, ties) : null;
}
