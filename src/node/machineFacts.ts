/** Facts about the machine for a report of a fault: nothing that names the machine or its user. */
import { readdir, stat } from 'node:fs/promises';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '../core/util/json.js';

/** Versions, system, processors, memory in GB. */
export const machineFacts = (): JsonObject => ({
  node: process.versions.node,
  electron: process.versions['electron'] ?? null,
  system: `${platform()} ${release()}`,
  architecture: arch(),
  processors: cpus().length,
  memoryGB: Math.round(totalmem() / 1e9),
});

/** Names of files of a run folder. Others belong to the user. */
const RUN_FILE =
  /^(manifest|events\.index|control)\.json$|^(events|events\.sums|answers|overrides|calls|control|batches|prompts)\.jsonl(\.bad)?$/;

/** Bytes of each file that a run folder has by its format; of `blobs`, their sum. */
export async function runFileSizes(dir: string): Promise<{ readonly [file: string]: number }> {
  const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => null))?.size ?? 0;
  const names = (await readdir(dir).catch(() => [])).filter((name) => RUN_FILE.test(name)).sort();
  const sizes = await Promise.all(names.map(async (name) => [name, await sizeOf(join(dir, name))] as const));
  const blobs = await readdir(join(dir, 'blobs')).catch(() => []);
  const ofBlobs = await Promise.all(blobs.map((name) => sizeOf(join(dir, 'blobs', name))));
  return { ...Object.fromEntries(sizes), ...(blobs.length > 0 ? { blobs: ofBlobs.reduce((sum, size) => sum + size, 0) } : {}) };
}
