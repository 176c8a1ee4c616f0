/**
 * `node scripts/figures/plantedTruths.mjs [STUDIES]`: how often claim cards find what is planted in a mind, and how often they find it in
 * minds that do not have it, in studies 1 … STUDIES (default 1,000). Each row is a mind, and each column what cards find in it, in percent
 * of the studies. Prints the same on every machine.
 */
import { load } from '../docs/bundle.mjs';
import { runMain } from '../lib/main.mjs';

async function main() {
  const studies = Number(process.argv[2] ?? 1000);
  const { foundInAnswers, PLANTS } = await load('test/support/plantedTruths.ts');
  const columns = PLANTS.filter((/** @type {string} */ plant) => plant !== 'nothing');
  console.log(`| mind | ${columns.join(' | ')} |`);
  console.log(`|---|${columns.map(() => '---').join('|')}|`);
  for (const plant of PLANTS) {
    const counts = new Map(columns.map((/** @type {string} */ one) => [one, 0]));
    for (let study = 1; study <= studies; study++)
      for (const [one, isFound] of Object.entries(foundInAnswers(plant, study))) if (isFound) counts.set(one, (counts.get(one) ?? 0) + 1);
    console.log(
      `| ${plant} | ${columns.map((/** @type {string} */ one) => `${((100 * (counts.get(one) ?? 0)) / studies).toFixed(1)} %`).join(' | ')} |`,
    );
  }
}

await runMain(main);
