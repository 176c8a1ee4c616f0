/**
 * `node scripts/figures/plantedOutcomes.mjs [STUDIES]`: the verdicts of claims about outcomes that are drawn directly, in percent of so many
 * studies of each (default 1,000). Verdicts that are no error are in bold. The last column is the share of studies with an error, with its exact
 * interval of 95 %. Prints the same on every machine.
 */
import { load } from '../docs/bundle.mjs';
import { runMain } from '../lib/main.mjs';

/** @param {number} share */
const percent = (share) => (100 * share).toFixed(1);

async function main() {
  const studies = Number(process.argv[2] ?? 1000);
  const { PLANTED_OUTCOMES, outcomeVerdict } = await load('test/support/plantedOutcomes.ts');
  const { VERDICTS } = await load('test/support/plantedVerdicts.ts');
  const { exactInterval } = await load('test/support/exactInterval.ts');
  console.log(
    `| claim | outcome | seeds | ${VERDICTS.map((/** @type {string} */ kind) => kind.replace('holds_open', 'holds, not under all').replace('_', ' ')).join(' | ')} | errors |`,
  );
  console.log(`|---|---|---|${VERDICTS.map(() => '---').join('|')}|---|`);
  for (const planted of PLANTED_OUTCOMES) {
    const counts = new Map(VERDICTS.map((/** @type {string} */ kind) => [kind, 0]));
    for (let study = 1; study <= studies; study++) {
      const kind = outcomeVerdict(planted, study);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    const shares = VERDICTS.map((/** @type {string} */ kind) => {
      const share = `${percent((counts.get(kind) ?? 0) / studies)} %`;
      return planted.right.includes(kind) ? `**${share}**` : share;
    });
    const wrong = VERDICTS.reduce(
      (/** @type {number} */ sum, /** @type {string} */ kind) => sum + (planted.right.includes(kind) ? 0 : (counts.get(kind) ?? 0)),
      0,
    );
    const [low, high] = exactInterval(wrong, studies);
    console.log(
      `| ${planted.claim} | ${planted.outcome} | ${planted.seeds} | ${shares.join(' | ')} | ${percent(wrong / studies)} % [${percent(low)}, ${percent(high)}] |`,
    );
  }
}

await runMain(main);
