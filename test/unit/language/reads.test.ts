/** What people have read, as the language has it: passages in the place of a path, where each is written, what is wrong, and help. */
import { strict as assert } from 'node:assert';
import { spanOf } from '../../../src/language/index.js';
import { at, problemsOf, resolveMain, serviceOf } from './filesSupport.js';

const MINUTES = '# Minutes\n\nThe bridge is closed\nuntil May.\n\nThe bakery asks for $(name).\n';
const TOWN = `society: 1
imports: [library/feed]
fragments:
  councillor:
    reads: [./minutes.md]
personas:
  ada:
    name: Ada
    extends: councillor
    reads:
      - { file: './letters/letter.txt', importance: 6 }
  ben:
    name: Ben
    extends: ada
    replace: [reads]
    reads: [./notice.txt]
populations:
  folk: { size: 2, extends: [councillor, ben], reads: [./notice.txt] }
scenarios:
  meet: { world: feed, reads: [./notice.txt] }
  later: { extends: meet, reads: [./minutes.md] }
`;
const texts = {
  'main.society': TOWN,
  'minutes.md': MINUTES,
  'letters/letter.txt': 'Dear Ada,\r\n\r\ncome home.\r\n',
  'notice.txt': 'Bins are emptied\non Monday.\n',
};

const [CLOSED, BAKERY, NOTICE] = [
  { file: 'Minutes — The bridge is closed until May.' },
  { file: 'Minutes — The bakery asks for $(name).' },
  { file: 'Bins are emptied on Monday.' },
];

describe('documents that people have read', () => {
  it('replace each path, after what is inherited, and `replace` drops what is inherited', async () => {
    const resolved = await resolveMain(texts);
    assert.deepEqual(problemsOf(resolved), []);
    const { personas, populations, scenarios } = resolved.society;
    const letters = [
      { file: 'Dear Ada,', importance: 6 },
      { file: 'come home.', importance: 6 },
    ];
    assert.deepEqual(personas?.ada?.reads, [CLOSED, BAKERY, ...letters]);
    assert.deepEqual(personas?.ben?.reads, [NOTICE]);
    assert.deepEqual(populations?.folk?.reads, [CLOSED, BAKERY, NOTICE, NOTICE], 'that of its bases, then its own');
    assert.deepEqual(scenarios?.meet?.reads, [NOTICE]);
    assert.deepEqual(scenarios?.later?.reads, [NOTICE, CLOSED, BAKERY]);
  });

  it('are written at their own lines, and the documents are among the sources', async () => {
    const { nodes, sources } = await resolveMain(texts);
    const lines = (node: string): readonly (string | number | undefined)[] => {
      const span = spanOf(nodes, node);
      return [span?.source, span?.range.start.line, span?.range.end.line];
    };
    assert.deepEqual(lines('personas.ada.reads.0'), [at('minutes.md'), 2, 3]);
    assert.deepEqual(lines('personas.ada.reads.1'), [at('minutes.md'), 5, 5]);
    assert.deepEqual(lines('personas.ada.reads.3'), [at('letters/letter.txt'), 2, 2]);
    assert.deepEqual(lines('populations.folk.reads.1'), [at('minutes.md'), 5, 5]);
    assert.deepEqual(lines('scenarios.later.reads.1'), [at('minutes.md'), 2, 3]);
    assert.equal(lines('personas.ada.reads.3.importance')[0], at('main.society'));
    for (const [name, text] of Object.entries(texts)) assert.equal(sources.find(({ uri }) => uri === at(name))?.text, text);
  });

  it('are resolved from the file that names them, also under a prefix, and cannot leave the folder', async () => {
    const town = 'society: 1\npersonas:\n  ada: { name: Ada, reads: [../minutes.md, ./own.md] }\n';
    const files = {
      'main.society': 'society: 1\nimports: [{ from: ./town/town.society, as: town }]\n',
      ...{ 'town/town.society': town, 'town/own.md': 'At home.', 'minutes.md': MINUTES },
    };
    const resolved = await resolveMain(files);
    assert.deepEqual(problemsOf(resolved), []);
    assert.deepEqual(resolved.society.personas?.town_ada?.reads, [CLOSED, BAKERY, { file: 'At home.' }]);
    const outside = await resolveMain({ ...files, 'town/town.society': town.replace('../minutes', '../../secret') });
    assert.deepEqual(problemsOf(outside), ['town.society:3 import-outside']);
  });

  for (const [path, expected] of [
    ['./no.md', 'document-missing'],
    ['minutes.md', 'wrong-form'],
    ['./minutes.pdf', 'wrong-form'],
    ['/etc/minutes.md', 'wrong-form'],
    ['https://example.com/minutes.md', 'wrong-form'],
    ['../minutes.md', 'import-outside'],
    ['./headings.md', 'document-empty'],
    ['./empty.txt', 'document-empty'],
    ['./old.txt', 'document-not-text'],
  ] as const)
    it(`cause an error at the path ${path} where they cannot be read`, async () => {
      const text = `society: 1\npersonas:\n  ada: { reads: ['./minutes.md', '${path}'] }\n`;
      const files = { ...texts, 'main.society': text, 'headings.md': '# One\n## Two\n', 'empty.txt': '', 'old.txt': 'Stra\uFFFDe' };
      const found = await serviceOf(files).diagnostics(at('main.society'));
      assert.deepEqual(
        found.map(({ code, range: { start } }) => [code, start.line, start.character]),
        [[expected, 2, text.split('\n')[2]!.indexOf(`'${path}'`)]],
        found.map(({ message }) => message).join('\n'),
      );
    });

  it('have limits that are reported with the actual size', async () => {
    const said = async (document: string): Promise<string | undefined> => {
      const files = { 'main.society': 'society: 1\npersonas: { ada: { reads: [./a.txt] } }\n', 'a.txt': document };
      return (await serviceOf(files).diagnostics(at('main.society')))[0]?.message;
    };
    assert.equal(await said('A line.\n\n'.repeat(500)), undefined);
    assert.match((await said('A line.\n\n'.repeat(501))) ?? '', /^`\.\/a\.txt` has 501 passages, but at most 500 can be remembered\./);
    assert.equal(await said(`${'x'.repeat(249_999)}.`), undefined);
    assert.match((await said(`${'x'.repeat(250_000)}.`)) ?? '', /has 250001 characters/);
  });

  it('are opened from their path, and shown with their size and beginning', async () => {
    const service = serviceOf(texts);
    const offset = TOWN.indexOf('minutes.md') + 2;
    assert.equal((await service.definition(at('main.society'), offset))[0]?.source, at('minutes.md'));
    const hover = await service.hover(at('main.society'), offset);
    // With the heading in front of each: 1 + 6, and 1 + 5.
    assert.match(hover?.markdown ?? '', /^2 passages, 13 words\n\n\\# Minutes/);
    const links = await service.links(at('main.society'));
    assert.ok(links.some(({ target }) => target === at('letters/letter.txt')));
  });

  it('are completed by the Markdown and text files of the folder', async () => {
    const labels = async (before: string): Promise<string[]> => {
      const text = `society: 1\npersonas:\n  ada:\n    ${before}`;
      const service = serviceOf({ ...texts, 'main.society': text, 'people.society': 'society: 1\n' });
      service.set(at('main.society'), text);
      const items = await service.completion(at('main.society'), text.length);
      return items.filter(({ kind }) => kind === 'file').map(({ insert }) => insert);
    };
    const files = ['./letters/letter.txt', './minutes.md', './notice.txt'];
    assert.deepEqual((await labels('reads: [')).sort(), files);
    assert.deepEqual((await labels('reads:\n      - ')).sort(), files);
    assert.deepEqual((await labels('reads:\n      - file: ')).sort(), files);
    assert.deepEqual((await labels('reads:\n      - { file: ')).sort(), files);
    assert.deepEqual(await labels('name: '), []);
  });

  it('are updated when a file is moved, and know the files that use them', async () => {
    const service = serviceOf(texts);
    assert.deepEqual(await service.usersOf(at('letters/letter.txt')), [at('main.society')]);
    const [moved] = await service.moved([{ from: at('letters'), to: at('post') }]);
    assert.deepEqual(
      moved?.edits.map(({ text }) => text),
      ["'./post/letter.txt'"],
    );
  });
});
