/**
 * `node scripts/figures/plantedVerdicts.mjs [EXPECTATIONS] [COMPARISONS]`: the verdicts of claims whose truth is known, in percent of so many
 * studies of each (default 1,000 and 200, because the test of a comparison takes longer). Right verdicts are in bold. Prints the same on
 * every machine.
 */
import { load } from '../docs/bundle.mjs';
import { runMain } from '../lib/main.mjs';

async function main() {
  const studies = { expectation: Number(process.argv[2] ?? 1000), comparison: Number(process.argv[3] ?? 200) };
  const { PLANTED_VERDICTS, VERDICTS, verdictIn } = await load('test/support/plantedVerdicts.ts');
  console.log(`| claim | mind | ${VERDICTS.map((/** @type {string} */ kind) => kind.replace('_', ' ')).join(' | ')} |`);
  console.log(`|---|---|${VERDICTS.map(() => '---').join('|')}|`);
  for (const planted of PLANTED_VERDICTS) {
    const counts = new Map(VERDICTS.map((/** @type {string} */ kind) => [kind, 0]));
    const of = planted.claim === 'comparison' ? studies.comparison : studies.expectation;
    for (let study = 1; study <= of; study++) {
      const kind = verdictIn(planted, study);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    const shares = VERDICTS.map((/** @type {string} */ kind) => {
      const share = `${((100 * (counts.get(kind) ?? 0)) / of).toFixed(1)} %`;
      return planted.right.includes(kind) ? `**${share}**` : share;
    });
    console.log(`| ${planted.claim} | ${planted.mind} | ${shares.join(' | ')} |`);
  }
}

await runMain(main);
