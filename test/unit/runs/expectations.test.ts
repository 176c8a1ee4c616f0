import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { CancellationSource, neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { ExpectationSpec, ScenarioModel } from '../../../src/engine/index.js';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { type SeedRun, testedScenarios, type TestHost, testScenario, verdictWords } from '../../../src/runs/index.js';
import { seedsFor } from '../../../src/runs/expectations/expectations.js';
import { verdicts } from '../../../src/runs/expectations/verdicts.js';

const MAIN = 'file:///study/main.society';
const spec = (id: string, odds: string | null): ExpectationSpec => {
  const [least, of] = odds?.split(' of ').map(Number) ?? [];
  return {
    id,
    at: '',
    that: { at: '', source: 'x', run: () => true } as unknown as ExpectationSpec['that'],
    in: odds ? { kind: 'count', least: least!, of: of! } : null,
    margin: null,
    matters: null,
    because: '',
  };
};
const run = (seed: number, held: readonly string[], broken: readonly string[], problem: string | null = null): SeedRun => ({
  ...{ seed, held: new Set(held), broken: new Set(broken), margins: new Map(), problem, dir: null },
});

const HOST: Pick<TestHost, 'access' | 'place' | 'mayAsk'> = {
  access: { trusted: false, env: () => undefined, vault: { get: async () => null }, allowedEnv: {} },
  place: () => Promise.reject(new Error('what costs nothing is not kept')),
  mayAsk: () => Promise.reject(new Error('nobody is paid')),
};

describe('an expectation', () => {
  it('is tested with as many seeds as it names, from the scenario’s own seed on', () => {
    assert.deepEqual(seedsFor({ seed: 7, expectations: [spec('a', null)] }), [7]);
    assert.throws(() => seedsFor({ seed: 7, expectations: [spec('a', '9 of 1000000000')] }), /1,000,000,000 seeds are more than 100,000/);
    assert.deepEqual(seedsFor({ seed: 7, expectations: [spec('a', '2 of 3'), spec('b', '1 of 5')] }), [7, 8, 9, 10, 11]);
  });

  it('is tested with other seeds on request', async () => {
    const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
    language.set(MAIN, text('      kept: { that: round == 4, in: 2 of 3 seeds }'));
    const told: number[] = [];
    const host = { ...HOST, language, token: neverCancelled, seeds: (model: ScenarioModel) => seedsFor({ ...model, seed: 101 }) };
    const { verdicts: found } = await testScenario(MAIN, 'meet', host, ({ seed }) => told.push(seed));
    assert.deepEqual([told, found[0]?.held, found[0]?.passed], [[101, 102, 103], [101, 102, 103], true]);
  });

  it('holds where it holds in enough runs; an unfinished run does not count', () => {
    const runs = [run(1, ['a'], []), run(2, ['a'], []), run(3, [], ['a']), run(4, [], [], 'It stopped.'), run(5, ['a'], [])];
    const [three, four, first] = verdicts([spec('a', '3 of 5'), spec('a', '4 of 5'), spec('a', null)], runs);
    assert.ok(three?.passed && !four?.passed && first?.passed);
    assert.deepEqual([three.held, three.broken, three.lost], [[1, 2, 5], [3], [4]]);
    assert.equal(verdictWords(four!), 'passed in 3 of 5 runs (4 required); failed for seed 3; did not end for seed 4');
    assert.equal(verdictWords(first), 'passed');
  });

  it('says by how much it failed, where too few runs hold', () => {
    const short = (seed: number, margin: number | null): SeedRun => ({ ...run(seed, [], ['a']), margins: new Map([['a', margin]]) });
    const runs = [short(1, -0.125), { ...run(2, ['a'], []), margins: new Map([['a', 0.5]]) }, short(3, -0.00004), short(4, null)];
    const words = (rule: string | null): string => verdictWords(verdicts([spec('a', rule)], runs)[0]!);
    assert.equal(words(null), 'failed (margin -0.125)');
    assert.equal(words('2 of 4'), 'passed in 1 of 4 runs (2 required); failed for seeds 1, 3–4 (margin -0.125 to -0.00004)');
    assert.equal(words('1 of 4'), 'passed in 1 of 4 runs (1 required); failed for seeds 1, 3–4');
    assert.equal(verdictWords(verdicts([spec('a', null)], [short(4, null)])[0]!), 'failed');
  });

  it('uses the first runs alone where it needs fewer than others', () => {
    const [one] = verdicts([spec('a', '1 of 2')], [run(1, [], ['a']), run(2, [], ['a']), run(3, ['a'], [])]);
    assert.ok(one && !one.passed);
  });

  const text = (expect: string): string => `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada, interests: [jazz] }
  ben: { name: Ben, interests: [jazz] }
ties: { friendship: { among: all, change: { rule: evidence } } }
scenarios:
  quiet: { world: feed, rounds: 2 }
  meet:
    world: feed
    rounds: 4
    seed: 3
    expect:
${expect}
`;
  const tested = async (expect: string, token = neverCancelled) => {
    const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
    language.set(MAIN, text(expect));
    const told: number[] = [];
    const result = await testScenario(MAIN, 'meet', { ...HOST, language, token }, ({ seed }) => told.push(seed));
    return { ...result, told, scenarios: testedScenarios(await language.resolve(MAIN)) };
  };

  it('is tested after the last round, with measures as they are then', async () => {
    const {
      verdicts: found,
      told,
      scenarios,
      runs,
    } = await tested(
      '      talk: { that: messages > 0, in: 2 of 3 seeds }\n      silence: { that: messages == 0 }\n      course: { that: change(messages) >= 0 }',
    );
    assert.deepEqual(scenarios, ['meet']);
    assert.deepEqual(told, [3, 4, 5]);
    assert.deepEqual(
      found.map(({ expectation, passed, held }) => [expectation.id, passed, held]),
      [
        ['talk', true, [3, 4, 5]],
        ['silence', false, []],
        ['course', true, [3]],
      ],
    );
    assert.ok(runs.every(({ dir, problem }) => dir === null && problem === null));
  });

  it('is judged by the distance of two numbers, by a one-sided test or an interval', async () => {
    const { verdicts: found, told } = await tested(
      [
        '      grows:',
        '        that: messages > 2',
        '        in: 5 seeds, p < 0.05',
        '      shrinks:',
        '        that: messages < 2',
        '        in: 5 seeds, p < 0.05',
        '      clear:',
        '        that: 1 <= messages',
        '        in: 4 seeds, 95 % interval',
      ].join('\n'),
    );
    assert.deepEqual(told, [3, 4, 5, 6, 7]);
    const [grows, shrinks, clear] = found;
    // Five margins above 0: one of the 32 ways to give them signs is as far.
    assert.deepEqual([grows?.passed, grows?.margin?.p, grows?.least], [true, 1 / 32, null]);
    assert.deepEqual([shrinks?.passed, shrinks?.margin?.p], [false, 1]);
    assert.equal(grows!.margin!.mean, -shrinks!.margin!.mean!);
    assert.ok(clear?.passed && clear.margin!.interval!.low > 0 && clear.margin!.p === null);
    assert.match(verdictWords(grows!), /^margin [\d.]+ \[[\d.]+, [\d.]+\], p = 0\.031 \(below 0\.05 required\); true in 5 of 5 runs$/);
  });

  it('prints p with up to four decimals near its level', () => {
    const wordsOf = (p: number, level: number): string => {
      const rule = { ...spec('a', null), in: { kind: 'test', of: 1, level } } as ExpectationSpec;
      const [verdict] = verdicts([rule], [run(1, ['a'], [])]);
      return verdictWords({ ...verdict!, margin: { mean: 1, interval: null, p, isSame: false } });
    };
    assert.match(wordsOf(0.0496, 0.05), /p = 0\.0496 \(below 0\.05 required\)/);
    assert.match(wordsOf(0.05, 0.05), /p = 0\.050 \(below 0\.05 required\)/);
    assert.match(wordsOf(0.0503, 0.05), /p = 0\.050 \(below 0\.05 required\)/);
    assert.match(wordsOf(0.0004, 0.05), /p < 0\.001 \(below 0\.05 required\)/);
    assert.match(wordsOf(0.0004, 0.0001), /p = 0\.0004 \(below 0\.0001 required\)/);
  });

  it('is not judged where one of its runs has no value', () => {
    const rule = { ...spec('a', null), in: { kind: 'test', of: 2, level: 0.9 } } as ExpectationSpec;
    const known = (seed: number, margin: number | null): SeedRun => ({ ...run(seed, ['a'], []), margins: new Map([['a', margin]]) });
    assert.equal(verdicts([rule], [known(1, 2), known(2, 3)])[0]!.passed, true);
    assert.equal(verdicts([rule], [known(1, 2), known(2, null)])[0]!.passed, false);
    assert.equal(verdicts([rule], [known(1, 2)])[0]!.passed, false);
  });

  it('does not hold where it cannot be computed', async () => {
    const { verdicts: found } = await tested('      odd: { that: "cast[7].degree > 0" }').catch((error: Error) => ({
      verdicts: [error.message],
    }));
    assert.ok(typeof found[0] === 'string' || found[0]?.passed === false);
  });

  it('stops when it is cancelled', async () => {
    const cancel = new CancellationSource();
    cancel.cancel();
    const { runs } = await tested('      talk: { that: messages > 0, in: 2 of 3 seeds }', cancel.token);
    assert.equal(runs.length, 0);
  });
});
