/** Values that can be written at the cursor: words of the format, ids, short forms, words that are used elsewhere. */
import type { CompletionItem } from '../../api.js';
import { textOf, valueAt } from '../../syntax/node.js';
import { type CompletionSite, insertable, lastKey } from './completionItem.js';
import { branches, requiredKeys, type Schema } from '../../schema/schema.js';
import { expected } from '../../schema/words.js';
import { ITEM } from '../position/flowContext.js';
import { idItems } from './idItems.js';
import { schemasAt } from '../position/locate.js';
import { wordItems } from './wordItems.js';
import { marked, t } from '../../../core/util/l10n.js';

/** Examples of each short form, with a description. */
const FORMS: Readonly<Record<string, readonly (readonly [text: string, detail: string])[]>> = {
  graph: [
    ['empty', marked('no agent knows another')],
    ['complete', marked('every agent knows every other agent')],
    ['ring(4)', marked('each agent is tied to its 4 nearest')],
    ['small_world(4, 0.1)', marked('a ring with shortcuts')],
    ['random(0.1)', marked('a tie for each pair with this probability')],
    ['preferential(2)', marked('new agents tie to agents with many ties')],
    ['blocks(2, 0.5, 0.1)', marked('dense within blocks, sparse between')],
    ['caveman(4, 5)', marked('cliques in a ring')],
    ['shared(interests)', marked('ties between agents that share a field')],
  ],
  schedule: [
    ['start', marked('before round 1')],
    ['end', marked('after the last round')],
    ['every 5', marked('every fifth round')],
  ],
  selector: [
    ['top 2 by degree', marked('agents with the most ties')],
    ['random 5', marked('drawn at random')],
  ],
  pick: [
    ['top 2 by degree', marked('agents with the most ties')],
    ['bottom 2 by degree', marked('agents with the fewest ties')],
    ['random 5', marked('drawn at random')],
  ],
  distribution: [
    ['normal(46, 14) in 18..90', marked('mean and spread, within bounds')],
    ['lognormal(10, 0.5)', marked('mean and spread of the logarithm')],
    ['gamma(2, 3)', marked('shape and scale')],
    ['poisson(3)', marked('counts with this mean')],
    ['uniform(0, 1)', marked('each value equally likely')],
    ['beta(2, 2)', marked('from 0 to 1, mostly in the middle')],
    ['2 of [jazz, chess, football]', marked('some values of a list')],
    ['18..90', marked('whole numbers, each equally likely')],
  ],
  prior: [
    ['0.0..1.0', marked('each value equally likely')],
    ['1..20', marked('whole numbers, each equally likely')],
    ['normal(5, 2) in 0..10', marked('mean and spread, within bounds')],
    ['log_uniform(0.001, 1)', marked('each order of magnitude equally likely')],
    ['beta(2, 5)', marked('from 0 to 1')],
  ],
  key: [
    ["$(secret('openai'))", marked("in the editor's secret storage")],
    ["$(env('OPENAI_API_KEY'))", marked('in the environment')],
  ],
  duration: [
    ['1 day', ''],
    ['1 hour', ''],
    ['1 week', ''],
  ],
  range: [
    ['1..5', ''],
    ['1..7', ''],
    ['0..10', ''],
  ],
  answer: [
    ['yes_no', ''],
    ['0..4', 'a scale'],
  ],
  kind: [
    ['0..10', marked('a number within bounds')],
    ['number', ''],
    ['yes_no', ''],
    ['text', 'a free text'],
    ['agent', 'another agent'],
    ['message', marked('one of the visible messages')],
  ],
  odds: [
    ['8 of 10 seeds', marked('passes if it holds in 8 of 10 runs')],
    ['20 seeds, p < 0.05', marked('one-sided test of the difference')],
    ['20 seeds, 95 % interval', marked('passes if the interval does not contain 0')],
  ],
  money: [['1.50 USD', '']],
};

const TRAIT_NOTE: Readonly<Record<string, string>> = { 'very low': '0.1', low: '0.3', medium: '0.5', high: '0.7', 'very high': '0.9' };

/** The longest text that fits next to a word. */
const SHORT = 45;

export function valueItems(place: CompletionSite): readonly CompletionItem[] {
  const items = new Map<string, CompletionItem>();
  const { cursor, schemas } = place;
  const present = new Set(lastKey(cursor.path) === ITEM ? cursor.items : []);
  const add = (item: CompletionItem): void => {
    if (items.has(item.label) || present.has(item.label)) return;
    // The items belong to this list and are changed in place. Copying ten thousand items would take longer than the rest.
    (item as { sort: string }).sort = `${item.sort ?? '1'}${String(items.size).padStart(3, '0')}`;
    items.set(item.label, item);
  };
  for (const schema of schemas) {
    wordsOf(schema, place).forEach(add);
    for (const item of idItems(place, schema)) add(item);
    formsOf(schema, place).forEach(add);
    numbersOf(schema, place).forEach(add);
  }
  modelItems(place).forEach(add);
  wordItems(place).forEach(add);
  if (cursor.mode === 'value') openings(place).forEach(add);
  return [...items.values()];
}

function wordsOf(schema: Schema, { cursor, schemas, make }: CompletionSite): CompletionItem[] {
  const words: readonly string[] = (schema.enum ?? (schema.const === undefined ? [] : [schema.const])).map(String);
  // If any value is allowed, `true` and `false` are not useful suggestions. A variable has the type of its value.
  if (schema.type === 'boolean' && schemas.some((other) => other['x-expr'] === 'value')) return [];
  if (schema.type === 'boolean')
    return ['true', 'false'].map((word) => make(word, 'value', word, schema.default === (word === 'true') ? { detail: 'default' } : {}));
  return words
    .filter((word) => fitsKeys(word, cursor) && fitsChoice(word, cursor))
    .map((word) => {
      const said = meaning(schema.description, word, words);
      const short = said !== undefined && said.length <= SHORT;
      const notes = [TRAIT_NOTE[word], schema.default === word ? 'default' : undefined, short ? said : undefined].filter((note) => note);
      const more = short ? undefined : (said ?? schema.description);
      return make(word, 'value', insertable(word, cursor.flow), {
        ...(notes.length > 0 ? { detail: notes.join(' · ') } : {}),
        ...(more ? { documentation: more } : {}),
      });
    });
}

/** Whether a kind has all the keys that are already written. */
function fitsKeys(word: string, { path, mode, siblings }: CompletionSite['cursor']): boolean {
  const tag = lastKey(path);
  if (mode !== 'value' || siblings.size === 0) return true;
  const parts = schemasAt(path.slice(0, -1), siblings, -1).filter((part) => part.properties?.[tag]?.const === word);
  return (
    parts.length === 0 || parts.some(({ properties }) => [...siblings.keys()].every((key) => properties && Object.hasOwn(properties, key)))
  );
}

/** Whether an action that is seen by `agent`, or goes to it, chooses an agent: `to: agent` does, and with `on: message` it is a message. */
function fitsChoice(word: string, { path, siblings }: CompletionSite['cursor']): boolean {
  const key = lastKey(path);
  if (word !== 'agent' || path[2] !== 'actions' || path.length !== 5 || (key !== 'to' && key !== 'seen_by')) return true;
  return siblings.get('on') !== 'message' && (key === 'to' || siblings.get('to') === 'agent');
}

/** The part of a description that explains a word: ``\`rule\` advises by rule``. */
function meaning(description: string | undefined, word: string, words: readonly string[]): string | undefined {
  if (words.length < 2 || !description || !words.every((each) => description.includes(`\`${each}\``))) return undefined;
  const after = description.slice(description.indexOf(`\`${word}\``) + word.length + 2).replace(/^(,\s*`[a-z_]+`)*/, '');
  const said = /^:?\s*([^`]*)/
    .exec(after)?.[1]
    ?.replace(/[\s,;.]+(or|and)?\s*$/, '')
    .split('. ')[0];
  return said === '' ? undefined : said;
}

function formsOf(schema: Schema, { cursor, make, files }: CompletionSite): CompletionItem[] {
  const form = schema['x-form'] ?? '';
  if (form === 'document' || (form === 'path' && cursor.path[0] === 'imports'))
    return files.map((name) =>
      make(name, 'file', insertable(name, cursor.flow), { detail: name.startsWith('library/') ? 'library' : 'file' }),
    );
  if (form === 'selector' && !cursor.path.some((key) => SELECTING.has(key))) return [];
  return (FORMS[form] ?? []).map(([text, detail]) =>
    make(text, 'value', insertable(text, cursor.flow), {
      ...(detail === '' ? {} : { detail }),
      ...(form === 'selector' ? { sort: '3' } : {}),
    }),
  );
}

/** Keys whose short form of a selector names agents. */
const SELECTING: ReadonlySet<string> = new Set(['to', 'who', 'of', 'from', 'seen_by', 'among', 'join', 'leave', 'start']);

function numbersOf(schema: Schema, { cursor, make }: CompletionSite): CompletionItem[] {
  const plainly =
    schema.enum === undefined && schema.const === undefined && !schema['x-form'] && !schema['x-text'] && schema['x-expr'] === undefined;
  if (!plainly || (schema.type !== 'number' && schema.type !== 'integer' && schema.type !== 'string')) return [];
  return [...new Set([schema.default, ...(schema.examples ?? [])])].flatMap((value) =>
    typeof value === 'number' || (typeof value === 'string' && schema.pattern && schema['x-refers'] === undefined)
      ? [
          make(String(value), 'value', insertable(String(value), cursor.flow), {
            detail: value === schema.default ? t('default') : t('for example'),
          }),
        ]
      : [],
  );
}

/** The start of a map or list on the line: `{ rule: evidence }`. */
function openings({ cursor, schemas, make }: CompletionSite): CompletionItem[] {
  if (cursor.prefix !== '' || schemas.some((schema) => schema['x-expr'] === 'value')) return [];
  return schemas.flatMap((schema) => {
    if (schema.type === 'array') return [make('[ … ]', 'snippet', '[$0]', { detail: 'a list', sort: '4', again: true })];
    if (schema.type !== 'object') return [];
    const keys = requiredKeys(schema);
    const first = (sub: Schema | undefined): string => {
      const word = sub && branches(sub).flatMap((branch) => branch.enum?.[0] ?? (branch.const === undefined ? [] : [branch.const]))[0];
      return word === undefined ? '' : String(word);
    };
    const said = keys.map((key) => `${key}: ${first(schema.properties?.[key]) || '…'}`);
    const body = keys.map((key, i) => `${key}: \${${i + 1}:${first(schema.properties?.[key])}}`).join(', ');
    const label = keys.length === 0 ? '{ … }' : `{ ${said.join(', ')} }`;
    return [
      make(label, 'snippet', keys.length === 0 ? '{ $0 }' : `{ ${body}$0 }`, {
        detail: schema.title ? t('keys on one line') : expected(schema),
        sort: '4',
        again: keys.length === 0,
      }),
    ];
  });
}

// Servers with an API that is compatible with OpenAI's, and models they offer. Other servers and models can be written too.

interface Server {
  readonly url: string;
  readonly called: string;
  readonly models: readonly string[];
}

const SERVERS: readonly Server[] = [
  {
    url: 'http://localhost:11434/v1',
    called: marked('Ollama, on this computer'),
    models: ['qwen3:8b', 'llama3.2:3b', 'gemma3:4b', 'mistral:7b'],
  },
  { url: 'http://localhost:1234/v1', called: marked('LM Studio, on this computer'), models: ['qwen/qwen3-8b', 'google/gemma-3-4b'] },
  { url: 'http://localhost:8080/v1', called: marked('llama.cpp, on this computer'), models: ['default'] },
  {
    url: 'http://localhost:8000/v1',
    called: marked('vLLM, on this computer'),
    models: ['Qwen/Qwen3-8B', 'meta-llama/Llama-3.2-3B-Instruct'],
  },
  { url: 'https://api.openai.com/v1', called: 'OpenAI', models: ['gpt-4.1-mini', 'gpt-4o-mini', 'gpt-4.1'] },
  { url: 'https://api.mistral.ai/v1', called: 'Mistral', models: ['mistral-small-latest', 'mistral-large-latest'] },
  { url: 'https://openrouter.ai/api/v1', called: 'OpenRouter', models: ['qwen/qwen3-8b', 'openai/gpt-4.1-mini'] },
];

function modelItems({ program, cursor, make }: CompletionSite): readonly CompletionItem[] {
  if (cursor.path[0] !== 'models' || cursor.path.length !== 3) return [];
  const key = lastKey(cursor.path);
  const item = (text: string, detail: string): CompletionItem => make(text, 'value', insertable(text, cursor.flow), { detail });
  const kind = cursor.siblings.get('kind');
  if (key === 'base_url') return SERVERS.map(({ url, called }) => item(url, called));
  if (key !== 'name' || (kind !== 'openai' && kind !== 'editor')) return [];
  const used = [...(program.index.get('model')?.values() ?? [])].flatMap(([one]) => {
    const name = one && one.id !== cursor.path[1] ? textOf(valueAt(one.entry.value, 'name')) : null;
    return name === null || !one ? [] : [item(name, t('as in `{0}`', one.id))];
  });
  if (kind === 'editor') return [...used, item('gpt-4o-mini', t('for example'))];
  const url = cursor.siblings.get('base_url')?.replace(/\s+#.*$|\/+$/g, '');
  const here = SERVERS.filter((server) => url === undefined || url === '' || server.url === url);
  return [...used, ...here.flatMap(({ called, models }) => models.map((name) => item(name, called)))];
}
