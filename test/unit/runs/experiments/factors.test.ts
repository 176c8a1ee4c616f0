/** What arms can vary beyond their scenario: ties, the feed, people, populations, models; and null runs as arms. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Experiment, Society } from '../../../../src/language/generated/society.js';
import { applySettings, nullsOf } from '../../../../src/runs/load/applyArmSettings.js';
import { type ExperimentRun, comparisonsOf, keysOf } from '../../../../src/runs/experiments/index.js';
import { withNullArms } from '../../../../src/runs/experiments/design/design.js';
import { planned, playedPlan, study } from '../../../support/experiments.js';

const society = {
  society: 1,
  ties: { bond: { change: { rule: 'evidence', threshold: 0.2 } } },
  personas: { ada: { name: 'Ada' }, ben: { name: 'Ben' } },
  populations: { crowd: { size: 3 } },
  models: { small: { kind: 'openai', base_url: 'http://localhost:1', name: 'x', temperature: 0.2 } },
  worlds: { pub: { feed: { size: 5 }, ties: { table: { strength: 0.3 } } } },
  scenarios: { meet: { world: 'pub', ties: ['bond'] } },
} as unknown as Society;

const at = (path: string, set: { readonly [path: string]: never }): unknown =>
  path
    .split('.')
    .reduce<unknown>((node, key) => (node as { readonly [key: string]: unknown })[key], applySettings({ society }, 'meet', set).society);

describe('factors beyond the scenario', () => {
  it('reach ties, people, populations, models and the world of the scenario', () => {
    const paths = [
      ['ties.bond.change.threshold', 'ties.bond.change.threshold'],
      ['ties.bond.change.weights.relevance', 'ties.bond.change.weights.relevance'],
      ['ties.table.strength', 'worlds.pub.ties.table.strength'],
      ['personas.ada.activity', 'personas.ada.activity'],
      ['populations.crowd.size', 'populations.crowd.size'],
      ['models.small.temperature', 'models.small.temperature'],
      ['world.feed.size', 'worlds.pub.feed.size'],
      ['world.with.growth', 'scenarios.meet.world.with.growth'],
      ['ties', 'scenarios.meet.ties'],
    ] as const;
    for (const [path, place] of paths) assert.equal(at(place, { [path]: 7 as never }), 7, path);
    assert.equal(society.ties!['bond']!.strength, undefined, 'the file’s own stay as they are');
    assert.equal(at('ties.bond.change.rule', { 'ties.bond.change.threshold': 0.5 as never }), 'evidence');
  });

  it('change the keys of stored runs, and the same values keep them', () => {
    const key = (set: { readonly [path: string]: number | string }) =>
      keysOf({ scenario: 'meet', society, tables: {} })({ id: '', levels: {}, set, wording: null, model: null })(1);
    const plain = key({});
    assert.equal(key({ 'ties.bond.change.threshold': 0.2 }), plain);
    for (const set of [
      { 'ties.bond.change.threshold': 0.3 },
      { 'world.feed.size': 6 },
      { 'personas.ada.activity': 0.1 },
      { 'populations.crowd.size': 4 },
      { 'models.small.temperature': 0.3 },
      { null: 'random' },
    ])
      assert.notEqual(key(set as never), plain, JSON.stringify(set));
  });

  it('change the run', async () => {
    const arms =
      '      low: { ties.friendship.change.threshold: 0.05 }\n      high: { ties.friendship.change.threshold: 0.9 }\n      alone: { null: isolated }\n';
    const source = study(`    arms:\n${arms}    seeds: 3\n    compare: { talk: { measure: density } }\n`);
    const plan = await planned(source, { known: new Map<string, ExperimentRun>() });
    const { lost, ...played } = await playedPlan(plan, new Map());
    assert.deepEqual(lost, []);
    const [low, high, alone] = comparisonsOf(played)[0]!.arms.map(({ mean }) => mean!);
    assert.ok(low! > 0 && high === 0 && alone! < low!, JSON.stringify([low, high, alone]));
  });
});

describe('null runs in an experiment', () => {
  it('are named in any order, each once, and other names are rejected', () => {
    assert.deepEqual(nullsOf({}), []);
    assert.deepEqual(nullsOf({ null: 'random' }), ['random']);
    assert.deepEqual(nullsOf({ null: ['memoryless', 'isolated', 'memoryless'] }), ['isolated', 'memoryless']);
    assert.throws(() => nullsOf({ null: 'rndom' }), /random, isolated, memoryless, uncoached, forgetful, unrewarded, not `rndom`/);
  });

  it('are added as arms, and compared where arms are named', () => {
    const compare = { all: { measure: 'density' }, some: { measure: 'density', arms: ['a', 'b'] } };
    const found = withNullArms({ scenario: 'meet', arms: { a: {}, b: {} }, compare } as Experiment, ['random', 'isolated']);
    assert.deepEqual(Object.keys(found.arms!), ['a', 'b', 'null_random', 'null_isolated']);
    assert.deepEqual(found.compare!['some']!.arms, ['a', 'b', 'null_random', 'null_isolated']);
    assert.equal(found.compare!['all']!.arms, undefined);
    assert.deepEqual(Object.keys(withNullArms({ scenario: 'meet', grid: { rounds: [1, 2] } } as Experiment, ['random']).arms!), [
      'as_written',
      'null_random',
    ]);
  });
});
