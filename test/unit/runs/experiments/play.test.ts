import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { CancellationSource } from '../../../../src/core/util/lifecycle.js';
import { applySettings } from '../../../../src/runs/load/applyArmSettings.js';
import {
  type ExperimentRun,
  comparisonsOf,
  inProcess,
  type Job,
  type JobResult,
  type Played,
  type Player,
  type Progress,
} from '../../../../src/runs/experiments/index.js';
import { MAIN, opened, planned, playedPlan, study } from '../../../support/experiments.js';

async function played(source: string, known = new Map<string, ExperimentRun>()): Promise<Played & { fresh: number }> {
  let fresh = 0;
  const plan = await planned(source, { known });
  const result = await playedPlan(plan, known, {
    keep: async (cell) => {
      known.set(cell.key, cell);
      fresh++;
    },
  });
  return { ...result, fresh };
}

const text = (arms: string, more = ''): string => study(`    arms:\n${arms}\n    seeds: 3\n${more}`);
const ARMS = '      short: { rounds: 2 }\n      long: { rounds: 5 }';

describe('an experiment', () => {
  it('plays each arm with the same seeds, with its values set', async () => {
    const { cells, lost, arms } = await played(text(ARMS));
    assert.deepEqual(
      arms.map(({ id }) => id),
      ['short', 'long'],
    );
    assert.deepEqual(
      cells.map(({ arm, seed }) => `${arm} ${seed}`),
      ['short 1', 'long 1', 'short 2', 'long 2', 'short 3', 'long 3'],
    );
    for (const { arm, measures } of cells) assert.equal(measures['reciprocity']?.length, arm === 'short' ? 2 : 5);
    assert.deepEqual(lost, []);
  });

  it('plays only changed arms again', async () => {
    const known = new Map<string, ExperimentRun>();
    assert.equal((await played(text(ARMS), known)).fresh, 6);
    assert.equal((await played(text(ARMS), known)).fresh, 0);
    assert.equal((await played(text(ARMS.replace('rounds: 5', 'rounds: 4')), known)).fresh, 3);
    assert.equal((await played(text(ARMS).replace('name: Cem', 'name: Cemal'), known)).fresh, 6);
  });

  it('plays again an arm whose base scenario changed', async () => {
    const inherited = text(ARMS)
      .replace('scenario: meet', 'scenario: later')
      .replace('experiments:', '  later: { extends: meet }\nexperiments:');
    const known = new Map<string, ExperimentRun>();
    assert.equal((await played(inherited, known)).fresh, 6);
    assert.equal((await played(inherited.replace('rounds: 3,', 'rounds: 3, premise: A morning.,'), known)).fresh, 6);
  });

  it('gives the same results again', async () => {
    assert.deepEqual((await played(text(ARMS))).cells, (await played(text(ARMS))).cells);
  });

  it('explains why an arm has no value to compare', async () => {
    const compare = '    compare:\n      asked: { measure: trust }\n      fifth: { measure: people, at: 5 }\n';
    const source = text(ARMS, compare)
      .replace('rounds: 3,', 'rounds: 3, surveys: { pulse: { at: 4, ask: { trust: { text: Trust?, scale: 1..7 } } } },')
      .replace('rounds: 3,', 'rounds: 3, measures: { trust: mean(all.pulse.trust), people: all.length },');
    const [asked, fifth] = comparisonsOf(await played(source));
    const [short, long] = asked!.arms;
    assert.match(short!.missing!, /^`trust` has no value in any round of its 3 runs\. Nobody has answered the survey `pulse` yet\./);
    assert.deepEqual([long!.n, long!.missing], [3, null]);
    assert.deepEqual(
      fifth!.arms.map(({ missing }) => missing),
      ['No value: its runs end after round 2, before round 5.', null],
    );
    const [lost] = comparisonsOf({ ...(await played(source)), cells: [] });
    assert.equal(lost!.arms[0]!.missing, 'No value: no run of this arm has ended.');
  });

  it('makes the comparisons of the file, each arm with the first', async () => {
    const compare = '    compare:\n      talk: { measure: messages, at: end, test: permutation, paired: true }\n';
    const [one] = comparisonsOf(await played(text(ARMS, compare)));
    assert.deepEqual(
      one?.arms.map(({ arm, n }) => [arm, n]),
      [
        ['short', 3],
        ['long', 3],
      ],
    );
    const [against] = one!.against;
    assert.equal(against?.from, 'short');
    assert.ok(against!.difference! > 0, 'longer runs have more messages');
    assert.equal(against!.p, 2 / 8, 'three pairs of one sign');
  });

  it('is rejected with a reason before anything runs where it is impossible', async () => {
    await assert.rejects(played(text('      odd: { cast: [nobody] }')), /no persona `nobody`/);
    await assert.rejects(played(text(ARMS).replace('seeds: 3', 'seeds: 60000')), /120000 runs\. The maximum is 100000/);
  });

  it('sets values by their path, and does not change those of the file', async () => {
    const resolved = await opened(text(ARMS)).resolve(MAIN);
    const changed = applySettings(resolved, 'meet', { 'memory.kind': 'none', coach: 'off' });
    assert.deepEqual(changed.society.scenarios?.['meet'], {
      ...resolved.society.scenarios?.['meet'],
      memory: { kind: 'none' },
      coach: 'off',
    });
    assert.equal(resolved.society.scenarios?.['meet']?.memory, undefined);
    assert.deepEqual(Object.getPrototypeOf(applySettings(resolved, 'meet', { '__proto__.x': 1 }).society.scenarios), Object.prototype);
    assert.equal(({} as { x?: number }).x, undefined);
  });

  it('measures again what is compared now and was not before', async () => {
    const known = new Map<string, ExperimentRun>();
    const comparing = (measure: string) => text(ARMS, `    compare: { one: { measure: ${measure} } }\n`);
    assert.equal((await played(comparing('reciprocity'), known)).fresh, 6);
    assert.equal((await played(comparing('messages'), known)).fresh, 6);
    assert.equal((await played(comparing('reciprocity'), known)).fresh, 0, 'what measured more is known for both');
  });

  it('does not depend on the budget or the names of arms', async () => {
    const known = new Map<string, ExperimentRun>();
    await played(text(ARMS), known);
    assert.equal((await played(text(ARMS, '    budget: { calls: 10 }\n'), known)).fresh, 0);
    const renamed = await played(text(ARMS.replace('short', 'brief')), known);
    assert.deepEqual([renamed.fresh, renamed.cells[0]?.arm], [0, 'brief']);
  });

  it('sets a parameter of a world in the short form, and removes entries', async () => {
    const resolved = await opened(text(ARMS)).resolve(MAIN);
    const scenario = applySettings(resolved, 'meet', { 'world.with.topic': 'cats', 'interventions.news.off': true }).society.scenarios?.[
      'meet'
    ];
    assert.deepEqual([scenario?.world, scenario?.interventions], [{ use: 'feed', with: { topic: 'cats' } }, {}]);
  });
}).timeout(20_000);

describe('playing many runs', () => {
  const SIX = text(ARMS);

  /** Ends runs in another order than they began in. */
  const backwards = (places: number, player: Player): Player => {
    const waiting: (() => void)[] = [];
    let out = 0;
    return {
      places,
      play: async (job) => {
        out++;
        if (out < places) await new Promise<void>((resolve) => waiting.push(resolve));
        const outcome = await player.play(job);
        out--;
        waiting.pop()?.();
        return outcome;
      },
      close: async () => player.close(),
    };
  };

  it('gives the same results in the same order, in whatever order they end', async () => {
    const plan = await planned(SIX);
    const ended: string[] = [];
    const many = await playedPlan(plan, new Map(), {
      alone: backwards(3, inProcess(plan.material, new CancellationSource().token)),
      keep: async ({ arm, seed }) => void ended.push(`${arm} ${seed}`),
    });
    assert.deepEqual(many, await playedPlan(plan));
    assert.notDeepEqual(
      ended,
      many.cells.map(({ arm, seed }) => `${arm} ${seed}`),
    );
  });

  /** Answers every job in its own way. */
  const answering = (answer: (job: Job) => JobResult | Promise<JobResult>, places = 1): Player => ({
    places,
    play: async (job) => answer(job),
    close: async () => undefined,
  });
  const done = ({ key, arm, seed }: Job): JobResult => ({ kind: 'played', cell: { key, arm: arm.id, seed, measures: {} } });

  it('reports the number of finished runs, and the remaining time at this speed', async () => {
    let now = 0;
    const progress: Progress[] = [];
    const plan = await planned(SIX);
    const alone = answering((job) => {
      now += 100;
      return job.index === 1 ? { kind: 'lost', problem: 'gone' } : done(job);
    });
    const result = await playedPlan(plan, new Map(), { alone, now: () => now, told: (one) => progress.push(one) });
    assert.deepEqual(progress[0], { of: 6, done: 0, known: 0, lost: 0, underWay: 0, left: null });
    assert.deepEqual(progress[2], { of: 6, done: 1, known: 0, lost: 1, underWay: 0, left: 400 });
    assert.deepEqual(result.lost, [{ arm: 'long', seed: 1, problem: 'gone' }]);
    assert.equal(result.state, 'ended');
  });

  it('stops with the finished runs, and continues from there', async () => {
    const cancel = new CancellationSource();
    const known = new Map<string, ExperimentRun>();
    const plan = await planned(SIX);
    const first = await playedPlan(plan, known, {
      token: cancel.token,
      told: ({ done }) => (done === 2 ? cancel.cancel() : undefined),
    });
    assert.deepEqual([first.state, first.cells.length, known.size], ['stopped', 2, 2]);
    const rest = await planned(SIX, { known });
    assert.equal(rest.missing.length, 4);
    assert.deepEqual((await playedPlan(rest)).cells, (await playedPlan(plan)).cells);
  });

  it('plays equal runs of two arms once', async () => {
    const known = new Map<string, ExperimentRun>();
    const { cells, fresh } = await played(text('      short: { rounds: 2 }\n      brief: { rounds: 2 }'), known);
    assert.deepEqual([cells.length, fresh, known.size], [6, 3, 3]);
    assert.deepEqual(
      cells.slice(0, 2).map(({ arm, key }) => [arm, key]),
      [
        ['short', cells[0]!.key],
        ['brief', cells[0]!.key],
      ],
    );
  });

  it('waits while it is paused', async () => {
    let release = (): void => undefined;
    let begun = 0;
    const plan = await planned(SIX);
    const gate = new Promise<void>((resolve) => (release = resolve));
    const ending = playedPlan(plan, new Map(), {
      alone: answering((job) => {
        begun++;
        return done(job);
      }),
      pace: () => (begun < 2 ? undefined : gate),
    });
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(begun, 2);
    release();
    assert.equal((await ending).cells.length, 6);
  });

  it('ends with a reason where an arm cannot be played, and closes its player', async () => {
    let closed = 0;
    const plan = await planned(SIX);
    const alone: Player = { ...answering(() => ({ kind: 'refused', message: 'Arm `x`: no.' })), close: async () => void closed++ };
    await assert.rejects(playedPlan(plan, new Map(), { alone }), /Arm `x`: no\./);
    assert.ok(closed > 0);
  });
}).timeout(20_000);
