/** Makes a folder, with the missing folders above it. */
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder, and the missing folders above it. Node's own method repeats without end if the system says that a folder is
 * missing and it cannot be made, as below `/proc`. Rejects with the system's error.
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

/** Another process may have made the folder in the meantime. */
async function unlessMade(error: unknown, folder: string): Promise<void> {
  const made = (error as { code?: string }).code === 'EEXIST' && (await stat(folder)).isDirectory();
  if (!made) throw error;
}
