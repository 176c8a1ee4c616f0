/** The mean of each reward is a measure, by name: in formulas, in `compare`, and where a scenario inherits its rewards. */
import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { brief, diagnose } from './support.js';

const file = (formula: string, compared: string): string => `society: 1
personas:
  ada: { name: Ada }
  ben: { name: Ben }
rewards:
  coordination: { kind: coordination, value: taken_up }
scenarios:
  plain:
    cast: [ada, ben]
    rewards:
      coordination: {}
      steady: { kind: custom, value: "min(1, acts / 3)" }
  coached:
    extends: plain
    coach: { kind: rule }
    measures:
      mine: ${formula}
experiments:
  e:
    scenario: coached
    arms: { none: { coach: off }, rule: {} }
    seeds: 2
    compare:
      c: { measure: ${compared}, at: end, arms: [none, rule] }
`;

async function problems(formula: string, compared: string): Promise<readonly string[]> {
  const text = file(formula, compared);
  return brief(text, await diagnose(text));
}

describe('rewards as measures in the language', () => {
  it('are known by `reward_` and the name that the scenario gives them', async () => {
    assert.deepEqual(await problems('reward_coordination + change(reward_steady)', 'reward_coordination'), []);
    assert.deepEqual(await problems('mean(all.rewards.steady)', 'reward_steady'), []);
  });

  it('are not there by another name', async () => {
    assert.equal((await problems('reward_steadily', 'reward_steady')).length, 1);
    assert.equal((await problems('reward_steady', 'reward_steadily')).length, 1);
  });
});
