/** The runs that the site embeds, played by workers. Runs of the same program and files are kept, so that a repetition plays none. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { bundle } from '../docs/bundle.mjs';
import { out, root } from '../lib/paths.mjs';

/** @typedef {import('../../test/support/siteRuns.js').SiteRun} SiteRun */

/**
 * @param {readonly import('../../test/support/siteRuns.js').PlayedItem[]} items
 * @returns {Promise<SiteRun[]>} in the order of the items, then the recorded ones
 */
export async function siteRuns(items) {
  const built = await bundle('test/support/siteRuns.ts');
  const kept = keptFolder(readFileSync(built, 'utf8'));
  /** @type {SiteRun[]} */
  const found = [];
  const missing = [...items.entries()].filter(([i, { id }]) => {
    const file = join(kept, `${id}.json`);
    if (existsSync(file)) found[i] = JSON.parse(readFileSync(file, 'utf8'));
    return !found[i];
  });
  const queue = missing.values();
  await Promise.all(
    Array.from({ length: Math.min(missing.length, availableParallelism()) }, async () => {
      const worker = new Worker(new URL('../lib/galleryWorker.mjs', import.meta.url), {
        workerData: { built: built.href, root, does: 'playForSite' },
      });
      for (const [i, item] of queue) {
        const answered = once(worker, 'message');
        worker.postMessage(item);
        const run = /** @type {SiteRun} */ ((await answered)[0]);
        writeFileSync(join(kept, `${item.id}.json`), JSON.stringify(run));
        found[i] = run;
      }
      await worker.terminate();
    }),
  );
  /** @type {typeof import('../../test/support/siteRuns.js')} */
  const { recordedForSite } = await import(built.href);
  return [...found, ...(await recordedForSite(root))];
}

/** The folder of the runs of this program with these files; those of others are deleted. @param {string} program */
function keptFolder(program) {
  const hash = createHash('sha256').update(program);
  // Runs next to an example are in a folder `.society`.
  for (const folder of ['examples', 'library'])
    for (const path of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort())
      if (/\.(society|csv|md|txt|graphml)$/.test(path) && !/(^|[/\\])\.society([/\\]|$)/.test(path))
        hash.update(path).update(readFileSync(join(root, folder, path)));
  const all = join(out, 'site-runs');
  const kept = join(all, hash.digest('hex').slice(0, 16));
  mkdirSync(kept, { recursive: true });
  for (const name of readdirSync(all)) if (join(all, name) !== kept) rmSync(join(all, name), { recursive: true });
  return kept;
}
