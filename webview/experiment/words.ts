/** All texts of the page of an experiment. This file does not access the page. */
import { FEW_SEEDS, partsWords } from '../../src/protocol/comparedWords.js';
import {
  type ExperimentColumn,
  type ExperimentDifference,
  type ExperimentHead,
  type ExperimentProgress,
  type ExperimentState,
  timeWords,
} from '../../src/protocol/experiment.js';
import { withArticle } from '../../src/core/util/textPosition.js';
import { count, decimal, group } from '../ui/format.js';

const STATES: { readonly [state in ExperimentState]: string } = {
  open: 'Not finished',
  playing: 'Running',
  paused: 'Paused',
  stopping: 'Stopping',
  waiting: 'Budget reached',
  failed: 'Failed',
  ended: 'Finished',
};

const TESTS: { readonly [test: string]: string } = {
  permutation: 'permutation',
  t: 't',
  mann_whitney: 'Mann–Whitney',
  kolmogorov_smirnov: 'Kolmogorov–Smirnov',
  bootstrap: 'interval only',
};

const CORRECTIONS = { holm: 'p corrected by Holm', bh: 'p corrected by Benjamini and Hochberg', none: 'p not corrected' } as const;

export const words = {
  about: ({ scenario, arms, seeds, mind }: ExperimentHead) =>
    `Scenario ${scenario}: ${count(arms.length, 'arm', 'arms')}, ${count(seeds, 'seed', 'seeds')} each. Played by ${withArticle(mind)}. Synthetic: no person said or did any of it.`,
  showFile: (file: string) => `Show in ${file}`,
  actions: 'Run and save',
  play: (left: number) => `Start ${count(left, 'run', 'runs')}`,
  again: 'Retry lost runs',
  pause: 'Pause',
  pauseTitle: 'Start no more runs; current runs finish',
  resume: 'Continue',
  stop: 'Stop',
  stopTitle: 'Stop now; all finished runs are kept',
  raise: 'Double the budget and continue',
  saveCsv: 'Save runs (CSV)…',
  saveSensitivity: 'Save sensitivity (CSV)…',
  saveJson: 'Save comparisons (JSON)…',
  copy: 'Copy table',
  state: (state: ExperimentState) => STATES[state],
  progress: ({ state, done, of, lost, underWay, left }: ExperimentProgress) =>
    [
      STATES[state],
      `${group(done)} of ${count(of, 'run', 'runs')} done`,
      ...(lost > 0 ? [`${group(lost)} lost`] : []),
      ...(underWay > 0 && state !== 'ended' ? [`${group(underWay)} running`] : []),
      ...(left !== null && state === 'playing' && done + lost < of ? [`about ${timeWords(left)} left`] : []),
    ].join(' · '),
  bar: 'Finished runs',
  tableHead: 'Arms and measures',
  tableAbout:
    'Means over seeds with 95 % intervals by Student’s t; no interval if all seeds gave the same value. Choose a cell to open one of its runs.',
  armHead: 'Arm',
  column: (measure: string, at: number | null) => `${measure.replaceAll('_', ' ')}, ${at === null ? 'at the end' : `round ${group(at)}`}`,
  interval: (low: number | null, high: number | null) => (low === null || high === null ? '' : `[${decimal(low)}, ${decimal(high)}]`),
  n: (n: number) => `n = ${group(n)}`,
  cell: (arm: string, column: string, mean: string, interval: string, n: number) =>
    `${arm}, ${column}: ${[mean, interval].filter(Boolean).join(' ')}, ${words.n(n)}. Open one of its runs`,
  moreArms: (n: number) => `${count(n, 'arm', 'arms')} more: save the runs to see all.`,
  sensitivityHead: 'Sensitivity',
  comparedHead: 'Comparisons',
  comparedAbout: (correct: ExperimentHead['correct']) =>
    `Points are means over seeds, lines 95 % intervals by Student’s t. p is two-sided; ${CORRECTIONS[correct]} for all tests of this experiment. g is Hedges’ g.`,
  comparison: ({ id, measure, at }: ExperimentColumn) => (id === measure ? words.column(id, at) : `${id}: ${words.column(measure, at)}`),
  nothingCompared: 'Comparisons appear when all runs have finished.',
  working: 'Computing comparisons…',
  /** The title of a chart: the factor that varies in it, and the levels that are constant. */
  facet: (axis: string, levels: readonly (readonly [string, string])[]) =>
    [...(axis === '' || axis === 'arm' ? [] : [`by ${axis}`]), ...levels.map(([factor, level]) => `${factor} = ${level}`)].join(', '),
  chart: (title: string, points: readonly string[]) => `${title}. ${points.join('; ')}`,
  point: (label: string, mean: number | null, low: number | null, high: number | null) =>
    `${label}: ${decimal(mean)} ${words.interval(low, high)}`.trim(),
  differences: 'Differences',
  differenceHeads: ['Arms', 'Difference', '95 % interval', 'p', 'p corrected', 'Effect g', 'n', 'Test', 'In parts'],
  meansHeads: ['Arm', 'Mean', '95 % interval', 'n'],
  means: 'Means as a table',
  between: ({ arm, from }: ExperimentDifference) => `${arm} − ${from}`,
  chance: (p: number | null) => (p === null ? '–' : p < 0.001 ? '< 0.001' : p.toFixed(3)),
  /** The placeholder for a value that needs all comparisons. */
  notYet: '…',
  test: ({ test, paired }: ExperimentDifference) => `${TESTS[test] ?? test}${paired ? ', paired' : ''}`,
  /** Whether a difference holds in parts of the runs. */
  parts: ({ parts, isSame }: ExperimentDifference) => partsWords(parts, isSame) || '–',
  clustered: 'Runs of one seed with other wordings, models or settings count once, with their mean, because only seeds are independent.',
  fewSeeds: `Fewer than ${FEW_SEEDS} seeds: intervals assume that values are roughly normal.`,
  lostHead: (n: number) => `${count(n, 'run', 'runs')} lost`,
  lost: (arm: string, seed: number) => `${arm}, seed ${group(seed)}`,
  limitsHead: 'What this can and cannot show',
  limits: (mind: string) => [
    `It shows how societies of these personas differ between these arms, over seeds that vary chance alone. The mind of the agents: ${mind}.`,
    'Intervals and p-values show how much difference chance alone can cause in such runs. More seeds make them smaller, but do not make the model more valid.',
    'It cannot show what people would do. No person said or did any of it. Compare with data from people before you make claims about people.',
    'A difference can come from the wording of a prompt, the mind or a parameter instead of the factor that the arm is named after. Vary these as well.',
  ],
  otherVersion: 'This page and the extension have different versions. Close the page and open it again.',
} as const;
