/**
 * `node scripts/figures/plantedVerdicts.mjs [EXPECTATIONS] [COMPARISONS]`: the verdicts of claims whose truth is known, in percent of so many
 * studies of each (default 1,000 and 1,000; the test of a comparison takes longer). Right verdicts are in bold. The last column is the
 * share of studies with another verdict, with its exact interval of 95 %. Prints the same on every machine.
 */
import { load } from '../docs/bundle.mjs';
import { runMain } from '../lib/main.mjs';

/** @param {number} share */
const percent = (share) => (100 * share).toFixed(1);

async function main() {
  const studies = { expectation: Number(process.argv[2] ?? 1000), comparison: Number(process.argv[3] ?? 1000) };
  const { PLANTED_VERDICTS, VERDICTS, verdictIn } = await load('test/support/plantedVerdicts.ts');
  const { exactInterval } = await load('test/support/exactInterval.ts');
  console.log(
    `| claim | mind | ${VERDICTS.map((/** @type {string} */ kind) => kind.replace('holds_open', 'holds, not under all').replace('_', ' ')).join(' | ')} | not right |`,
  );
  console.log(`|---|---|${VERDICTS.map(() => '---').join('|')}|---|`);
  for (const planted of PLANTED_VERDICTS) {
    const counts = new Map(VERDICTS.map((/** @type {string} */ kind) => [kind, 0]));
    const of = planted.claim === 'comparison' ? studies.comparison : studies.expectation;
    let wrong = 0;
    for (let study = 1; study <= of; study++) {
      const kind = verdictIn(planted, study);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      if (!planted.right.includes(kind)) wrong++;
    }
    const shares = VERDICTS.map((/** @type {string} */ kind) => {
      const share = `${percent((counts.get(kind) ?? 0) / of)} %`;
      return planted.right.includes(kind) ? `**${share}**` : share;
    });
    const [low, high] = exactInterval(wrong, of);
    console.log(
      `| ${planted.claim} | ${planted.mind} | ${shares.join(' | ')} | ${percent(wrong / of)} % [${percent(low)}, ${percent(high)}] |`,
    );
  }
}

await runMain(main);
