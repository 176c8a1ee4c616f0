/**
 * Builds everything into dist/:
 *   extension.cjs     activation: src/extension.ts and src/vscode; loads the rooms when they are needed
 *   <room>.mjs        lazy chunks (language, engine, minds, runs, …) with their shared code in chunk-*.mjs
 *   experiments-threads.mjs, experiments-worker.mjs  the process whose threads play runs of an experiment, and such a thread
 *   experiments-comparer.mjs  a thread that compares them
 *   cli.mjs, queue.mjs  the command line, and its module for Redis; no part of the extension
 *   THIRD-PARTY-NOTICES.txt  the licences of all bundled packages
 *   webview/          the panel, a report, the page of an experiment
 * and prints the sizes with their budgets. Exits with 1 when one is over.
 */
import { execFileSync } from 'node:child_process';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { bundledPackages, NOTICES, noticesText } from './scripts/lib/notices.mjs';
import { scriptSource } from './scripts/lib/scriptSource.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, 'dist');
const dev = process.argv.includes('--dev');

/**
 * Rooms that the activation bundle loads on demand, with budgets in kB for everything that one load reads. Embeddings for the
 * relevance of memories took 7 kB of the engine, chance in rules 2, newcomers that are drawn 1, documents 2, the table of phase kinds 2, crowds 18, expressions over columns 48, ties, fading and names in columns 16, archetypes 5, perturbations of questions 4. The openai package is loaded when an endpoint is opened.
 * Data that runs are compared with took 10 kB of the language.
 * Files of runs took 20 kB of the exchange, scripts of R 6, traces 8; the search for models on this machine took 3 kB of runs, the watch of servers and the search for their best number of questions 8, batches 12. The helpers of core that language shares with others took 1 kB of it, events of many agents 7 of the exchange. The check of prompts that have the premise twice took 5 kB of language and of runs, keys of comparisons with networks 1 of language, calibrations 8 kB of language. Causes of changes in crowds took 10 kB of runs, claims 5, the groups of large societies 13, pauses of long work 5, kept claim cards 2.
 */
const rooms = {
  language: 625,
  engine: 648,
  minds: 200,
  analysis: 250,
  debug: 150,
  runs: 1390,
  experiments: 160,
  gallery: 20,
  exchange: 168,
};
/** Rooms that are never loaded without another one: the chunks of that one are not counted again. */
const beside = { debug: 'runs', experiments: 'runs', gallery: 'language', exchange: 'language' };
/** Rooms that lie within another. */
const within = { experiments: 'runs/experiments' };
/** Threads of the experiments, and the process of those that play. */
const threads = {
  'experiments-threads': 'src/runs/experiments/threads/threadsProgram.ts',
  'experiments-worker': 'src/runs/experiments/threads/worker.ts',
  'experiments-comparer': 'src/runs/experiments/threads/compareWorker.ts',
};
/** The panel: controls of the toolkit 110, d3 55, own code 220. The groups of large societies took 18, why a variable has its value 2. */
const budgets = {
  'extension.cjs': 350,
  'webview/panel.js': 412,
  'webview/report.js': 419,
  'webview/calibration.js': 130,
  'webview/experiment.js': 170,
};

const common = {
  bundle: true,
  minify: !dev,
  sourcemap: dev ? 'linked' : false,
  logLevel: 'warning',
  metafile: true,
  legalComments: 'none',
  absWorkingDir: root,
};
/** The package's main file loads its parts in a way that cannot be bundled. */
const alias = { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' };
const node = { ...common, alias, platform: 'node', target: 'node20' };
const page = { ...common, platform: 'browser', target: 'es2022', format: 'iife' };
/** Optional modules of BullMQ that it does not need. */
const otherDrivers = ['@valkey/valkey-glide', 'bullmq-otel', 'msgpackr-extract', 'pg', 'redis'];
/** CommonJS packages inside a module bundle ask for `require`. */
const requireShim = "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/** Turns `import('../language/index.js')` of the activation bundle into a load of the room's chunk. */
const lazyRooms = {
  name: 'lazy-rooms',
  setup(build) {
    build.onResolve({ filter: /\/index\.js$/ }, ({ path, kind, resolveDir }) => {
      const folder = relative(join(root, 'src'), dirname(join(resolveDir, path))).replaceAll('\\', '/');
      const room = Object.keys(rooms).find((one) => (within[one] ?? one) === folder);
      if (kind === 'dynamic-import' && room) return { path: `./${room}.mjs`, external: true };
      return undefined;
    });
  },
};

/**
 * d3-zoom imports d3-transition for cameras that move in transitions. The panel moves its camera itself, so only `interrupt` is kept, which
 * has nothing to interrupt. This saves 15 kB of each page.
 */
const noTransitions = {
  name: 'no-transitions',
  setup(build) {
    build.onResolve({ filter: /^d3-transition$/ }, () => ({ path: 'no-transitions', namespace: 'no-transitions' }));
    build.onLoad({ filter: /.*/, namespace: 'no-transitions' }, () => ({
      resolveDir: root,
      contents: `import { selection } from 'd3-selection';
        selection.prototype.interrupt = function () { return this; };
        export const interrupt = () => undefined;`,
    }));
  },
};

async function main() {
  execFileSync(process.execPath, [join(root, 'scripts/generate.mjs')], { stdio: 'inherit' });
  rmSync(dist, { recursive: true, force: true });
  const entries = Object.fromEntries(Object.keys(rooms).map((room) => [room, `src/${within[room] ?? room}/index.ts`]));
  const built = await Promise.all([
    esbuild.build({
      ...node,
      entryPoints: { ...entries, ...threads, cli: 'src/cli/index.ts', queue: 'src/cli/queue/index.ts' },
      external: otherDrivers,
      format: 'esm',
      splitting: true,
      outdir: 'dist',
      outExtension: { '.js': '.mjs' },
      chunkNames: 'chunk-[hash]',
      banner: { js: requireShim },
    }),
    esbuild.build({
      ...node,
      entryPoints: ['src/extension.ts'],
      format: 'cjs',
      outfile: 'dist/extension.cjs',
      external: ['vscode'],
      plugins: [lazyRooms],
    }),
    esbuild.build({
      ...page,
      entryPoints: {
        panel: 'webview/index.ts',
        report: 'webview/report/index.ts',
        experiment: 'webview/experiment/index.ts',
        calibration: 'webview/calibration/index.ts',
      },
      outdir: 'dist/webview',
      plugins: [noTransitions, scriptSource(page)],
    }),
  ]);
  writeFileSync(join(root, NOTICES), noticesText(root, bundledPackages(built.map(({ metafile }) => metafile))));
  return report(built[0].metafile);
}

/** Prints each size with its budget, in kB of 1,000 bytes. A room counts with everything that its load reads. */
function report(metafile) {
  const size = (path) => statSync(join(root, path)).size / 1000;
  const rows = Object.entries(budgets).map(([file, budget]) => [file, size(join('dist', file)), budget]);
  for (const [room, budget] of Object.entries(rooms)) {
    const there = room in beside ? reached(metafile, `dist/${beside[room]}.mjs`) : new Set();
    const files = [...reached(metafile, `dist/${room}.mjs`)].filter((file) => !there.has(file));
    rows.push([`${room}.mjs`, files.reduce((sum, file) => sum + size(file), 0), budget]);
  }
  let over = false;
  for (const [name, kB, budget] of rows) {
    over ||= kB > budget;
    console.log(`${name.padEnd(18)} ${kB.toFixed(1).padStart(7)} kB of ${budget}${kB > budget && !dev ? '  OVER BUDGET' : ''}`);
  }
  if (over && !dev) process.exitCode = 1;
}

/** Output files that an entry loads, itself first. */
function reached(metafile, entry, found = new Set()) {
  if (found.has(entry)) return found;
  found.add(entry);
  for (const { path, external, kind } of metafile.outputs[entry].imports)
    if (!external && kind !== 'dynamic-import') reached(metafile, path, found);
  return found;
}

await main();
