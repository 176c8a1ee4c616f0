/** One mistake, one message, where a person would look; and the fix repairs it. */
import { strict as assert } from 'node:assert';
import { libraryUri } from '../../../src/language/index.js';
import { applyFix, brief, diagnose, FEED, HELLO, hello, MAIN, serviceOver } from './support.js';

/** [name, from, to, expected findings, words of the first message]. */
const mistakes: readonly (readonly [string, string, string, readonly string[], RegExp])[] = [
  ['a misspelt key', 'age: 41', 'aeg: 41', ['11 unknown-key aeg'], /Did you mean `age`/],
  ['a wrong type', 'age: 41', 'age: forty', ['11 wrong-type forty'], /`age` must be a whole number, not text/],
  ['a number out of range', 'age: 41', 'age: 412', ['11 out-of-range 412'], /between 0 and 130/],
  ['a number in quotes', 'rounds: 20', "rounds: '20'", ["36 wrong-type '20'"], /whole number/],
  ['a half-typed key', 'age: 41', 'ag', ['11 half-typed ag'], /needs a `:`/],
  ['a half-typed id above its keys', '  ada:\n', '  ada\n', ['9 half-typed ada'], /needs a `:`/],
  ['a line one space short', '    age: 41', '   age: 41', ['11 indent age: 41'], /not indented like/],
  [
    'a key to the left of its neighbours',
    '    interests: [sourdough',
    '   drives:\n      social_interaction: 1\n    interests: [sourdough',
    ['14 indent drives:'],
    /not indented like/,
  ],
  ['a key without a value', 'age: 41', 'age:', ['11 missing-value age'], /empty/],
  ['an open double quote', 'name: Ada Okafor', 'name: "Ada Okafor', ['10 unclosed-quote "Ada Okafor'], /never closed/],
  ['an open single quote', 'name: Ada Okafor', "name: 'Ada Okafor", ["10 unclosed-quote 'Ada Okafor"], /never closed/],
  [
    'a value without the one key that it needs',
    'interests: [sourdough, jazz]',
    'secrets: { sale: soon }',
    ['14 wrong-type soon'],
    /`sale` must be keys with values. Did you mean `\{ text: soon \}`\?/,
  ],
  [
    'a short form with brackets between braces',
    'interests: [sourdough, jazz]',
    'vars: { age: 1, farm: 1 of [hill, valley], barn: 2 }',
    ['14 flow-comma 1 of [hill, valley]'],
    /needs quotes/,
  ],
  ['an open bracket', '[sourdough, jazz]', '[sourdough, jazz', ['14 unclosed-bracket [sourdough, jazz'], /never closed/],
  ['a hashtag that cuts text off', 'voice: Short sentences.', 'voice: Closing down!! #bakery', ['15 cut-text #bakery'], /starts a comment/],
  ['a hashtag that is all of an item', '[sourdough, jazz]', '\n      - #jazz\n      - tea', ['15 cut-text #jazz'], /is lost/],
  ['a hashtag that is all of a value', 'voice: Short sentences.', 'voice: #calm', ['15 cut-text #calm'], /is lost/],
  ['a colon inside a value', 'voice: Short sentences.', 'voice: Dry: short', ['15 colon Dry: short'], /needs quotes/],
  ['a mention at the start', 'voice: Short sentences.', 'voice: @home always', ['15 indicator @home always'], /`@`/],
  ['an exclamation mark at the start', 'voice: Short sentences.', 'voice: !wow yes', ['15 indicator !wow yes'], /`!`/],
  ['a star at the start', 'voice: Short sentences.', 'voice: *bold* text', ['15 indicator *bold* text'], /`\*`/],
  ['an ampersand at the start', 'voice: Short sentences.', 'voice: &sons co', ['15 indicator &sons co'], /`&`/],
  ['a per cent sign at the start', 'voice: Short sentences.', 'voice: %x', ['15 indicator %x'], /`%`/],
  [
    'a comma in a flow map',
    'among: all\n    change: { rule: evidence }',
    '{ graph: small_world(6, 0.1) }',
    ['28 flow-comma small_world(6, 0.1)'],
    /cuts `graph` in two/,
  ],
  ['a comma in a flow list', '[sourdough, jazz]', '[tea (black, green), jazz]', ['14 flow-comma tea (black, green)'], /in two/],
  ['a quote at the start', 'premise: A forum opens.', "premise: 'Hello' she said", ["33 indicator 'Hello' she said"], /ends at the next/],
  ['a tab', '    voice: Short', '\tvoice: Short', ['15 tab \t'], /spaces/],
  ['a word that is not in the list', 'rule: evidence', 'rule: evidense', ['29 wrong-value evidense'], /evidence/],
  ['a band word with a slip', 'openness: high', 'openness: hihg', ['13 near-word hihg'], /Did you mean `high`/],
  ['a trait out of range', 'openness: high', 'openness: 1.5', ['13 out-of-range 1.5'], /between 0 and 1/],
  ['a graph that does not exist', 'among: all', 'graph: star\n    among: all', ['28 wrong-form star'], /small_world/],
  ['an unknown agent', '[ada, grace]', '[ada, grcae]', ['34 unknown-id grcae'], /Did you mean `grace`/],
  ['an unknown agent in a memory', 'about: [grace]', 'about: [gracie]', ['19 unknown-id gracie'], /Did you mean `grace`/],
  ['an unknown world', 'use: feed', 'use: fed', ['35 unknown-id fed'], /Did you mean `feed`/],
  ['an unknown fragment', '[newcomer]', '[newcommer]', ['12 unknown-id newcommer'], /Did you mean `newcomer`/],
  ['an unknown part of the library', 'library/feed', 'library/fed', ['3 import-missing library/fed'], /Did you mean `library\/feed`/],
  ['an import that is not there', 'library/feed', 'library/feed, ./no.society', ['3 import-missing ./no.society'], /was not found/],
  ['an import out of bounds', 'library/feed', 'library/feed, https://x.org/a.society', ['3 import-path https://x.org/a.society'], /path/],
  ['a pattern of imports', 'library/feed', 'library/feed, ./*.society', ['3 import-pattern ./*.society'], /patterns/],
  ['a misspelt section', 'personas:', 'persona:', ['8 unknown-key persona'], /Did you mean `personas`/],
  ['a section of other tools', 'personas:', 'agents:', ['8 unknown-key agents'], /Did you mean `personas`/],
  ['a section in the singular', 'scenarios:', 'scenario:', ['31 unknown-key scenario'], /Did you mean `scenarios`/],
  ['a key of other tools', 'rounds: 20', 'steps: 20', ['36 unknown-key steps'], /Did you mean `rounds`/],
  ['a wrong version', 'society: 1', 'society: 2', ['1 wrong-value 2'], /`1`/],
  ['no version', 'society: 1\n', '', ['1 missing-key title'], /`society` is missing/],
  ['a key twice', 'seed: 7', 'seed: 7\n    seed: 8', ['41 duplicate-key seed'], /already in this map/],
  ['an id with capitals', 'friendship:', 'Friend Ship:', ['27 bad-id Friend Ship'], /not an id/],
  ['a persona that extends itself', 'extends: newcomer', 'extends: grace', ['24 extends-cycle grace'], /extends itself/],
  ['a merge key', 'age: 41', '<<: { age: 41 }', ['11 unknown-key <<'], /extends/],
  ['a second document', 'seed: 7', 'seed: 7\n---\na: 1', ['41 documents ---'], /one society/],
  ['a name unknown to an expression', 'tie(ada, grace)', 'tie(ada, grce)', ['38 expression-unknown-name grce'], /Did you mean `grace`/],
  [
    'a measure unknown to an expression',
    'reciprocity > 0.5',
    'reciprcity > 0.5',
    ['39 expression-unknown-name reciprcity'],
    /Did you mean `reciprocity`/,
  ],
  ['an expression in words', 'reciprocity > 0.5', 'reciprocity > 0.5 and round > 3', ['39 expression-syntax and'], /Write && instead/],
  ['an open $( in prose', 'premise: A forum opens.', 'premise: A $(round forum.', ['33 expression-syntax $('], /not closed/],
  [
    'a literal key',
    'title: Hello\n',
    'title: Hello\nmodels:\n  gpt: { kind: openai, base_url: http://x/v1, name: q, key: sk-123 }\n',
    ['4 literal-key sk-123'],
    /must not contain a key/,
  ],
  [
    'an unknown kind',
    'title: Hello\n',
    'title: Hello\nmodels:\n  gpt: { kind: opnai }\n',
    ['4 wrong-value opnai'],
    /Did you mean `openai`/,
  ],
  ['no kind', 'title: Hello\n', 'title: Hello\nmodels:\n  gpt: { name: x }\n', ['4 missing-key gpt'], /`kind` is missing/],
  ['too much indentation', '    name: Grace\n', '   name: Grace\n', ['23 indent traits: [kind]'], /indented/],
  ['a list item among keys', '    name: Grace\n', '    - x\n    name: Grace\n', ['22 unexpected - x'], /list item/],
];

describe('diagnostics', () => {
  it('list the keys that are possible where an unknown key is like none of them', async () => {
    const study =
      'experiments:\n  two:\n    scenario: meet\n    arms: { a: {}, b: {} }\n    compare:\n      more: { measure: bond, of: a }\n';
    const [found] = await diagnose(HELLO + study);
    assert.equal(
      found?.message,
      'There is no `of` in a comparison. What can stand here: `at`, `arms`, `against`, `test`, `matters`, `paired`.',
    );
  });

  it('leave out an expression that a comma cuts in two', async () => {
    const text = hello(
      'scenarios:',
      'worlds:\n  lake:\n    agent_vars: { x: 0 }\n    phases: { rest: { then: bond(ada, ben) } }\nscenarios:',
    );
    assert.deepEqual((await diagnose(text)).map(({ code, severity }) => (severity === 'error' ? code : '')).filter(Boolean), [
      'flow-comma',
    ]);
  });

  it('say that a distribution stays text where nothing is drawn', async () => {
    const text = hello('scenarios:', "worlds:\n  lake: { vars: { luck: 'uniform(0, 1)', kind: uniform } }\nscenarios:");
    const found = (await diagnose(text)).filter(({ severity }) => severity === 'error');
    assert.deepEqual(
      brief(text, found).map((one) => one.replace(/^\d+ /, '')),
      ["not-computed 'uniform(0, 1)'"],
    );
  });

  it('report a value after `=` that is computed nowhere once, whatever it is', async () => {
    const text = hello('age: 41', "age: 41\n    vars: { mark: '= free =' }");
    assert.deepEqual(brief(text, await diagnose(text)), ["12 not-computed '= free ='"]);
  });

  it('are empty for a good file', async () => assert.deepEqual(await diagnose(HELLO), []));
  it("are empty for the library's feed", async () => assert.deepEqual(await diagnose(FEED), []));

  for (const [name, from, to, expected, message] of mistakes) {
    it(`${name}: ${to.trim().split('\n')[0]}`, async () => {
      const text = hello(from, to);
      const found = await diagnose(text);
      assert.deepEqual(brief(text, found), expected);
      assert.match(found[0]?.message ?? '', message);
    });
  }

  const repairable = mistakes.filter(
    ([name]) =>
      !/number|out of range|unknown kind|wrong type|half-typed|without a value|import|pattern|version|twice|graph|extends itself|merge|second|open \$|no kind|indentation|item among|agent in a|literal/.test(
        name,
      ),
  );
  for (const [name, from, to] of repairable) {
    it(`have a fix that repairs ${name}`, async () => {
      const fixed = applyFix(hello(from, to), await diagnose(hello(from, to)));
      assert.deepEqual(
        brief(fixed, await diagnose(fixed)).filter((line) => !line.includes('unknown-id')),
        [],
      );
    });
  }

  it('treat a comment after a value as a comment', async () =>
    assert.deepEqual(await diagnose(hello('voice: Short sentences.', 'voice: Short sentences. # as she talks')), []));
  it('treat a hash in quotes or within a word as text', async () =>
    assert.deepEqual(await diagnose(hello('voice: Short sentences.', "voice: 'C #1' \n    bio: C#minor")), []));
  it('accept numbers as people write them', async () => {
    const text = hello('age: 41', 'gender: 012\n    occupation: 1e3\n    vars: { code: 0x1F, zip: 00123 }');
    assert.deepEqual(await diagnose(text), []);
  });
  it('accept the name of a member of a population', async () => {
    const text = hello('ties:', 'populations:\n  regulars: { size: 18 }\n\nties:')
      .replace('[ada, grace]', '[ada, grace, regulars]')
      .replace('tie(ada, grace)', 'degree(ada)');
    assert.deepEqual(await diagnose(text.replace('among: all', 'among: [ada, regulars_07]')), []);
    assert.deepEqual(brief(text, await diagnose(text.replace('among: all', 'among: [ada, regulars_19]'))).length, 1);
  });
  it('report an id of two files as a duplicate, allow one of the library to be replaced, and blame nothing of the library', async () => {
    const files = { 'file:///study/other.society': 'society: 1\npersonas:\n  ada: { name: Other }\n' };
    const text = hello('imports: [library/feed]', 'imports: [library/feed, ./other.society]');
    assert.deepEqual(brief(text, await diagnose(text, files)), ['9 duplicate-id ada']);
    const own = `${HELLO}worlds:\n  feed: { does: Mine., params: { topic: a } }\n`;
    assert.deepEqual(brief(own, await diagnose(own)), ['42 replaced-world feed']);
    const lake = `society: 1\nworlds:\n  feed: { vars: { stock: 3 }, actions: { fish: { does: Fish., effect: stock -= 1 } }, phases: { day: { actions: [fish] } } }\n`;
    const service = serviceOver({ [libraryUri('feed')]: lake });
    service.set(MAIN, own);
    const { problems } = await service.resolve(MAIN);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['replaced-world'],
    );
  });
  it('offer another id for a world that extends the one of the library with the same id', async () => {
    const own = `${HELLO}worlds:\n  feed:\n    extends: feed\n    params: { topic: a }\n`;
    const found = await diagnose(own);
    assert.deepEqual(brief(own, found), ['42 replaced-world feed', '43 extends-cycle feed']);
    assert.deepEqual(await diagnose(applyFix(own, found)), []);
  });
});
