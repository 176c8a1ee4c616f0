/** Where chance may be drawn: in rules that are carried out. Everywhere else the call is marked, and the message says what to do. */
import { strict as assert } from 'node:assert';
import { diagnose } from './support.js';

const file = (at: Partial<Record<'action' | 'phase' | 'world' | 'scenario' | 'intervention', string>>): string => `society: 1
personas: { ada: {}, ben: {} }
worlds:
  w:
    vars: { stock: { start: 10, told: true } }
    agent_vars: { ill: { start: false, told: true } }
${at.world ?? ''}
    actions:
      act: { to: agent, does: Do., effect: target.ill = true${at.action ?? ''} }
    phases:
      day: { actions: [act], order: alternate, turns: 4${at.phase ?? ''} }
scenarios:
  s:
    cast: all
    world: w
    rounds: 3
${at.scenario ?? ''}
    interventions:
      it: { to: all, at: 1${at.intervention ?? ', then: me.ill = true'} }
`;

const RULES: readonly string[] = [
  file({}).replace('target.ill = true', 'target.ill = chance(0.5)'),
  file({ action: ', when: chance(0.5)' }),
  file({ action: ', if: chance(0.5)' }),
  file({ action: ', seen_by: { of: all, if: chance(0.5) }' }),
  file({ phase: ', when: chance(0.5)' }),
  file({ phase: ', stop: chance(0.5)' }),
  file({ phase: ", then: 'stock = chance(0.5) ? 1 : 2'" }),
  file({ phase: ', who: { of: { of: all, if: chance(0.5) }, if: chance(0.5) }' }),
  file({ intervention: ', then: me.ill = chance(0.5)' }),
  file({ intervention: ', then: me.ill = true, when: chance(0.5)' }).replace('at: 1, ', ''),
  file({ intervention: ', then: me.ill = true' }).replace('to: all', 'to: { of: all, if: chance(0.5) }'),
];

const LOOKS: readonly string[] = [
  file({ phase: ', until: chance(0.5)' }),
  file({ phase: ", tell: 'It is $(chance(0.5)).'" }),
  file({ world: '    measures: { m: count(all.map(a => chance(0.5))) }' }),
  file({}).replace('start: 10', 'start: "=chance(0.5) ? 1 : 2"'),
  file({ scenario: '    until: chance(0.5)' }),
  file({ scenario: '    expect: { e: { that: chance(0.5), because: So. } }' }),
  file({ scenario: '    groups: { some: { of: all, if: chance(0.5) } }' }),
  file({ scenario: '    rewards: { r: { kind: custom, value: "chance(0.5) ? 1 : 0" } }' }),
  file({ scenario: '    surveys: { q: { at: end, to: { of: all, if: chance(0.5) }, ask: { ok: { yes_no: true, text: Well? } } } }' }),
  file({ intervention: ', intercept: { of: all, if: chance(0.5) }' }),
];

describe('random functions', () => {
  for (const text of RULES)
    it(`are allowed in a rule: ${lineOf(text)}`, async () =>
      assert.deepEqual(
        (await diagnose(text)).filter(({ severity }) => severity === 'error'),
        [],
      ));

  for (const text of LOOKS)
    it(`are not allowed in an expression that only reads: ${lineOf(text)}`, async () => {
      const found = (await diagnose(text)).filter(({ severity }) => severity === 'error');
      const lines = text.split('\n');
      assert.deepEqual(
        found.map(({ code, range: { start, end } }) => [code, lines[start.line]!.slice(start.character, end.character)]),
        [['expression-no-draw', 'chance']],
        JSON.stringify(found),
      );
      assert.match(found[0]!.message, /keep the result in a variable/);
    });
});

function lineOf(text: string): string {
  return (
    text
      .split('\n')
      .find((line) => line.includes('chance('))
      ?.trim() ?? ''
  );
}
