/** Notes on a comparison, in addition to its numbers. The terminal, the page of an experiment and other texts use the same notes. */
import type { ExperimentCompared, ExperimentComponent, ExperimentDifference } from './experiment.js';
import { marked, t } from '../core/util/l10n.js';

type Figure = (value: number | null) => string;

/** With fewer seeds, an interval depends on the distribution of the values. */
export const FEW_SEEDS = 10;

const plural = (n: number, one: string, many: string): string => t(n === 1 ? one : many, n);

const FACTORS: { readonly [factor: string]: readonly [string, string] } = {
  seed: [marked('{0} seed'), marked('{0} seeds')],
  wording: [marked('{0} wording'), marked('{0} wordings')],
  model: [marked('{0} model'), marked('{0} models')],
  list: [marked('{0} row'), marked('{0} rows')],
  sample: [marked('{0} point'), marked('{0} points')],
};

/** As in `5 wordings`, or `3 values of rounds`. */
function levelsWords(factor: string, levels: number): string {
  const words = FACTORS[factor];
  return words ? plural(levels, ...words) : t(levels === 1 ? '{0} value of {1}' : '{0} values of {1}', levels, factor);
}

/** Levels in general. */
const MANY: { readonly [factor: string]: string } = {
  seed: marked('seeds'),
  wording: marked('wordings'),
  model: marked('models'),
  list: marked('rows'),
  sample: marked('points'),
};

/** As in ` × 5 wordings × 3 values of rounds`. */
export const acrossWords = (across: ExperimentCompared['across']): string =>
  across.map(({ factor, levels }) => ` × ${levelsWords(factor, levels)}`).join('');

/** As in `10 seeds × 5 wordings`, with the runs that have no value. */
export function seedsWords({ n, runs }: ExperimentCompared['arms'][number], across: ExperimentCompared['across']): string {
  const missing = across.reduce((product, { levels }) => product * levels, n) - runs;
  return `${plural(n, '{0} seed', '{0} seeds')}${acrossWords(across)}${missing > 0 ? t(', {0} missing', plural(missing, '{0} run', '{0} runs')) : ''}`;
}

/** As in `10 pairs of seeds × 5 wordings`. */
export const pairsWords = ({ n, paired }: ExperimentDifference, across: ExperimentCompared['across']): string =>
  `${paired ? plural(n, '{0} pair of seeds', '{0} pairs of seeds') : t('{0} in both', plural(n, '{0} seed', '{0} seeds'))}${acrossWords(across)}`;

/** Why there is no p, or p cannot be small, and what these seeds can find. */
export function seedNotes(one: ExperimentDifference, figure: Figure): readonly string[] {
  if (one.difference === null) return [];
  const missing = one.canMislead
    ? [
        t(
          'Runs have no value, in one arm more often than in the other or in more than 5 % of them: the difference of the others can mislead.',
        ),
      ]
    : [];
  return [...missing, ...chanceNotes(one, figure)];
}

function chanceNotes(one: ExperimentDifference, figure: Figure): readonly string[] {
  const { isSame, paired, least, needed, detectable, test, n, p, interval } = one;
  const own = paired ? n : n / 2;
  if (isSame) return [t('All seeds gave the same value, so there is no p.')];
  if (own < 2 && n > 0) return [t('One seed cannot show the variation between seeds. Use more seeds.')];
  const pairs = Math.floor(own);
  const seeds = paired ? plural(pairs, '{0} pair of seeds', '{0} pairs of seeds') : plural(pairs, '{0} seed', '{0} seeds per arm');
  const apart = paired
    ? t('Every seed gave the same difference, so there is no interval.')
    : t('In each arm all seeds gave the same value, so there is no interval.');
  const constant =
    own < 2 || interval !== null
      ? []
      : [p === null ? t('{0} This test needs values that vary: a permutation test does not.', apart) : apart];
  const few = t(
    '{0} < 0.05 is impossible: with {1} the least p is {2}',
    least !== null && least < 0.05 ? t('Corrected p') : 'p',
    seeds,
    figure(least),
  );
  const found = t('These seeds find a true difference of {0} or more with 80 % power (two-sided t test at 0.05).', figure(detectable));
  return [
    ...(needed === null || test === 'bootstrap' ? [] : [t('{0}. Use {1} or more.', few, plural(needed, '{0} seed', '{0} seeds'))]),
    ...(detectable === null ? constant : [found]),
    ...disagreement(one),
  ];
}

/** Tests that do not compare means by Student's t, which the interval uses. */
const ASKS: { readonly [test: string]: string } = {
  permutation: marked('a permutation test'),
  mann_whitney: marked('the Mann–Whitney test, which compares ranks'),
  kolmogorov_smirnov: marked('the Kolmogorov–Smirnov test, which compares whole distributions'),
};

/** Why p and the interval next to it disagree at the level 0.05; empty if they agree. */
function disagreement({ p, corrected, interval, test }: ExperimentDifference): readonly string[] {
  if (p === null || interval === null) return [];
  const [isSmall, isClear] = [p < 0.05, interval.low > 0 || interval.high < 0];
  const by = ASKS[test];
  if (isSmall !== isClear && by !== undefined) {
    const what = isSmall ? t('p is below 0.05, but the interval includes 0') : t('p is not below 0.05, but the interval excludes 0');
    return [t('{0}: p is from {1}, and the interval is of the difference of means, by Student’s t.', what, by)];
  }
  if (!isClear || corrected === null || corrected < 0.05 || !isSmall) return [];
  return [t('Corrected p is not below 0.05, but the interval excludes 0: the interval is not corrected for the number of tests.')];
}

/** As in `Variance of the difference: 0.012 between seeds, 0.0004 between wordings, 0.003 rest`. Empty if nothing is crossed. */
export function componentsWords(of: string, components: readonly ExperimentComponent[] | null, figure: Figure): string {
  if (!components) return '';
  const parts = components.map(({ factor, variance }) =>
    factor === 'rest'
      ? t('{0} rest', figure(variance))
      : t('{0} between {1}', figure(variance), MANY[factor] ? t(MANY[factor]) : t('values of {0}', factor)),
  );
  return t('Variance of {0}: {1}.', of, parts.join(', '));
}

/** Whether the sign of a difference holds in parts of the runs; empty if there are no parts, or if seeds are the only parts and have no effect. */
export function partsWords(parts: ExperimentDifference['parts'], isSame: boolean): string {
  const words = signWords(parts, isSame);
  const { blank } = parts;
  return blank > 0 && words !== '' ? `${words}; ${plural(blank, 'no value in {0} more part', 'no value in {0} more parts')}` : words;
}

function signWords({ of, by, same, flips, clear }: ExperimentDifference['parts'], isSame: boolean): string {
  const isHalves = by.length === 1 && by[0] === 'seeds' && of === 2;
  if (of === 0 || (isSame && isHalves)) return '';
  const where = isHalves ? t('halves of the seeds') : t('{0} parts (by {1})', of, by.join(', '));
  const sign =
    flips > 0
      ? t('Sign reversed in {0} of {1}', flips, isHalves ? t('2 seed halves') : where)
      : same === of
        ? isHalves
          ? t('Same sign in both halves of the seeds')
          : t('Same sign in all {0}', where)
        : t(
            of - same === 1
              ? 'Same sign in {0} of {1}, no difference in the other'
              : 'Same sign in {0} of {1}, no difference in the others',
            same,
            isHalves ? t('2 halves of the seeds') : where,
          );
  if (isSame) return sign;
  const which =
    clear === 0
      ? of === 2
        ? t('neither interval excludes')
        : t('no interval excludes')
      : clear < of
        ? t(clear === 1 ? '{0} of {1} intervals excludes' : '{0} of {1} intervals exclude', clear, of)
        : of === 2
          ? t('both intervals exclude')
          : t('all intervals exclude');
  return `${sign}; ${which} 0`;
}
