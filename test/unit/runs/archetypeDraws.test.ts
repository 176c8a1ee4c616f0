/** Answers of agents that share a question have the same distribution as without, and are independent draws. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { advance, compileModel, type Mind } from '../../../src/engine/index.js';
import { createLanguageService } from '../../../src/language/index.js';
import { builtinMind, phraseBook, randomMind } from '../../../src/minds/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { ask } from '../../support/societies.js';

const MAIN = 'file:///study/main.society';
const SIDES = ['aye', 'nay', 'perhaps'] as const;
const [SEEDS, READERS] = [100, 20] as const;

/** Readers that are alike in all that a question can contain of them, except for their names. */
const society = (archetypes: string): string => `society: 1
imports: [library/feed]
populations: { readers: { size: ${READERS}, name: 'Reader {n}', sample: { occupation: nurse } } }
worlds:
  paper:
    actions: { vote: { does: Vote., args: { on: [${SIDES.join(', ')}] } } }
    phases: { vote: { who: all, actions: [vote]${archetypes} } }
scenarios: { s: { cast: all, world: paper, rounds: 1, memory: { kind: none } } }
`;

/** For each seed, how many chose each side. */
async function votes(archetypes: string, kind: 'builtin' | 'random'): Promise<readonly (readonly number[])[]> {
  const service = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  service.set(MAIN, society(archetypes));
  const resolved = await service.resolve(MAIN);
  const book = phraseBook(resolved.society.phrases ?? {}, 'en');
  const minds = new Map<string, Mind>([['builtin', kind === 'builtin' ? builtinMind(book) : randomMind(book)]]);
  const found: (readonly number[])[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const compiled = compileModel(resolved.society, { seed });
    assert.ok(compiled.ok, JSON.stringify(compiled));
    const timeline = new Timeline();
    await advance(compiled.model, timeline, { ask, minds, token: neverCancelled, concurrency: 1, breathe: () => undefined });
    const chosen = timeline.events.flatMap((event) => (event.type === 'act.chosen' ? [event.args['on']] : []));
    assert.equal(chosen.length, READERS);
    found.push(SIDES.map((side) => chosen.filter((one) => one === side).length));
  }
  return found;
}

const totals = (counts: readonly (readonly number[])[]): readonly number[] =>
  SIDES.map((_, side) => counts.reduce((sum, one) => sum + one[side]!, 0));

/** The most that the share of a side may differ. */
const BOUND = 0.06;

/** 1.645 standard errors of the difference of two shares: two one-sided tests at 5 % hold if it is within the bound by so much. */
function slack(p: number, q: number): number {
  const n = SEEDS * READERS;
  return 1.645 * Math.sqrt((p * (1 - p) + q * (1 - q)) / n);
}

/** The variance of the count of a side over seeds, relative to that of independent draws. */
function dispersion(counts: readonly (readonly number[])[], side: number): number {
  const p = totals(counts)[side]! / (SEEDS * READERS);
  const variance = counts.reduce((sum, one) => sum + (one[side]! - READERS * p) ** 2, 0) / (SEEDS - 1);
  return variance / (READERS * p * (1 - p));
}

describe('draws of archetypes', function () {
  this.timeout(120_000);

  for (const kind of ['builtin', 'random'] as const)
    it(`of the ${kind} mind have the distribution of separate questions, and vary like independent ones`, async () => {
      const [apart, shared] = [await votes('', kind), await votes(', archetypes: [occupation]', kind)];
      for (const [side, word] of SIDES.entries()) {
        const [p, q] = [apart, shared].map((counts) => totals(counts)[side]! / (SEEDS * READERS)) as [number, number];
        assert.ok(Math.abs(p - q) + slack(p, q) < BOUND, `${word}: ${p} and ${q}, not equivalent within ±${BOUND}`);
      }
      assert.ok(Math.min(...totals(shared)) > 0, `all sides are chosen: ${totals(shared)}`);
      // One answer for all would give 20. 99.9 % of variances of 100 independent values are within these bounds (χ², 99 degrees).
      for (const side of SIDES.keys()) {
        const found = dispersion(shared, side);
        assert.ok(found > 0.58 && found < 1.55, `${SIDES[side]}: ${found}, without archetypes ${dispersion(apart, side)}`);
      }
    });
});
