/**
 * Every scenario of every example runs to its end on the built-in mind without a fault, and what the headers of the
 * examples say can be seen in them.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { like } from '../../../src/analysis/talk/textPattern.js';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { Json } from '../../../src/core/util/json.js';
import type { Timeline } from '../../../src/core/events/timeline.js';
import type { MindAnswer, ScenarioModel, Question } from '../../../src/engine/index.js';
import { builtinMind } from '../../../src/minds/builtin/index.js';
import { eventsOf, modelOf, playWith } from '../../support/worlds.js';
import { book } from '../minds/builtinSupport.js';

const mind = builtinMind(book);
const source = (name: string): string => readFileSync(`examples/${name}.society`, 'utf8');
const names = readdirSync('examples')
  .filter((name) => /\w\.society$/.test(name))
  .map((name) => name.slice(0, -'.society'.length));

/** Ids under `scenarios:`, in order. */
const scenariosOf = (text: string): string[] =>
  [...(/^scenarios:\n((?: .*\n|\n|#.*\n)*)/m.exec(`${text}\n`)?.[1] ?? '').matchAll(/^ {2}([a-z]\w*):/gm)].map(([, id]) => id ?? '');

const played = new Map<string, Promise<Timeline>>();

const play = (model: ScenarioModel): Promise<Timeline> =>
  playWith(model, (question: Question): Json => (mind.ask(question, neverCancelled) as MindAnswer).value ?? null);

/** A scenario of an example to its end, once a test run. */
function run(name: string, scenario: string, seed?: number): Promise<Timeline> {
  const key = [name, scenario, seed].join(' ');
  const known = played.get(key) ?? modelOf(source(name), { scenario, like, ...(seed === undefined ? {} : { seed }) }).then(play);
  played.set(key, known);
  return known;
}

const series = (timeline: Timeline, measure: string): readonly (number | null)[] =>
  timeline.head.measures.find((one) => one.measure === measure)?.values ?? [];
const last = (timeline: Timeline, measure: string): number => series(timeline, measure).at(-1) ?? Number.NaN;

describe('examples', function () {
  this.timeout(60_000);

  for (const name of names) {
    it(`${name} says in its header what to look for`, () => assert.match(source(name), /^# .+\n(#.*\n)*# What to look for\n|^ *# 1\. /m));

    for (const scenario of scenariosOf(source(name)))
      it(`${name}, ${scenario}: runs to its end without a fault`, async () => {
        const timeline = await run(name, scenario);
        assert.deepEqual(
          eventsOf(timeline, 'fault').map((fault) => JSON.stringify(fault)),
          [],
        );
        assert.ok(timeline.head.round > 0);
      });
  }
});

describe('statements of the examples', function () {
  this.timeout(120_000);

  it('commons: the lake lasts 12 months with talk, 2 without, 7 with one agent that takes 15', async () => {
    for (const seed of [1, 2, 3, 4, 5])
      for (const [scenario, months] of [
        ['talk', 12],
        ['silent', 2],
        ['one_greedy', 7],
        ['all_fair', 1],
      ] as const)
        assert.equal((await run('commons', scenario, seed)).head.round, months, `${scenario}, seed ${seed}`);
  });

  it('donor game: giving all yields 30,720, giving nothing 10, and agents who imitate the rich give less', async () => {
    assert.equal(last(await run('donor_game', 'generous'), 'mean_resources'), 30_720);
    assert.equal(last(await run('donor_game', 'greedy'), 'mean_resources'), 10);
    for (const seed of [1, 2, 3]) {
      const generosity = series(await run('donor_game', 'evolution', seed), 'generosity');
      assert.ok(generosity[11]! > 0.5 && generosity[95]! < 0.05, String(generosity));
    }
  });

  it('haggle: buyer and seller agree between their limits, and not where the limits do not overlap', async () => {
    for (const scenario of ['sale', 'swapped']) {
      const timeline = await run('haggle', scenario);
      assert.equal(last(timeline, 'deal'), 1);
      assert.ok(last(timeline, 'paid') >= 6000 && last(timeline, 'paid') <= 9000);
      assert.equal(last(timeline, 'seller_gain') + last(timeline, 'buyer_gain'), 3000);
    }
    assert.equal(last(await run('haggle', 'no_room'), 'deal'), 0);
  });

  it('debate: DeGroot reaches the mean, a smaller tolerance leaves opinions further apart', async () => {
    const degroot = await run('debate', 'degroot');
    assert.ok(Math.abs(last(degroot, 'mean_opinion') - 0.5) < 1e-12 && last(degroot, 'spread') < 1e-12);
    const [wide, narrow] = [await run('debate', 'deffuant'), await run('debate', 'narrow')];
    assert.ok(last(narrow, 'spread') > last(wide, 'spread'));
    for (const one of [wide, narrow]) assert.ok(Math.abs(last(one, 'mean_opinion') - 0.5) < 1e-12);
    const town = series(await run('debate', 'town_hall'), 'spread');
    assert.ok(town.at(-1)! < town[0]!);
  });

  it('leaving: Ben leaves in the seventh round, in eight of ten seeds, and in none without a line of Chiara’s', async () => {
    const members = series(await run('leaving', 'leaving', 5), 'members');
    assert.deepEqual([members[5], members[6]], [4, 3]);
    const text = source('leaving');
    const kind = text.replace('because Ben stops for a chat at every corner', 'because the bridge is being mended');
    assert.notEqual(kind, text);
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const left = await Promise.all(seeds.map(async (seed) => last(await run('leaving', 'leaving', seed), 'members')));
    const stayed = await Promise.all(
      seeds.map(async (seed) => last(await play(await modelOf(kind, { scenario: 'leaving', like, seed })), 'members')),
    );
    assert.equal(left.filter((count) => count === 3).length, 8);
    assert.deepEqual(new Set(stayed), new Set([4]));
  });

  it('network formation: popularity makes hubs, friends of friends make triangles', async () => {
    const of = (scenario: string): Promise<Timeline> => run('network_formation', scenario);
    const free = await of('free');
    assert.ok(last(await of('popular'), 'friendship_paradox') > last(free, 'friendship_paradox'));
    assert.ok(last(await of('friends_of_friends'), 'clustering') > 2 * last(free, 'clustering'));
  });
});
