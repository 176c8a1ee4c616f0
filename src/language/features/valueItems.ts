/** Values that can be written at the cursor: words of the format, ids, short forms, files of the library. */
import type { CompletionItem } from '../api.js';
import { candidates } from '../checks/references.js';
import { find, LIBRARY_NAMES, type Program } from '../model/program.js';
import type { Schema } from '../schema/schema.js';
import { textOf, valueAt } from '../tree/node.js';
import type { Cursor } from './cursor.js';
import type { Maker } from './keyItems.js';

/** Examples of each short form. */
const FORMS: Readonly<Record<string, readonly string[]>> = {
  graph: [
    ...['empty', 'complete', 'ring(4)', 'small_world(4, 0.1)', 'random(0.1)', 'preferential(2)', 'blocks(2, 0.5, 0.1)', 'caveman(4, 5)'],
    'shared(interests)',
  ],
  schedule: ['start', 'end', 'every 5'],
  selector: ['all'],
  pick: ['top 2 by degree', 'random 5'],
  distribution: [
    ...['normal(46, 14) in 18..90', 'lognormal(10, 0.5)', 'uniform(0, 1)', 'beta(2, 2)', 'gamma(2, 3)', 'poisson(3)'],
    ...['2 of [jazz, chess, football]', '18..90'],
  ],
  key: ["$(secret('openai'))", "$(env('OPENAI_API_KEY'))"],
  duration: ['1 day', '1 hour', '1 week'],
  range: ['1..5', '1..7', '0..10'],
  answer: ['yes_no', '0..4'],
  odds: ['8 of 10 seeds'],
  money: ['1.50 USD'],
};

const TRAIT_NOTE: Readonly<Record<string, string>> = { 'very low': '0.1', low: '0.3', medium: '0.5', high: '0.7', 'very high': '0.9' };

export const escapeSnippet = (text: string): string => text.replace(/[\\$}]/g, '\\$&');

export function valueItems(program: Program, cursor: Cursor, schemas: readonly Schema[], make: Maker): readonly CompletionItem[] {
  const items = new Map<string, CompletionItem>();
  const add = (item: CompletionItem): void => {
    if (!items.has(item.label)) items.set(item.label, { ...item, sort: item.sort ?? String(items.size).padStart(3, '0') });
  };
  for (const schema of schemas) {
    const words = schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
    for (const word of words)
      add(
        make(
          String(word),
          'value',
          insertable(String(word), cursor.flow),
          TRAIT_NOTE[String(word)] ? { detail: TRAIT_NOTE[String(word)] as string } : {},
        ),
      );
    if (schema.type === 'boolean') for (const word of ['true', 'false']) add(make(word, 'value', word));
    for (const id of idItems(program, cursor, schema, make)) add(id);
    if (schema['x-form'] === 'path' && cursor.path[0] === 'imports')
      for (const name of LIBRARY_NAMES.filter((n) => n === 'feed')) add(make(`library/${name}`, 'file', `library/${name}`));
    for (const form of FORMS[schema['x-form'] ?? ''] ?? []) add(make(form, 'value', insertable(form, cursor.flow)));
    if (
      words.length === 0 &&
      (schema.type === 'number' || schema.type === 'integer' || schema.type === 'string') &&
      !schema['x-form'] &&
      !schema['x-text'] &&
      schema['x-expr'] === undefined
    ) {
      for (const value of new Set([schema.default, ...(schema.examples ?? [])]))
        if (typeof value === 'number' || (typeof value === 'string' && schema.pattern))
          add(make(String(value), 'value', insertable(String(value), cursor.flow)));
    }
  }
  return [...items.values()];
}

function idItems(program: Program, cursor: Cursor, schema: Schema, make: Maker): CompletionItem[] {
  const kinds = schema['x-refers'];
  if (!kinds) return [];
  const own = cursor.path[0] === 'personas' || cursor.path[0] === 'fragments' ? cursor.path[1] : undefined;
  return candidates(program, program.main, { kinds, path: cursor.path.join('.') })
    .filter((id) => id !== own || !cursor.path.includes('extends'))
    .map((id) => {
      const definition = find(program.index, kinds, id)[0];
      const name = textOf(valueAt(definition?.entry.value, 'name')) ?? textOf(valueAt(definition?.entry.value, 'title'));
      const agent = definition?.kind === 'persona' || definition?.kind === 'population';
      return make(id, agent ? 'agent' : 'reference', id, { ...(name ? { detail: name } : definition ? { detail: definition.kind } : {}) });
    });
}

/** In flow style a comma or bracket would end the value, so such text goes into quotes. */
function insertable(text: string, flow: boolean): string {
  const quoted = flow && /[,[\]{}]/.test(text) ? `'${text}'` : text;
  return escapeSnippet(quoted);
}
