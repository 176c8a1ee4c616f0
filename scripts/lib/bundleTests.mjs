/** Turns test sources into files that run: one module a test file for Node, CommonJS for the extension host. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fastYaml } from './packageFiles.mjs';
import { out, root } from './paths.mjs';

const tests = join(root, 'test');

/**
 * The test files below folders of `test`.
 * @param {readonly string[]} folders
 * @returns {string[]}
 */
export function testFiles(folders) {
  return folders
    .filter((folder) => existsSync(join(tests, folder)))
    .flatMap((folder) =>
      readdirSync(join(tests, folder), { withFileTypes: true }).flatMap((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return testFiles([path]);
        return entry.name.endsWith('.test.ts') ? [path] : [];
      }),
    );
}

/** @type {import('esbuild').Plugin} Modules that the scripts share with the tests are not bundled: they run from their own files. */
export const keepScripts = {
  name: 'keep-scripts',
  setup(build) {
    build.onResolve({ filter: /\/scripts\/testing\.mjs$/ }, () => ({
      path: pathToFileURL(join(root, 'scripts', 'testing.mjs')).href,
      external: true,
    }));
  },
};

/**
 * Bundles tests that run in Node; returns the files to run.
 * @param {string} name of the suite
 * @param {readonly string[]} files relative to `test`
 */
export async function bundleForNode(name, files) {
  const outdir = join(out, 'test', name);
  await bundle(files, outdir, {
    format: 'esm',
    splitting: true,
    packages: 'external',
    alias: fastYaml,
    outExtension: { '.js': '.mjs' },
    plugins: [keepScripts],
  });
  return files.map((file) => join(outdir, file.replace(/\.ts$/, '.mjs')));
}

/**
 * Bundles tests that run inside VS Code together with their entry; returns the entry.
 * @param {readonly string[]} files relative to `test`
 */
export async function bundleForEditor(files) {
  const outdir = join(out, 'test', 'host');
  await bundle([join('host', 'entry.ts'), ...files], outdir, {
    ...{ format: 'cjs', external: ['vscode', 'mocha'] },
    // Modules of the extension name scripts next to their own file.
    ...{ define: { 'import.meta.url': '__url' }, banner: { js: "const __url=require('node:url').pathToFileURL(__filename).href;" } },
  });
  return join(outdir, 'host', 'entry.js');
}

/** @type {import('esbuild').Plugin} Takes the files of `test/host/web` for those of Node. */
const workerFiles = {
  name: 'worker-files',
  setup(build) {
    const own = (/** @type {string} */ name) => ({ path: join(tests, 'host', 'web', name) });
    build.onResolve({ filter: /^node:assert$/ }, () => own('assert.ts'));
    build.onResolve({ filter: /\/newFile\.js$/ }, () => own('newFile.ts'));
    build.onResolve({ filter: /\/processorTime\.mjs$/ }, () => own('processorTime.ts'));
    // Where there is a module of CommonJS, mocha takes its place: the tests would lose their entry.
    build.onLoad({ filter: /\/mocha\/mocha\.js$/ }, ({ path }) => ({
      contents: `const module = undefined, exports = undefined;\n${readFileSync(path, 'utf8')}`,
    }));
  },
};

/** Bundles the host tests of the web worker into one file, as a web extension has to be; returns it. */
export async function bundleForWorker() {
  const outdir = join(out, 'test', 'web');
  await bundle([join('host', 'web', 'entry.ts')], outdir, {
    ...{ format: 'cjs', platform: 'browser', external: ['vscode'], sourcemap: false, plugins: [workerFiles] },
  });
  return join(outdir, 'host', 'web', 'entry.js');
}

/**
 * @param {readonly string[]} files
 * @param {string} outdir
 * @param {import('esbuild').BuildOptions} options
 */
async function bundle(files, outdir, options) {
  const { build } = await import('esbuild');
  rmSync(outdir, { recursive: true, force: true });
  await build({
    ...{ entryPoints: files.map((file) => join(tests, file)), outbase: tests, outdir },
    ...{ bundle: true, platform: 'node', target: 'node20', sourcemap: true, logLevel: 'error', absWorkingDir: root },
    ...options,
  });
}
