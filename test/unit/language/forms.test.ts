/** Short forms: wrong ones are said where they stand, each with what was probably meant; both forms mean the same. */
import { strict as assert } from 'node:assert';
import { applyFix, brief, diagnose, hello } from './support.js';

const sampled = (value: string): string => `society: 1\npopulations:\n  p:\n    size: 3\n    sample: { age: '${value}' }\n`;
const scenario = (line: string): string => hello('    rounds: 20\n', `    rounds: 20\n    ${line}\n`);
const network = (value: string): string => hello('{ rule: evidence }', `never\n    graph: ${value}`);
const world = (line: string): string => `society: 1\nworlds:\n  w:\n    title: x\n    ${line}\n`;
const told = (to: string): string => scenario(`interventions: { i: { at: 2, to: ${to}, announce: Hello. } }`);
const asked = (scale: string): string => scenario(`surveys: { s: { at: end, ask: { q: { text: Hm?, scale: ${scale} } } } }`);
const coded = (answer: string): string => `society: 1\ncodes:\n  c: { ask: Hm?, answer: ${answer} }\n`;

/** The file, what is under the range, and what the fix writes there; null where nothing can be meant for certain. */
const WRONG: readonly (readonly [(value: string) => string, string, string | null])[] = [
  [sampled, 'norml(46, 14) in 18..90', 'normal(46, 14) in 18..90'],
  [sampled, 'normal(46, 14) on 18..90', 'normal(46, 14) in 18..90'],
  [sampled, 'beta(2 2)', 'beta(2, 2)'],
  [sampled, 'beta(2, 2, 2)', null],
  [sampled, 'normal(46)', null],
  [sampled, '2 of jazz', null],
  [sampled, 'two of [jazz, of]', '2 of [jazz, of]'],
  [sampled, '18...90', '18..90'],
  [sampled, '18 .. 90', '18..90'],
  [sampled, '18-90', '18..90'],
  [network, 'smallworld(4, 0.1)', 'small_world(4, 0.1)'],
  [network, 'small_world(4)', null],
  [(pick) => scenario(`groups: { g: { of: all, pick: ${pick} } }`), 'tpo two by degree', 'top 2 by degree'],
  [(pick) => scenario(`groups: { g: { of: all, pick: ${pick} } }`), 'random', null],
  [told, 'top 2 degree', 'top 2 by degree'],
  [told, 'random five', 'random 5'],
  [(to) => world(`actions: { a: { does: x, kind: message, to: ${to} } }`), 'botom 2 by degree', 'bottom 2 by degree'],
  [(to) => world(`actions: { a: { does: x, kind: message, to: ${to} } }`), 'two words', null],
  [(at) => scenario(`coach: { kind: rule, at: ${at} }`), 'evry 3', 'every 3'],
  [(at) => scenario(`coach: { kind: rule, at: ${at} }`), 'every 0', null],
  [(odds) => scenario(`expect: { e: { that: reciprocity > 0, in: ${odds} } }`), '16/20 seeds', '16 of 20 seeds'],
  [(odds) => scenario(`expect: { e: { that: reciprocity > 0, in: ${odds} } }`), '16 of 20', '16 of 20 seeds'],
  [asked, '1-7', '1..7'],
  [asked, '1...7', '1..7'],
  [coded, 'yesno', 'yes_no'],
  [coded, '0...4', '0..4'],
  [(money) => scenario(`budget: { money: ${money} }`), '1.5$', '1.5 USD'],
  [(round) => scenario(`clock: { round: ${round} }`), 'one day', '1 day'],
  [(type) => world(`vars: { price: ${type} }`), 'nubmer?', 'number?'],
  [(type) => world(`vars: { price: ${type} }`), 'agnet?', 'agent?'],
  [(type) => world(`vars: { price: ${type} }`), '0..', null],
  [(type) => world(`agent_vars: { price: ${type} }`), '0...20000', '0..20000'],
  [(type) => `society: 1\npopulations:\n  p: { size: 3, vars: { trust: ${type} } }\n`, '0...1', '0..1'],
];

describe('short forms', () => {
  for (const [file, value, meant] of WRONG) {
    it(`reject ${value}${meant === null ? '' : `, and suggest ${meant}`}`, async () => {
      const text = file(value);
      const found = (await diagnose(text)).filter(({ severity }) => severity === 'error');
      assert.deepEqual(
        brief(text, found).map((line) => line.replace(/^\d+ /, '').replaceAll("'", '')),
        [`wrong-form ${value}`],
      );
      assert.deepEqual(found[0]?.fixes?.map(({ title }) => title) ?? [], meant === null ? [] : [`Write ${meant}`]);
      if (meant === null) return;
      assert.equal(applyFix(text, found), file(meant));
      assert.deepEqual(
        (await diagnose(file(meant))).filter(({ severity }) => severity === 'error'),
        [],
      );
    });
  }
  it('do not change what is text', async () => {
    for (const text of [
      sampled('Anywhere north of (or near) the river'),
      world('vars: { motto: Who?, note: 3 of us }'),
      hello('A forum opens.', 'Two of us met 18...90 times.'),
    ])
      assert.deepEqual(
        (await diagnose(text)).filter(({ severity }) => severity === 'error').map(({ message }) => message),
        [],
        text,
      );
  });
});
