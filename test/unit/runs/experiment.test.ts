import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/cancellation.js';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { armed, type Cell, comparisonsOf, playExperiment, type Played, seedsOf } from '../../../src/runs/experiments.js';

const MAIN = 'file:///study/main.society';
const text = (arms: string, more = ''): string => `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada, interests: [jazz] }
  ben: { name: Ben, interests: [jazz] }
  cem: { name: Cem, interests: [chess] }
models:
  far: { kind: openai, base_url: "https://models.example/v1", name: x }
ties: { friendship: { among: all, change: { rule: evidence } } }
scenarios:
  meet: { world: feed, rounds: 3 }
experiments:
  talk:
    scenario: meet
    arms:
${arms}
    seeds: 3
${more}`;

const opened = (source: string) => {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  language.set(MAIN, source);
  return language;
};

async function played(source: string, known = new Map<string, Cell>()): Promise<Played & { fresh: number }> {
  let fresh = 0;
  const result = await playExperiment(MAIN, 'talk', {
    ...{ language: opened(source), token: neverCancelled, known },
    access: { trusted: false, env: () => undefined, vault: { get: async () => null }, allowedEnv: {} },
    keep: async (cell, again) => {
      known.set(cell.key, cell);
      if (!again) fresh++;
    },
  });
  return { ...result, fresh };
}

const ARMS = '      short: { rounds: 2 }\n      long: { rounds: 5 }';

describe('an experiment', () => {
  it('plays each arm with the same seeds, with its values set', async () => {
    const { cells, lost, arms } = await played(text(ARMS));
    assert.deepEqual(arms, ['short', 'long']);
    assert.deepEqual(
      cells.map(({ arm, seed }) => `${arm} ${seed}`),
      ['short 1', 'long 1', 'short 2', 'long 2', 'short 3', 'long 3'],
    );
    for (const { arm, measures } of cells) assert.equal(measures['reciprocity']?.length, arm === 'short' ? 2 : 5);
    assert.deepEqual(lost, []);
  });

  it('plays only what changed again', async () => {
    const known = new Map<string, Cell>();
    assert.equal((await played(text(ARMS), known)).fresh, 6);
    assert.equal((await played(text(ARMS), known)).fresh, 0);
    assert.equal((await played(text(ARMS.replace('rounds: 5', 'rounds: 4')), known)).fresh, 3);
    assert.equal((await played(text(ARMS).replace('name: Cem', 'name: Cemal'), known)).fresh, 6);
  });

  it('plays again what is made from another scenario that changed', async () => {
    const inherited = text(ARMS)
      .replace('scenario: meet', 'scenario: later')
      .replace('experiments:', '  later: { extends: meet }\nexperiments:');
    const known = new Map<string, Cell>();
    assert.equal((await played(inherited, known)).fresh, 6);
    assert.equal((await played(inherited.replace('rounds: 3 }', 'rounds: 3, premise: A morning. }'), known)).fresh, 6);
  });

  it('gives the same again', async () => {
    assert.deepEqual((await played(text(ARMS))).cells, (await played(text(ARMS))).cells);
  });

  it('compares what the file says, each arm with the first', async () => {
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

  it('is refused before anything runs where it cannot be, in words', async () => {
    await assert.rejects(played(text('      odd: { cast: [nobody] }')), /odd/);
    await assert.rejects(played(text('      paid: { model: far }')), /`paid` asks language models/);
    await assert.rejects(played(text(ARMS).replace('seeds: 3', 'seeds: 60000')), /120000 runs; at most 100000/);
  });

  it('sets values by their path, and leaves the file’s as they are', async () => {
    const resolved = await opened(text(ARMS)).resolve(MAIN);
    const changed = armed(resolved, 'meet', { 'memory.kind': 'none', coach: 'off' });
    assert.deepEqual(changed.society.scenarios?.['meet'], {
      ...resolved.society.scenarios?.['meet'],
      memory: { kind: 'none' },
      coach: 'off',
    });
    assert.equal(resolved.society.scenarios?.['meet']?.memory, undefined);
    assert.deepEqual(Object.getPrototypeOf(armed(resolved, 'meet', { '__proto__.x': 1 }).society.scenarios), Object.prototype);
    assert.equal(({} as { x?: number }).x, undefined);
  });

  it('has the seeds of the file, or as many as are wanted', () => {
    assert.deepEqual(
      [seedsOf({ seeds: 2 }, undefined), seedsOf({ seeds: [5, 9] }, undefined), seedsOf({ seeds: [5, 9] }, 1)],
      [[1, 2], [5, 9], [1]],
    );
  });
});
