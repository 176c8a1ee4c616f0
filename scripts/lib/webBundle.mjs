/**
 * The bundle for a browser, in `dist/web`. The worker of a web extension loads one CommonJS file and no modules, so each module of the
 * split build becomes a function. `extension.js` has the functions of the activation; the others are files that it reads and runs
 * when they are first imported, in the way in which the editor itself runs `extension.js`.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import * as esbuild from 'esbuild';
import { expressionParser } from './expressionParser.mjs';
import { API, withOneApi } from './oneApi.mjs';

/** The folder of the bundle. */
export const WEB = 'dist/web';

/** Files of `src/node` that have a counterpart in `src/web`, and other files with one. */
const INSTEAD = { 'src/runs/experiments/threads/threadPlayer.ts': 'src/runs/experiments/play/windowPlayer.ts' };

/**
 * Takes `src/web/NAME.ts` for `src/node/NAME.ts`, and our own parts of Node for the package of the debug adapter.
 * @param {string} root
 * @returns {esbuild.Plugin}
 */
const browserFiles = (root) => ({
  name: 'browser-files',
  setup(build) {
    build.onResolve({ filter: /\.js$/ }, ({ path, resolveDir, kind }) => {
      if (!path.startsWith('.') || kind === 'entry-point' || resolveDir.includes('node_modules')) return undefined;
      const source = relative(root, join(resolveDir, path)).replaceAll('\\', '/').replace(/\.js$/, '.ts');
      const other = /** @type {Record<string, string>} */ (INSTEAD)[source] ?? source.replace(/^src\/node\//, 'src/web/');
      const found = [other, source].find((one) => existsSync(join(root, one)));
      // Only one module of ours does anything but define names, so the others are loaded only where a name of them is used.
      return found === undefined ? undefined : { path: join(root, found), sideEffects: found === 'src/vscode/window/translations.ts' };
    });
    build.onResolve({ filter: /^(events|url)$/ }, ({ path }) => ({ path: join(root, 'src', 'web', 'packages', `${path}.ts`) }));
  },
});

/**
 * Builds `dist/web`. Resolves with what is in each module, with the file of each module, and with what is in each file.
 * @param {{ readonly root: string, readonly common: esbuild.BuildOptions }} options
 * @returns {Promise<{ readonly metafile: esbuild.Metafile, readonly files: ReadonlyMap<string, string>, readonly written: Pick<esbuild.Metafile, 'outputs'> }>}
 */
export async function buildWeb({ root, common }) {
  const built = await esbuild.build({
    ...common,
    metafile: true,
    platform: 'browser',
    charset: 'utf8',
    target: 'es2022',
    entryPoints: { extension: 'src/webExtension.ts' },
    external: ['vscode'],
    format: 'esm',
    splitting: true,
    write: false,
    outdir: WEB,
    chunkNames: '[name]-[hash]',
    plugins: [browserFiles(root), expressionParser],
    // Threads and processes have scripts next to the bundle. They do not exist here.
    logOverride: { 'empty-import-meta': 'silent' },
  });
  const folder = join(root, WEB);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { outputs } = built.metafile;
  const files = filesOf(outputs);
  const texts = new Map(built.outputFiles.map(({ path, text }) => [basename(path), withLoads(basename(path), text, outputs)]));
  const { later, across } = importedIn(outputs, files);
  const needs = JSON.stringify(Object.fromEntries([...later].map((name) => [name, filesFor(outputs, name, files)])));
  const where = JSON.stringify(Object.fromEntries([...files].filter(([name]) => across.has(name))));
  for (const file of new Set(files.values())) {
    const code = await joined(file, texts, files, across);
    writeFileSync(join(folder, file), file === ENTRY ? loader(code, where, needs) : `return ${code}`);
  }
  return { metafile: built.metafile, files, written: writtenFiles(outputs, files) };
}

/**
 * What is in each file. `extension.js` loads all others.
 * @param {esbuild.Metafile['outputs']} outputs
 * @param {ReadonlyMap<string, string>} files
 * @returns {Pick<esbuild.Metafile, 'outputs'>}
 */
function writtenFiles(outputs, files) {
  /** @type {esbuild.Metafile['outputs']} */
  const written = {};
  for (const [path, output] of Object.entries(outputs)) {
    const file = `${WEB}/${files.get(basename(path))}`;
    const known = written[file];
    written[file] = { ...output, imports: [], inputs: { ...known?.inputs, ...output.inputs } };
  }
  const others = Object.keys(written).filter((path) => path !== `${WEB}/${ENTRY}`);
  const entry = written[`${WEB}/${ENTRY}`];
  if (entry) entry.imports = others.map((path) => ({ path, kind: 'dynamic-import' }));
  return { outputs: written };
}

/** The file of the activation, and files that have everything that a room needs besides the files before it. */
const ENTRY = 'extension.js';
const ROOMS = ['language', 'runs', 'debug', 'runs/experiments', 'exchange'];

/**
 * The file of each module. What no room needs when it is loaded has files of its own.
 * @param {esbuild.Metafile['outputs']} outputs
 * @returns {Map<string, string>}
 */
function filesOf(outputs) {
  const files = new Map();
  const add = (/** @type {string} */ entry, /** @type {string} */ file) => {
    for (const path of reached(outputs, entry)) if (!files.has(basename(path))) files.set(basename(path), file);
  };
  add(`${WEB}/${ENTRY}`, ENTRY);
  for (const room of ROOMS) {
    const entry = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === `src/${room}/index.ts`);
    if (entry === undefined) throw new Error(`nothing loads src/${room}`);
    add(entry, `${basename(room)}.js`);
  }
  for (const path of Object.keys(outputs)) if (!files.has(basename(path))) files.set(basename(path), basename(path));
  return files;
}

/**
 * The files that must be read before a module can run.
 * @param {esbuild.Metafile['outputs']} outputs
 * @param {string} name
 * @param {Map<string, string>} files
 * @returns {readonly string[]}
 */
export function filesFor(outputs, name, files) {
  const found = new Set([...reached(outputs, `${WEB}/${name}`)].map((path) => files.get(basename(path)) ?? ''));
  found.delete(ENTRY);
  return [...found].sort();
}

/**
 * The modules that are imported when they are wanted, and all that something in another file imports.
 * @param {esbuild.Metafile['outputs']} outputs
 * @param {ReadonlyMap<string, string>} files
 */
function importedIn(outputs, files) {
  const [later, across] = [new Set(), new Set([ENTRY])];
  for (const [from, { imports }] of Object.entries(outputs))
    for (const { path, external, kind } of imports) {
      if (external) continue;
      if (kind === 'dynamic-import') later.add(basename(path));
      if (kind === 'dynamic-import' || files.get(basename(path)) !== files.get(basename(from))) across.add(basename(path));
    }
  return { later, across };
}

/**
 * The text of a module, with `__load` for each import that waits.
 * @param {string} name
 * @param {string} text
 * @param {esbuild.Metafile['outputs']} outputs
 */
function withLoads(name, text, outputs) {
  let code = text;
  for (const { path, kind } of outputs[`${WEB}/${name}`]?.imports ?? [])
    if (kind === 'dynamic-import') code = code.replaceAll(`import("./${basename(path)}")`, `__load("./${basename(path)}")`);
  return code;
}

/**
 * The modules of a file as one function. Its exports are the modules, by name. Modules of other files are required.
 * @param {string} file
 * @param {ReadonlyMap<string, string>} texts
 * @param {ReadonlyMap<string, string>} files
 * @param {ReadonlySet<string>} across the modules that others need
 */
async function joined(file, texts, files, across) {
  const names = [...files].filter(([name, of]) => of === file && across.has(name)).map(([name]) => name);
  const lines = names.map((name, i) => `import * as m${i} from "./${name}"; export { m${i} as "${name}" };`);
  const { outputFiles } = await esbuild.build({
    stdin: { contents: lines.join('\n'), sourcefile: 'modules', resolveDir: '/' },
    bundle: true,
    minify: true,
    charset: 'utf8',
    write: false,
    format: 'cjs',
    target: 'es2022',
    logOverride: { 'empty-import-meta': 'silent' },
    plugins: [
      {
        name: 'modules',
        setup(build) {
          build.onResolve({ filter: /.*/ }, ({ path }) =>
            files.get(basename(path)) === file ? { path: basename(path), namespace: 'modules' } : { path, external: true },
          );
          build.onLoad({ filter: /.*/, namespace: 'modules' }, ({ path }) => ({ contents: texts.get(path) ?? '' }));
        },
      },
    ],
  });
  return `function(module,exports,require,__load,${API}){${withOneApi(outputFiles[0]?.text ?? '')}}`;
}

/**
 * Output files that an output file loads, itself first.
 * @param {esbuild.Metafile['outputs']} outputs
 * @param {string} entry
 * @param {Set<string>} found
 * @returns {Set<string>}
 */
export function reached(outputs, entry, found = new Set()) {
  if (found.has(entry)) return found;
  found.add(entry);
  for (const { path, external, kind } of outputs[entry]?.imports ?? [])
    if (!external && kind !== 'dynamic-import') reached(outputs, path, found);
  return found;
}

/**
 * The text of `extension.js`.
 * @param {string} code its own modules
 * @param {string} where the file of each module
 * @param {string} needs the files that must be read before a module can run
 */
const loader = (code, where, needs) => `"use strict";
const __host = require, ${API} = require("vscode");
const __where = ${where};
const __needs = ${needs};
const __code = { "${ENTRY}": ${code} };
const __files = {}, __reading = {};
let __folder;
function __require(path) {
  const name = path.slice(2), file = __where[name];
  if (!path.startsWith("./") || !file) return __host(path);
  if (!__files[file]) {
    const module = (__files[file] = { exports: {} });
    __code[file](module, module.exports, __require, __load, ${API});
  }
  return __files[file].exports[name];
}
function __read(file) {
  return (__reading[file] ??= (async () => {
    try {
      const bytes = await ${API}.workspace.fs.readFile(${API}.Uri.joinPath(__folder, "dist", "web", file));
      __code[file] = new Function(new TextDecoder().decode(bytes) + "\\n//# sourceURL=society-studio/" + file)();
    } catch (error) {
      delete __reading[file];
      throw error;
    }
  })());
}
async function __load(path) {
  await Promise.all(__needs[path.slice(2)].map(__read));
  return __require(path);
}
exports.activate = (context) => {
  __folder = context.extensionUri;
  return __require("./${ENTRY}").activate(context);
};
`;
