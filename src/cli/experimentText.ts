/** An experiment in words. */
import { timeWords } from '../protocol/experiment.js';
import {
  type ExperimentSensitivity,
  SENSITIVITY_HEADS,
  SENSITIVITY_MEANS,
  sensitivityBasis,
  sensitivityRows,
  sensitivityTitle,
} from '../protocol/sensitivity.js';
import type { Compared, Difference, InPart, Played, Progress, Stability } from '../runs/experiments/index.js';
import { plural } from './output.js';

const number = (value: number | null): string => (value === null ? '–' : String(Math.round(value * 1e4) / 1e4));

const interval = (one: { readonly low: number; readonly high: number } | null): string =>
  one ? ` [${number(one.low)}, ${number(one.high)}]` : '';

export function experimentWords(
  id: string,
  { experiment, arms, seeds, lost }: Played,
  compared: readonly Compared[],
  stability: readonly Stability[],
  sensitivity: readonly ExperimentSensitivity[],
): string {
  const { title, scenario } = experiment;
  const head = `${title ?? id}: ${scenario}, ${plural(arms.length, 'arm')}, ${plural(seeds.length, 'seed')} each; synthetic data`;
  const isOfPoints = (one: Compared): boolean => one.against.length === 0 && sensitivity.some(({ id: own }) => own === one.id);
  const parts = compared.flatMap((one) =>
    isOfPoints(one)
      ? []
      : [
          '',
          `${one.id}: ${one.measure} ${one.at === null ? 'at the end' : `in round ${one.at}`}, means with 95 % bootstrap intervals`,
          ...one.arms.map(({ arm, n, mean, interval: range }) => `  ${arm}: ${number(mean)}${interval(range)}, n = ${n}`),
          ...one.against.flatMap((difference) => [
            differenceWords(difference, experiment.correct ?? 'holm'),
            ...stability.filter(({ id: own, arm }) => own === one.id && arm === difference.arm).flatMap(stabilityWords),
          ]),
        ],
  );
  return [
    head,
    ...parts,
    ...sensitivityLines(sensitivity),
    ...lost.map(({ arm, seed, problem }) => `lost: ${arm}, seed ${seed}: ${problem}`),
  ].join('\n');
}

/** Of each measure a table, with what its numbers mean before the first. */
const sensitivityLines = (all: readonly ExperimentSensitivity[]): readonly string[] =>
  all.flatMap((one, i) => [
    '',
    ...(i === 0 ? ['Sensitivity', SENSITIVITY_MEANS[one.by], ''] : []),
    `${sensitivityTitle(one)}, ${sensitivityBasis(one)}`,
    ...aligned(one.problem === null ? [SENSITIVITY_HEADS[one.by], ...sensitivityRows(one, number, (range) => interval(range).trim())] : []),
  ]);

/** Rows with their columns one below the other. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, c) => Math.max(...rows.map((row) => row[c]!.length)));
  return rows.map((row) => `  ${row.map((cell, c) => cell.padEnd(widths[c]!)).join('  ')}`.trimEnd());
}

const TESTS: { readonly [test in Difference['test']]: string } = {
  permutation: 'permutation',
  t: 't',
  mann_whitney: 'Mann–Whitney',
  kolmogorov_smirnov: 'Kolmogorov–Smirnov',
  bootstrap: 'bootstrap',
};
const CORRECTIONS = { holm: 'by Holm', bh: 'by Benjamini and Hochberg', none: '' } as const;

const chance = (p: number): string => (p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`);

function differenceWords(one: Difference, correct: keyof typeof CORRECTIONS): string {
  const { arm, from, difference, interval: range, p, corrected, effect, n, paired, test } = one;
  const also = corrected === null || correct === 'none' ? '' : `, ${chance(corrected)} corrected ${CORRECTIONS[correct]}`;
  const tested = p === null ? '' : `, ${chance(p)} (${TESTS[test]}${paired ? ', paired' : ''})${also}`;
  return `  ${arm} − ${from}: ${number(difference)}${interval(range)}${tested}, g = ${number(effect)}, n = ${n}`;
}

/** Whether the difference holds in parts of the runs, and where it does not. */
function stabilityWords({ difference, parts: all, flips, clear }: Stability): readonly string[] {
  const parts = all.filter((part) => part.difference !== null);
  if (parts.length === 0 || !difference) return [];
  const sign = flips === 0 ? `the same sign in all ${parts.length} parts` : `THE OTHER SIGN in ${flips} of ${parts.length} parts`;
  const factors = [...new Set(parts.map(({ factor }) => factor))].join(', ');
  return [`    ${sign} (${factors}), intervals clear of 0 in ${clear}`, ...(flips > 0 ? parts.map(partWords) : [])];
}

const partWords = ({ factor, level, difference, interval: range, n }: InPart): string =>
  `      ${factor} ${level}: ${number(difference)}${interval(range)}, n = ${n}`;

/** As in `40 of 100 runs, 2 under way, about 3 min left`. */
export function progressWords({ done, of, lost, underWay, left }: Progress): string {
  const gone = lost > 0 ? `, ${lost} lost` : '';
  const time = left === null || done + lost === of ? '' : `, about ${timeWords(left)} left`;
  return `${done} of ${plural(of, 'run')}${gone}${underWay > 0 ? `, ${underWay} under way` : ''}${time}`;
}
