/** Imports: paths, patterns, prefixes, and what must not be reached; prose in files of its own. */
import { strict as assert } from 'node:assert';
import { spanOf } from '../../../src/language/index.js';
import { matching } from '../../../src/language/program/glob.js';
import { pathTarget, relativePath, rootOf } from '../../../src/language/program/uri.js';
import { at, problemsOf, resolveMain, serviceOf } from './filesSupport.js';
import { under } from './support.js';

const person = (id: string, more = ''): string => `society: 1\npersonas:\n  ${id}: { name: ${id.toUpperCase()}${more} }\n`;

describe('patterns of paths', () => {
  const paths = ['ada.society', 'people/ben.society', 'people/old/cleo.society', 'people/Zoe.society', 'people/b.md', 'a{b.society'];
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['*.society', ['ada.society', 'a{b.society']],
    ['people/*.society', ['people/Zoe.society', 'people/ben.society']],
    ['**/*.society', ['ada.society', 'a{b.society', 'people/Zoe.society', 'people/ben.society', 'people/old/cleo.society']],
    ['people/**/cleo.society', ['people/old/cleo.society']],
    ['people/**/ben.society', ['people/ben.society']],
    ['people/b??.society', ['people/ben.society']],
    ['people/?.society', []],
    ['{ada,people/ben}.society', ['ada.society', 'people/ben.society']],
    ['people/{old/{cleo,x},ben}.society', ['people/ben.society', 'people/old/cleo.society']],
    ['a{b.society', ['a{b.society']],
    ['people/*', ['people/Zoe.society', 'people/b.md', 'people/ben.society']],
  ];
  for (const [pattern, expected] of cases)
    it(`${pattern} matches ${expected.length === 0 ? 'nothing' : expected.join(', ')}`, () => {
      assert.deepEqual(matching(pattern, paths), expected);
    });

  it('are matched in bounded time with many stars', () => {
    assert.deepEqual(matching(`${'**/'.repeat(30)}${'*a'.repeat(30)}b`, [`${'a/'.repeat(40)}${'a'.repeat(200)}`]), []);
  });
});

describe('paths of imports', () => {
  const base = 'file:///w/study/main.society';
  const cases: readonly (readonly [string, string])[] = [
    ['./a.society', 'file:///w/study/a.society'],
    ['../shared/a b+c.society', 'file:///w/shared/a%20b%2Bc.society'],
    ['./%2e%2e/a.society', 'file:///w/study/%252e%252e/a.society'],
    ['library/feed', 'society-library:/feed.society'],
    ['../../x.society', 'import-outside'],
    ['../../w2/x.society', 'import-outside'],
    ['../../../../../x.society', 'import-outside'],
    ['./sub/../../../x.society', 'import-outside'],
    ['/etc/x.society', 'import-path'],
    ['file:///w/study/x.society', 'import-path'],
    ['.\\x.society', 'import-path'],
  ];
  for (const [path, expected] of cases)
    it(`${path} is ${expected}`, () => {
      const target = pathTarget(path, base, 'file:///w');
      assert.equal(target.ok ? target.uri : target.code, expected);
    });

  it('end at the innermost open folder, or at the folder of the file', () => {
    assert.equal(rootOf(base, ['file:///w', 'file:///w/study', 'file:///w/stud']), 'file:///w/study');
    assert.equal(rootOf(base, ['file:///other']), 'file:///w/study');
    const alone = pathTarget('../x.society', base, rootOf(base, []));
    assert.ok(!alone.ok && alone.code === 'import-outside');
    assert.match(alone.message, /leads out of the folder `study`.*open a folder that contains both/);
  });

  it('do not lead out of the library', () => {
    const target = pathTarget('../x.society', 'society-library:/feed.society', rootOf('society-library:/feed.society', ['file:///w']));
    assert.ok(!target.ok && target.code === 'import-outside');
  });

  it('are written from one file to another', () => {
    assert.equal(relativePath('file:///w/study/people/ada%20b.md', base), './people/ada b.md');
    assert.equal(relativePath('file:///w/x.society', base), '../x.society');
    assert.equal(relativePath('other:/w/x.society', base), null);
  });
});

describe('imports', () => {
  it('take the files of a pattern in the order of their code units, without the file itself', async () => {
    const texts = {
      'main.society': 'society: 1\nimports: ["./**/*.society"]\n',
      'people/ben.society': person('ben'),
      'people/Ada.society': person('ada'),
      'zoe.society': person('zoe'),
    };
    const resolved = await resolveMain(texts);
    assert.deepEqual(problemsOf(resolved), []);
    assert.deepEqual(Object.keys(resolved.society.personas ?? {}), ['ada', 'ben', 'zoe']);
  });

  it('warn of a pattern without a match, at the pattern', async () => {
    const text = 'society: 1\nimports: [./people/*.society]\n';
    const found = await serviceOf({ 'main.society': text }).diagnostics(at('main.society'));
    assert.deepEqual(
      found.map((d) => [d.code, d.severity, under(text, d)]),
      [['import-empty', 'warning', './people/*.society']],
    );
  });

  it('report a path that leaves a folder, and name the folder', async () => {
    const text = 'society: 1\nimports: [../../secret.society, ../*.society, ./ok.society]\n';
    const resolved = await resolveMain({ 'main.society': text, 'ok.society': person('ok'), 'file:///secret.society': person('spy') });
    assert.deepEqual(problemsOf(resolved), ['main.society:2 import-outside', 'main.society:2 import-outside']);
    assert.deepEqual(Object.keys(resolved.society.personas ?? {}), ['ok']);
  });

  it('can be circular: each file is there once', async () => {
    const resolved = await resolveMain({
      'main.society': `society: 1\nimports: [./b.society]\npersonas:\n  ada: { extends: ben }\n`,
      'b.society': `society: 1\nimports: [./c.society]\npersonas:\n  ben: { name: Ben }\n`,
      'c.society': `society: 1\nimports: [./main.society, ./b.society]\npersonas:\n  cleo: { extends: ada, name: Cleo }\n`,
    });
    assert.deepEqual(problemsOf(resolved), []);
    assert.deepEqual(
      resolved.sources.map(({ uri }) => uri),
      ['main', 'b', 'c'].map((name) => at(`${name}.society`)),
    );
  });

  it('report the whole cycle of `extends`, in each of its files', async () => {
    const texts = {
      'main.society': 'society: 1\nimports: [./b.society]\npersonas:\n  ada: { extends: ben }\n',
      'b.society': 'society: 1\nimports: [./main.society]\npersonas:\n  ben: { extends: cleo }\n  cleo: { extends: [ada] }\n',
    };
    const resolved = await resolveMain(texts);
    assert.deepEqual(problemsOf(resolved), ['main.society:4 extends-cycle', 'b.society:4 extends-cycle', 'b.society:5 extends-cycle']);
    assert.match(resolved.problems[0]?.message ?? '', /`ada` extends itself: ada → ben → cleo → ada\./);
  });

  it('lead to their files, a pattern to all of them', async () => {
    const text = 'society: 1\nimports: [./p/*.society]\n';
    const service = serviceOf({ 'main.society': text, 'p/b.society': person('b'), 'p/a.society': person('a') });
    const spans = await service.definition(at('main.society'), text.indexOf('./p') + 3);
    assert.deepEqual(
      spans.map(({ source }) => source),
      [at('p/a.society'), at('p/b.society')],
    );
  });
});

const TOWN = `society: 1
imports: [library/feed, ./helpers.society]
fragments:
  keen: { traits: [keen] }
personas:
  ada: { name: Ada, extends: [keen, calm], memories: [{ text: Met Bo., about: [bo] }] }
  bo: { name: Bo, model: small }
models:
  small: { kind: builtin }
populations:
  crowd: { size: 3 }
codes:
  kind_word: { of: message, ask: Is it kind?, answer: yes_no, by: judge }
ties:
  friends: { among: [ada, crowd] }
scenarios:
  fair:
    premise: $(ada.name) runs a fair for ada.
    cast: [ada, bo, crowd_02]
    world: { use: feed, with: { topic: ada } }
    ties: [friends]
    groups:
      hubs: { of: crowd, pick: top 2 by degree }
    measures:
      close: tie(ada, bo, friends)
      own: count(all.filter(ada => ada.id == 'ada'))
      kind: share(all.map(a => heard(a, kind_word)))
      told: share(all.seen.kind_word)
    until: close > 0.5 && ada.age > 3
experiments:
  try:
    scenario: fair
    arms:
      small: { cast: [ada, bo], world.use: feed, until: close > 1 }
`;
const HELPERS = 'society: 1\nfragments:\n  calm: { traits: [calm] }\n';

describe('imports with `as`', () => {
  const main = `society: 1
imports: [library/feed, { from: ./town.society, as: town }]
personas:
  ada: { name: Other Ada, extends: town_ada }
scenarios:
  both:
    world: feed
    cast: [ada, town_ada, town_crowd]
    measures:
      far: tie(ada, town_ada)
`;
  const texts = { 'main.society': main, 'town.society': TOWN, 'helpers.society': HELPERS };

  it('give all ids of the file and of its imports the prefix; the library keeps its own', async () => {
    const resolved = await resolveMain(texts);
    assert.deepEqual(problemsOf(resolved), []);
    const { society } = resolved;
    assert.deepEqual(Object.keys(society.personas ?? {}), ['town_ada', 'town_bo', 'ada']);
    assert.deepEqual(Object.keys(society.fragments ?? {}), ['town_keen', 'town_calm']);
    assert.deepEqual(Object.keys(society.worlds ?? {}), ['feed']);
    assert.deepEqual(Object.keys(society.experiments ?? {}), ['town_try']);
    assert.deepEqual(society.personas?.town_ada?.traits, ['keen', 'calm']);
    assert.deepEqual(society.personas?.ada, {
      name: 'Other Ada',
      traits: ['keen', 'calm'],
      memories: [{ text: 'Met Bo.', about: ['town_bo'] }],
    });
  });

  it('update references in the file, also in expressions and prose, and leave other words unchanged', async () => {
    const { society } = await resolveMain(texts);
    const fair = society.scenarios?.town_fair;
    assert.equal(fair?.premise, '$(town_ada.name) runs a fair for ada.');
    assert.deepEqual(fair?.cast, ['town_ada', 'town_bo', 'town_crowd_02']);
    assert.deepEqual(fair?.world, { use: 'feed', with: { topic: 'ada' } });
    assert.deepEqual(fair?.groups, { hubs: { of: 'town_crowd', pick: 'top 2 by degree' } });
    assert.deepEqual(fair?.measures, {
      close: 'tie(town_ada, town_bo, town_friends)',
      own: "count(all.filter(ada => ada.id == 'ada'))",
      kind: 'share(all.map(a => heard(a, town_kind_word)))',
      told: 'share(all.seen.town_kind_word)',
    });
    assert.equal(fair?.until, 'close > 0.5 && town_ada.age > 3');
    assert.equal(society.personas?.town_bo?.model, 'town_small');
    assert.deepEqual(society.experiments?.town_try?.scenario, 'town_fair');
    assert.deepEqual(society.experiments?.town_try?.arms?.small, {
      cast: ['town_ada', 'town_bo'],
      'world.use': 'feed',
      until: 'close > 1',
    });
  });

  it('keep the positions of the file', async () => {
    const resolved = await resolveMain(texts);
    const span = spanOf(resolved.nodes, 'personas.town_ada.name');
    assert.equal(span?.source, at('town.society'));
    assert.equal(span && under(TOWN, span), 'name: Ada');
    const service = serviceOf(texts);
    const [found] = await service.definition(at('main.society'), main.indexOf('town_ada }') + 2);
    assert.equal(found?.source, at('town.society'));
    assert.equal(found && under(TOWN, found), 'ada');
  });

  it('do not accept the ids without the prefix', async () => {
    const text = main.replace('extends: town_ada', 'extends: bo');
    const found = await serviceOf({ ...texts, 'main.society': text }).diagnostics(at('main.society'));
    assert.deepEqual(
      found.map((d) => [d.code, under(text, d)]),
      [['unknown-id', 'bo']],
    );
  });

  it('report a problem in the file under its own names, once', async () => {
    const town = TOWN.replace('about: [bo]', 'about: [boo]');
    const text = main.replace(' }]', ' }, { from: ./town.society, as: again }]');
    const resolved = await resolveMain({ ...texts, 'main.society': text, 'town.society': town });
    assert.deepEqual(problemsOf(resolved), ['town.society:6 unknown-id']);
    assert.match(resolved.problems[0]?.message ?? '', /`boo`\. Did you mean `bo`/);
  });

  it('can be nested: a prefix within a prefix', async () => {
    const resolved = await resolveMain({
      'main.society': 'society: 1\nimports: [{ from: ./b.society, as: x }]\npersonas:\n  m: { extends: x_y_cleo }\n',
      'b.society': 'society: 1\nimports: [{ from: ./c.society, as: y }]\npersonas:\n  ben: { extends: y_cleo }\n',
      'c.society': person('cleo'),
    });
    assert.deepEqual(problemsOf(resolved), []);
    assert.deepEqual(resolved.society.personas, { x_y_cleo: { name: 'CLEO' }, x_ben: { name: 'CLEO' }, m: { name: 'CLEO' } });
  });

  it('cannot import the importing file', async () => {
    const resolved = await resolveMain({
      'main.society': 'society: 1\nimports: [{ from: ./b.society, as: x }]\n',
      'b.society': 'society: 1\nimports: [{ from: ./main.society, as: y }]\n',
    });
    assert.deepEqual(problemsOf(resolved), ['b.society:2 import-cycle']);
  });

  it('are bounded where they branch at each step', async () => {
    const texts: Record<string, string> = { 'f20.society': person('last') };
    for (let i = 0; i < 20; i++)
      texts[i === 0 ? 'main.society' : `f${i}.society`] =
        `society: 1\nimports: [{ from: ./f${i + 1}.society, as: a }, { from: ./f${i + 1}.society, as: b }]\n`;
    const resolved = await resolveMain(texts);
    assert.ok(resolved.problems.some(({ code }) => code === 'import-many'));
  });
});

describe('prose in files of its own', () => {
  const texts = {
    'main.society': `society: 1
imports: [library/feed]
personas:
  ada:
    name: Ada
    backstory: ./people/ada.md
    bio: "./people/ada.md"
    voice: See ./people/ada.md
scenarios:
  s:
    premise: ./premise.md
    world: feed
`,
    'people/ada.md': '\uFEFFBorn in Enugu.\r\n\r\nBakes: *a lot* # really.\r\n',
    'premise.md': 'The forum of $(ada.name)\nopens.\n',
  };

  it('replaces the path, with the line ends of a society', async () => {
    const resolved = await resolveMain(texts);
    assert.deepEqual(problemsOf(resolved), []);
    const { ada } = resolved.society.personas ?? {};
    assert.equal(ada?.backstory, 'Born in Enugu.\n\nBakes: *a lot* # really.\n');
    assert.equal(ada?.bio, './people/ada.md', 'a quoted path is text');
    assert.equal(ada?.voice, 'See ./people/ada.md');
    assert.equal(resolved.society.scenarios?.s?.premise, 'The forum of $(ada.name)\nopens.\n');
  });

  it('is one of the sources, exactly as on the disk, and its node is written there', async () => {
    const resolved = await resolveMain(texts);
    const source = resolved.sources.find(({ uri }) => uri === at('people/ada.md'));
    assert.equal(source?.text, texts['people/ada.md']);
    assert.deepEqual(spanOf(resolved.nodes, 'personas.ada.backstory'), {
      source: at('people/ada.md'),
      range: { start: { line: 0, character: 0 }, end: { line: 3, character: 0 } },
    });
  });

  it('is an error at the path where the file is missing, outside of the folder, or invalid', async () => {
    const text = texts['main.society'].replace('./people/ada.md', './people/no.md').replace('./premise.md', '../premise.md');
    const found = await serviceOf({ ...texts, 'main.society': text }).diagnostics(at('main.society'));
    assert.deepEqual(
      found.map((d) => [d.code, under(text, d)]),
      [
        ['prose-missing', './people/no.md'],
        ['import-outside', '../premise.md'],
      ],
    );
    const wrong = await resolveMain({ ...texts, 'premise.md': 'The forum\nof $(adda.name).' });
    assert.deepEqual(problemsOf(wrong), ['main.society:11 expression-unknown-name']);
    assert.match(wrong.problems[0]?.message ?? '', /^\.\/premise\.md, line 2: .*`adda`.*Did you mean `ada`/);
  });

  it('is read from the folder of the importing file, and keeps its names under a prefix', async () => {
    const resolved = await resolveMain({
      'main.society': 'society: 1\nimports: [{ from: ./town/town.society, as: town }]\n',
      'town/town.society':
        'society: 1\nimports: [library/feed]\npersonas:\n  ada: { name: Ada, bio: ./ada.md }\nscenarios:\n  s: { premise: ./p.md, world: feed }\n',
      'town/ada.md': 'About ada.',
      'town/p.md': '$(ada.name) opens.',
    });
    assert.deepEqual(problemsOf(resolved), []);
    assert.equal(resolved.society.personas?.town_ada?.bio, 'About ada.');
    assert.equal(resolved.society.scenarios?.town_s?.premise, '$(town_ada.name) opens.');
  });

  it('leads to its file, and shows how it begins', async () => {
    const service = serviceOf(texts);
    const offset = texts['main.society'].indexOf('people/ada') + 3;
    const [span] = await service.definition(at('main.society'), offset);
    assert.equal(span?.source, at('people/ada.md'));
    const hover = await service.hover(at('main.society'), offset);
    assert.match(hover?.markdown ?? '', /Born in Enugu/);
    assert.match(hover?.markdown ?? '', /\\\*a lot\\\*/, 'what is in the file is text');
  });
});
