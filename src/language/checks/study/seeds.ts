/** Finds tests that cannot pass with the given seeds: the least possible p is not below the level. */
import type { Comparison, Experiment } from '../../generated/society.js';
import { armCount, factorSizes, seedCount, seedRange, tooManySeeds } from '../../names/experiments.js';
import { leastFactor, leastOfSigns, leastP, LEVEL, seedsNeeded } from '../../names/fewSeeds.js';
import type { FileModel } from '../../incremental/file.js';
import type { Program } from '../../program/program.js';
import { sensitivityDesign } from '../../names/sampling.js';
import { type Problem, replaceFix, warningAt } from '../../text/problem.js';
import { type Entry, textOf, toData, valueAt } from '../../syntax/node.js';
import { definitionsOf, entriesIn } from '../common/checkHelpers.js';
import { marked, t } from '../../../core/util/l10n.js';

const TESTS = {
  permutation: marked('permutation test'),
  t: marked('t test'),
  mann_whitney: marked('Mann–Whitney test'),
  kolmogorov_smirnov: marked('Kolmogorov–Smirnov test'),
  bootstrap: '',
} as const;

/** Checks one experiment: whether p of a comparison, with the correction that the file names, can be below 0.05. */
export function fewSeeds({ value, keyAt }: Entry): Problem[] {
  const experiment = toData(value) as unknown as Experiment;
  const compared = Object.values(experiment.compare ?? {}).filter((one) => pairs(experiment, one) > 0);
  const tests = compared.reduce((sum, one) => sum + (one.test === 'bootstrap' ? 0 : pairs(experiment, one)), 0);
  const times = leastFactor(experiment.correct ?? 'holm', tests);
  const n = seedCount(experiment);
  const found = compared.flatMap(({ test = 'permutation', paired = false }): readonly Found[] => {
    const least = leastP(test, paired, n, n);
    if (test === 'bootstrap' || least === null || least * times < LEVEL) return [];
    const needed = seedsNeeded(test, paired, times);
    return needed === null || needed <= n ? [] : [{ least, needed, name: `${paired ? t('paired ') : ''}${t(TESTS[test])}` }];
  });
  const worst = found.reduce<Found | null>((most, one) => (most === null || one.needed > most.needed ? one : most), null);
  if (worst === null) return [];
  const { least, needed, name } = worst;
  const after = least < LEVEL ? t(', and {0} corrected for {1} tests', short(least * times), tests) : '';
  const message = t(
    n === 1
      ? 'With {0} seed a {1} gives p = {2} at least{3}, so p < {4} is impossible. Use {5} seeds or more.'
      : 'With {0} seeds a {1} gives p = {2} at least{3}, so p < {4} is impossible. Use {5} seeds or more.',
    n,
    name,
    short(least),
    after,
    LEVEL,
    needed,
  );
  const node = valueAt(value, 'seeds');
  const [first] = seedRange(experiment.seeds ?? needed) ?? [1];
  const more = first === 1 ? String(needed) : `${first}..${first + needed - 1}`;
  const fixes = node?.kind === 'scalar' ? [replaceFix(t('Change to {0}', more), node.at, more)] : [];
  return [warningAt('few-seeds', message, node?.at ?? keyAt, fixes)];
}

interface Found {
  readonly least: number;
  readonly needed: number;
  readonly name: string;
}

const short = (p: number): string => String(Number(Math.min(1, p).toPrecision(3)));

/** Number of tests in a comparison. */
function pairs(experiment: Experiment, { arms, against }: Comparison): number {
  if (!arms && sensitivityDesign(experiment.sample) !== null) return 0;
  const isNamed = against !== undefined && against !== 'each other' && !arms && factorSizes(experiment).size > 1;
  const n = arms?.length ?? (isNamed ? Object.keys(experiment.arms ?? {}).length : armCount(experiment));
  return against === 'each other' ? (n * (n - 1)) / 2 : n - 1;
}

const TEST = /^([0-9]+) seeds, p < (0\.[0-9]+)$/;

/** The seeds of an expectation. */
const COUNT = /([0-9]+) seeds/;

/** Checks the seeds of expectations: enough for a sign test, and not more than can be played. */
export const checkExpectedSeeds = (program: Program, file: FileModel): readonly Problem[] =>
  definitionsOf(program, file, 'scenario').flatMap(({ entry }) => entriesIn(entry.value, 'expect').flatMap(({ value }) => fewSigns(value)));

function fewSigns(expectation: Entry['value']): Problem[] {
  const node = valueAt(expectation, 'in');
  const many = tooManySeeds(Number(COUNT.exec(textOf(node) ?? '')?.[1] ?? 0));
  if (node && many !== null) return [warningAt('many-seeds', many, node.at)];
  const [, seeds, level] = TEST.exec(textOf(node) ?? '') ?? [];
  if (!node || seeds === undefined || level === undefined) return [];
  const [n, below] = [Number(seeds), Number(level)];
  const least = leastOfSigns(n);
  if (least < below) return [];
  let needed = n;
  while (needed < MOST && leastOfSigns(needed) >= below) needed++;
  const help = needed < MOST ? t(' Use {0} seeds or more.', needed) : t(' Use a higher level.');
  return [
    warningAt('few-seeds', t('With {0} seeds p is {1} at least, so p < {2} is impossible.{3}', n, short(least), level, help), node.at),
  ];
}

/** More seeds than this do not lower the least p. */
const MOST = 64;
