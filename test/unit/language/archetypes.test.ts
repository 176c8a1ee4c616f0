/** The key `archetypes` of a phase in the editor: its fields, and orders that have no use for it. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { completeAt, diagnose } from './support.js';

const file = (phase: string): string => `society: 1
populations: { readers: { size: 4, vars: { side: text }, sample: { side: left } } }
worlds:
  paper:
    agent_vars: { voted: { start: none } }
    actions: { vote: { does: Vote., args: { on: [aye, nay] }, effect: me.voted = on } }
    phases:
      vote: { ${phase} }
scenarios: { s: { cast: [readers], world: paper, rounds: 2 } }
`;

const problems = async (phase: string): Promise<readonly string[]> =>
  (await diagnose(file(phase))).map(({ code, message }) => `${code}: ${message}`);

describe('archetypes in the editor', () => {
  it('list fields of a person, variables of the world and of populations', async () => {
    assert.deepEqual(await problems('actions: [vote], archetypes: [occupation, side, voted]'), []);
    const [unknown, ...more] = await problems('actions: [vote], archetypes: [occupation, sid]');
    assert.match(unknown ?? '', /^unknown-variable: Agents have no field or variable `sid`\. Did you mean `side`\?/);
    assert.deepEqual(more, []);
  });

  it('have no effect where agents act one after another', async () => {
    const [ignored] = await problems('order: sequential, actions: [vote], archetypes: [side]');
    assert.match(ignored ?? '', /^order-ignores: `archetypes` has no effect here: .*each agent sees what came before/);
  });

  it('are completed with fields and variables', async () => {
    const labels = (await completeAt(file('actions: [vote], archetypes: [¦]'))).map(({ label }) => label);
    for (const wanted of ['occupation', 'interests', 'side', 'voted'])
      assert.ok(labels.includes(wanted), `${wanted} in ${labels.join(', ')}`);
  });
});
