/** Runs in worker threads of the built bundle: the same as in this process, also where threads and their process die. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { after, describe, it } from 'mocha';
import { inThreads, type Job, type JobResult, type Player, Threads, type ThreadOptions } from '../../../../src/runs/experiments/index.js';
import { planned, playedPlan, study } from '../../../support/experiments.js';

const built = (name: string): URL => pathToFileURL(join(process.cwd(), 'dist', `${name}.mjs`));
const BUILT = { program: built('experiments-threads'), thread: built('experiments-worker') };
const text = study(
  '    grid: { rounds: [1, 3], world.with.topic: [cats] }\n    wordings: [standard, b]\n    models: [builtin, random]\n    seeds: 2',
);

describe('worker threads', () => {
  it('play the same runs in the same order as one process', async () => {
    const plan = await planned(text);
    const threaded = await playedPlan(plan, new Map(), { alone: inThreads(plan.material, 2, BUILT) });
    assert.equal(threaded.cells.length, 2 * 2 * 2 * 2);
    assert.deepEqual(threaded, await playedPlan(plan));
  });

  it('play one experiment after another', async () => {
    const threads = new Threads(1, BUILT);
    for (const seeds of [1, 2]) {
      const plan = await planned(study(`    grid: { rounds: [${seeds}, 3] }\n    seeds: ${seeds}`));
      assert.deepEqual(await playedPlan(plan, new Map(), { alone: threads.player(plan.material) }), await playedPlan(plan));
    }
    await threads.close();
  });

  it('name the arm that cannot be played', async () => {
    const plan = await planned(study('    grid: { cast: [[ada, ben], []] }\n    seeds: 1'));
    const playing = playedPlan(plan, new Map(), { alone: inThreads(plan.material, 2, BUILT) });
    await assert.rejects(playing, /^Error: Arm `cast=\[\]`: No agent takes part/);
  });
}).timeout(30_000);

const dir = mkdtempSync(join(tmpdir(), 'society-threads-'));

/** A thread that does what the key of a job says, and then answers with it. */
const thread = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { mkdirSync } from 'node:fs';
    import { parentPort } from 'node:worker_threads';
    const isFirst = (key) => { try { mkdirSync(${JSON.stringify(dir)} + '/' + key); return true; } catch { return false; } };
    const hang = () => { for (;;); };
    const kill = () => { process.kill(process.pid, 'SIGKILL'); hang(); };
    const acts = {
      'ends': () => process.exit(3),
      'ends once': (key) => isFirst(key) && process.exit(3),
      'kills': kill,
      'kills once': (key) => isFirst(key) && kill(),
      'hangs': hang,
    };
    parentPort.on('message', ({ job: { key } }) => {
      acts[key]?.(key);
      parentPort.postMessage({ kind: 'lost', problem: key });
    });
    parentPort.postMessage('ready');
  `)}`,
);
const acting: ThreadOptions = { program: BUILT.program, thread };
const material = { scenario: 'meet', society: { society: 1 as const }, tables: {} };
const job = (key: string): Job => ({ index: 0, key, seed: 1, arm: { id: 'a', levels: {}, set: {}, wording: null, model: null } });
const said = (problem: string): JobResult => ({ kind: 'lost', problem });

/** A program in place of the built one. */
function programOf(name: string, source: string): URL {
  const file = join(dir, `${name}.mjs`);
  writeFileSync(file, source);
  return pathToFileURL(file);
}

async function playing<T>(threads: Threads, work: (player: Player) => Promise<T>): Promise<T> {
  return work(threads.player(material)).finally(() => threads.close());
}

describe('the process of worker threads', () => {
  after(() => rmSync(dir, { recursive: true, force: true }));

  it('plays a run again after a thread crashed, and reports it as lost when a second one did', () =>
    playing(new Threads(1, acting), async ({ play }) => {
      assert.deepEqual(await play(job('ends once')), said('ends once'));
      assert.deepEqual(await play(job('ends')), said('Two worker threads died of it: it ended with code 3.'));
      assert.deepEqual(await play(job('any')), said('any'));
    }));

  it('is started again after it crashed, with all its runs; a run that crashed two is lost', () =>
    playing(new Threads(2, acting), async ({ play }) => {
      assert.deepEqual(await Promise.all(['kills once', 'beside'].map((key) => play(job(key)))), ['kills once', 'beside'].map(said));
      assert.deepEqual(await play(job('kills')), said('Two processes of worker threads died while they played it: it ended with SIGKILL.'));
      assert.deepEqual(await play(job('any')), said('any'));
    }));

  it('ends the thread of a cancelled run, and keeps the others', async () => {
    const threads = new Threads(2, acting);
    const [closed, open] = [threads.player(material), threads.player(material)];
    const hanging = closed.play(job('hangs'));
    assert.deepEqual(await open.play(job('any')), said('any'));
    await closed.close();
    assert.deepEqual(await hanging, { kind: 'stopped' });
    assert.deepEqual(await closed.play(job('any')), { kind: 'stopped' });
    assert.deepEqual(await Promise.all(['one', 'two'].map((key) => open.play(job(key)))), ['one', 'two'].map(said));
    const cut = assert.rejects(open.play(job('hangs')), /closed/);
    await threads.close();
    await cut;
    await assert.rejects(open.play(job('any')), /closed/);
  });

  it('reports that it does not start, or its threads do not', async () => {
    const program = new URL('./nowhere.mjs', pathToFileURL(`${dir}/`));
    const noProgram = playing(new Threads(1, { program, thread }), ({ play }) => play(job('any')));
    await assert.rejects(noProgram, /process of the worker threads does not start: Error: Cannot find module .*nowhere\.mjs/);
    const elsewhere = playing(new Threads(1, { program: new URL('http://nowhere/'), thread }), ({ play }) => play(job('any')));
    await assert.rejects(elsewhere, /process of the worker threads does not start: .* must be of scheme file/);
    const noThread = new URL('data:text/javascript,throw new Error("no")');
    const threadless = playing(new Threads(1, { ...acting, thread: noThread }), ({ play }) => play(job('any')));
    await assert.rejects(threadless, /A worker thread does not start: no/);
  });

  it('gets no environment variables, and no flags of V8 where it does not know them', async () => {
    const program = programOf(
      'telling',
      `if (process.execArgv.length > 0) process.exit(9);
      const told = Object.keys(process.env).filter((name) => !name.startsWith('NODE_CHANNEL')).join(' ');
      process.on('message', ({ kind, id }) => kind === 'play' && process.send({ kind: 'played', id, outcome: { kind: 'lost', problem: told } }));
      process.send({ kind: 'ready' });`,
    );
    await playing(new Threads(1, { program, thread, cores: 1 }), async ({ play }) =>
      assert.deepEqual(await play(job('any')), said('ELECTRON_RUN_AS_NODE')),
    );
  });

  it('survives Ctrl+C, and ends with the process that started it, whatever its threads do', async () => {
    const parent = programOf(
      'parent',
      `import { fork } from 'node:child_process';
      const [program, thread] = process.argv.slice(2);
      const child = fork(new URL(program), ['2', thread], { stdio: ['ignore', 'inherit', 'ignore', 'ipc'], serialization: 'advanced' });
      const play = (key) => child.send({ kind: 'play', id: 1, batch: 1, job: { key } });
      child.send({ kind: 'material', batch: 1, text: '{}' });
      play('hangs');
      child.once('exit', () => process.exit(1));
      child.once('message', () => {
        child.kill('SIGINT');
        play('any');
        child.once('message', () => console.log('played'));
      });`,
    );
    const args = [fileURLToPath(parent), BUILT.program.href, thread.href];
    const started = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    // Its output ends when nobody is left who could write.
    const over = once(started, 'close');
    const told = once(started.stdout, 'data').finally(() => started.kill('SIGKILL'));
    assert.equal(String((await Promise.race([told, over]))[0]), 'played\n');
    await over;
  });
}).timeout(10_000);
