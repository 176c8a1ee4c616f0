/** What a breakpoint on a line can stop at, against the schema: a key that the schema gains is a stop, or is listed here as none. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { STOPS } from '../../../src/debug/run/sourceMap.js';

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: { readonly [key: string]: Schema };
  readonly patternProperties?: { readonly [pattern: string]: Schema };
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
}

/** Keyed nodes that no event names as its cause: a breakpoint on one of them stops at the node around it, where there is one. */
const NONE = new Set([
  ...['experiments.*', 'extra.*', 'fragments.*', 'models.*', 'phrases.*', 'prompts.*', 'rewards.*', 'worlds.*'],
  ...[
    'experiments.*.arms.*',
    'experiments.*.compare.*',
    'experiments.*.grid.*',
    'extra.*.*',
    'fragments.*.extra.*',
    'fragments.*.secrets.*',
  ],
  ...['fragments.*.vars.*', 'models.*.answers.*', 'personas.*.extra.*', 'personas.*.secrets.*', 'personas.*.vars.*', 'phrases.*.heeds.*'],
  ...['phrases.*.moments.*', 'phrases.*.slots.*', 'phrases.*.tones.*', 'phrases.*.topics.*', 'phrases.*.voices.*', 'populations.*.extra.*'],
  ...['populations.*.sample.*', 'populations.*.vars.*', 'prompts.*.wordings.*', 'scenarios.*.cast.*', 'scenarios.*.extra.*'],
  ...['scenarios.*.groups.*', 'worlds.*.agent_vars.*', 'worlds.*.extra.*', 'worlds.*.params.*', 'worlds.*.places.*', 'worlds.*.roles.*'],
  ...['worlds.*.ties.*', 'worlds.*.vars.*'],
  ...['calibrate.*', 'calibrate.*.parameters.*', 'calibrate.*.targets.*', 'scenarios.*.compare_with.*'],
]);

/** Paths of the nodes of a file, to a depth of five keys: `*` is a key that the author chooses, `#` a place in a list. */
function pathsOf(schema: Schema): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (at: Schema, path: readonly string[], seen: readonly string[]): void => {
    if (path.length > 0) found.add(path.join('.'));
    if (path.length === 5) return;
    if (at.$ref !== undefined && !seen.includes(at.$ref)) {
      const target = at.$ref.split('/').slice(1);
      walk(target.reduce<unknown>((of, key) => (of as { readonly [key: string]: unknown })[key], schema) as Schema, path, [
        ...seen,
        at.$ref,
      ]);
    }
    for (const one of [...(at.allOf ?? []), ...(at.anyOf ?? []), ...(at.oneOf ?? [])]) walk(one, path, seen);
    for (const [key, one] of Object.entries(at.properties ?? {})) walk(one, [...path, key], seen);
    for (const one of Object.values(at.patternProperties ?? {})) walk(one, [...path, '*'], seen);
    if (typeof at.additionalProperties === 'object') walk(at.additionalProperties, [...path, '*'], seen);
    if (at.items) walk(at.items, [...path, '#'], seen);
  };
  walk(schema, [], []);
  return found;
}

describe('the moment of a breakpoint', () => {
  const paths = pathsOf(JSON.parse(readFileSync(join(process.cwd(), 'schemas', 'society.schema.json'), 'utf8')) as Schema);
  const stops: ReadonlySet<string> = new Set(STOPS);

  it('is in the schema', () => {
    assert.deepEqual(
      [...stops, ...NONE].filter((path) => !paths.has(path)),
      [],
    );
  });

  it('is defined for each key that an author chooses', () => {
    const keyed = [...paths].filter((path) => path.endsWith('*') && path.split('.').length <= 4 && !path.includes('#'));
    assert.deepEqual(
      keyed.filter((path) => stops.has(path) === NONE.has(path)),
      [],
    );
  });
});
