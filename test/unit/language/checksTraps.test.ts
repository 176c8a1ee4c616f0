/** What YAML accepts without a message: each trap is an error at its place, and after its fix no problem is left. */
import { strict as assert } from 'node:assert';
import { applyFix, brief, diagnose, HELLO, hello } from './support.js';

/** [trap, from, to, found, what the fix makes of it]. */
const traps: readonly (readonly [string, string, string, string, string | null])[] = [
  ['a hashtag after text', 'voice: Short sentences.', 'voice: Open now #bakery', '15 cut-text #bakery', "voice: 'Open now #bakery'"],
  ['a hashtag after a premise', '    premise: A forum opens.', '    premise: Come #today', '33 cut-text #today', "premise: 'Come #today'"],
  ['a hashtag that is an item', '[sourdough, jazz]', '\n      - #jazz', '15 cut-text #jazz', "- '#jazz'"],
  [
    'a comma in a call in a flow map',
    'among: all\n    change: { rule: evidence }',
    '{ graph: small_world(6, 0.1) }',
    '28 flow-comma small_world(6, 0.1)',
    "{ graph: 'small_world(6, 0.1)' }",
  ],
  [
    'a comma in prose in a flow list',
    '[sourdough, jazz]',
    '[baking bread, but only at night]',
    '14 flow-comma baking bread, but only at night',
    "['baking bread, but only at night']",
  ],
  ['!', 'voice: Short sentences.', 'voice: !wow yes', '15 indicator !wow yes', "voice: '!wow yes'"],
  ['&', 'voice: Short sentences.', 'voice: &sons co', '15 indicator &sons co', "voice: '&sons co'"],
  ['*', 'voice: Short sentences.', 'voice: *bold* text', '15 indicator *bold* text', "voice: '*bold* text'"],
  ['@', 'voice: Short sentences.', 'voice: @home always', '15 indicator @home always', "voice: '@home always'"],
  ['%', 'voice: Short sentences.', 'voice: %x', '15 indicator %x', "voice: '%x'"],
  ['a backtick', 'voice: Short sentences.', 'voice: `code` first', '15 indicator `code` first', "voice: '`code` first'"],
  ['a colon and a space', 'voice: Short sentences.', 'voice: Dry: short', '15 colon Dry: short', "voice: 'Dry: short'"],
  ['a quote that closes too early', 'voice: Short sentences.', 'voice: "Hm" is all', '15 indicator "Hm" is all', 'voice: \'"Hm" is all\''],
  ['a tab', '    voice: Short', '\tvoice: Short', '15 tab \t', '    voice: Short'],
  ['a half-typed key', '    voice: Short sentences.', '    voice', '15 half-typed voice', null],
  ['an open quote', 'name: Ada Okafor', 'name: "Ada Okafor', '10 unclosed-quote "Ada Okafor', 'name: "Ada Okafor"'],
  ['a merge key', 'age: 41', '<<: { age: 41 }', '11 unknown-key <<', null],
  ['a second document', 'seed: 7', 'seed: 7\n---\na: 1', '41 documents ---', null],
  ['yes', 'seed: 7', 'interventions:\n      news: { at: 3, announce: Rain., once: yes }', '41 wrong-type yes', 'once: true'],
  ['Off', 'seed: 7', 'interventions:\n      news: { at: 3, announce: Rain., once: Off }', '41 wrong-type Off', 'once: false'],
  ['012', 'age: 41', 'age: 012', '11 wrong-type 012', 'age: 12'],
  ['1_000', 'rounds: 20', 'rounds: 1_000', '36 wrong-type 1_000', 'rounds: 1000'],
  ['1e3', 'rounds: 20', 'rounds: 1e3', '36 wrong-type 1e3', 'rounds: 1000'],
  ['.5 as a share', 'activity: 0.8', 'activity: .5', '6 wrong-type .5', 'activity: 0.5'],
  ['a date in another order', 'seed: 7', 'clock: { start: 02.03.2026 }', '40 wrong-form 02.03.2026', null],
  ['a key twice', 'seed: 7', 'seed: 7\n    seed: 8', '41 duplicate-key seed', null],
  ['a hashtag in braces', 'topic: our street', 'topic: our #street', '35 cut-text #street', "topic: 'our #street'"],
  ['a hashtag in brackets', '[sourdough, jazz]', '[sourdough, #jazz]', '14 cut-text #jazz', "[sourdough, '#jazz']"],
  ['a colon and a space in a flow list', '[sourdough, jazz]', '[Dry: short, jazz]', '14 colon Dry: short', "['Dry: short', jazz]"],
  ['a colon without a space', 'age: 41', 'age:41', '11 half-typed age:41', 'age: 41'],
  ['a line one space short', '    age: 41', '   age: 41', '11 indent age: 41', '    age: 41'],
  ['a line one space too far', '    age: 41', '     age: 41', '11 indent age: 41', '    age: 41'],
  ['an item without a space', '[sourdough, jazz]', '\n      -sourdough\n      -jazz', '15 half-typed -sourdough…', '[sourdough, jazz]'],
  ['an argument without a comma', 'until: reciprocity > 0.5', 'until: tie(ada grace) > 0.5', '39 expression-syntax grace', null],
  ['a comma after a number', 'age: 41', 'age: 41,', '11 wrong-type 41,', 'age: 41'],
  ['>', 'voice: Short sentences.', 'voice: > 50 years old', '15 indicator > 50 years old', "voice: '> 50 years old'"],
  ['|', 'voice: Short sentences.', 'voice: | text', '15 indicator | text', "voice: '| text'"],
  ['-', 'voice: Short sentences.', 'voice: - quiet', '15 indicator - quiet', "voice: '- quiet'"],
  ['[', 'voice: Short sentences.', 'voice: [shy] person', '15 indicator [shy] person', "voice: '[shy] person'"],
  ['{', 'voice: Short sentences.', 'voice: {very} shy', '15 indicator {very} shy', "voice: '{very} shy'"],
  ['an item without its dash', 'voice: Short sentences.', 'goals:\n      - find people\n      bake', '17 unexpected bake', '      - bake'],
  ['a space that is none', 'age: 41', 'age:\u00a041', '11 half-typed age:\u00a041', null],
];

describe('silent traps of YAML', () => {
  for (const [name, from, to, expected, mended] of traps)
    it(`${name}: ${to.trim().split('\n')[0]}`, async () => {
      const text = hello(from, to);
      const found = await diagnose(text);
      assert.deepEqual(brief(text, found), [expected]);
      if (mended === null) return;
      const fixed = applyFix(text, found);
      assert.ok(fixed.includes(mended), fixed);
      assert.deepEqual(await diagnose(fixed), []);
    });

  it('a byte order mark at the start is accepted', async () => assert.deepEqual(await diagnose(`\ufeff${HELLO}`), []));
  it('what looks like a number, a date or a yes stays text where text is expected', async () => {
    const text = hello('voice: Short sentences.', 'voice: yes\n    gender: 007\n    vars: { born: 2026-03-02, on: on, zip: 01234 }');
    assert.deepEqual(await diagnose(text), []);
  });
  it('two items with a comma between them are two items', async () =>
    assert.deepEqual(await diagnose(hello('[sourdough, jazz]', '[sourdough baking, and, but not, jazz]')), []));
});
