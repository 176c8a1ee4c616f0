/** Arms that ask language models: one purse for all runs, each kept as a run folder, gone on with and never asked twice. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { CancellationSource, neverCancelled } from '../../../../src/core/util/lifecycle.js';
import { folderFiles } from '../../../../src/node/ports.js';
import { newRunPlace } from '../../../../src/node/runPlace.js';
import { NOTHING } from '../../../../src/minds/index.js';
import { interviewRuns, type OpenInterviews } from '../../../../src/runs/claims/index.js';
import { loadModel } from '../../../../src/runs/load/load.js';
import { openRecorded } from '../../../../src/runs/live/recordedRun.js';
import { replay } from '../../../../src/runs/live/replay.js';
import {
  type AskingHost,
  askingPlayer,
  type ExperimentRun,
  inProcess,
  openKept,
  type Plan,
  type Played,
  type ExperimentRequest,
} from '../../../../src/runs/experiments/index.js';
import { opened, planned, playedPlan, study } from '../../../support/experiments.js';
import { type ModelServer, startModelServer } from '../../../support/modelServer.js';

describe('arms that ask language models', () => {
  let server: ModelServer;
  let dir: string;
  before(async () => {
    server = await startModelServer();
    dir = mkdtempSync(join(tmpdir(), 'society-asking-'));
  });
  afterEach(() => rmSync(join(dir, '.society'), { recursive: true, force: true }));
  after(async () => {
    await server.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const text = (budget = ''): string =>
    study(`    arms: { short: { rounds: 1 }, long: { rounds: 2 } }\n    models: [builtin, far]\n    seeds: 2\n${budget}`).replace(
      'ties:',
      `models: { far: { kind: openai, base_url: "${server.baseUrl}", name: mock, concurrency: 2 } }\nties:`,
    );

  const runs = (): string => join(dir, '.society', 'runs');
  interface Sitting {
    readonly plan: Plan;
    readonly played: Played;
    readonly wanted: readonly ExperimentRequest[];
    readonly asked: number;
  }

  /** One call of the command: what was kept before is known. */
  async function sitting(
    source: string,
    more: Partial<AskingHost> & { readonly afterAsked?: number; readonly paid?: readonly ExperimentRun[] } = {},
  ): Promise<Sitting> {
    const kept = await openKept(folderFiles(join(dir, '.society', 'experiments')));
    const cancel = new CancellationSource();
    const wanted: ExperimentRequest[] = [];
    const start = server.requests.length;
    try {
      const plan = await planned(source, { known: kept.cells, paid: more.paid });
      const asking = await askingPlayer(plan, {
        access: { trusted: true, env: () => undefined, vault: { get: async () => null }, allowedEnv: {} },
        ...{ token: cancel.token, places: 2, begun: kept.begun, begin: (key, run) => kept.begin(key, run) },
        place: async ({ scenario, seed }) => {
          const place = await newRunPlace(dir, scenario, seed);
          return { id: place.id, files: folderFiles(place.dir) };
        },
        again: (run) => ({ id: run, files: folderFiles(join(runs(), run)) }),
        mayAsk: async (one) => wanted.push(one) > 0,
        created: () => '2000-01-01T00:00:00Z',
        ...more,
      });
      const played = await playedPlan(plan, new Map<string, ExperimentRun>(), {
        ...{ asking, alone: inProcess(plan.material, neverCancelled), token: cancel.token },
        keep: (cell) => kept.keep(cell),
        told: (_, ended) => (ended && 'run' in ended && more.afterAsked !== undefined ? cancel.cancel() : undefined),
      });
      return { plan, played, wanted, asked: server.requests.length - start };
    } finally {
      await kept.close();
    }
  }

  async function replays(run: string): Promise<void> {
    const opened = await openRecorded(folderFiles(join(runs(), run)));
    assert.ok(opened.ok, opened.ok ? '' : opened.message);
    assert.deepEqual(replay(opened.run).ok, true);
  }

  it('have agents that say after their runs what is being studied; no agent is asked twice, and the run stays as it is', async () => {
    const { plan, played } = await sitting(text());
    const paid = played.cells.filter(({ run }) => run !== undefined);
    const again = (run: string) => folderFiles(join(runs(), run));
    const access = { trusted: true, env: () => undefined, vault: { get: async () => null }, allowedEnv: {} };
    const events = await again(paid[0]!.run!).read('events.jsonl');
    const start = server.requests.length;
    const open: OpenInterviews[] = [];
    const host = { again, access, token: neverCancelled, agents: 2, mayAsk: async (one: OpenInterviews) => open.push(one) > 0 };
    const loaded = await loadModel(opened(text()), plan.uri, { scenario: 'meet' });
    assert.ok(loaded.ok);
    const about = { model: loaded.model, society: loaded.resolved.society, judge: null, limits: {}, spent: NOTHING };
    assert.equal(await interviewRuns(played.cells, about, { ...host, mayAsk: async () => false }), null);
    assert.equal(server.requests.length, start);
    const { runs: said, spent } = (await interviewRuns(played.cells, about, host))!;
    assert.equal(spent.calls, 2 * paid.length);
    assert.deepEqual(
      open.map(({ agents, judgements }) => [agents, judgements]),
      [[2 * paid.length, 0]],
    );
    assert.equal(said.length, paid.length);
    assert.deepEqual(
      said.map(({ answers }) => answers.map(({ agent, text: words }) => [agent, typeof words])),
      paid.map(() => [
        ['ada', 'string'],
        ['ben', 'string'],
      ]),
    );
    assert.equal(server.requests.length - start, 2 * paid.length);
    assert.match(server.requests.at(-1)!.text, /What do you think is being studied here/);
    assert.deepEqual(await interviewRuns(played.cells, about, host), { runs: said, spent: NOTHING });
    assert.equal(open.length, 1);
    assert.equal(server.requests.length - start, 2 * paid.length);
    assert.equal(await again(paid[0]!.run!).read('events.jsonl'), events);
  }).timeout(30_000);

  it('are played with the others, each stored as a run that replays with the values of its arm', async () => {
    const { played, wanted, asked } = await sitting(text());
    assert.deepEqual([played.state, played.cells.length, played.lost.length], ['ended', 8, 0]);
    assert.deepEqual(
      wanted.map(({ arms }) => arms.map(({ arm, runs }) => `${arm.id} ${runs}`)),
      [['short, far 2', 'long, far 2']],
    );
    const paid = played.cells.filter(({ run }) => run !== undefined);
    assert.equal(paid.length, 4);
    assert.equal(
      paid.reduce((calls, { spent }) => calls + (spent?.calls ?? 0), 0),
      asked,
    );
    for (const { run, arm, measures } of paid) {
      const opened = await openRecorded(folderFiles(join(runs(), run!)));
      assert.ok(opened.ok, opened.ok ? '' : opened.message);
      const { manifest, model } = opened.run;
      assert.deepEqual([manifest.state, manifest.set, manifest.mind], ['ended', { rounds: arm.startsWith('long') ? 2 : 1 }, 'far']);
      assert.equal(model.rounds, measures['reciprocity']?.length);
      assert.equal(replay(opened.run).ok, true);
    }
    assert.equal((await sitting(text())).asked, 0, 'what was answered is known');
  });

  it('share one budget, which no call exceeds, and continue where it was reached', async () => {
    const first = await sitting(text('    budget: { calls: 7 }\n'));
    assert.deepEqual([first.played.state, first.asked], ['paused', 7]);
    assert.match(first.played.problem ?? '', /7 of 7 calls are used/);
    const again = await sitting(text('    budget: { calls: 7 }\n'));
    assert.deepEqual([again.played.state, again.asked], ['paused', 0], 'what earlier sittings took counts');
    const rest = await sitting(text('    budget: { calls: 100 }\n'));
    assert.equal(rest.played.state, 'ended');
    const whole = rest.played.cells.reduce((calls, { spent }) => calls + (spent?.calls ?? 0), 0);
    assert.equal(first.asked + rest.asked, whole, 'nothing was asked twice');
  });

  it('share one budget with other plans, which count what they have spent', async () => {
    const first = await sitting(text('    budget: { calls: 100 }\n'));
    const { cells } = first.played;
    const own = await planned(text(), { known: new Map(), paid: cells });
    assert.equal(own.spentBesides.calls, 0, 'its own runs are counted by the plan');
    rmSync(join(dir, '.society'), { recursive: true });
    // The same runs under other keys; one that two plans shared is paid once.
    const others = cells.map((cell) => ({ ...cell, key: `other ${cell.key}` }));
    const next = await sitting(text(`    budget: { calls: ${first.asked + 3} }\n`), { paid: [...others, ...others] });
    assert.equal(next.plan.spentBesides.calls, first.asked);
    assert.deepEqual([next.played.state, next.asked], ['paused', 3]);
  });

  it('are stopped with the finished runs, and continue in the same folders', async () => {
    const first = await sitting(text(), { afterAsked: 1, places: 1 });
    assert.equal(first.played.state, 'stopped');
    const rest = await sitting(text());
    assert.equal(rest.played.state, 'ended');
    const names = rest.played.cells.flatMap(({ run }) => run ?? []);
    assert.equal(new Set(names).size, 4);
    assert.equal(
      rest.played.cells.reduce((calls, { spent }) => calls + (spent?.calls ?? 0), 0),
      first.asked + rest.asked,
    );
  });

  it('are paid once where several are the same run', async () => {
    const twice = (seeds: number): string =>
      text().replace('long: { rounds: 2 }', 'also: { rounds: 1 }').replace('seeds: 2', `seeds: ${seeds}`);
    const first = await sitting(twice(1));
    const rest = await sitting(twice(2));
    assert.deepEqual([first.played.cells.length, rest.played.cells.length], [4, 8]);
    assert.ok(first.asked > 0 && rest.asked > 0);
    assert.equal(rest.wanted[0]!.ledger.spent.calls, first.asked + rest.asked);
  });

  /** The society with another measure compared, which runs do not take by themselves. */
  const comparing = (source: string): string => `${source}    compare: { closeness: { measure: transitivity } }\n`;

  it('are measured again from their answers where the comparison changes, without a question', async () => {
    const first = await sitting(text());
    const again = await sitting(comparing(text()));
    assert.deepEqual([again.played.state, again.asked, again.wanted.length], ['ended', 0, 0]);
    for (const [i, { measures, run, spent }] of again.played.cells.entries()) {
      const { transitivity, ...rest } = measures;
      const before = first.played.cells[i]!;
      assert.equal(transitivity?.length, before.measures['reciprocity']?.length);
      assert.deepEqual({ measures: rest, run, spent }, { measures: before.measures, run: before.run, spent: before.spent });
    }
    assert.equal((await sitting(comparing(text()))).plan.missing.length, 0, 'what was measured is kept');
  });

  it('are asked again where their folders are missing', async () => {
    const first = await sitting(text());
    rmSync(runs(), { recursive: true });
    assert.equal((await sitting(comparing(text()))).asked, first.asked);
  });

  it('continue as they began where the comparison changes meanwhile, and are measured then', async () => {
    const [few, many] = ['calls: 7', 'calls: 100'].map((budget) => text(`    budget: { ${budget} }\n`));
    const first = await sitting(few!);
    const rest = await sitting(comparing(many!));
    assert.equal(rest.played.state, 'ended');
    const whole = rest.played.cells.reduce((calls, { spent }) => calls + (spent?.calls ?? 0), 0);
    assert.equal(first.asked + rest.asked, whole, 'nothing was asked twice');
    for (const { run, measures } of rest.played.cells) {
      assert.equal(measures['transitivity']?.length, measures['reciprocity']?.length);
      if (run !== undefined) await replays(run);
    }
  });

  it('replay where another experiment of the file has another comparison', async () => {
    const other = '  other: { scenario: meet, compare: { closeness: { measure: transitivity } } }\n';
    const { played } = await sitting(`${text()}${other}`);
    for (const { run, measures } of played.cells) {
      assert.deepEqual(Object.keys(measures), Object.keys(played.cells[0]!.measures), 'whichever agents speak');
      if (run !== undefined) await replays(run);
    }
  });

  it('have their part of the budget in a part of the experiment', async () => {
    const { played, asked } = await sitting(text('    budget: { calls: 9 }\n'), { shard: { index: 1, of: 3 } });
    assert.deepEqual([played.state, asked], ['paused', 3]);
  });

  it('are not asked without consent', async () => {
    const start = server.requests.length;
    await assert.rejects(sitting(text(), { mayAsk: async () => false }), /No model was asked/);
    assert.equal(server.requests.length, start);
  });
}).timeout(20_000);
