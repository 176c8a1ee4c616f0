import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { CancellationSource, neverCancelled } from '../../../src/core/cancellation.js';
import type { ExpectationSpec } from '../../../src/engine/index.js';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { type SeedRun, testedScenarios, testScenario, verdictWords } from '../../../src/runs/index.js';
import { seedsFor, verdicts } from '../../../src/runs/expectations.js';

const MAIN = 'file:///study/main.society';
const spec = (id: string, odds: string | null): ExpectationSpec => {
  const [least, of] = odds?.split(' of ').map(Number) ?? [];
  return {
    id,
    at: '',
    that: { at: '', source: 'x', run: () => true } as unknown as ExpectationSpec['that'],
    in: odds ? { least: least!, of: of! } : null,
    because: '',
  };
};
const run = (seed: number, held: readonly string[], broken: readonly string[], problem: string | null = null): SeedRun => ({
  ...{ seed, held: new Set(held), broken: new Set(broken), problem, dir: null },
});

describe('what a file expects', () => {
  it('is tested with as many seeds as it asks for, from the scenario’s own on', () => {
    assert.deepEqual(seedsFor({ seed: 7, expectations: [spec('a', null)] }), [7]);
    assert.deepEqual(seedsFor({ seed: 7, expectations: [spec('a', '2 of 3'), spec('b', '1 of 5')] }), [7, 8, 9, 10, 11]);
  });

  it('holds where it holds in enough runs; a run without an end is none of them', () => {
    const runs = [run(1, ['a'], []), run(2, ['a'], []), run(3, [], ['a']), run(4, [], [], 'It stopped.'), run(5, ['a'], [])];
    const [three, four, first] = verdicts([spec('a', '3 of 5'), spec('a', '4 of 5'), spec('a', null)], runs);
    assert.ok(three?.passed && !four?.passed && first?.passed);
    assert.deepEqual([three.held, three.broken, three.lost], [[1, 2, 5], [3], [4]]);
    assert.equal(verdictWords(four!), 'held in 3 of 5 runs, 4 needed; not with seed 3; no end with seed 4');
    assert.equal(verdictWords(first), 'held');
  });

  it('of fewer runs than others ask for looks at the first ones alone', () => {
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
    const result = await testScenario(
      MAIN,
      'meet',
      {
        ...{ language, token },
        access: { trusted: false, env: () => undefined, vault: { get: async () => null }, allowedEnv: {} },
        place: () => Promise.reject(new Error('what costs nothing is not kept')),
        mayAsk: () => Promise.reject(new Error('nobody is paid')),
      },
      ({ seed }) => told.push(seed),
    );
    return { ...result, told, scenarios: testedScenarios(await language.resolve(MAIN)) };
  };

  it('is played and checked behind the last round, with measures as they are then', async () => {
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

  it('that cannot be worked out does not hold', async () => {
    const { verdicts: found } = await tested('      odd: { that: "cast[7].degree > 0" }').catch((error: Error) => ({
      verdicts: [error.message],
    }));
    assert.ok(typeof found[0] === 'string' || found[0]?.passed === false);
  });

  it('stops where nobody wants to know any more', async () => {
    const cancel = new CancellationSource();
    cancel.cancel();
    const { runs } = await tested('      talk: { that: messages > 0, in: 2 of 3 seeds }', cancel.token);
    assert.equal(runs.length, 0);
  });
});
