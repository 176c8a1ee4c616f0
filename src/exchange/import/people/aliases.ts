/** Names of a persona's fields in other tools and tables. */
import { marked } from '../../../core/util/l10n.js';
import type { Json, JsonObject } from '../../../core/util/json.js';
import type { PersonForm } from './people.js';
import type { Rule } from './record.js';
import { isTarget, type Target } from '../parse/fields.js';

const ALIASES: { readonly [target: Target]: readonly string[] } = {
  name: ['name', 'realname', 'real_name', 'full_name', 'fullname', 'display_name'],
  age: ['age'],
  gender: ['gender', 'sex'],
  occupation: ['occupation', 'profession', 'job', 'job_title'],
  voice: ['voice', 'style', 'speaking_style'],
  bio: ['bio', 'description', 'public_info', 'about', 'summary'],
  backstory: ['backstory', 'persona', 'user_char', 'background', 'background_story', 'role_description', 'identity'],
  traits: ['traits', 'personality_traits'],
  interests: ['interests', 'interest', 'interested_topics', 'hobbies'],
  values: ['values', 'beliefs', 'moral_values'],
  goals: ['goals', 'goal', 'plan', 'long_term_goals'],
  activity: ['activity', 'activity_level'],
  secrets: ['secret', 'secrets'],
  memories: ['memories', 'previous_tweets'],
  personality: ['personality', 'big_five'],
  ...Object.fromEntries(
    ['openness', 'conscientiousness', 'extraversion', 'agreeableness', 'neuroticism'].map((factor) => [`personality.${factor}`, [factor]]),
  ),
  ...Object.fromEntries(
    [
      'country',
      'nationality',
      'city',
      'residence',
      'education',
      'religion',
      'ethnicity',
      'race',
      'income',
      'marital_status',
      'mbti',
      'stance',
    ]
      .concat(['status', 'party', 'ideology'])
      .map((word) => [`vars.${word}`, [word]]),
  ),
};

const TARGETS: ReadonlyMap<string, Target> = new Map(
  Object.entries(ALIASES).flatMap(([target, names]) => names.map((name) => [name, target] as const)),
);

const IDS = ['id', 'user_id', 'userid', 'agent_id', 'pk', 'uuid', 'index', ''];
const HANDLES = ['username', 'user_name', 'handle', 'screen_name', 'screenname', 'login', 'email'];

const normal = (column: string): string =>
  column
    .trim()
    .toLowerCase()
    .replace(/[\s.-]+/g, '_');

/** How people are read from columns: by the user's map first, otherwise by usual column names, which is a guess. */
export function formOf(
  columns: readonly string[],
  map: { readonly [column: string]: Target },
  why: string = marked('by the name of the column'),
): PersonForm {
  const rules = columns.flatMap((column): readonly Rule[] => {
    const own = Object.hasOwn(map, column) ? map[column]! : undefined;
    if (own !== undefined) return own === 'extra' || own === 'id' ? [] : [[column, own]];
    const target = TARGETS.get(normal(column));
    if (target === undefined || Object.values(map).includes(target)) return [];
    return [[column, target, column === target ? '' : why]];
  });
  return {
    rules,
    ids: columns.filter((column) => map[column] === 'id' || (IDS.includes(normal(column)) && !Object.values(map).includes('id'))),
    handles: columns.filter((column) => HANDLES.includes(normal(column)) && !Object.hasOwn(map, column)),
  };
}

export interface ColumnMap {
  readonly map: { readonly [column: string]: Target };
  readonly problems: readonly string[];
}

/** `column=field` pairs; `field` is a persona's field, `vars.NAME`, `id` or `extra`. */
export function readMap(pairs: readonly string[]): ColumnMap {
  const problems: string[] = [];
  const map: { [column: string]: Target } = {};
  for (const pair of pairs) {
    const at = pair.lastIndexOf('=');
    const [column, target] = [pair.slice(0, at), pair.slice(at + 1)];
    if (at < 1) problems.push(`\`${pair}\` is no \`column=field\`.`);
    else if (!isTarget(target))
      problems.push(
        `\`${target}\` is no field of a persona. Take one, such as \`bio\` or \`interests\`, or \`vars.NAME\`, \`id\` or \`extra\`.`,
      );
    else map[column] = target;
  }
  return { map, problems };
}

export const columnsOf = (records: readonly JsonObject[]): readonly string[] => [...new Set(records.flatMap((one) => Object.keys(one)))];

/** A list of records, or records by key. */
export function recordsOf(value: Json): readonly JsonObject[] | null {
  const list = Array.isArray(value) ? value : null;
  return list !== null && list.length > 0 && list.every((one) => typeof one === 'object' && one !== null && !Array.isArray(one))
    ? (list as readonly JsonObject[])
    : null;
}
