/** What `npm test` makes of suites that fail once, suites that fail twice, and processes that end without a result. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { runBatches, temporaryFolder } from '../../../scripts/testing.mjs';

/** A walk of two steps. The second step fails at the first visit, and again where the first step was left out. */
const WALK = `import { existsSync, writeFileSync } from 'node:fs';
let opened = false;
describe('a walk that fails once', () => {
  it('opens the door', () => { opened = true; });
  it('goes in', () => {
    if (!opened) throw new Error('the door is closed');
    if (existsSync(process.env.VISITED)) return;
    writeFileSync(process.env.VISITED, '');
    throw new Error('the first visit');
  });
});
describe('its neighbour', () => {
  it('passes', () => console.log('the neighbour runs'));
  it.skip('is skipped');
});
`;

const WRONG = `describe('a suite that fails twice', () => {
  describe('with a suite in it', () => {
    it('passes', () => {});
    it('fails', () => { throw new Error('always'); });
  });
});
`;

const HOOK = `import { existsSync, writeFileSync } from 'node:fs';
describe('a suite with an editor', () => {
  before(() => {
    if (existsSync(process.env.STARTED)) return;
    writeFileSync(process.env.STARTED, '');
    throw new Error('the editor does not start');
  });
  it('runs in the editor', () => {});
});
`;

describe('test processes', function () {
  this.timeout(60_000);
  let folder = '';
  let shown = '';
  const at = (name: string): string => join(folder, name);

  const FAILS_TWICE = 'a suite that fails twice › with a suite in it › fails: always';

  before(() => {
    folder = temporaryFolder();
    const files = { walk: WALK, wrong: WRONG, hook: HOOK, broken: `throw new Error('cannot be loaded');`, fine: `it('passes', () => {});` };
    for (const [name, text] of Object.entries(files)) writeFileSync(at(`${name}.mjs`), text);
  });

  const run = (batches: readonly (readonly string[])[], secondTry: boolean) => {
    shown = '';
    return runBatches(
      batches.map((names) => names.map((name) => at(`${name}.mjs`))),
      { timeout: 5_000, reporter: 'spec' },
      {
        ...{ place: (work) => work(), limit: 50_000, secondTry, show: (text) => (shown += text) },
        env: { VISITED: at(`visited-${secondTry}`), STARTED: at(`started-${secondTry}`) },
      },
    );
  };

  /** Without the times. */
  const counts = async (...args: Parameters<typeof run>): Promise<Partial<Awaited<ReturnType<typeof run>>>> => {
    const { slowest: _, loading: __, ...rest } = await run(...args);
    return rest;
  };

  it('run a suite that failed again as a whole, and no other suite', async () => {
    const { slowest = [], loading: _, ...rest } = await run([['walk', 'hook']], true);
    assert.deepEqual(rest, { passed: 4, failed: 0, skipped: 1, again: 2, failures: [] });
    assert.ok(slowest.some(({ title, seconds, processor }) => title === 'a walk that fails once' && seconds > 0 && processor > 0));
    assert.equal(shown.split('the neighbour runs').length, 2, shown);
    assert.match(shown, /↻ the suite failed and is run again: a walk that fails once/);
  });

  it('run no suite again without the option', async () => {
    const failures = [
      'a walk that fails once › goes in: the first visit',
      'a suite with an editor › "before all" hook for "runs in the editor": the editor does not start',
    ];
    assert.deepEqual(await counts([['walk'], ['hook']], false), { passed: 2, failed: 2, skipped: 1, again: 0, failures });
  });

  it('count a suite that fails twice as failed', async () => {
    const failures = [FAILS_TWICE];
    assert.deepEqual(await counts([['wrong', 'walk']], true), { passed: 4, failed: 1, skipped: 1, again: 1, failures });
  });

  it('count a file that cannot be loaded as one failure, after the other processes ended', async () => {
    const { failures, ...rest } = await counts([['broken'], ['fine'], ['wrong']], false);
    assert.deepEqual(rest, { passed: 2, failed: 2, skipped: 0, again: 0 });
    assert.match(failures?.[0] ?? '', /broken\.mjs ended with exit code 1 and no result$/);
    assert.deepEqual(failures?.slice(1), [FAILS_TWICE]);
    assert.match(shown, /cannot be loaded/);
  });
});
