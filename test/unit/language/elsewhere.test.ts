/** Syntax of other programs: the message names the form of this format, which has no problem. */
import { strict as assert } from 'node:assert';
import { applyFix, diagnose } from './support.js';

const world = (phase: string, effect = 'stock -= 1', more = ''): string => `society: 1
personas: { ada: {}, ben: {} }
worlds:
  lake:
${more}    vars: { stock: 10 }
    agent_vars: { sick: false }
    actions:
      fish:
        does: Fish.
        effect: |
          ${effect}
    phases:
      day: { actions: [fish] }
      rule: { ${phase} }
scenarios:
  meet: { world: lake, rounds: 5 }
`;

const cast = (persona: string): string => world('then: stock = 3').replace('ada: {}', `ada: { ${persona} }`);

const RULE = 'then: stock = 3';

/** [the text, the message, the correct text]. */
const CASES: readonly (readonly [text: string, words: RegExp, meant: string])[] = [
  [world(`if: stock > 3, ${RULE}`), /`when: …` to select rounds, or `who: \{ of: all, if: … \}`/, world(`when: stock > 3, ${RULE}`)],
  [world(`chance: 0.3, ${RULE}`), /`when: chance\(0\.3\)`/, world(`when: chance(0.3), ${RULE}`)],
  [world(`chance: 0.3, ${RULE}`), /if: chance\(0\.3\)/, world('who: { of: all, if: chance(0.3) }, then: me.sick = true')],
  [world(RULE, 'stock -= 1', '    rules: { r: {} }\n'), /a phase with a `then:`/, world(RULE)],
  [world(RULE, 'if (stock > 3) stock = 3'), /Write `stock = stock > 3 \? 3 : stock`/, world(RULE, 'stock = stock > 3 ? 3 : stock')],
  [world(RULE, 'for (const a of all) a.sick = true'), /does its `then:` for each/, world('who: all, then: me.sick = true')],
  [world(RULE, 'const x = 3'), /Declare what is kept under `vars`/, world(RULE)],
  [world(RULE, 'stock = 3; me.sick = true'), /on a line of its own/, world(RULE, 'stock -= 3\n          me.sick = true')],
  [
    world(RULE, "stock > 3 && send(all, 'Fish!')"),
    /A condition within a line cannot control/,
    world(`when: stock > 3, then: "send(all, 'Fish!')"`),
  ],
  [world('then: stock = 3 if stock > 3 else 4'), /Write `condition \? one : other`/, world("then: 'stock = stock > 3 ? 3 : 4'")],
  [world(RULE, 'stock = all.find(a => a.sick).id'), /list\.filter\(…\)\[0\]/, world(RULE, 'stock = count(all.filter(a => a.sick))')],
  [world('then: stock = random() * 3'), /Rules draw with `chance\(0\.3\)`/, world("then: 'stock = chance(0.5) ? 3 : 2'")],
  [world('then: stock = Math.random() * 3'), /^Rules draw/, world('who: all, then: me.sick = chance(0.5)')],
  [cast('strategy: greedy'), /from a variable: `vars: \{ strategy: greedy \}`/, cast('vars: { strategy: greedy }')],
];

describe('words of other programs', () => {
  for (const [text, words, meant] of CASES)
    it(String(words), async () => {
      const found = await diagnose(text);
      assert.match(found[0]?.message ?? '', words);
      assert.equal(found.length, 1, JSON.stringify(found));
      assert.deepEqual(await diagnose(meant), []);
    });

  it('are replaced by a fix with the key of this format', async () => {
    const text = world('effect: stock = 3');
    assert.deepEqual(await diagnose(applyFix(text, await diagnose(text))), []);
  });

  it('are accepted as names of variables', async () => {
    assert.deepEqual(await diagnose(world('then: iffy += 1').replace('stock: 10', 'stock: 10, iffy: 0')), []);
    assert.match(
      (await diagnose(world('then: iffy = += 1').replace('stock: 10', 'stock: 10, iffy: 0')))[0]?.message ?? '',
      /does not belong/,
    );
  });
});
