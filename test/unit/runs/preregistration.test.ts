/** A preregistration says what is claimed and played; every later change of the file and each run that differs is a deviation. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, beforeEach, describe, it } from 'mocha';
import { createLanguageService } from '../../../src/language/index.js';
import { fileUri, nodeTextFiles } from '../../../src/node/ports.js';
import { designOf, planExperiment } from '../../../src/runs/experiments/index.js';
import { planDesign } from '../../../src/runs/experiments/design/experimentPlan.js';
import { authorOf, draftOf } from '../../../src/runs/methods/preregistration/draft.js';
import { registeredFile } from '../../../src/runs/methods/preregistration/fromFile.js';
import { type Deviation, deviationsFrom } from '../../../src/runs/methods/preregistration/deviations.js';
import {
  type AuthorWords,
  type Preregistration,
  readRegistration,
  registrationBase,
  registrationHash,
  registrationJson,
  sealed,
} from '../../../src/runs/methods/preregistration/preregistration.js';
import { register, RunsExist } from '../../../src/runs/methods/preregistration/register.js';
import { deviationsMarkdown, registrationMarkdown } from '../../../src/runs/methods/preregistration/registrationText.js';

const TEXT = `society: 1
personas: { ada: { name: Ada }, ben: { name: Ben } }
worlds:
  w:
    vars: { stock: { start: 5 } }
    phases: { day: { who: all, then: stock = stock + 1 } }
scenarios:
  s:
    world: w
    rounds: 3
    seed: 4
    measures: { left: stock, twice: 2 * left }
    expect:
      grows: { that: twice > 10, in: "3 seeds, p < 0.05", matters: 2, because: It adds up. }
  other: { world: w, rounds: 2 }
experiments:
  trial:
    scenario: s
    arms: { short: { rounds: 2 }, long: {} }
    seeds: 11..13
    compare: { end: { measure: left, test: t, paired: true, matters: 0.5 } }
`;

const AUTHOR: AuthorWords = { question: 'Does it grow?', stopping: null, exclusions: ['Runs of a broken server.'], other: null, looks: 1 };
const DATE = '2026-03-01T10:00:00.000Z';

const folders: string[] = [];
let dir: string;
let path: string;

/** One service for all tests, so that the library is read once. */
const service = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
const language = () => service;
const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(dir, file)), { recursive: true });
  writeFileSync(join(dir, file), text);
  if (file === 'study.society') service.set(fileUri(path), text);
};
const registered = (study: string | null = null, despiteRuns: string | null = null): Promise<Preregistration> =>
  register(language(), { uri: fileUri(path), study, author: AUTHOR, despiteRuns, date: DATE, roots: [] });

/** Kind, subject and the state now, of each deviation. */
async function deviations(from: Preregistration): Promise<readonly (readonly [string, string, string | null])[]> {
  const found = await deviationsFrom(language(), fileUri(path), from, []);
  return found.deviations.map(({ kind, what, now }: Deviation) => [kind, what, now] as const);
}

/** The beginning of the hash of the file as it is. */
async function hashNow(): Promise<string> {
  const { sources } = await registeredFile(language(), fileUri(path), 's');
  return sources.find(({ uri }) => uri === 'study.society')!.sha256.slice(0, 12);
}

/** A run folder with a description only. `sources` are those of the registration, as if nothing had changed. */
function runFolder(name: string, { sources, models }: Preregistration, changes: object = {}): void {
  const minds = models.map(({ id, kind, model }) => ({ id, kind, model }));
  const manifest = {
    ...{ format: 1, id: name, title: 't', scenario: 's', seed: 5, rounds: 3, engine: '1', flags: [], mind: null, wording: null, nulls: [] },
    ...{ minds, prose: [], withheld: [], languageModel: false, synthetic: true, notice: null, parent: null, fork: null, sources },
    ...{ created: '2026-03-02T00:00:00.000Z', state: 'ended', problem: null },
    ...changes,
  };
  write(`.society/runs/${name}/manifest.json`, JSON.stringify(manifest));
}

describe('preregistration', () => {
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'preregistration-'));
    folders.push(dir);
    path = join(dir, 'study.society');
    write('study.society', TEXT);
  });
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  it('has the claims with their tests, the designs with their seeds, models, prompts and files, and a hash of all of it', async () => {
    const found = await registered();
    const { claims, designs, models, prompts, sources, sha256 } = found;
    assert.deepEqual(
      claims.map(({ id, says, matters, because }) => [id, says, matters, because]),
      [
        ['s.grows', 'twice > 10', 2, 'It adds up.'],
        ['trial.end.long', 'left: long differs from short', 0.5, ''],
      ],
    );
    assert.equal(claims[0]!.test, 'one-sided test with random signs of the margins of 3 seeds, p < 0.05');
    assert.equal(claims[1]!.test, 'at the end: t, paired by seed, two-sided, p < 0.05 after correction by holm');
    assert.deepEqual(
      designs.map(({ id, seeds, rounds, arms, measures }) => [id, seeds, rounds, arms.map((arm) => `${arm.id}: ${arm.sets}`), measures]),
      [
        ['s', [4, 5, 6], 3, ['all: '], { left: 'stock', twice: '2 * left' }],
        ['trial', [11, 12, 13], 3, ['short: rounds = 2', 'long: '], { left: 'stock' }],
      ],
    );
    assert.deepEqual(
      models.map(({ id, kind }) => [id, kind]),
      [['builtin', 'builtin']],
    );
    assert.ok(prompts.length > 5 && sources.some(({ uri }) => uri === 'study.society'));
    assert.equal(sha256, registrationHash(found));
    assert.deepEqual(readRegistration(registrationJson(found)), found);
    const text = registrationMarkdown(found);
    for (const words of [sha256, 'Does it grow?', 'Runs of a broken server.', '6 runs of at most 3 rounds', 'No. No run of this study'])
      assert.ok(text.includes(words), words);
  });

  it('is drafted from the file; what an author leaves as it is counts as not written', async () => {
    const draft = draftOf(await registeredFile(language(), fileUri(path), 'trial'));
    assert.deepEqual(draft, {
      hypotheses: 'left: long differs from short',
      runs: 'trial: 2 arms, each with the seeds 11–13: 6 runs of at most 3 rounds.',
      stopping: 'All of these runs are played, and nothing is tested before the last one has ended.',
    });
    const left = { question: ' ', expected: draft.hypotheses, stopping: draft.stopping, exclusions: ' ; ' };
    assert.deepEqual(authorOf(draft, left), { question: null, stopping: null, exclusions: [], other: null, looks: 1 });
    const written = { question: 'Does it?', expected: 'long is larger', stopping: 'After a day.', exclusions: 'Broken runs; Late runs' };
    assert.deepEqual(authorOf(draft, written), {
      ...{ question: 'Does it?', stopping: 'After a day.', exclusions: ['Broken runs', 'Late runs'] },
      ...{ other: 'Expected results: long is larger', looks: 1 },
    });
  });

  it('of one experiment or scenario has only its claims, in a file of its own', async () => {
    assert.deepEqual(
      (await registered('trial')).claims.map(({ id }) => id),
      ['trial.end.long'],
    );
    assert.deepEqual(
      (await registered('s')).designs.map(({ id }) => id),
      ['s'],
    );
    assert.equal(registrationBase('a/study.society', 'trial'), 'a/study.trial.preregistration');
    await assert.rejects(registered('tryal'), /no claim `tryal`/);
  });

  it('is refused where runs of the study exist, unless the document says why', async () => {
    const none = await registered();
    runFolder('s-s9-1', none, { seed: 9 });
    runFolder('other-s1-1', none, { scenario: 'other' });
    await assert.rejects(registered(), (error: Error) => error instanceof RunsExist && /^One run of this study exists/.test(error.message));
    const found = await registered(null, 'A pilot with seed 9.');
    assert.deepEqual(found.runs, { folders: ['s-s9-1'], keys: [], because: 'A pilot with seed 9.' });
    assert.ok(registrationMarkdown(found).includes('A pilot with seed 9.'));
  });

  it('is refused where claim cards keep runs of a scenario', async () => {
    const resolved = await language().resolve(fileUri(path));
    const design = { ...designOf({ scenario: 's' }), seeds: [4, 5] };
    const plan = await planDesign(resolved, { id: 's', experiment: { scenario: 's' }, design }, { language: language(), known: new Map() });
    const lines = plan.jobs.map(({ key, arm, seed }) => `${JSON.stringify({ key, arm: arm.id, seed, measures: {} })}\n`);
    write('.society/claims/runs.jsonl', lines.join(''));
    await assert.rejects(registered('s'), /^Error: 2 runs of this study exist/);
    assert.equal((await registered('s', 'They were seen.')).runs.keys.length, 2);
  });

  it('has no deviation while nothing changes and all runs are played as registered', async () => {
    const found = await registered('s');
    runFolder('s-s4-1', found, { seed: 4 });
    runFolder('s-s5-1', found);
    assert.deepEqual(await deviations(found), [['missing run', 'scenario s', '1 run is not kept']]);
    runFolder('s-s6-1', found, { seed: 6 });
    assert.deepEqual(await deviations(found), []);
    assert.ok(deviationsMarkdown(await deviationsFrom(language(), fileUri(path), found, [])).includes('No deviation was found.'));
  });

  it('names each change of the file: claims, tests, designs, models, prompts, files', async () => {
    const found = await registered();
    const missing = [
      ['missing run', 'scenario s', '3 runs are not kept'],
      ['missing run', 'experiment trial', '6 runs are not kept'],
    ];
    const changed = async (edit: (text: string) => string): Promise<readonly (readonly [string, string, string | null])[]> => {
      write('study.society', edit(TEXT));
      const all = await deviations(found);
      assert.ok(all.some(([kind, what]) => kind === 'file' && what === 'study.society'));
      return all.filter(([kind]) => kind !== 'file' && kind !== 'missing run');
    };
    assert.deepEqual(await deviations(found), missing);
    const edited = (text: string): string =>
      text
        .replace('twice > 10', 'twice > 9')
        .replace('2 * left', '3 * left')
        .replace('matters: 0.5', 'matters: 0.6')
        .replace('11..13', '11..14')
        .replace('{ rounds: 2 }, long', '{ rounds: 1 }, long')
        .replace('    seed: 4\n', '    seed: 4\n    model: random\n    prompts: { frame: Be brief. }\n');
    const all = await changed(edited);
    const hash = (await registered()).prompts.find(({ section }) => section === 'frame')!.sha256.slice(0, 12);
    assert.deepEqual(all, [
      ['claim', 's.grows', 'twice > 9'],
      ['test', 'trial.end.long', 'at the end: t, paired by seed, two-sided, p < 0.05 after correction by holm; matters: 0.6'],
      ['design', 's: measure twice', '3 * left'],
      ['design', 'trial: seeds', '11–14'],
      ['design', 'trial: arm short', 'rounds = 1'],
      ['model', 'builtin', null],
      ['model', 'random', 'random random 1'],
      ['prompt', 's, section frame', hash],
    ]);
    assert.deepEqual(await changed((text) => text.replace(/ {4}expect:\n.*\n/, '')), [
      ['claim', 's.grows', null],
      ...['scenario', 'seeds', 'rounds', 'arm all', 'measure left', 'measure twice'].map((part) => ['design', `s: ${part}`, null] as const),
    ]);
  });

  it('names each run that is early, has another seed, mind or text, is a fork, or did not end', async () => {
    const found = await registered('s');
    runFolder('early', found, { created: '2026-02-01T00:00:00.000Z' });
    runFolder('seed', found, { seed: 77 });
    runFolder('mind', found, { minds: [{ id: 'm', kind: 'openai', model: 'big' }] });
    runFolder('text', found, { sources: [{ uri: 'study.society', sha256: 'x' }] });
    runFolder('fork', found, { parent: 's-s4-1', fork: 3 });
    runFolder('stopped', found, { state: 'failed', problem: 'no disk' });
    assert.deepEqual(
      (await deviations(found)).filter(([kind]) => kind !== 'missing run'),
      [
        ['early run', 'run early', 'began 2026-02-01T00:00:00.000Z'],
        ['other run', 'run fork', 'a fork of s-s4-1'],
        ['model', 'run mind', 'm (big)'],
        ['other seed', 'run seed', 'seed 77'],
        ['excluded run', 'run stopped', 'failed: no disk'],
        ['file', 'run text', 'played from other texts: study.society'],
      ],
    );
  });

  it('counts runs that claim cards keep: missing, with other seeds, and of older texts', async () => {
    const keysOf = async (scenario: string, seeds: readonly number[]) => {
      const design = { ...designOf({ scenario }), seeds };
      const options = { language: language(), known: new Map() };
      return (await planDesign(await language().resolve(fileUri(path)), { id: scenario, experiment: { scenario }, design }, options)).jobs;
    };
    const lines = (jobs: Awaited<ReturnType<typeof keysOf>>, arm = 'all'): string =>
      jobs.map(({ key, seed }) => `${JSON.stringify({ key, arm, seed, measures: { 'expect.grows.held': [1] } })}\n`).join('');
    const found = await registered('s');
    const current = await keysOf('s', [2, 3, 4, 5]);
    write('study.society', TEXT.replace('stock + 1', 'stock + 2'));
    const older = await keysOf('s', [5, 6]);
    write(
      'study.society',
      `${TEXT.replace('{ world: w, rounds: 2 }', '{ world: w, rounds: 2, expect: { grows: { that: round > 1, in: 2 of 2 seeds } } }')}`,
    );
    // Another scenario with an expectation of the same name has made these.
    const others = await keysOf('other', [1, 2]);
    const isolated = lines(await keysOf('s', [1]), 'all (null isolated)').replace(/"key":"../, '"key":"zz');
    write('.society/claims/runs.jsonl', lines(current) + lines(older) + lines(others) + isolated);
    assert.deepEqual(await deviations(found), [
      ['file', 'study.society', await hashNow()],
      ['other seed', 'scenario s', 'seeds 2–3'],
      ['other run', 'scenario s', 'played from another version of the file or of this program: 2 runs: all seed 5; all seed 6'],
      ['missing run', 'scenario s', '1 run is not kept'],
    ]);
  });

  it('finds a run folder next to the file', async () => {
    const found = await registered('s');
    runFolder('x', found, { seed: 77 });
    renameSync(join(dir, '.society', 'runs', 'x'), join(dir, 'lake'));
    assert.deepEqual((await deviations(found))[0], ['other seed', 'run lake', 'seed 77']);
    await assert.rejects(registered('s'), RunsExist);
  });

  it('lists each template of prompts once, and says where nobody reads them', async () => {
    write('study.society', TEXT.replace('{ world: w, rounds: 2 }', '{ world: w, rounds: 2, expect: { ends: { that: round == 2 } } }'));
    const found = await registered();
    assert.equal(new Set(found.prompts.map(({ scenario }) => scenario)).size, 2);
    const text = registrationMarkdown(found);
    const frame = found.prompts[0]!;
    assert.equal(text.split(frame.sha256).length, 2, 'the hash is there once');
    assert.match(text, /\| `s`, `other` \|/);
    assert.match(text, /No mind of the study reads them/);
  });

  it('counts runs of experiments: missing, with other seeds or arms, early, and without a value', async () => {
    const plan = await planExperiment(fileUri(path), 'trial', { language: language(), known: new Map() });
    const line = (i: number, of: object = {}): string => {
      const { key, arm, seed } = plan.jobs[i]!;
      return `${JSON.stringify({ key, arm: arm.id, seed, measures: { left: [6, 7] }, ...of })}\n`;
    };
    write('.society/experiments/trial/runs.jsonl', line(0));
    const found = await registered('trial', 'One was played to try it.');
    assert.equal(found.runs.keys.length, 1);
    const rest = [
      line(1),
      line(2, { measures: { left: [6, null] } }),
      line(3),
      line(4),
      line(4, { key: 'k', seed: 99 }),
      line(4, { key: 'j', arm: 'huge' }),
    ];
    write('.society/experiments/trial/runs.jsonl', line(0) + rest.join(''));
    assert.deepEqual(await deviations(found), [
      ['early run', 'experiment trial', '1 run: short seed 11'],
      ['other seed', 'experiment trial', 'seeds 99'],
      ['other run', 'experiment trial', 'other arms: 1 run: huge seed 13'],
      ['excluded run', 'experiment trial', 'no value, so left out of comparisons: short seed 12 (left)'],
      ['missing run', 'experiment trial', '1 run is not kept'],
    ]);
  });

  it('shows a document that was changed after it was frozen', async () => {
    const found = await registered('s');
    const changed = { ...found, claims: found.claims.map((claim) => ({ ...claim, says: 'twice > 8' })) };
    assert.deepEqual(
      (await deviations(changed)).map(([kind]) => kind),
      ['document', 'claim', 'missing run'],
    );
    assert.deepEqual(
      (await deviations(sealed(changed))).map(([kind]) => kind),
      ['claim', 'missing run'],
    );
    assert.throws(() => readRegistration('{"preregistration":1}'), /cannot be read/);
  });
});
