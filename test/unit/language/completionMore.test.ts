/** Completion that knows the rest of the society: words in use, arms, fields, files, servers, whole blocks. */
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CompletionItem, createLanguageService } from '../../../src/language/index.js';
import { STUDY, withLibrary } from './completionSound.js';
import { completeAt, hello } from './support.js';

const WHOLE = readFileSync(join(process.cwd(), 'test/fixtures/whole.society'), 'utf8');

/** In the file that has everything, one piece exchanged. */
async function whole(from: string, to: string): Promise<readonly CompletionItem[]> {
  assert.ok(WHOLE.includes(from), from);
  const marked = WHOLE.replace(from, () => to);
  const service = withLibrary();
  service.set(STUDY, marked.replace('¦', ''));
  return service.completion(STUDY, marked.indexOf('¦'));
}

const labels = (items: readonly CompletionItem[]): readonly string[] => items.map(({ label }) => label);
const item = (items: readonly CompletionItem[], label: string): CompletionItem => {
  const found = items.find((each) => each.label === label);
  assert.ok(found, `${label} in ${labels(items).join(', ')}`);
  return found;
};

describe('completion from the rest of the society', () => {
  it('offers the paths that an arm can set, with their current values', async () => {
    const items = await whole('rule: {}', 'rule: { ¦ }');
    assert.equal(item(items, 'coach.kind').detail, 'now rule');
    assert.equal(item(items, 'world.with.topic').insert, 'world.with.topic: ${1:our street}');
    assert.equal(item(items, 'rounds').detail, 'now 20');
  });
  it('offers in an arm the values that the path has in the scenario', async () => {
    assert.deepEqual(labels(await whole('coach.kind: model', 'coach.kind: ¦')), ['rule', 'model']);
    assert.ok(labels(await whole('model: { coach.kind', 'model: { model: ¦, coach.kind')).includes('small'));
  });
  it('offers measures with their formula, of this scenario and its world only', async () => {
    const items = await whole('measure: reciprocity', 'measure: ¦');
    assert.equal(item(items, 'bond').detail, 'tie(ada, grace)');
    assert.equal(item(items, 'density').detail, 'share of possible ties that exist');
    assert.ok(!labels(items).includes('equality'));
  });
  it('offers models that can give embeddings, where one is named', async () => {
    const service = withLibrary();
    const text = `society: 1
models:
  near: { kind: openai, base_url: "http://localhost:11434/v1", name: nomic-embed-text }
  own: { kind: editor }
  before: { kind: recorded, run: runs/one }
  script: { kind: scripted, answers: [] }
scenarios:
  meet: { memory: { embeddings: ¦ } }
`;
    service.set(STUDY, text.replace('¦', ''));
    assert.deepEqual(labels(await service.completion(STUDY, text.indexOf('¦'))), ['near', 'before']);
  });
  it('offers the columns of a table that the file names: outside data, a calibration, a population', async () => {
    const tables: { readonly [uri: string]: string } = {
      'file:///study/survey.csv': '\uFEFFID,"TRUST, general",AGE\r\n1,2,30\r\n',
      'file:///study/people.jsonl': '{"name":"Ada","town":"York"}\n{"name":"Ben"}\n',
    };
    const read = async (uri: string): Promise<string | null> => tables[uri] ?? null;
    const service = createLanguageService({ read, roots: () => ['file:///study'] });
    const at = async (text: string): Promise<readonly CompletionItem[]> => {
      service.set('file:///study/main.society', text.replace('¦', ''));
      return service.completion('file:///study/main.society', text.indexOf('¦'));
    };
    const survey = (more: string, path = './survey.csv'): string =>
      `society: 1\nscenarios:\n  s:\n    compare_with:\n      gss:\n        people: ${path}\n${more}`;
    const columns = ['ID', 'TRUST, general', 'AGE'];
    const trust = await at(survey('        answers:\n          trust:\n            column: ¦\n'));
    assert.deepEqual(labels(trust), columns);
    assert.equal(item(trust, 'TRUST, general').detail, 'column of the table');
    assert.deepEqual(labels(await at(survey('        weight: ¦\n'))), columns);
    assert.deepEqual(labels(await at(survey('        by: { of: me.id, column: I¦ }\n'))), columns);
    assert.equal(item(await at(survey('        answers: { trust: { column: ¦ } }\n')), 'TRUST, general').insert, "'TRUST, general'");
    assert.deepEqual(await at(survey('        weight: ¦\n', './none.csv')), []);
    const series = 'society: 1\ncalibrate:\n  c:\n    targets:\n      t: { measure: ties, table: { csv: ./survey.csv, value: ¦ } }\n';
    assert.deepEqual(labels(await at(series)), columns);
    const drawn = 'society: 1\npopulations:\n  p:\n    from:\n      jsonl: ./people.jsonl\n      map:\n        age: ¦\n';
    assert.deepEqual(labels(await at(drawn)), ['name', 'town']);
  });
  it('offers groups of this scenario, and no network, where agents are expected', async () => {
    const items = await whole('to: hubs', 'to: ¦');
    assert.equal(item(items, 'ada').detail, 'Ada Okafor');
    assert.ok(labels(items).includes('hubs') && labels(items).includes('all') && labels(items).includes('top 2 by degree'));
    assert.ok(!labels(items).includes('chief') && !labels(items).includes('friendship'));
  });
  it('offers the roles of the world in its cast', async () => {
    assert.equal(item(await whole('chief: { play: ada, goal: Lead well. }', '¦'), 'chief').detail, 'role');
  });
  it('offers interests of others, marks similar ones, and repeats none', async () => {
    const text = (cursor: string): string =>
      `society: 1\npersonas:\n  a: { interests: [gardening, jazz] }\n  b: { interests: [jazz, gardenning] }\n  c: { interests: [jazz, chess] }\n  d: { interests: [${cursor}] }\n`;
    const items = await completeAt(text('¦'));
    assert.equal(item(items, 'jazz').detail, 'used 3 times');
    assert.equal(item(items, 'gardenning').detail, 'used once · nearly the same as gardening');
    assert.equal(item(items, 'jazz').kind, 'word');
    assert.ok(!labels(await completeAt(text('jazz, ¦'))).includes('jazz'));
  });
  it('offers interests that the built-in mind can talk about', async () => {
    const items = await whole('interests: [sourdough, jazz]', 'interests: [¦]');
    assert.ok(items.some(({ detail }) => detail === 'a topic of the built-in mind'));
  });
  it('offers interests of the phrase book that the file uses, not of a replaced one', async () => {
    const spoken = async (imports: string): Promise<readonly string[]> => {
      const text = `society: 1\nimports: [${imports}]\npersonas:\n  a: { interests: [¦] }\n`;
      const service = withLibrary();
      service.set(STUDY, text.replace('¦', ''));
      return labels(await service.completion(STUDY, text.indexOf('¦')));
    };
    const [neighbours, colleagues] = [await spoken('library/feed'), await spoken('library/work_phrases')];
    assert.ok(neighbours.includes('baking') && !neighbours.includes('onboarding'));
    assert.ok(colleagues.includes('onboarding') && !colleagues.includes('baking'));
  });
  it('offers servers, then the models of the server', async () => {
    assert.equal(item(await whole('base_url: http://localhost:11434/v1', 'base_url: ¦'), 'https://api.openai.com/v1').detail, 'OpenAI');
    const items = await whole('name: qwen3:8b', 'name: ¦');
    assert.ok(labels(items).includes('qwen3:8b') && !labels(items).includes('gpt-4.1-mini'));
  });
  it('offers fields and study variables of the population for sampling', async () => {
    const items = await whole('      trust_in_press: uniform(0, 1)', '      ¦');
    assert.equal(item(items, 'trust_in_press').detail, '0..1');
    assert.equal(item(items, 'personality.openness').insert, 'personality.openness: ${1:beta(2, 2)}');
    assert.ok(!labels(items).includes('age'));
  });
  it('offers distributions, schedules and ranges as short forms', async () => {
    assert.ok(labels(await whole('age: normal(46, 14) in 18..90', 'age: ¦')).includes('normal(46, 14) in 18..90'));
    assert.deepEqual(labels(await whole('at: every 1', 'at: ¦')).slice(0, 3), ['start', 'end', 'every 5']);
    assert.deepEqual(labels(await whole('scale: 1..7', 'scale: ¦')), ['1..5', '1..7', '0..10']);
  });
  it('offers parts of the library and files of the folder to import, each once', async () => {
    const first = labels(await whole('[library/feed, ./people.society]', '[¦]'));
    const shipped = readdirSync('library').map((name) => `library/${name.replace('.society', '')}`);
    const always = ['library/prompts', ...['', '_de', '_es', '_ja', '_zh'].map((language) => `library/phrases${language}`)];
    assert.deepEqual(first.filter((label) => label.startsWith('library/')).sort(), shipped.filter((name) => !always.includes(name)).sort());
    assert.ok(first.includes('./people.society'));
    const second = labels(await whole('[library/feed, ./people.society]', '[library/feed, ¦]'));
    assert.ok(second.includes('./people.society') && second.includes('library/room') && !second.includes('library/feed'));
  });
  it('explains a word, and marks the default', async () => {
    const items = await whole('kind: stream', 'kind: ¦');
    assert.equal(item(items, 'stream').detail, 'default');
    assert.match(item(items, 'stream').documentation ?? '', /^all that was seen and done/);
    assert.equal(item(items, 'window').detail, 'the last ones');
  });
  it('offers a block for each kind of entry, with a free id', async () => {
    const items = await whole('personas:\n', 'personas:\n  ¦\n');
    assert.match(item(items, 'new persona').insert, /^\$\{1:ada_2\}:\n {2}name:/);
    for (const [from, label] of [
      ['    measures:\n      bond', 'new measure'],
      ['    expect:\n      answered', 'new expectation'],
      ['    interventions:\n      plant', 'new intervention'],
      ['    rewards:\n      social', 'new reward'],
    ] as const)
      item(await whole(from, from.replace(/\n +/, '\n      ¦\n      ')), label);
    for (const [from, label] of [
      ['    actions:\n      harvest', 'new action'],
      ['    phases:\n      harvest', 'new phase'],
    ] as const)
      item(await whole(from, from.replace(/\n +/, '\n      ¦\n      ')), label);
  });
});

describe('completion inside existing text', () => {
  it('replaces the whole word, and keeps the colon of a key', async () => {
    const [first] = await completeAt(hello('openness: high', 'openness: hi¦gh'));
    assert.equal((first?.replace.end.character ?? 0) - (first?.replace.start.character ?? 0), 4);
    const items = await completeAt(hello('    name: Ada', '    na¦me: Ada'));
    assert.equal(item(items, 'name').insert, 'name');
    assert.ok(labels(items).includes('occupation') && !labels(items).includes('age') && !labels(items).includes('interests'));
  });
  it('offers nothing where a key would include the lines below', async () => {
    assert.deepEqual(await completeAt(hello('  ada:\n', '  ada:\n  ¦\n')), []);
    assert.deepEqual(await completeAt(hello('    name: Ada Okafor\n', '    name: Ada Okafor\n      ¦\n')), []);
  });
  it('reads brackets over several lines', async () => {
    const items = await completeAt(hello('[ada, grace]', '[\n      ada,\n      ¦\n    ]'));
    assert.ok(labels(items).includes('grace') && !labels(items).includes('ada'));
  });
  it('indents further lines after a dash', async () => {
    const items = await completeAt(hello('        importance: 7\n', '        importance: 7\n      - ¦\n'));
    assert.equal(item(items, 'text').insert, 'text: |\n    $0');
  });
  it('offers no name right after a name', async () => {
    assert.deepEqual(await completeAt(hello('reciprocity > 0.5', 'reciprocity ¦')), []);
    assert.ok((await completeAt(hello('reciprocity > 0.5', 'reciprocity > ¦'))).length > 0);
  });
});
