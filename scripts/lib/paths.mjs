/** Paths: the repository root and the folders that the scripts fill. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onExit } from './cleanup.mjs';

export const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '');

/** Everything that is downloaded or kept between runs; git-ignored and safe to delete. */
export const cache = process.env['SOCIETY_CACHE'] ?? join(root, '.vscode-test');

/** Everything that a build of the tests writes; emptied freely. */
export const out = join(root, 'out');

/** A new empty folder that is removed when the process ends. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'society-'));
  onExit(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  return folder;
}
