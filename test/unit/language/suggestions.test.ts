/** A misspelt word is reported with a similar one, at every place of a word of the format or a name. */
import { strict as assert } from 'node:assert';
import { diagnose } from './support.js';

const WORLD = (to: string): string => `society: 1
personas: { ada: { name: Ada Okafor }, ben: { name: Ben } }
worlds:
  w:
    actions: { say: { kind: message, does: Say something., to: ${to} } }
    phases: { talk: { actions: [say] } }
scenarios: { s: { world: w, rounds: 2 } }
`;
const PICK = (to: string): string =>
  WORLD('public').replace('rounds: 2', `rounds: 2, interventions: { x: { at: 1, to: ${to}, announce: Hello } }`);
const GRAPH = (graph: string): string =>
  WORLD('public').replace('scenarios:', `ties:\n  near:\n    graph: ${graph}\nscenarios:`).replace('rounds: 2', 'rounds: 2, ties: [near]');

const CASES: readonly (readonly [string, string, string])[] = [
  ['an audience in American English', WORLD('neighbors'), '`neighbours`'],
  ['an audience', WORLD('agnet'), '`agent`'],
  ['what a pick goes by', PICK('top 1 by degre'), '`degree`'],
  ['a person', PICK('beno'), '`ben`'],
  ['a graph', GRAPH('ringg(2)'), '`ring(2)`'],
];

describe('did you mean', () => {
  for (const [what, text, near] of CASES)
    it(`${what}: ${near}`, async () => {
      const messages = (await diagnose(text)).map(({ message }) => message);
      assert.ok(
        messages.some((message) => message.includes(`Did you mean ${near}?`)),
        messages.join('\n'),
      );
    });

  it('suggests a variable of members, written as that of a person: `team`', async () => {
    const text =
      'society: 1\npopulations:\n  staff: { size: 4, sample: { vars.team: { red: 1, blue: 1 } } }\nscenarios: { s: { rounds: 2 } }\n';
    const found = (await diagnose(text)).find(({ code }) => code === 'unknown-field');
    assert.match(found?.message ?? '', /Write `team`/);
    assert.equal(found?.fixes?.[0]?.edits[0]?.text, 'team');
  });
});
