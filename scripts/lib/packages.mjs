/**
 * The npm packages of the project: installed when missing or out of step with package-lock.json.
 * A tree that is already right does not change.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './command.mjs';
import { withLock } from './lock.mjs';
import { cache, root } from './paths.mjs';
import { step } from './report.mjs';

const lockFile = join(root, 'package-lock.json');
const installed = join(root, 'node_modules', '.package-lock.json');
const stamp = join(root, 'node_modules', '.society-lock');

/** @typedef {{ version?: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} Entry */

export async function setupPackages() {
  if (isFresh()) return;
  await withLock(join(cache, 'packages.lock'), async () => {
    if (isFresh()) return;
    await step('packages', 'installing what package-lock.json names', async () => {
      rmSync(stamp, { force: true });
      await npm(root, ['ci']);
      writeFileSync(stamp, fingerprint());
      return 'installed';
    });
  });
}

function isFresh() {
  if (read(stamp) === fingerprint()) return true;
  if (!matchesLock()) return false;
  writeFileSync(stamp, fingerprint());
  return true;
}

/** The lock file and the platform: a tree for another platform lacks its binaries. */
function fingerprint() {
  return createHash('sha256').update(`${process.platform} ${process.arch}\n`).update(readFileSync(lockFile)).digest('hex');
}

/** Whether npm's own record of what it installed agrees with the lock file. */
function matchesLock() {
  if (!existsSync(installed)) return false;
  const have = packagesOf(installed);
  return Object.entries(packagesOf(lockFile)).every(
    ([path, entry]) => path === '' || have[path]?.version === entry.version || (!have[path] && !isNeeded(entry)),
  );
}

/** @param {Entry} entry */
function isNeeded({ optional, os, cpu, libc }) {
  if (!optional) return true;
  return Boolean(os?.includes(process.platform) && cpu?.includes(process.arch) && !libc);
}

/**
 * @param {string} file
 * @returns {Record<string, Entry>}
 */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/** @param {string} file */
function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
