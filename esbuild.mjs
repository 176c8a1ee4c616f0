/**
 * Builds everything into dist/:
 *   extension.cjs     activation: src/extension.ts and src/vscode; loads the rooms when they are needed
 *   <room>.mjs        lazy chunks (language, engine, minds, runs, …) with their shared code in chunk-*.mjs
 *   experiments-threads.mjs, experiments-worker.mjs  the process whose threads play runs of an experiment, and such a thread
 *   experiments-comparer.mjs  a thread that compares them
 *   mcp-program.mjs   the server of the tools for assistants that an editor starts
 *   cli.mjs, queue.mjs  the command line, and its module for Redis; no part of the extension
 *   commands.mjs      the commands of the command line, for programs that run several in one process; no part of the extension
 *   web/extension.js  the extension for a browser, with the modules that it reads later next to it
 *   THIRD-PARTY-NOTICES.txt  the licences of all bundled packages
 *   bundled.json      the packages in each output, and the outputs that it loads, for the lists of a release
 *   webview/          the panel, a report, the page of an experiment
 * and prints the sizes with their budgets. Exits with 1 when one is over.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { BUNDLED, bundledOutputs, bundledPackages, NOTICES, noticesText } from './scripts/lib/notices.mjs';
import { fastYaml } from './scripts/lib/packageFiles.mjs';
import { buildWeb, filesFor, reached, WEB } from './scripts/lib/webBundle.mjs';
import { expressionParser } from './scripts/lib/expressionParser.mjs';
import { API, withOneApi } from './scripts/lib/oneApi.mjs';
import { pureTexts } from './scripts/lib/pureTexts.mjs';
import { scriptSource } from './scripts/lib/scriptSource.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, 'dist');
const dev = process.argv.includes('--dev');

/**
 * Rooms that the activation bundle loads on demand, with budgets in kB for everything that one load reads. A change that needs more raises
 * the budget in the same commit, and its message says what takes the room. The openai package is loaded when an endpoint is opened.
 */
const rooms = {
  language: 600,
  engine: 664,
  minds: 200,
  analysis: 250,
  debug: 150,
  runs: 1400,
  experiments: 160,
  gallery: 20,
  exchange: 170,
  tools: 60,
  mcp: 330,
};
/** Rooms that are never loaded without others: the chunks of those are not counted again. */
const beside = {
  ...{ debug: ['runs'], experiments: ['runs'], gallery: ['language'], exchange: ['language'] },
  ...{ tools: ['runs', 'experiments'], mcp: ['runs', 'experiments', 'tools'] },
};
/** Rooms that lie within another. */
const within = { experiments: 'runs/experiments', mcp: 'cli/mcp' };
/** Threads of the experiments, the process of those that play, and the server of the tools for assistants. */
const programs = {
  'experiments-threads': 'src/runs/experiments/threads/threadsProgram.ts',
  'experiments-worker': 'src/runs/experiments/threads/worker.ts',
  'experiments-comparer': 'src/runs/experiments/threads/compareWorker.ts',
  'mcp-program': 'src/cli/mcp/program.ts',
};
/** The panel: controls of the toolkit 110, d3 55, own code 220. The groups of large societies took 18, why a variable has its value 2. */
const budgets = {
  'extension.cjs': 350,
  'webview/panel.js': 417,
  'webview/report.js': 423,
  'webview/calibration.js': 130,
  'webview/experiment.js': 170,
};

/**
 * What a window in a browser loads, in kB: at its start, then to check, run and show a society, then to debug it. What it loads later is not counted
 * again. The first two rows together are at most 1,600 kB.
 */
const webParts = {
  'web/extension.js': { of: ['src/webExtension.ts'], budget: 234 },
  'web, a society': { of: ['src/language/index.ts', 'src/runs/index.ts', 'src/vscode/handlers.ts'], budget: 1366 },
  'web, the debugger': { of: ['src/debug/index.ts'], budget: 150 },
};

/** The bundle of the activation in Node. */
const ACTIVATION = 'extension.cjs';

const common = {
  bundle: true,
  minify: !dev,
  sourcemap: dev ? 'linked' : false,
  logLevel: 'warning',
  metafile: true,
  legalComments: 'none',
  absWorkingDir: root,
};
/** The main file of jsonc-parser loads its parts in a way that cannot be bundled. */
const alias = { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js', ...fastYaml };
const node = { ...common, alias, platform: 'node', target: 'node20' };
const page = { ...common, platform: 'browser', target: 'es2022', format: 'iife', plugins: [pureTexts] };
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
      entryPoints: { ...entries, ...programs, cli: 'src/cli/program.ts', commands: 'src/cli/index.ts', queue: 'src/cli/queue/index.ts' },
      external: otherDrivers,
      format: 'esm',
      splitting: true,
      outdir: 'dist',
      outExtension: { '.js': '.mjs' },
      chunkNames: 'chunk-[hash]',
      banner: { js: requireShim },
      plugins: [expressionParser],
    }),
    esbuild.build({
      ...node,
      entryPoints: ['src/extension.ts'],
      format: 'cjs',
      outfile: `dist/${ACTIVATION}`,
      external: ['vscode'],
      banner: { js: `const ${API}=require("vscode");` },
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
      plugins: [pureTexts, noTransitions, scriptSource(page)],
    }),
  ]);
  writeFileSync(join(dist, ACTIVATION), withOneApi(readFileSync(join(dist, ACTIVATION), 'utf8')));
  const web = await buildWeb({ root, common: { ...common, alias } });
  const metafiles = [...built.map(({ metafile }) => metafile), web.written];
  writeFileSync(join(root, NOTICES), noticesText(root, bundledPackages(metafiles)));
  writeFileSync(join(root, BUNDLED), JSON.stringify(bundledOutputs(metafiles)));
  return report(built[0].metafile, web);
}

/** The module of the browser bundle that a source file is the entry of. */
const webEntry = ({ metafile: { outputs } }, source) => basename(Object.keys(outputs).find((path) => outputs[path].entryPoint === source));

/** Prints each size with its budget, in kB of 1,000 bytes. A room counts with everything that its load reads. */
function report(metafile, web) {
  const size = (path) => statSync(join(root, path)).size / 1000;
  const rows = Object.entries(budgets).map(([file, budget]) => [file, size(join('dist', file)), budget]);
  for (const [room, budget] of Object.entries(rooms)) {
    const there = new Set((beside[room] ?? []).flatMap((other) => [...reached(metafile.outputs, `dist/${other}.mjs`)]));
    const files = [...reached(metafile.outputs, `dist/${room}.mjs`)].filter((file) => !there.has(file));
    rows.push([`${room}.mjs`, files.reduce((sum, file) => sum + size(file), 0), budget]);
  }
  const before = new Set();
  for (const [name, { of, budget }] of Object.entries(webParts)) {
    const files = of.flatMap((source) => filesFor(web.metafile.outputs, webEntry(web, source), web.files));
    const added = new Set([...(before.size === 0 ? ['extension.js'] : []), ...files].filter((file) => !before.has(file)));
    rows.push([name, [...added].reduce((sum, file) => sum + size(join(WEB, file)), 0), budget]);
    for (const file of added) before.add(file);
  }
  let over = false;
  for (const [name, kB, budget] of rows) {
    over ||= kB > budget;
    console.log(`${name.padEnd(18)} ${kB.toFixed(1).padStart(7)} kB of ${budget}${kB > budget && !dev ? '  OVER BUDGET' : ''}`);
  }
  if (over && !dev) process.exitCode = 1;
}

await main();
