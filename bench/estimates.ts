/**
 * Estimates of time and memory before a run, next to what the run took: the gallery and some crowds, each in two processes of its own.
 * `SOCIETIES='a;b'` measures only these files of the gallery and these crowds, `EVERY=3` every third file of the
 * gallery and the crowds, and `EXCEPT=3` the files that `EVERY=3` leaves out.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createLanguageService } from '../src/language/index.js';
import { folderFiles, nodeTextFiles } from '../src/node/ports.js';
import { estimate } from '../src/runs/cost/estimate.js';
import { LiveRun, loadModel, makeMinds } from '../src/runs/index.js';
import { coreMilliseconds, coreSeconds, inChild } from './support/child.js';
import { changing, epidemic, talkers, tieTalk } from './support/crowdSocieties.js';
import { print, spread } from './support/figures.js';
import { players } from './support/societies.js';

const CROWDS: { readonly [name: string]: () => string } = {
  'epidemic of 100,000': () => epidemic(100_000, 20),
  'epidemic of 1,000,000': () => epidemic(1_000_000, 20),
  'words of 1,000,000': () => changing(1_000_000, 10),
  '100 minds among 100,000': () => talkers(100_000, 10),
  '1,000 minds among 100,000': () => talkers(100_000, 10, 1_000),
  'TieTalk of 100,000': () => tieTalk(100_000, 80),
  'talk of 1,000': () => players('talk', 1_000, 10),
};

/** As the threads of experiments play: helpers of the collector are not counted. */
const ONE_CORE = ['--single-threaded-gc'];

const gallery = join(process.cwd(), 'examples', 'gallery');

interface Predicted {
  readonly seconds: number | null;
  readonly bytes: number;
  /** Seconds of a core that the estimate took. */
  readonly took: number;
}

interface Ran {
  readonly seconds: number;
  readonly bytes: number;
  readonly before: number;
}

async function opened(name: string) {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library'), [process.cwd()]));
  const made = CROWDS[name];
  const path = join(gallery, name, `${name}.society`);
  const uri = made ? 'file:///study/crowd.society' : pathToFileURL(path).href;
  language.set(uri, made ? made() : readFileSync(path, 'utf8'));
  const loaded = await loadModel(language, uri, { mind: 'builtin' });
  if (!loaded.ok) throw new Error(`${name}: ${loaded.problems.map(({ message }) => message).join('\n')}`);
  return loaded;
}

async function predicted(name: string): Promise<Predicted> {
  const before = process.memoryUsage().rss;
  const { resolved, model } = await opened(name);
  const begun = coreSeconds();
  const { seconds, memory } = await estimate(resolved.society, model, { now: coreMilliseconds, before });
  return { seconds, bytes: memory, took: coreSeconds() - begun };
}

async function ran(name: string): Promise<Ran> {
  const before = process.memoryUsage().rss;
  const { resolved, model } = await opened(name);
  const access = { trusted: true, env: () => undefined, vault: { get: async () => null }, allowedEnv: {} };
  const minds = await makeMinds(resolved.society, model, access);
  if (!minds.ok) throw new Error(minds.message);
  const dir = mkdtempSync(join(tmpdir(), 'society-bench-'));
  const begun = coreSeconds();
  const run = new LiveRun({
    id: 'bench',
    model,
    minds: minds.minds,
    sources: [],
    files: folderFiles(dir),
    created: '2000-01-01T00:00:00Z',
  });
  const state = await run.run();
  const seconds = coreSeconds() - begun;
  rmSync(dir, { recursive: true, force: true });
  if (state !== 'ended') throw new Error(`${name}: ${run.problem ?? state}`);
  return { seconds, bytes: process.resourceUsage().maxRSS * 1024, before };
}

/** How far two figures are apart, as a factor of 1 or more. Times below a second are printed as less than a second. */
const apart = (a: number, b: number, least: number): number => {
  const [x, y] = [Math.max(a, least), Math.max(b, least)];
  return Math.max(x / y, y / x);
};

async function main(): Promise<void> {
  const script = fileURLToPath(import.meta.url);
  const wanted = process.env['SOCIETIES']?.split(';');
  const every = Number(process.env['EVERY'] ?? 1);
  const except = Number(process.env['EXCEPT'] ?? 0);
  const files = readdirSync(gallery).filter((_, i) => i % every === 0 && (except === 0 || i % except !== 0));
  const names = wanted ?? [...files, ...(except === 0 ? Object.keys(CROWDS) : [])];
  const [times, bytes]: [number[], number[]] = [[], []];
  for (const name of names) {
    const before = await inChild<Predicted>(script, `estimate:${name}`, ONE_CORE);
    const after = await inChild<Ran>(script, `run:${name}`, ONE_CORE);
    if (before.seconds === null) throw new Error(`${name}: no estimate of its time`);
    const [time, memory] = [apart(before.seconds, after.seconds, 1), apart(before.bytes, after.bytes, 1)];
    times.push(time);
    bytes.push(memory);
    const both = {
      society: name,
      seconds: [before.seconds, after.seconds],
      MB: [before.bytes / 1e6, after.bytes / 1e6],
      estimating: before.took,
    };
    process.stdout.write(
      `${JSON.stringify(both, (_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(3)) : value))}\n`,
    );
  }
  const factor = { unit: 'times', against: null } as const;
  print({
    ...factor,
    name: 'time, estimated and measured apart by, most',
    ours: Math.max(...times),
    n: times.length,
    p95: spread(times).p95,
  });
  print({
    ...factor,
    name: 'memory, estimated and measured apart by, most',
    ours: Math.max(...bytes),
    n: bytes.length,
    p95: spread(bytes).p95,
  });
}

const asked = process.argv[2];
if (asked === undefined) await main();
else {
  const [what, name = ''] = asked.split(/:(.*)/s);
  process.stdout.write(JSON.stringify(await (what === 'run' ? ran(name) : predicted(name))));
}
