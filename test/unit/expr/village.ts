/** A small village for tests of expressions: six people with values, their types, and a run that answers for them. */
import type { Named, NameTypes, RecordType, Scope, Type, Value } from '../../../src/expr/index.js';
import { ExprFault } from '../../../src/expr/index.js';

const number: Type = { kind: 'number' };
const text: Type = { kind: 'text' };
const boolean: Type = { kind: 'boolean' };
const list = (of: Type, size?: number): Type => (size === undefined ? { kind: 'list', of } : { kind: 'list', of, size });

const fields = new Map<string, Named>();
export const agentType: RecordType = { kind: 'record', name: 'agent', open: false, fields };
const messageType: Type = {
  kind: 'record',
  name: 'message',
  open: false,
  fields: new Map<string, Named>([
    ['text', { type: text }],
    ['author', { type: agentType }],
  ]),
};
const optional = (of: Type): Type => ({ kind: 'optional', of });
const survey: Type = {
  kind: 'record',
  name: 'survey',
  open: false,
  fields: new Map<string, Named>([
    ['closing', { type: number }],
    ['closest', { type: optional(agentType) }],
  ]),
};
const codes: Type = { kind: 'record', name: 'codes', open: false, fields: new Map<string, Named>([['tells_rumour', { type: boolean }]]) };
for (const [name, type, fixed] of [
  ['id', text, 'The id stays.'],
  ['name', text, '`name` is a part of the person and stays.'],
  ['age', number, 'The age stays.'],
  ['team', { kind: 'text', words: ['red', 'blue'] }, undefined],
  ['total', number, undefined],
  ['interests', list(text), 'Interests stay.'],
  ['ballot', optional(agentType), undefined],
  ['belief', survey, 'Answers stay.'],
  ['seen', codes, 'What was seen stays.'],
] as const satisfies readonly (readonly [string, Type, string | undefined])[])
  fields.set(name, fixed === undefined ? { type } : { type, fixed });

const SIZE = 6;
export const village: NameTypes = {
  names: new Map<string, Named>([
    ['round', { type: number, fixed: 'The round cannot be changed.' }],
    ['rounds', { type: number, fixed: 'The number of rounds cannot be changed.' }],
    ['stock', { type: number }],
    ['price', { type: optional(number) }],
    ['ended', { type: { kind: 'text', words: ['no', 'deal', 'walked'] } }],
    ['topic', { type: text }],
    ['open', { type: boolean }],
    ['monitor', { type: optional(agentType) }],
    ['growth', { type: number, fixed: '`growth` is a parameter and constant in a run.' }],
    [
      'params',
      { type: { kind: 'record', name: 'parameters', open: false, fields: new Map<string, Named>([['growth', { type: number }]]) } },
    ],
    ['reciprocity', { type: number, fixed: '`reciprocity` is a measure.' }],
    ['density', { type: number, fixed: '`density` is a measure.' }],
    ['believers', { type: number, fixed: '`believers` is a measure.' }],
    ['all', { type: list(agentType, SIZE), fixed: 'The cast stays.' }],
    ['cast', { type: list(agentType, SIZE), fixed: 'The cast stays.' }],
    ['hubs', { type: list(agentType, SIZE), fixed: 'Use join(…).' }],
    ...['ada', 'ben', 'cleo', 'dan', 'eva', 'finn'].map((id): [string, Named] => [id, { type: agentType, fixed: `\`${id}\` stays.` }]),
  ]),
  local: new Map<string, Named>([
    ['me', { type: agentType, fixed: '`me` cannot be changed itself.' }],
    ['target', { type: agentType, fixed: '`target` cannot be changed itself.' }],
    ['amount', { type: number, fixed: '`amount` was chosen and stays.' }],
    ['message', { type: messageType, fixed: 'What was said stays.' }],
  ]),
  absent: new Map([['granted', 'There is nothing granted here.']]),
  things: {
    measure: new Set(['reciprocity', 'density', 'believers']),
    code: new Set(['tells_rumour']),
    network: new Set(['friendship', 'neighbours']),
    group: new Set(['hubs']),
  },
  agent: agentType,
};

/** id, age, team, total, interests, belief that it closes, closest, heard the rumour. */
const ROWS = [
  ['ada', 41, 'red', 0, ['jazz', 'sourdough'], 7, 'ben', true],
  ['ben', 29, 'blue', 2, ['jazz'], 5, 'ada', true],
  ['cleo', 63, 'red', 4, ['chess', 'jazz'], 2, 'ada', false],
  ['dan', 35, 'blue', 6, ['football'], 6, 'ada', true],
  ['eva', 52, 'red', 8, ['chess'], 1, null, false],
  ['finn', 20, 'blue', 10, [], 3, 'ben', false],
] as const;

const people: { [key: string]: Value }[] = ROWS.map(([id, age, team, total, interests, closing, , heard]) => ({
  id,
  name: id.charAt(0).toUpperCase() + id.slice(1),
  age,
  team,
  total,
  interests,
  belief: { closing },
  seen: { tells_rumour: heard },
}));
const person = (id: string): { [key: string]: Value } => people.find((one) => one.id === id) as { [key: string]: Value };
for (const [i, row] of ROWS.entries()) {
  const closest: Value = row[6] === null ? null : person(row[6]);
  const self = people[i] as { [key: string]: Value };
  self.ballot = closest;
  self.belief = { closing: row[5], closest: closest === null ? null : { id: closest.id as string } };
}

/** Friendship: ada ⇄ ben, cleo → ada, dan → ada, finn → ben. */
const TIES: Readonly<Record<string, number>> = { 'ada ben': 0.8, 'ben ada': 0.6, 'cleo ada': 0.4, 'dan ada': 0.2, 'finn ben': 0.5 };
const HISTORY: Readonly<Record<string, readonly number[]>> = {
  reciprocity: [0, 0.1, 0.25, 0.4],
  density: [0.1, 0.1, 0.15, 0.2],
  believers: [0.2, 0.3, 0.5, 0.5],
};
const idOf = (value: Value | undefined): string => {
  if (value !== null && typeof value === 'object' && 'id' in value && people.includes(value as (typeof people)[number]))
    return String(value.id);
  throw new ExprFault('missing-value', 'Nobody is meant.');
};
const from = (id: string): Value[] =>
  Object.keys(TIES).flatMap((key) => (key.startsWith(`${id} `) ? [person(key.slice(id.length + 1))] : []));
const history = (measure: Value | undefined): readonly number[] => HISTORY[String(measure)] ?? [];

const values: { readonly [name: string]: Value } = {
  round: 4,
  rounds: 20,
  stock: 30,
  price: null,
  ended: 'deal',
  topic: 'our street',
  open: true,
  monitor: person('ada'),
  growth: 2,
  params: { growth: 2 },
  reciprocity: 0.4,
  density: 0.2,
  believers: 0.5,
  all: people,
  cast: people,
  hubs: [person('ada'), person('ben')],
  me: person('cleo'),
  target: person('ada'),
  amount: 3,
  message: { id: 'm1', text: 'Is the bakery closing?', author: person('dan') },
  ...Object.fromEntries(people.map((one) => [one.id as string, one])),
};

export const run: Scope = {
  lookup: (name) => (Object.hasOwn(values, name) ? values[name] : undefined),
  host: {
    at: (measure, round) => {
      const value = history(measure)[(round as number) - 1];
      if (value === undefined) throw new ExprFault('missing-value', 'There was no such round.');
      return value;
    },
    first: (measure) => history(measure)[0] ?? null,
    change: (measure) => Math.round(((history(measure).at(-1) ?? 0) - (history(measure)[0] ?? 0)) * 1e9) / 1e9,
    tie: (a, b) => TIES[`${idOf(a)} ${idOf(b)}`] ?? 0,
    neighbours: (a) => from(idOf(a)),
    degree: (a) => from(idOf(a)).length,
    heard: (a) => (person(idOf(a)).seen as { tells_rumour: boolean }).tells_rumour,
    said: (a) => idOf(a) === 'dan',
    like: (of, pattern) => new RegExp(String(pattern)).test(String(of)),
  },
};
