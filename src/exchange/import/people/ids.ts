/** Ids for people, and a directory of people by the keys in relations. */
import { marked } from '../../../core/util/l10n.js';
import type { Person } from '../parse/draft.js';
import { joined, slug } from '../parse/fields.js';
import type { Log } from '../parse/importLog.js';
import type { Pseudonym } from './pseudonyms.js';

/** Words with a special meaning in places that name people. */
const TAKEN = ['all', 'nobody', 'constructor', 'me', 'agent', 'self'];
const MOST_LETTERS = 40;

/** `person_07` for index 6 of up to 99. */
export function numbered(index: number, size: number): Pseudonym {
  const number = String(index + 1).padStart(Math.max(2, String(size).length), '0');
  return { name: `Person ${number}`, id: `person_${number}` };
}

/** Unique ids from the pseudonym or the name. People without a name get one. */
export function giveIds(people: readonly Person[], pseudonyms: ReadonlyMap<Person, Pseudonym>, log: Log): ReadonlyMap<Person, string> {
  const used = new Set(TAKEN);
  const names = new Map<string, Person>();
  const ids = new Map<Person, string>();
  people.forEach((person, i) => {
    const plain = numbered(i, people.length);
    const { name } = person.fields;
    const known = person.known.full ?? name;
    const twin = known === undefined ? undefined : names.get(known);
    if (twin && !person.fragment) {
      log.warn(
        'import-duplicate',
        person.file,
        person.line,
        pseudonyms.has(person)
          ? `The same name is in two places: the other is in ${twin.file}, line ${twin.line}. Both are taken, with ids of their own.`
          : `Two are named \`${name}\`: the other is in ${twin.file}, line ${twin.line}. Both are taken, with ids of their own.`,
      );
    }
    if (name === undefined && !person.fragment) {
      person.fields.name = plain.name;
      log.note('guessed', marked('(no name)'), 'name', marked('numbered'));
    } else if (known !== undefined) names.set(known, person);
    const wanted = pseudonyms.get(person)?.id ?? person.id ?? (slug(name ?? person.keys[0] ?? '').slice(0, MOST_LETTERS) || plain.id);
    let id = wanted;
    for (let n = 2; used.has(id); n++) id = `${wanted}_${n}`;
    used.add(id);
    ids.set(person, id);
  });
  return ids;
}

/** Finds the person that a key in a file means: people of the same file first. `several`: several people have this name. */
export function directory(people: readonly Person[]): (key: string, file: string) => Person | 'nobody' | 'several' {
  const all = new Map<string, Person[]>();
  for (const person of people)
    for (const key of new Set(person.keys)) {
      const list = all.get(key);
      if (list) list.push(person);
      else all.set(key, [person]);
    }
  return (key, file) => {
    const found = all.get(key) ?? [];
    const near = found.filter((person) => person.file === file);
    // An index in a list is valid only in its own file.
    const choice = near.length > 0 || key.startsWith('#') ? near : found;
    return choice.length === 0 ? 'nobody' : choice.length === 1 ? choice[0]! : 'several';
  };
}

/** If one file has the people, and nodes are only numbers that are not their ids, the numbers are rows. */
function byRows(people: readonly Person[], others: readonly Person[], log: Log): ReturnType<typeof directory> | null {
  const [file, ...more] = new Set(others.map((person) => person.file));
  const nodes = people.filter(({ node }) => node);
  const keys = new Set(others.flatMap((person) => person.keys));
  const isRow = ([id = '']: readonly string[]): boolean => /^\d+$/.test(id) && Number(id) < others.length && !keys.has(id);
  if (file === undefined || more.length > 0 || nodes.length === 0 || !nodes.every((node) => isRow(node.keys))) return null;
  log.note('guessed', 'node', 'personas', marked('by the order of the rows'));
  return (key) => others[Number(key)] ?? 'nobody';
}

/** Merges ends of relations with the people in another file, including their data. */
export function mergeNodes(people: readonly Person[], log: Log): readonly Person[] {
  const others = people.filter(({ node }) => !node);
  const find = byRows(people, others, log) ?? directory(others);
  const more = new Map<Person, Person[]>();
  const seen = new Map<string, Person>();
  const alone = people.filter((person) => {
    const same = person.node
      ? (person.keys.map((key) => find(key, '')).find((found) => typeof found === 'object') ?? seen.get(person.keys[0]!))
      : undefined;
    if (person.node && !seen.has(person.keys[0]!)) seen.set(person.keys[0]!, person);
    if (typeof same !== 'object') return true;
    more.set(same, [...(more.get(same) ?? []), person]);
    log.note('mapped', 'node', 'personas', marked('the same person in another file'));
    return false;
  });
  return alone.map((person) => {
    const nodes = more.get(person);
    if (!nodes) return person;
    const said = nodes.map(({ fields, extra }) => ({ ...(fields as object), ...extra }));
    return { ...person, keys: [...person.keys, ...nodes.flatMap(({ keys }) => keys)], extra: joined(person.extra, { nodes: said }) };
  });
}
