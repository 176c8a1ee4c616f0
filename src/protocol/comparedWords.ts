/** Notes on a comparison, in addition to its numbers. The terminal, the page of an experiment and other texts use the same notes. */
import type { ExperimentCompared, ExperimentComponent, ExperimentDifference } from './experiment.js';

type Figure = (value: number | null) => string;

/** With fewer seeds, an interval depends on the distribution of the values. */
export const FEW_SEEDS = 10;

const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

const FACTORS: { readonly [factor: string]: readonly [string, string] } = {
  seed: ['seed', 'seeds'],
  wording: ['wording', 'wordings'],
  model: ['model', 'models'],
  list: ['row', 'rows'],
  sample: ['point', 'points'],
};

/** As in ` × 5 wordings × 3 values of rounds`. */
export const acrossWords = (across: ExperimentCompared['across']): string =>
  across
    .map(({ factor, levels }) => ` × ${plural(levels, ...(FACTORS[factor] ?? [`value of ${factor}`, `values of ${factor}`]))}`)
    .join('');

/** As in `10 seeds × 5 wordings`, with the runs that have no value. */
export function seedsWords({ n, runs }: ExperimentCompared['arms'][number], across: ExperimentCompared['across']): string {
  const missing = across.reduce((product, { levels }) => product * levels, n) - runs;
  return `${plural(n, 'seed', 'seeds')}${acrossWords(across)}${missing > 0 ? `, ${plural(missing, 'run', 'runs')} missing` : ''}`;
}

/** As in `10 pairs of seeds × 5 wordings`. */
export const pairsWords = ({ n, paired }: ExperimentDifference, across: ExperimentCompared['across']): string =>
  `${paired ? plural(n, 'pair of seeds', 'pairs of seeds') : `${plural(n, 'seed', 'seeds')} in both`}${acrossWords(across)}`;

/** Why there is no p, or p cannot be small, and what these seeds can find. */
export function seedNotes(one: ExperimentDifference, figure: Figure): readonly string[] {
  const { difference, isSame, paired, least, needed, detectable, test, n } = one;
  if (difference === null) return [];
  const own = paired ? n : n / 2;
  if (isSame) {
    const apart = paired ? 'Every seed gave the same difference' : 'In each arm all seeds gave the same value';
    return [`${difference === 0 ? 'All seeds gave the same value' : apart}; seeds have no effect here, so there is no p.`];
  }
  if (own < 2 && n > 0) return ['One seed cannot show the variation between seeds. Use more seeds.'];
  const seeds = plural(Math.floor(own), paired ? 'pair of seeds' : 'seed', paired ? 'pairs of seeds' : 'seeds per arm');
  const few = `${least !== null && least < 0.05 ? 'Corrected p' : 'p'} < 0.05 is impossible: with ${seeds} the least p is ${figure(least)}`;
  const found = `These seeds find a true difference of ${figure(detectable)} or more with 80 % power (two-sided t test at 0.05).`;
  return [
    ...(needed === null || test === 'bootstrap' ? [] : [`${few}. Use ${plural(needed, 'seed', 'seeds')} or more.`]),
    ...(detectable === null ? [] : [found]),
    ...disagreement(one),
  ];
}

/** Tests that do not compare means by Student's t, which the interval uses. */
const ASKS: { readonly [test: string]: string } = {
  permutation: 'a permutation test',
  mann_whitney: 'the Mann–Whitney test, which compares ranks',
  kolmogorov_smirnov: 'the Kolmogorov–Smirnov test, which compares whole distributions',
};

/** Why p and the interval next to it disagree at the level 0.05; empty if they agree. */
function disagreement({ p, corrected, interval, test }: ExperimentDifference): readonly string[] {
  if (p === null || interval === null) return [];
  const [isSmall, isClear] = [p < 0.05, interval.low > 0 || interval.high < 0];
  const by = ASKS[test];
  if (isSmall !== isClear && by !== undefined) {
    const what = isSmall ? 'p is below 0.05, but the interval includes 0' : 'p is not below 0.05, but the interval excludes 0';
    return [`${what}: p is from ${by}, and the interval is of the difference of means, by Student’s t.`];
  }
  if (!isClear || corrected === null || corrected < 0.05 || !isSmall) return [];
  return ['Corrected p is not below 0.05, but the interval excludes 0: the interval is not corrected for the number of tests.'];
}

/** As in `Variance of the difference: 0.012 between seeds, 0.0004 between wordings, 0.003 rest`. Empty if nothing is crossed. */
export function componentsWords(of: string, components: readonly ExperimentComponent[] | null, figure: Figure): string {
  if (!components) return '';
  const parts = components.map(({ factor, variance }) =>
    factor === 'rest' ? `${figure(variance)} rest` : `${figure(variance)} between ${FACTORS[factor]?.[1] ?? `values of ${factor}`}`,
  );
  return `Variance of ${of}: ${parts.join(', ')}.`;
}

/** Whether the sign of a difference holds in parts of the runs; empty if there are no parts, or if seeds are the only parts and have no effect. */
export function partsWords({ of, by, same, flips, clear }: ExperimentDifference['parts'], isSame: boolean): string {
  const isHalves = by.length === 1 && by[0] === 'seeds' && of === 2;
  if (of === 0 || (isSame && isHalves)) return '';
  const where = isHalves ? 'halves of the seeds' : `${of} parts (by ${by.join(', ')})`;
  const sign =
    flips > 0
      ? `Sign reversed in ${flips} of ${isHalves ? '2 seed halves' : where}`
      : same === of
        ? `Same sign in ${isHalves ? 'both' : 'all'} ${where}`
        : `Same sign in ${same} of ${isHalves ? '2 halves of the seeds' : where}, no difference in the ${of - same === 1 ? 'other' : 'others'}`;
  if (isSame) return sign;
  const which =
    clear === 0
      ? of === 2
        ? 'neither interval excludes'
        : 'no interval excludes'
      : clear < of
        ? `${clear} of ${of} intervals ${clear === 1 ? 'excludes' : 'exclude'}`
        : of === 2
          ? 'both intervals exclude'
          : 'all intervals exclude';
  return `${sign}; ${which} 0`;
}
