/** The mean of each reward is a measure, by name: in formulas, in `compare`, and where a scenario inherits its rewards. */
import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { createLanguageService } from '../../../src/language/index.js';
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
    seeds: 6
    compare:
      c: { measure: ${compared}, at: end, arms: [none, rule] }
`;

async function problems(formula: string, compared: string): Promise<readonly string[]> {
  const text = file(formula, compared);
  return brief(text, await diagnose(text));
}

describe('rewards as measures in the language', () => {
  it('have the name `reward_` with the name that the scenario gives them', async () => {
    assert.deepEqual(await problems('reward_coordination + change(reward_steady)', 'reward_coordination'), []);
    assert.deepEqual(await problems('mean(all.rewards.steady)', 'reward_steady'), []);
  });

  it('have no other name', async () => {
    assert.equal((await problems('reward_steadily', 'reward_steady')).length, 1);
    assert.equal((await problems('reward_steady', 'reward_steadily')).length, 1);
  });
});

describe('a reward that is renamed', () => {
  const URI = 'file:///study/main.society';
  const text = file('reward_steady + change(reward_steady) + mean(all.rewards.steady)', 'reward_steady');

  /** The lines that have the new name after a rename at some place. */
  async function renamed(place: string, name: string): Promise<readonly string[]> {
    const service = createLanguageService({ read: () => Promise.resolve(null) });
    service.set(URI, text);
    const found = await service.rename(URI, text.indexOf(place) + place.length - 1, name);
    assert.ok(found.ok, JSON.stringify(found));
    const lines = text.split('\n');
    for (const { range, text: by } of found.files.flatMap(({ edits }) => edits).reverse()) {
      const line = lines[range.start.line]!;
      lines[range.start.line] = line.slice(0, range.start.character) + by + line.slice(range.end.character);
    }
    const changed = lines.join('\n');
    assert.deepEqual(brief(changed, await diagnose(changed)), []);
    return lines.filter((line) => line.includes(name)).map((line) => line.trim());
  }

  it('renames its measure, in formulas and comparisons, from any place', async () => {
    const expected = [
      'calm: { kind: custom, value: "min(1, acts / 3)" }',
      'mine: reward_calm + change(reward_calm) + mean(all.rewards.calm)',
      'c: { measure: reward_calm, at: end, arms: [none, rule] }',
    ];
    for (const place of ['      steady', 'mine: reward_steady', 'all.rewards.steady', 'measure: reward_steady'])
      assert.deepEqual(await renamed(place, 'calm'), expected, place);
  });

  it('keeps its id where that is its kind, too', async () => {
    const service = createLanguageService({ read: () => Promise.resolve(null) });
    service.set(URI, text);
    const found = await service.rename(URI, text.indexOf('coordination: {}'), 'calm');
    assert.match(found.ok ? 'renamed' : found.message, /First write `kind: coordination` below it/);
  });
});
