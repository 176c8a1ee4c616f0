/** Code actions: what each makes of a text, and that nothing is broken by it. `¦` is the cursor, two of them a selection. */
import { strict as assert } from 'node:assert';
import { type CodeAction, libraryUri } from '../../../src/language/index.js';
import { formatted } from '../../../src/language/features/formatting/format.js';
import { toData } from '../../../src/language/syntax/node.js';
import { parseTree } from '../../../src/language/syntax/parse.js';
import { applyFix, diagnose, HELLO, hello, MAIN, serviceOver } from './support.js';

interface Offered {
  readonly text: string;
  readonly actions: readonly CodeAction[];
}

async function offered(marked: string): Promise<Offered> {
  const from = marked.indexOf('¦');
  const text = marked.replaceAll('¦', '');
  const service = serviceOver({ [libraryUri('prompts')]: 'society: 1\n' });
  service.set(MAIN, text);
  const to = marked.lastIndexOf('¦');
  return { text, actions: await service.actions(MAIN, from, to > from ? to - 1 : from) };
}

/** The text after the action whose title starts so. */
async function acted(marked: string, title: string): Promise<string> {
  const { text, actions } = await offered(marked);
  const action = actions.find((each) => each.title.startsWith(title));
  assert.ok(action, `no "${title}" among ${actions.map((each) => each.title).join(' · ')}`);
  const { range } = action.edits[0] as CodeAction['edits'][number];
  return applyFix(text, [{ code: '', severity: 'info', message: '', range, fixes: [action] }]);
}

const titles = async (marked: string): Promise<readonly string[]> => (await offered(marked)).actions.map((action) => action.title);
const data = (text: string): unknown => {
  const { root } = parseTree(MAIN, text);
  return root && toData(root);
};
const clean = async (text: string): Promise<void> => assert.deepEqual(await diagnose(text), []);

describe('quick fixes without a problem', () => {
  it('create a persona for an unknown id', async () => {
    const text = await acted(hello('[ada, grace]', '[ada, grace, mary¦_jones]'), 'Create the persona');
    assert.match(text, /extends: newcomer\n {2}mary_jones:\n {4}name: Mary Jones\n\nties:/);
    await clean(text);
  });
  it('create the section when there is none, before the sections that follow it', async () => {
    const text = await acted(
      'society: 1\nimports: [library/feed]\n\n# Who meets.\nscenarios:\n  meet:\n    cast: [z¦oe]\n',
      'Create the persona',
    );
    assert.match(text, /feed\]\n\npersonas:\n {2}zoe:\n {4}name: Zoe\n\n# Who meets\.\nscenarios:/);
    await clean(text);
  });
  it('name the problem that they fix', async () => {
    const { actions } = await offered(hello('[ada, grace]', '[ada, grace, zo¦e]'));
    assert.deepEqual(actions[0]?.mends?.code, 'unknown-id');
  });
  it('do not create a persona for a fragment or an invalid id', async () => {
    assert.ok(!(await titles(hello('world: { use: feed', 'world: { use: fee¦dd'))).some((title) => title.startsWith('Create')));
    assert.ok(!(await titles(hello('[ada, grace]', '[ada, Gr¦ace Q]'))).some((title) => title.startsWith('Create')));
  });
  it('add the import of a world of the library, in each form of imports', async () => {
    const scenario = 'scenarios:\n  meet: { cast: all, world: fe¦ed }\n';
    for (const [before, wanted] of [
      ['society: 1\ntitle: x\n', /title: x\nimports: \[library\/feed\]\nscenarios/],
      ['society: 1\nimports: []\n', /imports: \[library\/feed\]/],
      ['society: 1\nimports:\n  - library/prompts\n', /imports:\n {2}- library\/prompts\n {2}- library\/feed\nscenarios/],
    ] as const) {
      const marked = before + scenario;
      assert.match(await acted(marked, 'Import library/feed'), wanted);
    }
  });
});

describe('fixes for missing parts', () => {
  const study = (line: string): string => hello('    seed: 7\n', `    seed: 7\n${line}`);
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [hello('[ada, grace]', '[ada, grace, cro¦wd]'), 'Create the population crowd', /\npopulations:\n {2}crowd:\n {4}size: 12\n/],
    [hello('[newcomer]', '[new¦bie_x]'), 'Create the fragment newbie_x', /0\.8 \}\n {2}newbie_x:\n {4}traits: \[\]\n/],
    [hello('    age: 41\n', '    age: 41\n    model: bi¦g\n'), 'Create the model big', /\nmodels:\n {2}big:\n {4}kind: builtin\n/],
    [study('    ties: [friendship, riv¦alry]\n'), 'Create the network rivalry', /rule: evidence \}\n {2}rivalry:\n {4}among: all\n/],
    [
      study('    interventions:\n      i: { at: 2, to: hu¦bs, announce: Hello. }\n'),
      'Create the group hubs',
      /\n {4}groups:\n {6}hubs: \{ of: all \}\n/,
    ],
    [
      `${HELLO}experiments:\n  e:\n    scenario: meet\n    arms: { a: {} }\n    seeds: 3\n    compare:\n      c: { measure: trus¦ts, at: end }\n`,
      'Create the measure trusts',
      /bond: tie\(ada, grace\)\n {6}trusts: density\n/,
    ],
    [
      `${HELLO}experiments:\n  e:\n    scenario: mee¦ting_two\n    arms: { a: {} }\n`,
      'Create the scenario meeting_two',
      /seed: 7\n {2}meeting_two:\n {4}cast: all\n/,
    ],
  ];
  for (const [marked, title, wanted] of cases) {
    it(title.replace('Create', 'creates'), async () => {
      const text = await acted(marked, title);
      assert.match(text, wanted);
      assert.deepEqual(
        (await diagnose(text)).filter(({ severity }) => severity === 'error'),
        [],
      );
    });
  }
  it('move a section into the only scenario', async () => {
    const asks = 'surveys:\n  mood:\n    at: end\n    ask:\n      q: { text: How are you?, scale: 1..7 }\n';
    const text = HELLO.replace('ties:\n', `${asks}ties:\n`);
    const [problem] = await diagnose(text);
    assert.equal(problem?.message, '`surveys` belongs in a scenario.');
    const now = await acted(text.replace('surveys', 'sur¦veys'), 'Move it into meet');
    assert.equal(now, `${HELLO}${asks.replace(/^(?=.)/gm, '    ')}`);
    await clean(now);
    assert.ok(
      !(await titles(`${text}  again: { extends: meet }\n`.replace('surveys', 'sur¦veys'))).some((title) => title.startsWith('Move')),
    );
    assert.equal((await diagnose(HELLO.replace('ties:\n', 'phases: {}\nties:\n')))[0]?.message, '`phases` belongs in a world.');
  });
  it('remove a key from the text and let the editor ask for it', async () => {
    const marked = `${HELLO}models:\n  gpt: { kind: openai, base_url: 'https://x.example/v1', name: m, key: sk-abcdefgh1¦2345678ABCDEFGH }\n`;
    const { actions } = await offered(marked);
    const action = actions.find(({ storesKey }) => storesKey !== undefined);
    assert.equal(action?.storesKey, 'gpt');
    assert.equal(action.mends?.code, 'literal-key');
    const text = await acted(marked, 'Store the key');
    assert.match(text, /key: \$\(secret\('gpt'\)\) \}/);
    assert.ok(!JSON.stringify(action).includes('sk-abc'));
  });
});

describe('Fix All', () => {
  it('quotes and writes numbers in one step, and leaves possible comments unchanged', async () => {
    const text = hello('    age: 41\n', "    age: '41'\n    bio: Closing down!! #bakery\n    occupation: @home\n").replace(
      'rounds: 20',
      'rounds: 1_000',
    );
    const now = await acted(`¦${text}`, 'Fix all');
    assert.match(now, /bio: Closing down!! #bakery\n {4}occupation: '@home'\n/);
    assert.match(now, /rounds: 1000\n/);
    assert.equal((await offered(`¦${text}`)).actions.find(({ title }) => title.startsWith('Fix all'))?.kind, 'source.fixAll');
  });
  it('guesses no name, and offers nothing where there is nothing to fix', async () => {
    for (const text of [HELLO, hello('voice:', 'voize:'), hello('[ada, grace]', '[ada, grcae]')])
      assert.ok(!(await offered(`¦${text}`)).actions.some(({ kind }) => kind === 'source.fixAll'), text);
  });
  it('replaces tabs', async () => {
    const now = await acted('¦society: 1\npersonas:\n\tada:\n\t\tname: Ada\n', 'Fix all');
    assert.ok(!now.includes('\t'));
  });
});

describe('extracting a fragment', () => {
  it('moves the selected keys and extends the fragment', async () => {
    const text = await acted(
      hello(
        '    interests: [sourdough, jazz]\n    voice: Short sentences.\n',
        '    inter¦ests: [sourdough, jazz]\n    voice: Sh¦ort sentences.\n',
      ),
      'Extract',
    );
    assert.match(text, /activity: 0.8 \}\n {2}shared:\n {4}interests: \[sourdough, jazz\]\n {4}voice: Short sentences\.\n/);
    assert.match(text, /extends: \[newcomer, shared\]/);
    assert.ok(!/ada:[\s\S]*interests: \[sour[\s\S]*grace:/.test(text.slice(text.indexOf('personas:'))));
    await clean(text);
  });
  it('makes the section, a new id and an `extends` where there is none', async () => {
    const text = await acted(
      'society: 1\npersonas:\n  ada:\n    name: Ada\n    voi¦ce: |\n      Calm.\n\n      Dry.¦\n    age: 3\n',
      'Extract voice',
    );
    assert.equal(
      text,
      'society: 1\nfragments:\n  shared:\n    voice: |\n      Calm.\n\n      Dry.\n\npersonas:\n  ada:\n    name: Ada\n    extends: [shared]\n    age: 3\n',
    );
  });
  it('gives the same people as before', async () => {
    const marked = hello('    personality: { openness', '    ¦personality: { openness').replace('    voice: Short', '   ¦ voice: Short');
    const resolved = async (text: string): Promise<unknown> => {
      const service = serviceOver();
      service.set(MAIN, text);
      return (await service.resolve(MAIN)).society.personas?.['ada'];
    };
    const before = await resolved(marked.replaceAll('¦', ''));
    const now = await resolved(await acted(marked, 'Extract'));
    const sorted = (value: unknown): unknown =>
      Object.entries(value as object)
        .filter(([key]) => key !== 'extends')
        .sort(([a], [b]) => (a < b ? -1 : 1));
    assert.deepEqual(sorted(now), sorted(before));
  });
  it('is not offered for a cursor, a name alone, or a persona on one line', async () => {
    assert.ok(!(await titles(hello('    age: 41', '    a¦ge: 41'))).some((title) => title.startsWith('Extract')));
    assert.ok(!(await titles(hello('    name: Ada Okafor', '    ¦name: Ada¦ Okafor'))).some((title) => title.startsWith('Extract')));
    assert.ok(!(await titles('society: 1\npersonas:\n  a: { na¦me: A, age¦: 3 }\n')).some((title) => title.startsWith('Extract')));
  });
});

describe('equivalent forms', () => {
  const both: readonly (readonly [string, string, string, string, string])[] = [
    [
      'a world',
      'scenarios:\n  s:\n    world: fe¦ed\n',
      'Write the long form',
      'scenarios:\n  s:\n    world: { us¦e: feed }\n',
      'Write the short form',
    ],
    ['an import', 'imports: [library/f¦eed]\n', 'Write the long form', 'imports: [{ fr¦om: library/feed }]\n', 'Write the short form'],
    ['a selector', 'ties:\n  t: { among: al¦l }\n', 'Write the long form', 'ties:\n  t: { among: { of¦: all } }\n', 'Write the short form'],
    [
      'a variable',
      'worlds:\n  w:\n    agent_vars: { total: ¦0 }\n',
      'Write the long form',
      'worlds:\n  w:\n    agent_vars: { total: { st¦art: 0 } }\n',
      'Write the short form',
    ],
    [
      'an order',
      'worlds:\n  w:\n    phases: { talk: { order: shuff¦led } }\n',
      'Write the long form',
      'worlds:\n  w:\n    phases: { talk: { order: { ki¦nd: shuffled } } }\n',
      'Write the short form',
    ],
    [
      'a pick',
      'scenarios:\n  s:\n    interventions: { i: { to: top¦ 2 by degree } }\n',
      'Write the long form { of, pick }',
      'scenarios:\n  s:\n    interventions: { i: { to: { o¦f: all, pick: top 2 by degree } } }\n',
      'Write the short form',
    ],
    [
      'a round',
      'scenarios:\n  s:\n    coach: { at: ¦3 }\n',
      'Make it a list',
      'scenarios:\n  s:\n    coach: { at¦: [3] }\n',
      'Write it without a list',
    ],
    [
      'a schedule',
      'scenarios:\n  s:\n    coach: { at: eve¦ry 3 }\n',
      'Make it a list',
      'scenarios:\n  s:\n    coach: { at¦: [every 3] }\n',
      'Write it without a list',
    ],
    [
      'all of a cast',
      'personas: { ada: {}, ben: {} }\nscenarios:\n  s:\n    cast: al¦l\n',
      'List all names',
      'personas: { ada: {}, ben: {} }\nscenarios:\n  s:\n    cast¦: [ada, ben]\n',
      'Write all',
    ],
    ['a base', 'personas:\n  a:\n    extends: b¦b\n', 'Make it a list', 'personas:\n  a:\n    extends¦: [bb]\n', 'Write it without a list'],
    [
      'weights',
      'populations:\n  p:\n    sample:\n      gender¦: { woman: 51, man: 47 }\n',
      'Write it on separate lines',
      'populations:\n  p:\n    sample:\n      gender¦:\n        woman: 51\n        man: 47\n',
      'Write it on one line',
    ],
    [
      'a cast',
      'scenarios:\n  s:\n    cast¦: [ada, ben]\n',
      'Write it on separate lines',
      'scenarios:\n  s:\n    cast¦:\n      - ada\n      - ben\n',
      'Write it on one line',
    ],
    [
      'prose',
      'personas:\n  a:\n    bio¦: Runs a bakery.\n',
      'Write it as a block',
      'personas:\n  a:\n    bio¦: |\n      Runs a bakery.\n',
      'Write it on one line',
    ],
  ];
  for (const [what, one, there, other, back] of both) {
    it(`write ${what} in both directions`, async () => {
      const head = 'society: 1\n';
      assert.equal(await acted(head + one, there), head + other.replaceAll('¦', ''));
      assert.equal(await acted(head + other, back), head + one.replaceAll('¦', ''));
    });
  }
  it('quote prose that cannot be plain on one line', async () => {
    const text = await acted('society: 1\npersonas:\n  a:\n    bio¦: |\n      Closing down: today #bakery\n', 'Write it on one line');
    assert.equal(text, "society: 1\npersonas:\n  a:\n    bio: 'Closing down: today #bakery'\n");
  });
  it('keep a text with paragraphs, and a comment, in place', async () => {
    assert.deepEqual(await titles('society: 1\npersonas:\n  a:\n    bio¦: |\n      One.\n\n      Two.\n'), []);
    assert.deepEqual(await titles('society: 1\npersonas:\n  a:\n    bio¦: One. # why\n'), []);
    assert.deepEqual(await titles('society: 1\nscenarios:\n  s:\n    cast¦:\n      - ada # first\n      - ben\n'), []);
  });
  it('never change data when they only change lines, at every place of HELLO', async () => {
    let taken = 0;
    for (let at = 0; at < HELLO.length; at += 3) {
      const { text, actions } = await offered(`${HELLO.slice(0, at)}¦${HELLO.slice(at)}`);
      for (const action of actions) {
        if (!/lines of its own|on one line|block/.test(action.title)) continue;
        taken++;
        const now = applyFix(text, [
          { code: '', severity: 'info', message: '', range: (action.edits[0] as CodeAction['edits'][number]).range, fixes: [action] },
        ]);
        assert.deepEqual(trimmed(data(now)), trimmed(data(text)), `${action.title} at ${at}:\n${now}`);
        assert.equal(parseTree(MAIN, now).problems.length, 0);
        assert.ok(formatted(parseTree(MAIN, now)).length > 0);
      }
    }
    assert.ok(taken > 20, `only ${taken}`);
  });
});

const trimmed = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll('\\n"', '"'));
