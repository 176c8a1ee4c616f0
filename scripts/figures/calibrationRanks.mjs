/**
 * `node scripts/figures/calibrationRanks.mjs [SETS]`: ranks of the true value among the particles of calibrations to so many simulated data
 * sets (default 1,000), for a model whose posterior is known, and for the posterior of other data. Prints the same on every machine.
 */
import { load } from '../docs/bundle.mjs';
import { runMain } from '../lib/main.mjs';

async function main() {
  const sets = Number(process.argv[2] ?? 1000);
  const { ranksOf } = await load('test/support/calibrationRanks.ts');
  console.log('| method | posterior of | lowest fifth | second | third | fourth | highest fifth | χ² (4) | p |');
  console.log('|---|---|---|---|---|---|---|---|---|');
  for (const method of ['rejection', 'smc'])
    for (const [more, data] of /** @type {const} */ ([
      [0, 'the data'],
      [1, 'one more head'],
    ])) {
      const { counts, chiSquared, p } = await ranksOf(method, sets, more);
      const chance = p < 0.001 ? '< 0.001' : p.toFixed(3);
      console.log(`| ${method} | ${data} | ${counts.join(' | ')} | ${chiSquared.toFixed(1)} | ${chance} |`);
    }
}

await runMain(main);
