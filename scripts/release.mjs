/**
 * Makes everything that a release publishes, in out/release:
 *   society-studio-VERSION.vsix            for the Visual Studio Marketplace
 *   society-studio-VERSION-openvsx.vsix    for the Open VSX Registry
 *   society-studio-VERSION.tgz             the command line for npm
 *   *.cdx.json                             the bill of materials of the extension and of the command line (CycloneDX)
 *   SHA256SUMS                             their hashes
 *
 *   node scripts/release.mjs [--dry-run]
 *
 * Nothing is published: the commands that do are printed. What only an owner can fill in (scripts/release/owner.json) is listed
 * where it is missing. A dry run then uses placeholders; without --dry-run nothing is made.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { build } from './lib/build.mjs';
import { npm } from './lib/command.mjs';
import { isMain, runMain } from './lib/main.mjs';
import { readOptions } from './lib/options.mjs';
import { BUNDLED } from './lib/notices.mjs';
import { copyPackageSources } from './lib/packageSources.mjs';
import { out, root, temporaryFolder } from './lib/paths.mjs';
import { say, step } from './lib/report.mjs';
import { packageExtension } from './package.mjs';
import { absoluteReadme, extensionManifest, npmManifest } from './release/manifests.mjs';
import { filled, missing, OWNER_FILE, readOwner } from './release/owner.mjs';
import { sbomOf } from './release/sbom.mjs';
import { setupPackages } from './setup.mjs';

/** @typedef {import('./release/owner.mjs').Owner} Owner */

/** Outputs that the command line starts, and files that it reads. */
const ENTRIES = ['cli', 'queue', 'experiments-threads', 'experiments-worker', 'experiments-comparer'].map((name) => `dist/${name}.mjs`);
const READ = ['dist/webview/report.js', 'dist/webview/report.css', 'dist/webview/calibration.js', 'dist/webview/calibration.css'];
const TEXTS = ['LICENSE', 'CHANGELOG.md', 'api.d.ts', 'dist/THIRD-PARTY-NOTICES.txt'];
/** Folders whose files the command line reads: the library, the entries of the gallery, translations, and the format for assistants. */
const FOLDERS = ['library', 'examples/gallery', 'l10n', 'skills'];

/** The pages of the documentation, which the tools for assistants search. */
const PAGES = () => filesBelow('docs').filter((path) => /^docs\/[^/]+\.md$/.test(path));

/** Where the packages are put. */
export const RELEASE = join(out, 'release');

async function main() {
  const options = readOptions(import.meta.url, ['dry-run']);
  if (!options) return;
  const isDry = options.flags.has('dry-run');
  const owner = readOwner();
  const lacks = [...missing(owner).map((line) => `missing in ${OWNER_FILE}: ${line}`), ...citationFaults()];
  for (const line of lacks) say(line);
  if (lacks.length > 0 && !isDry) throw new Error('a release needs the values above; --dry-run makes packages with placeholders');
  await setupPackages();
  await build();
  const made = await makeRelease(filled(owner));
  for (const { name, bytes } of made) say(`${name.padEnd(44)} ${(bytes / 1000).toFixed(0).padStart(6)} kB`);
  say(
    lacks.length > 0
      ? `dry run: ${lacks.length} values are missing, so these packages must not be published`
      : commands(made.map(({ name }) => name)),
  );
  return 0;
}

/**
 * Makes the packages from the built `dist`.
 * @param {Owner} owner
 * @param {string} [folder] where they are put; emptied before
 * @returns {Promise<readonly { readonly name: string, readonly bytes: number }[]>}
 */
export async function makeRelease(owner, folder = RELEASE) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const manifest = readJson('package.json');
  const { version, license } = manifest;
  process.env['SOURCE_DATE_EPOCH'] ??= commitTime();
  const bundled = readJson(BUNDLED);
  const shipped = await listFiles({ cwd: copyPackageSources(), packageManager: PackageManager.None });
  const readme = absoluteReadme(read('README.md'), { repository: owner.repository, version });
  const name = `society-studio-${version}`;
  for (const registry of /** @type {const} */ (['marketplace', 'openvsx'])) {
    const stage = stageOf(shipped, { readme, manifest: extensionManifest(manifest, owner, registry) });
    // Both have the same files but for the manifest.
    const search = registry === 'marketplace';
    await packageExtension(join(folder, search ? `${name}.vsix` : `${name}-openvsx.vsix`), stage, { search });
  }
  await packCommandLine(owner, folder);
  const subject = { name: 'society-studio', version, license };
  const bills = {
    [`${name}.vsix.cdx.json`]: sbomOf(
      root,
      { ...subject, purl: `pkg:vsix/${owner.publisher}/society-studio@${version}` },
      shipped,
      bundled,
    ),
    [`${name}.tgz.cdx.json`]: sbomOf(root, { ...subject, purl: `pkg:npm/society-studio@${version}` }, npmFiles(bundled), bundled),
  };
  for (const [file, bill] of Object.entries(bills)) writeFileSync(join(folder, file), `${JSON.stringify(bill, null, 2)}\n`);
  const names = readdirSync(folder).sort();
  const hash = (/** @type {string} */ file) =>
    createHash('sha256')
      .update(readFileSync(join(folder, file)))
      .digest('hex');
  writeFileSync(join(folder, 'SHA256SUMS'), names.map((file) => `${hash(file)}  ${file}\n`).join(''));
  return [...names, 'SHA256SUMS'].map((file) => ({ name: file, bytes: statSync(join(folder, file)).size }));
}

/**
 * Files of the npm package, from the root.
 * @param {Readonly<Record<string, import('./lib/notices.mjs').Bundled>>} bundled
 */
function npmFiles(bundled) {
  const found = new Set();
  const add = (/** @type {string} */ output) => {
    if (found.has(output)) return;
    found.add(output);
    for (const next of bundled[output]?.loads ?? []) add(next);
  };
  for (const entry of ENTRIES) add(entry);
  return [...found, ...READ, ...TEXTS, ...FOLDERS.flatMap(filesBelow), ...PAGES()].sort();
}

/** @param {string} folder */
const filesBelow = (folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((path) => !path.includes('/.society/'));

/**
 * Packs the command line for npm.
 * @param {Owner} owner
 * @param {string} folder
 */
async function packCommandLine(owner, folder) {
  const manifest = readJson('package.json');
  await step('package', 'packing the command line', async () => {
    const files = npmFiles(readJson(BUNDLED));
    const readme = absoluteReadme(read('docs/command-line.md'), { ...owner, version: manifest.version, folder: 'docs' });
    await npm(stageOf(files, { readme, manifest: npmManifest(manifest, owner, files) }), ['pack', '--pack-destination', folder]);
    return 'packed';
  });
}

/**
 * A folder with copies of files, another manifest and another README.
 * @param {readonly string[]} files
 * @param {{ readonly manifest: object, readonly readme: string }} own
 */
function stageOf(files, { manifest, readme }) {
  const stage = temporaryFolder();
  for (const file of files) {
    mkdirSync(dirname(join(stage, file)), { recursive: true });
    cpSync(join(root, file), join(stage, file));
  }
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(join(stage, 'README.md'), readme);
  return stage;
}

/** CITATION.cff has the version of the release. */
function citationFaults() {
  const { version } = readJson('package.json');
  return read('CITATION.cff').includes(`\nversion: ${version}\n`) ? [] : [`CITATION.cff has another version than ${version}`];
}

/** Seconds since 1970 of the last commit, so that the same commit gives the same packages. */
function commitTime() {
  return execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' }).trim();
}

/** @param {readonly string[]} names */
function commands(names) {
  const of = (/** @type {RegExp} */ form) => names.find((name) => form.test(name));
  return [
    'publish with:',
    `  npx @vscode/vsce publish --packagePath out/release/${of(/\d\.vsix$/)}`,
    `  npx ovsx publish out/release/${of(/openvsx\.vsix$/)}`,
    `  npm publish out/release/${of(/\.tgz$/)} --access public`,
  ].join('\n');
}

/** @param {string} path */
const read = (path) => readFileSync(join(root, path), 'utf8');
/** @param {string} path */
const readJson = (path) => JSON.parse(read(path));

if (isMain(import.meta.url)) await runMain(main);
