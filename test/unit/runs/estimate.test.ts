/** The estimate of time and memory: what it counts exactly, what it extrapolates, and whether a run fits. Times come from a clock of the test. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { Timeline } from '../../../src/core/events/timeline.js';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import { advance, asker } from '../../../src/engine/index.js';
import { createLanguageService } from '../../../src/language/index.js';
import { builtinMind, phraseBook } from '../../../src/minds/index.js';
import { nodeTextFiles, sha256 } from '../../../src/node/ports.js';
import { type Estimate, estimate } from '../../../src/runs/cost/estimate.js';
import { fitOfMany, manyRuns, manyRunsLine } from '../../../src/runs/cost/estimateMany.js';
import { estimateLine, fitOf, isLargeRun } from '../../../src/runs/cost/estimateText.js';
import { loadModel } from '../../../src/runs/index.js';
import { eventLine } from '../../../src/trace/index.js';

const MAIN = 'file:///study/main.society';

const talk = (people: number, rounds: number): string => `society: 1
imports: [library/feed]
populations: { people: { size: ${people}, name: 'Person {n}' } }
scenarios: { s: { cast: [people], world: feed, rounds: ${rounds} } }
`;

const crowd = (people: number, rounds: number, vars = 'state: [no, maybe]'): string => `society: 1
imports: [library/prompts]
populations: { people: { size: ${people}, name: 'Person {n}' } }
worlds:
  w:
    agent_vars: { ${vars} }
    phases: { day: { who: { if: chance(0.1) }, then: "me.state = me.state == 'no' ? 'maybe' : 'no'" } }
    measures: { held: share(all.map(a => a.state == 'no')) }
scenarios: { s: { cast: [people], world: w, rounds: ${rounds} } }
`;

/** What one agent in a hundred has spreads along the ties of a random graph, of which an agent has eight. */
const spreading = (people: number): string => `society: 1
imports: [library/prompts]
populations: { people: { size: ${people}, name: 'Person {n}' } }
ties: { near: { among: people, graph: random(${8 / people}), strength: 1 } }
worlds:
  w:
    agent_vars: { has: false }
    phases: { day: { who: { if: '!me.has && (round == 1 ? chance(0.01) : tied(me).some(a => a.has) && chance(0.5))' }, then: me.has = true } }
scenarios: { s: { cast: [people], world: w, rounds: 8 } }
`;

/** Agents with four ties, which fade in each round. */
const fading = (people: number, rounds: number): string => `society: 1
imports: [library/prompts]
populations: { people: { size: ${people}, name: 'Person {n}' } }
ties: { near: { among: people, graph: ring(4), strength: 1 } }
worlds: { w: { phases: { fade: { then: 'fade(near, 0.99)' } } } }
scenarios: { s: { cast: [people], world: w, rounds: ${rounds} } }
`;

async function opened(text: string) {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  language.set(MAIN, text);
  const loaded = await loadModel(language, MAIN);
  assert.ok(loaded.ok, JSON.stringify(loaded.problems));
  return { society: loaded.resolved.society, model: loaded.model };
}

/** A clock that is a millisecond later at each look, so that times count steps. */
function counting(): () => number {
  let now = 0;
  return () => now++;
}

async function estimated(text: string, limitMs?: number): Promise<Estimate> {
  const { society, model } = await opened(text);
  return estimate(society, model, { now: counting(), before: 0, ...(limitMs === undefined ? {} : { limitMs }) });
}

/** The bytes of the log of the run itself. */
async function logOf(text: string): Promise<number> {
  const { society, model } = await opened(text);
  const timeline = new Timeline();
  const minds = new Map([['builtin', builtinMind(phraseBook(society.phrases ?? {}, model.language))]]);
  const ask = asker(sha256, () => false);
  const outcome = await advance(model, timeline, { ask, minds, token: neverCancelled, breathe: () => undefined, concurrency: 1 });
  assert.equal(outcome.kind, 'ended');
  return timeline.events.reduce((sum, event) => sum + eventLine(event).length, 0);
}

const within = (factor: number, found: number, wanted: number): void =>
  assert.ok(found < factor * wanted && wanted < factor * found, `${found} for ${wanted}`);

describe('the estimate of a run', () => {
  it('of a short run is the run: all rounds are rehearsed, and the log is exact', async () => {
    const found = await estimated(talk(6, 4), 1e9);
    assert.deepEqual(found.rehearsed, { agents: 6, rounds: 4 });
    assert.equal(found.log, await logOf(talk(6, 4)));
  });

  it('of a longer run is extrapolated from its first rounds, or from a part of the first', async () => {
    const whole = await estimated(talk(12, 12), 1e9);
    for (const limit of [500, 60]) {
      const part = await estimated(talk(12, 12), limit);
      assert.ok(part.rehearsed.rounds < 12, `${part.rehearsed.rounds} rounds`);
      within(2, part.log, whole.log);
      within(2, part.seconds!, whole.seconds!);
    }
  });

  it('of a large crowd comes from smaller ones', async () => {
    const found = await estimated(crowd(30_000, 6), 1e9);
    assert.deepEqual(found.rehearsed, { agents: 3_000, rounds: 6 });
    within(1.2, found.log, await logOf(crowd(30_000, 6)));
  });

  it('of a large crowd on a random graph has as many ties an agent, so that what spreads along ties does so', async () => {
    const text = spreading(20_000);
    const [found, wanted] = [await estimated(text, 1e9), await logOf(text)];
    within(1.5, found.log, wanted);
  });

  it('takes the time of a phase that does not grow with the crowd as it is', async () => {
    // The clock counts steps, of which there are as many in a crowd of any size.
    const [small, large] = [await estimated(crowd(4_000, 6), 1e9), await estimated(crowd(400_000, 6), 1e9)];
    within(1.25, large.seconds!, small.seconds!);
  });

  it('ends within a step that takes longer than a rehearsal may, and its time is then unknown', async () => {
    // Each agent passes over all others.
    const text = crowd(60_000, 4).replace("me.state == 'no'", 'all.some(a => a.id == me.name)');
    const { society, model } = await opened(text);
    let looks = 0;
    const found = await estimate(society, model, { now: () => looks++, before: 0, limitMs: 5, breathe: () => Promise.resolve() });
    assert.deepEqual(found.rehearsed, { agents: 2_000, rounds: 0 });
    assert.equal(found.seconds, null);
    assert.ok(looks < 1_000, `${looks} looks at the clock`);
  });

  it('counts memory by the agents, their variables and ties', async () => {
    const [word, number] = [await estimated(crowd(50_000, 2), 1e9), await estimated(crowd(50_000, 2, 'state: [no, maybe], x: 1'), 1e9)];
    assert.equal(number.memory - word.memory > 2e6, true);
    assert.ok((await estimated(crowd(100_000, 2), 1e9)).memory > word.memory + 2.5e6);
  });

  it('counts the tables of ties that change in each round, up to the room of the timeline', async () => {
    const [few, more, most] = [
      await estimated(fading(20_000, 5), 1e9),
      await estimated(fading(20_000, 45)),
      await estimated(fading(20_000, 4_000)),
    ];
    // A table has four ties an agent of twelve bytes, and its rows.
    const table = 20_000 * (4 * 12 + 4);
    within(1.1, more.memory - more.log * 1.1 - (few.memory - few.log * 1.1), 40 * table);
    within(1.1, most.memory - most.log * 1.1 - (few.memory - few.log * 1.1), 2 ** 29 - 5 * table);
  });
});

describe('an estimate as text', () => {
  const found: Estimate = { seconds: 12.4, memory: 181e6, heap: 40e6, log: 11.2e6, rehearsed: { agents: 1, rounds: 1 } };

  it('has about two digits, and words for short and long runs', () => {
    assert.equal(estimateLine(found, false), 'about 180 MB, about 12 s of a processor, a log of about 11 MB');
    assert.match(estimateLine({ ...found, seconds: 0.4 }, false), /less than a second of a processor/);
    assert.match(estimateLine({ ...found, seconds: 600 }, false), /about 10 minutes/);
    assert.match(estimateLine({ ...found, seconds: 36_000, memory: 23e9 }, false), /about 23 GB, about 10 hours/);
    assert.match(estimateLine({ ...found, seconds: null }, true), /an unknown time of a processor without the answers of models/);
  });

  it('adds up runs that are played at the same time, and says how many of them fit', () => {
    const large = { estimate: { ...found, seconds: 30, memory: 2.1e9 }, runs: 6, hasCrowd: true };
    const places = { workers: 4, before: 1e8, now: 1e8 };
    const one = manyRuns([{ ...large, runs: 1 }], places);
    assert.deepEqual([one.workers, one.seconds, one.each], [1, 30, 2e9]);
    const all = manyRuns([large, { ...large, estimate: found, runs: 2 }], places);
    assert.equal(all.seconds, 6 * 30 + 2 * found.seconds!);
    assert.ok(all.memory > 4 * 2e9 && all.memory < 2 * 4 * 2e9, `four of the large ones at a time: ${all.memory}`);
    assert.match(manyRunsLine(all), /^8 runs, 4 at a time: about 1\d GB/);
    const machine = { used: 1e8, heapLimit: 4e9, free: 8e9, total: 16e9 };
    const fit = fitOfMany(all, machine);
    assert.equal(fit.kind, 'tight');
    const [, workers] = /Use --workers (\d)/.exec('message' in fit ? fit.message : '') ?? [];
    assert.deepEqual(fitOfMany(manyRuns([large], { ...places, workers: Number(workers) }), machine), { kind: 'fits' });
    assert.deepEqual(fitOfMany(all, { ...machine, free: 15e9 }), { kind: 'fits' });
  });

  it('says what a run needs that does not fit, with a way out, and refuses only what is far too large', () => {
    const machine = { used: 1e8, heapLimit: 4e9, free: 8e9, total: 16e9 };
    assert.deepEqual(fitOf(found, machine, true), { kind: 'fits' });
    const heap = fitOf({ memory: 6e9, heap: 5e9 }, machine, true);
    assert.equal(heap.kind, 'tight');
    assert.match(
      'message' in heap ? heap.message : '',
      /heap of about 5 000 MB, and Node allows 4 000 MB\. Use fewer .*max-old-space-size=8000/,
    );
    assert.equal(fitOf({ memory: 10e9, heap: 9e9 }, { ...machine, free: 15e9 }, true).kind, 'never');
    const free = fitOf({ memory: 9e9, heap: 1e8 }, machine, true);
    assert.equal(free.kind, 'tight');
    assert.match('message' in free ? free.message : '', /about 9 000 MB of memory, and 8 000 MB are free\./);
    const total = fitOf({ memory: 40e9, heap: 1e8 }, machine, true);
    assert.equal(total.kind, 'never');
    assert.equal(fitOf({ memory: 40e9, heap: 9e9 }, machine, false).kind, 'later', 'a run that grows with its rounds begins');
    assert.match('message' in total ? total.message : '', /about 40 GB of memory, and this machine has 16 GB\./);
  });

  it('is made before a run only where the run is long', async () => {
    const large = async (text: string): Promise<boolean> => isLargeRun((await opened(text)).model);
    assert.equal(await large(talk(20, 20)), false);
    assert.equal(await large(talk(600, 20)), true);
    assert.equal(await large(crowd(2_000, 20)), false);
    assert.equal(await large(crowd(100_000, 20)), true);
  });
});
