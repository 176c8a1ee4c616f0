/** The schema itself, and the project's check of it compared with that of ajv, which is the oracle. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { validate } from '../../../src/language/generated/validate.js';
import { follow, rootSchema, type Schema } from '../../../src/language/schema/schema.js';
import { walk } from '../../../src/language/schema/walk.js';
import { toData } from '../../../src/language/syntax/node.js';
import { parseTree } from '../../../src/language/syntax/parse.js';
import { at, serviceOf } from './filesSupport.js';
import { FEED, HELLO } from './support.js';

/** Every part of the schema with the path that leads to it. */
function parts(schema: Schema, path: string, out: [string, Schema][] = []): [string, Schema][] {
  out.push([path, schema]);
  for (const [key, sub] of Object.entries({ ...schema.properties, ...schema.$defs })) parts(sub, `${path}/${key}`, out);
  for (const sub of [
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
    ...(schema.items ? [schema.items] : []),
    ...(schema.additionalProperties ? [schema.additionalProperties] : []),
  ])
    parts(sub, `${path}/*`, out);
  return out;
}

const all = parts(rootSchema, '');

/** Codes that ajv has no word for: they are about text, not data. */
const OURS = ['near-word', 'wrong-form', 'flow-comma'];

function accepts(text: string, tree = parseTree('x', text)): boolean | null {
  if (!tree.root || tree.problems.length > 0) return null;
  let sound = true;
  walk(tree.root, rootSchema, {
    problem: (problem) => {
      if (!OURS.includes(problem.code) || (problem.code === 'wrong-form' && !problem.message.includes('short form'))) sound = false;
    },
  });
  return sound;
}

describe('schema', () => {
  it('closes every object and describes every key', () => {
    for (const [path, schema] of all) {
      if (schema.type === 'object' && !schema.oneOf) assert.ok(schema.additionalProperties !== undefined, `${path} is open`);
      for (const [key, sub] of Object.entries(schema.properties ?? {})) {
        const target = sub.$ref ? rootSchema.$defs?.[sub.$ref.slice(8)] : undefined;
        assert.ok(sub.description ?? target?.description, `${path}/${key} has no description`);
      }
    }
  });
  it('shows an example of every key that needs one', () => {
    for (const [path, schema] of all)
      for (const [key, sub] of Object.entries(schema.properties ?? {})) {
        const self = follow(sub);
        const shows = self.enum ?? self.const ?? (self.type === 'boolean' || undefined);
        if (!self.$ref?.startsWith('#/$defs/place')) assert.ok(self.examples ?? shows, `${path}/${key} has no example`);
      }
  });
  it('accepts its own examples and defaults', () => {
    const ajv = new Ajv({ strict: false, discriminator: true });
    ajv.addSchema(rootSchema, 'society');
    let examples = 0;
    for (const [path, schema] of all) {
      const values = [...(schema.examples ?? []), ...(schema.default === undefined ? [] : [schema.default])];
      if (values.length === 0 || path === '') continue;
      const own = JSON.stringify(schema).replaceAll('"#/$defs/', '"society#/$defs/');
      const check = ajv.compile(JSON.parse(own) as object);
      for (const value of values) assert.ok(check(value), `${path}: ${JSON.stringify(value)} ${JSON.stringify(check.errors)}`);
      examples += values.length;
    }
    assert.ok(examples > 200, String(examples));
  });
  it('marks extensions and names the sources of other keys', () => {
    const ours = Object.entries(rootSchema.$defs ?? {}).flatMap(([name, schema]) => (schema['x-ours'] ? [name] : []));
    assert.deepEqual(ours, ['drives', 'ratings', 'evidenceWeights', 'voteEvidence', 'reward', 'coach', 'judgedCondition', 'intercept']);
    for (const [path, schema] of all)
      if (schema['x-source']) assert.match(schema['x-source'], /^(arXiv \d{4}\.\d{5}|[A-Z][a-z]+ (et al\. |and [A-Z][a-z]+ )?\d{4})/, path);
  });
  it('has every key of the drafts of the format', async () => {
    const text = readFileSync('test/fixtures/format.society', 'utf8');
    const library = { 'society-library:/rewards.society': 'society: 1\n' };
    const found = await serviceOf({ ...library, 'main.society': text }).diagnostics(at('main.society'));
    assert.deepEqual(
      found
        .filter(({ severity, code }) => severity === 'error' && code !== 'secret-leak')
        .map(({ code, message, range }) => `${range.start.line + 1} ${code}: ${message}`),
      [],
    );
  });
  it('gives unions messages of their own', () => {
    for (const [path, schema] of all) if (schema.anyOf) assert.ok(schema['x-expects'], path);
  });
  it('has references with valid targets', () => {
    for (const [path, schema] of all)
      if (schema.$ref) assert.ok(rootSchema.$defs?.[schema.$ref.slice('#/$defs/'.length)], `${path}: ${schema.$ref}`);
  });

  it('accepts the examples in the tests', () => {
    for (const text of [HELLO, FEED]) {
      assert.equal(accepts(text), true);
      const { root } = parseTree('x', text);
      assert.ok(root && validate(toData(root)), JSON.stringify(validate.errors));
    }
  });

  it('gives the same result as ajv, over thousands of changed files', function () {
    this.timeout(60_000);
    const words = [
      '1',
      '0.5',
      '-3',
      'true',
      'null',
      'high',
      'all',
      'never',
      '[a, b]',
      '{ a: 1 }',
      '{}',
      '[]',
      'evidence',
      "'1'",
      '2026-03-02',
      'every 5',
      '1 day',
      'x y',
      '{ kind: openai }',
      '{ kind: builtin }',
      '{ rule: evidence }',
      '{ of: all }',
      '[{ text: x }]',
      'start',
      '1.50 USD',
    ];
    const keys = [
      'name',
      'age',
      'kind',
      'rounds',
      'traits',
      'change',
      'among',
      'at',
      'model',
      'cast',
      'world',
      'memory',
      'budget',
      'clock',
      'seed',
      'memories',
      'secrets',
      'drives',
      'measures',
      'until',
      'coach',
      'surveys',
      'order',
      'to',
      'sample',
      'size',
      'extends',
      'foo',
    ];
    const lines =
      `${HELLO}models:\n  small:\n    kind: openai\n    base_url: http://x/v1\n    name: q\n${FEED.slice(FEED.indexOf('worlds:'))}`.split(
        '\n',
      );
    let compared = 0;
    let refused = 0;
    fc.assert(
      fc.property(
        fc.nat(lines.length - 1),
        fc.constantFrom(...words),
        fc.option(fc.constantFrom(...keys)),
        fc.boolean(),
        (n, word, key, add) => {
          const line = lines[n] ?? '';
          const found = /^( *)([a-z_]+):/.exec(line);
          if (!found) return;
          const changed = `${found[1] ?? ''}${key ?? found[2] ?? ''}: ${word}`;
          const text = [...lines.slice(0, n), ...(add ? [line, changed] : [changed]), ...lines.slice(n + 1)].join('\n');
          const tree = parseTree('x', text);
          const ours = accepts(text, tree);
          const { root } = tree;
          if (ours === null || !root) return;
          compared++;
          const theirs = validate(toData(root));
          if (!theirs) refused++;
          assert.equal(ours, theirs, `${changed}\n${JSON.stringify(validate.errors?.slice(0, 3))}`);
        },
      ),
      { numRuns: 3000, seed: 7 },
    );
    assert.ok(compared > 750 && refused > 250, `${compared} compared, ${refused} refused`);
  });
});
