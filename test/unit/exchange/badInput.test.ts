/** Files that are broken, huge, in other encodings, or meant to do harm: told with a line and a way out, and never for long. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { parse } from 'yaml';
import { type ImportFile, importSociety, MOST_BYTES } from '../../../src/exchange/index.js';
import { modelOf } from '../../support/worlds.js';
import { fileOf, fixture, imported, societyOf } from './support.js';

const faultOf = (file: ImportFile, as?: string): string => {
  const result = importSociety([file], as === undefined ? {} : { as });
  assert.ok(!result.ok, 'this was read');
  const [{ code, line, message } = { code: '', line: 0, message: '' }] = result.problems;
  return `${line} ${code} ${message}`;
};

describe('bad files', function () {
  this.timeout(60_000);

  for (const [what, name, text, fault] of [
    ['JSON that breaks off', 'a.json', '[\n  { "name": "Ann",\n    "age": 3', /^3 import-syntax This is not JSON: /],
    ['JSON with a comma too many', 'a.json', '[\n  { "name": "Ann", }\n]', /^2 import-syntax /],
    ['JSON Lines with one bad line', 'a.jsonl', '{"persona": "x"}\n{"persona": "y"\n', /^2 import-syntax The line is not a JSON object/],
    ['YAML with a tab', 'a.yaml', 'name: x\n\tgoals: y\n', /^\d import-syntax This is not YAML/],
    ['CSV with an open quote', 'a.csv', 'name,age\n"Ann,3\n', /^2 import-syntax A quote is not closed/],
    ['XML that breaks off', 'a.graphml', '<graphml>\n<graph>\n<node id="a">\n</graph></graphml>', /^4 import-syntax This is not XML/],
    ['an unknown XML', 'a.xml', '<html><p>x</p></html>', /^1 import-format .*--as/],
    ['an empty file', 'a.csv', '  \n', /^1 import-empty/],
    ['a table without rows', 'a.csv', 'name,age\n', /^1 import-empty/],
    ['an empty list', 'a.json', '[]', /^1 import-format/],
    ['prose', 'a.txt', 'Many years ago there was a village\nof many people who talked all day long.\n', /^1 import-format .*--as/],
    ['bytes that are no text', 'a.json', '\u0000\u0001PNG\u0000', /^1 import-encoding/],
  ] as const)
    it(what, () => assert.match(faultOf(fileOf(name, text)), fault));

  it('rejects entities and aliases that expand, at once', () => {
    const bomb = `<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n<graphml><graph><node id="&b;"/></graph></graphml>`;
    assert.match(faultOf(fileOf('a.graphml', bomb)), /import-entity/);
    assert.match(faultOf(fileOf('a.graphml', '<graphml><graph><node id="&unknown;"/></graph></graphml>')), /^1 import-syntax/);
    const names = [...'abcdefghij'];
    const yaml = names
      .map(
        (name, i) =>
          `${name}: &${name} [${
            i === 0
              ? 'x'
              : Array(10)
                  .fill(`*${names[i - 1]}`)
                  .join(', ')
          }]`,
      )
      .join('\n');
    assert.match(faultOf(fileOf('a.yaml', `${yaml}\n`)), /import-entity/);
  });

  it('rejects a file that is too large, with the number', () => {
    const most = { name: 'a.json', bytes: new Uint8Array(), size: MOST_BYTES + 1 };
    assert.match(faultOf(most), /import-too-large .*MB/);
    const rows = Array.from({ length: 20_001 }, (_, i) => `p${i},${i % 90}`).join('\n');
    assert.match(faultOf(fileOf('a.csv', `name,age\n${rows}\n`)), /import-too-large There are 20001 people.*from:/);
  });

  it('reads a file of 50 MB', function () {
    this.timeout(15_000);
    const line = `${JSON.stringify({ persona: 'A person who says a lot. '.repeat(200) })}\n`;
    assert.match(
      faultOf(fileOf('big.jsonl', line.repeat(Math.ceil(50_000_000 / line.length)).slice(0, 50_000_000))),
      /import-(syntax|too-large)/,
    );
  });

  it('reads long words, long white space and deeply nested data without quadratic time', function () {
    this.timeout(15_000);
    const long = 'a'.repeat(500_000);
    const row = { name: 'Ann Lee', bio: `${long}@${long}`, interests: `x${' '.repeat(500_000)}y`, notes: '"\\ '.repeat(300_000), n: 1 };
    const result = imported([fileOf('a.json', JSON.stringify([row]).replace('"n":1', '"n":12345678901234567890'))], { names: 'keep' });
    assert.equal((societyOf(result).personas!.ann_lee!.extra as { n: unknown }).n, '12345678901234567890');
    imported([fileOf('a.json', JSON.stringify([row]))]);
    for (const text of [
      `${'['.repeat(200_000)}${']'.repeat(200_000)}`,
      '['.repeat(200_000),
      `[{"a":${'[1,'.repeat(100_000)}2${']'.repeat(100_000)}}]`,
    ])
      assert.match(faultOf(fileOf('a.json', text), 'records'), /^1 import-/);
    assert.match(faultOf(fileOf('a.yaml', `personas: [${'x, '.repeat(2_000_000)}]`)), /import-too-large YAML/);
  });

  it('reads UTF-16, Latin-1 and byte order marks, and reports a guess', () => {
    const text = '[{ "name": "Zoë Müller", "bio": "Grüße" }]';
    const utf16 = (order: 'le' | 'be', mark: boolean): Uint8Array => {
      const bytes = Buffer.from(`${mark ? '\uFEFF' : ''}${text}`, 'utf16le');
      return order === 'le' ? bytes : bytes.swap16();
    };
    for (const [bytes, told] of [
      [Buffer.from(`\uFEFF${text}`), false],
      [utf16('le', true), false],
      [utf16('be', true), false],
      [utf16('le', false), true],
      [utf16('be', false), true],
      [Buffer.from(text, 'latin1'), true],
    ] as const) {
      const result = imported([{ name: 'a.json', bytes }], { names: 'keep' });
      assert.equal(societyOf(result).personas!.zoe_muller!.bio, 'Grüße');
      assert.deepEqual(
        result.report.problems.map(({ code }) => code),
        told ? ['import-encoding'] : [],
      );
    }
  });

  it('reports rows with too few or too many cells, and duplicate column names, at their line', () => {
    const { problems } = imported([fileOf('a.csv', 'name,age,age\nAnn,3,4\nBob,4\nCy,5,6,7\n')]).report;
    assert.deepEqual(
      problems.map(({ line }) => line),
      [1, 3, 4],
    );
  });

  it('explains a file of another format than the requested one', () => {
    assert.match(faultOf(fixture('users.json'), 'tinytroupe'), /import-format This is no agent or fragment of TinyTroupe/);
    assert.match(faultOf(fixture('users.json'), 'nonsense'), /There is no format `nonsense`\. There are `graphml`/);
  });

  it('accepts keys with a meaning in the language', () => {
    const text = '[{ "name": "constructor", "__proto__": { "polluted": 1 }, "toString": "x", "all": 1 }, { "name": "all" }]';
    const { personas } = societyOf(imported([fileOf('a.json', text)], { names: 'keep' }));
    assert.deepEqual(Object.keys(personas!), ['constructor_2', 'all_2']);
    assert.equal(({} as { polluted?: number }).polluted, undefined);
  });

  it('keeps every record in a society that the language accepts', async () => {
    const field = fc.constantFrom('name', 'bio', 'age', 'interests', 'secret', 'username', 'x y', 'persona', 'openness', 'country', '=');
    const odd = fc.constantFrom(
      '=a',
      '$(x)',
      './x.md',
      '#a',
      '- b',
      'a: b',
      '@c',
      'yes',
      '0x1F',
      '{',
      '\t',
      'x\n\n  y\n',
      '\u2028',
      '"',
      '---',
    );
    const value = fc.oneof(fc.string({ unit: 'binary' }), odd, fc.integer(), fc.constant(null), fc.array(odd, { maxLength: 3 }));
    const records = fc.array(fc.dictionary(field, value, { minKeys: 1, maxKeys: 5 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(records, fc.constantFrom('keep' as const, 'auto' as const), async (list, names) => {
        const result = importSociety([fileOf('a.json', JSON.stringify(list))], { as: 'records', names });
        assert.ok(result.ok, JSON.stringify(result));
        const { personas } = parse(result.text) as { personas: object };
        assert.equal(Object.keys(personas).length, list.length);
        await modelOf(result.text);
      }),
      { numRuns: 20 },
    );
  });
});
