/** An experiment as text. */
import { aligned } from '../../core/util/columns.js';
import { translated } from '../../core/util/recordedText.js';
import { acrossWords, componentsWords, FEW_SEEDS, pairsWords, partsWords, seedNotes, seedsWords } from '../../protocol/comparedWords.js';
import { figureText } from '../../core/util/textPosition.js';
import { timeWords } from '../../protocol/experiment.js';
import {
  type ExperimentSensitivity,
  SENSITIVITY_HEADS,
  SENSITIVITY_MEANS,
  sensitivityBasis,
  sensitivityRows,
  sensitivityTitle,
} from '../../protocol/sensitivity.js';
import type { Compared, ComparedInParts, Difference, InPart, Played, Progress, Stability } from '../../runs/experiments/index.js';
import { plural } from '../terminal/output.js';
import { groupedFor, marked, t } from '../../core/util/l10n.js';

const number = (value: number | null): string => (value === null ? '–' : figureText(value));

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
  const head = t(
    '{0}: {1}, {2}, {3} each; synthetic data',
    title ?? id,
    scenario,
    plural(arms.length, 'arm'),
    plural(seeds.length, 'seed'),
  );
  const isOfPoints = (one: Compared): boolean => one.against.length === 0 && sensitivity.some(({ id: own }) => own === one.id);
  const parts = compared.flatMap((one) => (isOfPoints(one) ? [] : comparedLines(one, experiment.correct ?? 'holm', stability)));
  return [
    head,
    ...parts,
    ...sensitivityLines(sensitivity),
    ...lost.map(({ arm, seed, problem }) => t('lost: {0}, seed {1}: {2}', arm, seed, translated(problem))),
  ].join('\n');
}

function comparedLines(one: Compared, correct: keyof typeof CORRECTIONS, stability: readonly Stability[]): readonly string[] {
  const { id, measure, at, arms, against, across } = one;
  const isFew = arms.some(({ n, interval: range }) => n < FEW_SEEDS && range !== null);
  return [
    '',
    t(
      '{0}: {1} {2}, means over seeds{3} with 95 % t intervals',
      id,
      measure,
      at === null ? t('at the end') : t('in round {0}', at),
      acrossWords(across),
    ),
    ...arms.flatMap((arm) => [
      `  ${arm.arm}: ${number(arm.mean)}${interval(arm.interval)}, n = ${seedsWords(arm, across)}`,
      ...noted(arm.missing ?? ''),
      ...(against.length > 0 ? [] : noted(componentsWords(t('the values'), arm.components, number))),
    ]),
    ...against.flatMap((difference) => [
      differenceWords(difference, correct, across),
      ...seedNotes({ ...difference, parts: NO_PARTS }, number).flatMap(noted),
      ...noted(componentsWords(t('the difference'), difference.components, number)),
      ...stability
        .filter(({ id: own, arm, from }) => own === id && arm === difference.arm && from === difference.from)
        .flatMap((one) => stabilityWords(one, difference.isSame)),
    ]),
    ...(isFew ? [t('  Fewer than {0} seeds: intervals assume that values are roughly normal.', FEW_SEEDS)] : []),
  ];
}

const NO_PARTS: ComparedInParts['against'][number]['parts'] = { of: 0, blank: 0, by: [], same: 0, flips: 0, clear: 0 };

const noted = (words: string): readonly string[] => (words === '' ? [] : [`    ${words}`]);

/** A table of each measure, with an explanation of its numbers before the first. */
const sensitivityLines = (all: readonly ExperimentSensitivity[]): readonly string[] =>
  all.flatMap((one, i) => [
    '',
    ...(i === 0 ? [t('Sensitivity'), t(SENSITIVITY_MEANS[one.by]), ''] : []),
    `${sensitivityTitle(one)}, ${sensitivityBasis(one)}`,
    ...aligned(
      one.problem === null
        ? [SENSITIVITY_HEADS[one.by].map((head) => t(head)), ...sensitivityRows(one, number, (range) => interval(range).trim())]
        : [],
    ).map((line) => `  ${line}`),
  ]);

const TESTS: { readonly [test in Difference['test']]: string } = {
  permutation: 'permutation',
  t: 't',
  mann_whitney: 'Mann–Whitney',
  kolmogorov_smirnov: 'Kolmogorov–Smirnov',
  bootstrap: 'bootstrap',
};
const CORRECTIONS = { holm: marked('by Holm'), bh: marked('by Benjamini and Hochberg'), none: '' } as const;

const chance = (p: number): string => (p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`);

function differenceWords(one: Difference, correct: keyof typeof CORRECTIONS, across: Compared['across']): string {
  const { arm, from, difference, interval: range, p, corrected, effect, paired, test } = one;
  const also = corrected === null || correct === 'none' ? '' : t(', {0} corrected {1}', chance(corrected), CORRECTIONS[correct]);
  const tested = p === null ? '' : `, ${chance(p)} (${TESTS[test]}${paired ? t(', paired') : ''})${also}`;
  const size = effect === null ? '' : `, g = ${number(effect)}`;
  return `  ${arm} − ${from}: ${number(difference)}${interval(range)}${tested}${size}, n = ${pairsWords({ ...one, parts: NO_PARTS }, across)}`;
}

/** Whether the difference holds in parts of the runs, and where it does not. */
function stabilityWords({ difference, parts: all, same, flips, clear }: Stability, isSame: boolean): readonly string[] {
  const parts = all.filter((part) => part.difference !== null);
  if (parts.length === 0 || !difference) return [];
  const by = [...new Set(all.map(({ factor }) => factor))];
  return [
    ...noted(partsWords({ of: parts.length, blank: all.length - parts.length, by, same, flips, clear }, isSame)),
    ...(flips > 0 ? parts.map(partWords) : []),
  ];
}

const partWords = ({ factor, level, difference, interval: range, n }: InPart): string =>
  `      ${factor} ${level}: ${number(difference)}${interval(range)}, n = ${n}`;

/** For example `40 of 100 runs done, 2 running, about 3 min left`. */
export function progressWords({ done, of, lost, underWay, left }: Progress): string {
  const gone = lost > 0 ? t(', {0} lost', lost) : '';
  const time = left === null || done + lost === of ? '' : t(', about {0} left', timeWords(left));
  return t('{0} of {1} done{2}{3}{4}', groupedFor(done), plural(of, 'run'), gone, underWay > 0 ? t(', {0} running', underWay) : '', time);
}
