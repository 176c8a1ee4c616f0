/** What the further checks leave alone, what they find in other spellings, and that findings move with their text. */
import { strict as assert } from 'node:assert';
import { brief, diagnose, MAIN, serviceOver } from './support.js';

const codes = async (text: string, files: { readonly [uri: string]: string } = {}): Promise<string[]> =>
  (await diagnose(`society: 1\n${text}`, files)).map((d) => d.code);

const KEYS = [
  'sk-ant-api03-Zx81kQpL0vTn5RrY7bWc2',
  'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
  'AIzaSyD4x9kQpL0vTn5RrY7bWc2ZxA81kMnOpQ',
  'xoxb-2938475610-AbCdEfGh1jKl',
  'hf_AbCdEf1234GhIjKl5678MnOpQr',
];

describe('further checks in other spellings', () => {
  for (const key of KEYS)
    it(`${key.slice(0, 6)}… is a key in prose, in a comment, at the head and in data, and is never repeated`, async () => {
      const places = [
        `personas:\n  ada: { bio: Uses ${key} at work }\n`,
        `personas:\n  ada: { name: Ada } # ${key}\n`,
        `extra: { k: ${key} }\n`,
      ];
      for (const text of [...places.map((place) => `society: 1\n${place}`), `# ${key}\nsociety: 1\n`]) {
        const found = await diagnose(text);
        assert.deepEqual(
          brief(text, found).map((line) => line.replace(/^\d+ /, '')),
          [`literal-key ${key}`],
        );
        assert.ok(!JSON.stringify(found.map(({ message, fixes }) => [message, fixes])).includes(key));
      }
    });
  it('finds keys after names and in addresses', async () => {
    assert.deepEqual(await codes('extra: { api_key: 9f86d081884c7d659a2feaa0c55ad015 }\n'), ['literal-key']);
    assert.deepEqual(await codes("extra: { header: 'Bearer 9f86d081884c7d659a2feaa0c55ad015' }\n"), ['literal-key']);
    assert.deepEqual(await codes('extra: { at: https://me:hunter22x@example.com/v1 }\n'), ['literal-key']);
  });
  it('move a key in a model to the secret storage', async () => {
    const text = 'society: 1\nmodels:\n  gpt: { kind: openai, base_url: https://x.org/v1, name: q, key: sk-proj-T3BlbkFJa8Zq12 }\n';
    const found = await diagnose(text);
    assert.deepEqual(brief(text, found), ['3 literal-key sk-proj-T3BlbkFJa8Zq12']);
    assert.deepEqual(
      found[0]?.fixes?.map((fix) => fix.edits[0]?.text),
      ["$(secret('key'))"],
    );
  });
  it('treat nothing in `extra` as an expression, and check a variable of that name', async () => {
    assert.deepEqual(
      await codes('extra: { sum: =1+1é }\npersonas: { ada: { extra: { note: =1+1é, more: { deep: = nonsense ( } } } }\n'),
      [],
    );
    assert.deepEqual(await codes('personas: { ada: { vars: { extra: =1+1é } } }\n'), ['not-computed']);
  });
  it('find a group of all, a list, and a selection with a condition', async () => {
    const cast = (of: string): string =>
      `personas: { ada: {}, ben: {} }\nscenarios:\n  meet:\n    groups:\n      hubs: { of: ${of}, pick: random 3 }\n`;
    assert.deepEqual(await codes(cast('[ada, ben]')), ['pick-size']);
    assert.deepEqual(await codes(cast('{ of: all, if: agent.age > 3 }')), []);
  });
  it('find a round in a list, and one in `every`', async () => {
    const at = (when: string): string =>
      `scenarios:\n  meet:\n    rounds: 9\n    interventions:\n      news: { at: ${when}, announce: Rain. }\n`;
    assert.deepEqual(await codes(at('[start, 3, 12, end]')), ['never-reached']);
    assert.deepEqual(await codes(at('every 10')), ['never-reached']);
    assert.deepEqual(await codes(at('[start, every 9, end]')), []);
  });
  it('find numbers and words outside of what a population declares', async () => {
    const drawn = async (vars: string, sample: string): Promise<string[]> =>
      codes(`populations:\n  p:\n    size: 3\n    vars: { a: ${vars} }\n    sample:\n      a: ${sample}\n`);
    for (const sample of ['uniform(0, 20)', '5..11', '11', 'normal(5, 9) in -3..4', 'uniform(-1, 1)'])
      assert.deepEqual(await drawn('0..10', sample), ['outside-declared'], sample);
    assert.deepEqual(await drawn('5..9', 'beta(2, 2)'), ['outside-declared']);
    for (const sample of ['green', '[red, green]', '{ quota: { green: 1, red: 2 } }'])
      assert.deepEqual(await drawn('[red, blue]', sample), ['outside-declared'], sample);
  });
  it('find people who are copied by a condition, as a list, in a role, and by their variable', async () => {
    const world = (text: string): string => `personas: { ada: {}, ben: {} }\nworlds:\n  talk: { ${text} }\n`;
    const fixes = async (text: string): Promise<unknown> => {
      const found = await diagnose(`society: 1\n${world(text)}`);
      return found.map(({ code, fixes: [fix] = [] }) => [code, fix?.edits[0]?.text]);
    };
    assert.deepEqual(await fixes("vars: { guard: '=round > 1 ? ada : ben' }"), [['copied-agent', '=(round > 1 ? ada : ben).id']]);
    assert.deepEqual(await fixes('vars: { crowd: =all }'), [['copied-agent', '=all.map(a => a.id)']]);
    assert.deepEqual(await fixes('roles: { seller: { vars: { likes: =ada } } }'), [['copied-agent', '=ada.id']]);
    assert.deepEqual(await fixes('agent_vars: { self: { start: =me, reset: round } }'), [['copied-agent', '=me.id']]);
    assert.deepEqual(await fixes("vars: { old: '=most([ada, ben])' }"), [['copied-agent', undefined]]);
  });
  it('find a measure that is never above 1', async () =>
    assert.deepEqual(await codes('scenarios:\n  meet: { until: reciprocity > 1 }\n'), ['never-true']));
});

const QUIET: readonly (readonly [string, string])[] = [
  [
    'a file without scenarios is there to be imported',
    'fragments:\n  shy: { activity: 0.3 }\npersonas:\n  ada: { name: Ada }\nmodels:\n  dice: { kind: random }\n',
  ],
  [
    'a person in an arm of an experiment',
    'personas: { ada: {}, ben: {} }\nscenarios:\n  meet: { cast: [ada] }\nexperiments:\n  swap:\n    scenario: meet\n    arms: { one: { cast: [ben] }, two: {} }\n',
  ],
  [
    'a person who joins later',
    'personas: { ada: {}, ben: {} }\nscenarios:\n  meet:\n    cast: [ada]\n    interventions:\n      come: { at: 3, join: ben }\n',
  ],
  [
    'a person others build on',
    'personas:\n  ada: { name: Ada }\n  twin: { extends: ada, name: Ida }\nscenarios:\n  meet: { cast: [twin] }\n',
  ],
  [
    'people of one name in different casts',
    'personas:\n  ada: { name: Ada }\n  other: { name: Ada }\nscenarios:\n  one: { cast: [ada] }\n  two: { cast: [other] }\n',
  ],
  ['placeholders for keys', "personas:\n  ada: { bio: 'Write sk-xxxxxxxxxxxxxxxxxxxx or sk-your-own-key-goes-here.' }\n"],
  [
    'keys that are kept elsewhere',
    "models:\n  a: { kind: openai, base_url: https://x.org/v1, name: q, key: $(env('OPENAI_API_KEY_OF_MINE_12345')) }\n",
  ],
  [
    'words that look like keys',
    'personas:\n  ada:\n    bio: Works on risk-assessment-and-mitigation and task-oriented-dialogue-systems.\n',
  ],
  [
    'occupations on the way',
    'personas:\n  a: { age: 19, occupation: Student teacher }\n  b: { age: 16, occupation: Apprentice electrician }\n  c: { age: 12, occupation: Son of a professor }\n  d: { age: 17, occupation: School student }\n  e: { age: 67, occupation: Retired ferry engineer }\n',
  ],
  [
    'an age of another persona',
    'personas:\n  a: { age: 41, bio: Has a 12-year-old son. }\n  b: { age: 41, backstory: Her father was born in 1950. }\n',
  ],
  [
    'a topic that is no secret',
    'personas:\n  ada:\n    bio: Runs the small bakery on the corner.\n    secrets:\n      sale: { text: She has told nobody that the bakery on the corner is close to bankruptcy. }\n',
  ],
  [
    'one who may know',
    'personas:\n  ada:\n    secrets:\n      sale: { text: She wants to sell the bakery., known_to: ben }\n  ben: { goals: [help to sell the bakery] }\n',
  ],
  [
    'rounded shares, and counts',
    'populations:\n  p:\n    size: 3\n    sample:\n      a: { x: 33.3, y: 33.3, z: 33.3 }\n      b: { x: 1, y: 2 }\n      c: { x: 120, y: 300 }\n',
  ],
  [
    'a condition that is switched off in an heir',
    'scenarios:\n  base: { until: density > 0.5 }\n  longer: { extends: base, until: false }\n',
  ],
  [
    'a schedule of a base whose heir is longer',
    'scenarios:\n  base:\n    rounds: 5\n    interventions:\n      news: { at: 8, announce: Rain. }\n  longer: { extends: base, rounds: 20 }\n',
  ],
  ['a budget for a mind that costs nothing', 'populations:\n  p: { size: 20 }\nscenarios:\n  meet: { budget: { calls: 3 } }\n'],
  ['a leap day', 'scenarios:\n  meet:\n    clock: { start: 2028-02-29 }\n'],
  [
    'a strategy in words that only language models go by, and are told elsewhere',
    "worlds:\n  talk: { agent_vars: { strategy: { start: '', told: false } } }\n",
  ],
  ['variables that hold an id, or nobody yet', "worlds:\n  talk: { vars: { first: '=all[0].id', judge: agent? } }\n"],
  [
    'what is within its declaration, or cannot be told',
    'populations:\n  p:\n    size: 3\n    vars: { a: 0..10, b: 0..1, c: 0..9, d: [x, y], e: [x, y], f: [x, y], g: 0..9 }\n    sample:\n      a: uniform(0, 10)\n      b: beta(2, 2)\n      c: normal(4, 2) in 0..9\n      d: { quota: { x: 1, y: 2 } }\n      e: { given: d, x: y, else: x }\n      f: [x, y]\n      g: normal(4, 2)\n',
  ],
  [
    'what the order of a phase reads, its own or an inherited one',
    'worlds:\n  talk:\n    actions: { say: { kind: message } }\n    phases:\n      a: { order: moderated, turns: 3, actions: [say] }\n      b: { order: sequential, until: round > 2, actions: [say] }\n      c: { order: { kind: asynchronous, rate: activity, turns: 4 }, actions: [say] }\n  more: { extends: talk, phases: { a: { turns: 9, order: { chooser: random, may_end: true } } } }\n',
  ],
  [
    'a phase and an action whose order and kind a world on top says',
    'worlds:\n  talk:\n    actions: { say: { quote: ..., on: message } }\n    phases: { a: { turns: 3, actions: [say] } }\n  more: { extends: talk, actions: { say: { kind: message } }, phases: { a: { order: alternate } } }\n',
  ],
  [
    'numbers that stand in a list of what can be',
    'populations:\n  p:\n    size: 3\n    vars: { a: [1, 2, 3], b: [1, 2, 3] }\n    sample:\n      a: { 1: 0.5, 2: 0.5 }\n      b: [1, 2]\n',
  ],
  ['list items that stand alone', 'personas:\n  a: { values: [and, or, but], goals: [sing in a choir, or] }\n'],
];

describe('further checks ignore', () => {
  for (const [name, text] of QUIET) it(name, async () => assert.deepEqual(await codes(text), []));
  it('unused entries while the file has an error', async () => {
    const text = 'personas: { ada: {}, ben: {} }\nscenarios:\n  meet:\n    cast: [ada, bne]\n';
    assert.deepEqual(await codes(text), ['unknown-id']);
    assert.deepEqual(await codes(text.replace('bne', 'ada').replace('cast', 'rounds: x\n    cast')), ['wrong-type', 'cast-twice']);
  });
});

describe('diagnostics of entries', () => {
  it('move with the text above them, and are found again when their own text changes', async () => {
    const service = serviceOver();
    const head = 'society: 1\npersonas:\n  zoe:\n    name: Zoe\n  ada:\n    age: 9\n    occupation: Professor\n  ben:\n    name: Ben\n';
    service.set(MAIN, head);
    assert.deepEqual(brief(head, await service.diagnostics(MAIN)), ['7 age-occupation Professor']);
    const below = head.replace('    name: Zoe\n', '    name: Zoe\n    age: 20\n    bio: Sings.\n');
    service.set(MAIN, below);
    assert.deepEqual(brief(below, await service.diagnostics(MAIN)), ['9 age-occupation Professor']);
    service.set(MAIN, below.replace('age: 9', 'age: 49'));
    assert.deepEqual(await service.diagnostics(MAIN), []);
  });
  it('mark unused entries as unnecessary', async () => {
    const [found] = await diagnose('society: 1\npersonas: { ada: {}, ben: {} }\nscenarios:\n  meet:\n    cast: [ada]\n');
    assert.deepEqual([found?.code, found?.tags], ['unused-persona', ['unnecessary']]);
  });
});
