/** How often rules changed something, for a crowd and for a small society. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { eachChangedTie, eachSetVariable } from '../../../src/core/events/rowViews.js';
import { ruleCounts, runSummary } from '../../../src/runs/index.js';
import { modelOf, playWith } from '../../support/worlds.js';

const text = (size: number): string => `society: 1
populations:
  town: { size: ${size}, name: 'Resident {n}' }
ties:
  near: { among: all, strength: 1, graph: ring(4) }
worlds:
  w:
    agent_vars: { state: [well, ill], share: { start: 0.5, range: 0..1 } }
    phases:
      spread: { who: { of: all, if: "neighbours(agent).some(a => a.state == 'ill')" }, then: "me.state = 'ill'" }
      never: { who: { of: all, if: me.share > 1 }, then: me.share = 0 }
      wrong: { who: { of: all, if: "me.state == 'ill'" }, then: me.share = 2 }
      cut: { who: { of: all, if: "me.state == 'ill'" }, then: "unbond(me, neighbours(me), near)" }
scenarios:
  s:
    cast: [town]
    ties: [near]
    world: w
    rounds: 3
    seed: 1
    interventions: { first: { at: start, to: random 5, then: "me.state = 'ill'" } }
`;

describe('counts of rules', () => {
  for (const size of [1_000, 40])
    it(`of ${size} agents are those of the single changes`, async () => {
      const model = await modelOf(text(size));
      const timeline = await playWith(model, () => assert.fail('nobody is asked'));
      const counts = new Map(ruleCounts(model, timeline.events).map((one) => [one.node.split('.')[3], one]));
      assert.deepEqual([...counts.keys()], ['spread', 'never', 'wrong', 'cut']);
      let [states, ties] = [0, 0];
      for (const event of timeline.events) {
        if (event.at === 'worlds.w.phases.spread.then') eachSetVariable(event, timeline.head.roster, () => states++);
        if (event.at === 'worlds.w.phases.cut.then') eachChangedTie(event, timeline.head.roster, () => ties++);
      }
      assert.ok(states > 10 && ties > 10);
      assert.deepEqual([...counts.get('spread')!.changes], [['state', states]]);
      assert.deepEqual([...counts.get('cut')!.changes], [['near', ties]]);
      const { ran, changing, changes, faults } = counts.get('never')!;
      assert.deepEqual([ran, changing, changes.size, faults], [3, 0, 0, 0]);
      const ill = counts.get('wrong')!.faults;
      assert.ok(ill > 3 && counts.get('wrong')!.changes.size === 0, String(ill));
      const { lost } = runSummary(model, timeline, { isOver: true, answers: [] });
      assert.ok(
        lost.some(({ count }) => count === ill),
        JSON.stringify(lost),
      );
    });
});
