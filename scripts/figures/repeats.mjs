/**
 * Prints how many of 1,000 messages repeat another one of the same round, word for word: `node scripts/figures/repeats.mjs FILE SCENARIO SEEDS`,
 * SEEDS from 1. Needs `npm run build`; the same command prints the same on every machine.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../lib/command.mjs';
import { runMain } from '../lib/main.mjs';
import { root } from '../lib/paths.mjs';

async function main() {
  const [file = '', scenario = '', seeds = '1'] = process.argv.slice(2);
  const dir = await mkdtemp(join(tmpdir(), 'society-figure-'));
  let [all, again] = [0, 0];
  for (let seed = 1; seed <= Number(seeds); seed++) {
    const out = join(dir, String(seed));
    const args = ['run', file, '--scenario', scenario, '--seed', String(seed), '--quiet', '--out', out];
    await run(process.execPath, [join(root, 'dist', 'cli.mjs'), ...args], { cwd: root });
    /** @type {Set<string>} */
    const said = new Set();
    for (const line of (await readFile(join(out, 'events.jsonl'), 'utf8')).split('\n')) {
      const event = line === '' ? {} : JSON.parse(line);
      if (event.type === 'round.started') said.clear();
      if (event.type !== 'message.sent' || event.kind !== 'said') continue;
      all++;
      if (said.has(event.text)) again++;
      said.add(event.text);
    }
  }
  await rm(dir, { recursive: true, force: true });
  console.log(`${((1000 * again) / all).toFixed(1)} of 1,000 messages are said again in the same round (${again} of ${all})`);
}

await runMain(main);
