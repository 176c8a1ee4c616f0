/** Folders, made with those above them. */
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder, and those above it that are missing. Node's own way tries without end where the system says that a folder is
 * missing and cannot be made, as below `/proc`. Rejects with the system's error.
 */
export async function makeFolder(path: string): Promise<void> {
  const missing: string[] = [];
  for (let at = path; ; at = dirname(at)) {
    const found = await stat(at).catch(absent);
    if (found?.isDirectory()) break;
    missing.unshift(at);
    if (found || at === dirname(at)) break;
  }
  for (const folder of missing) await mkdir(folder).catch((error: unknown) => unlessMade(error, folder));
}

function absent(error: unknown): null {
  if (['ENOENT', 'ENOTDIR'].includes((error as { code?: string }).code ?? '')) return null;
  throw error;
}

/** Another process may have made it meanwhile. */
async function unlessMade(error: unknown, folder: string): Promise<void> {
  const made = (error as { code?: string }).code === 'EEXIST' && (await stat(folder)).isDirectory();
  if (!made) throw error;
}
