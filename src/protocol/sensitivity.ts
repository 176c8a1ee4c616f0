/** The effects of an experiment's factors on its measures, and their texts for the command line, the page and files. */
import type { ExperimentColumn, ExperimentInterval } from './experiment.js';
import { marked, t } from '../core/util/l10n.js';

interface Base extends ExperimentColumn {
  /** The levels of the factors that were not drawn, the same for all its runs. */
  readonly among: { readonly [factor: string]: string };
  /** The numbers of trajectories or rows of the design, and of those with all values. */
  readonly n: number;
  readonly used: number;
  /** Runs without a value: lost, not run, or with nothing to measure. */
  readonly missing: number;
  /** The number of seeds; each value is the mean over these. */
  readonly seeds: number;
  /** Why there are no numbers: fewer than two trajectories or rows have all values, or the measure is constant. */
  readonly problem: 'incomplete' | 'constant' | null;
}

export interface MorrisFactor {
  readonly factor: string;
  readonly muStar: number;
  readonly interval: ExperimentInterval | null;
  readonly mu: number;
  readonly sigma: number;
}

interface SobolFactor {
  readonly factor: string;
  readonly first: number;
  readonly firstInterval: ExperimentInterval | null;
  readonly total: number;
  readonly totalInterval: ExperimentInterval | null;
}

/** The effects of the factors of a sample on one measure. */
export type ExperimentSensitivity = Base &
  (
    | { readonly by: 'morris'; readonly factors: readonly MorrisFactor[] }
    | { readonly by: 'saltelli'; readonly factors: readonly SobolFactor[] }
  );

type Design = ExperimentSensitivity['by'];

/** Columns of the table of a design. */
export const SENSITIVITY_HEADS: { readonly [by in Design]: readonly string[] } = {
  morris: [marked('Factor'), 'μ*', marked('95 % interval'), 'μ', 'σ'],
  saltelli: [marked('Factor'), 'S_i', marked('95 % interval'), 'S_Ti', marked('95 % interval')],
};

/** The meaning of the numbers. */
export const SENSITIVITY_MEANS: { readonly [by in Design]: string } = {
  morris: marked(
    'μ*: the mean change of the measure over the whole range of the factor, without its sign; μ: the same with its sign; σ: how much this change depends on the values of the factors, because of interactions or a curve.',
  ),
  saltelli: marked('S_i: the share of the variance that this factor explains alone; S_Ti: with all its interactions.'),
};

/** Rows of its table, one for each factor. */
export function sensitivityRows(
  sensitivity: ExperimentSensitivity,
  number: (value: number) => string,
  interval: (interval: ExperimentInterval | null) => string,
): readonly (readonly string[])[] {
  return sensitivity.by === 'morris'
    ? sensitivity.factors.map((one) => [one.factor, number(one.muStar), interval(one.interval), number(one.mu), number(one.sigma)])
    : sensitivity.factors.map((one) => [
        ...[one.factor, number(one.first), interval(one.firstInterval)],
        ...[number(one.total), interval(one.totalInterval)],
      ]);
}

/** As in `friends: reciprocity at the end, model = small`. */
export function sensitivityTitle({ id, measure, at, among }: ExperimentSensitivity): string {
  const where = Object.entries(among).map(([factor, level]) => `, ${factor} = ${level}`);
  return `${id === measure ? '' : `${id}: `}${measure} ${at === null ? t('at the end') : t('in round {0}', at)}${where.join('')}`;
}

const ROWS: { readonly [by in Design]: readonly [one: string, many: string] } = {
  morris: [marked('trajectory'), marked('trajectories')],
  saltelli: [marked('row'), marked('rows')],
};

/** The basis of the numbers, and what is missing: as in `by morris, 10 trajectories; each value a mean over 5 seeds`. */
export function sensitivityBasis({ by, n, used, missing, seeds, problem }: ExperimentSensitivity): string {
  const [one, many] = ROWS[by];
  const rows = (count: number): string => `${count} ${t(count === 1 ? one : many)}`;
  const runs = t(missing === 1 ? '{0} run has no value' : '{0} runs have no value', missing);
  const left = used === n ? '' : t('; {0}: {1} of {2} left out', runs, rows(n - used), n);
  const over = seeds === 1 ? t('of one seed') : t('a mean over {0} seeds', seeds);
  const basis = t('by {0}, {1}; each value {2}{3}', by, rows(used), over, left);
  if (problem === 'incomplete') return t('{0}. No numbers: at least two {1} need all their values.', basis, t(many));
  return problem === 'constant' ? t('{0}. No numbers: nothing varies.', basis) : basis;
}
