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
import { t } from '../../src/core/util/l10n.js';

const STATES: { readonly [state in ExperimentState]: string } = {
  open: t('Not finished'),
  playing: t('Running'),
  paused: t('Paused'),
  stopping: t('Stopping'),
  waiting: t('Budget reached'),
  failed: t('Failed'),
  ended: t('Finished'),
};

const TESTS: { readonly [test: string]: string } = {
  permutation: t('permutation'),
  t: 't',
  mann_whitney: t('Mann–Whitney'),
  kolmogorov_smirnov: t('Kolmogorov–Smirnov'),
  bootstrap: t('interval only'),
};

const CORRECTIONS = { holm: t('p corrected by Holm'), bh: t('p corrected by Benjamini and Hochberg'), none: t('p not corrected') } as const;

export const words = {
  about: ({ scenario, arms, seeds, mind }: ExperimentHead) =>
    t(
      'Scenario {0}: {1}, {2} each. Played by {3}. Synthetic: no person said or did any of it.',
      scenario,
      count(arms.length, '{0} arm', '{0} arms'),
      count(seeds, '{0} seed', '{0} seeds'),
      withArticle(mind),
    ),
  showFile: (file: string) => t('Show in {0}', file),
  actions: t('Run and save'),
  play: (left: number) => t('Start {0}', count(left, '{0} run', '{0} runs')),
  again: t('Retry lost runs'),
  pause: t('Pause'),
  pauseTitle: t('Start no more runs; current runs finish'),
  resume: t('Continue'),
  stop: t('Stop'),
  stopTitle: t('Stop now; all finished runs are kept'),
  raise: t('Double the budget and continue'),
  saveCsv: t('Save runs (CSV)…'),
  saveSensitivity: t('Save sensitivity (CSV)…'),
  saveJson: t('Save comparisons (JSON)…'),
  copy: t('Copy table'),
  state: (state: ExperimentState) => STATES[state],
  progress: ({ state, done, of, lost, underWay, left }: ExperimentProgress) =>
    [
      STATES[state],
      t('{0} of {1} done', group(done), count(of, '{0} run', '{0} runs')),
      ...(lost > 0 ? [t('{0} lost', group(lost))] : []),
      ...(underWay > 0 && state !== 'ended' ? [t('{0} running', group(underWay))] : []),
      ...(left !== null && state === 'playing' && done + lost < of ? [t('about {0} left', timeWords(left))] : []),
    ].join(' · '),
  bar: t('Finished runs'),
  tableHead: t('Arms and measures'),
  tableAbout: t(
    'Means over seeds with 95 % intervals by Student’s t; no interval if all seeds gave the same value. Choose a cell to open one of its runs.',
  ),
  armHead: t('Arm'),
  column: (measure: string, at: number | null) =>
    `${measure.replaceAll('_', ' ')}, ${at === null ? t('at the end') : t('round {0}', group(at))}`,
  interval: (low: number | null, high: number | null) => (low === null || high === null ? '' : `[${decimal(low)}, ${decimal(high)}]`),
  n: (n: number) => `n = ${group(n)}`,
  cell: (arm: string, column: string, mean: string, interval: string, n: number) =>
    t('{0}, {1}: {2}, {3}. Open one of its runs', arm, column, [mean, interval].filter(Boolean).join(' '), words.n(n)),
  moreArms: (n: number) => t('{0} more: save the runs to see all.', count(n, '{0} arm', '{0} arms')),
  sensitivityHead: t('Sensitivity'),
  comparedHead: t('Comparisons'),
  comparedAbout: (correct: ExperimentHead['correct']) =>
    t(
      'Points are means over seeds, lines 95 % intervals by Student’s t. p is two-sided; {0} for all tests of this experiment. g is Hedges’ g.',
      CORRECTIONS[correct],
    ),
  comparison: ({ id, measure, at }: ExperimentColumn) => (id === measure ? words.column(id, at) : `${id}: ${words.column(measure, at)}`),
  nothingCompared: t('Comparisons appear when all runs have finished.'),
  working: t('Computing comparisons…'),
  /** The title of a chart: the factor that varies in it, and the levels that are constant. */
  facet: (axis: string, levels: readonly (readonly [string, string])[]) =>
    [...(axis === '' || axis === 'arm' ? [] : [t('by {0}', axis)]), ...levels.map(([factor, level]) => `${factor} = ${level}`)].join(', '),
  chart: (title: string, points: readonly string[]) => `${title}. ${points.join('; ')}`,
  point: (label: string, mean: number | null, low: number | null, high: number | null) =>
    `${label}: ${decimal(mean)} ${words.interval(low, high)}`.trim(),
  differences: t('Differences'),
  theDifference: t('the difference'),
  differenceHeads: [t('Arms'), t('Difference'), t('95 % interval'), 'p', t('p corrected'), t('Effect g'), 'n', t('Test'), t('In parts')],
  meansHeads: [t('Arm'), t('Mean'), t('95 % interval'), 'n'],
  means: t('Means as a table'),
  between: ({ arm, from }: ExperimentDifference) => `${arm} − ${from}`,
  chance: (p: number | null) => (p === null ? '–' : p < 0.001 ? '< 0.001' : p.toFixed(3)),
  /** The placeholder for a value that needs all comparisons. */
  notYet: '…',
  test: ({ test, paired }: ExperimentDifference) => `${TESTS[test] ?? test}${paired ? t(', paired') : ''}`,
  /** Whether a difference holds in parts of the runs. */
  parts: ({ parts, isSame }: ExperimentDifference) => partsWords(parts, isSame) || '–',
  clustered: t('Runs of one seed with other wordings, models or settings count once, with their mean, because only seeds are independent.'),
  fewSeeds: t('Fewer than {0} seeds: intervals assume that values are roughly normal.', FEW_SEEDS),
  lostHead: (n: number) => t('{0} lost', count(n, '{0} run', '{0} runs')),
  lost: (arm: string, seed: number) => t('{0}, seed {1}', arm, group(seed)),
  limitsHead: t('What this can and cannot show'),
  limits: (mind: string) => [
    t(
      'It shows how societies of these personas differ between these arms, over seeds that vary chance alone. The mind of the agents: {0}.',
      withArticle(mind),
    ),
    t(
      'Intervals and p-values show how much difference chance alone can cause in such runs. More seeds make them smaller, but do not make the model more valid.',
    ),
    t(
      'It cannot show what people would do. No person said or did any of it. Compare with data from people before you make claims about people.',
    ),
    t(
      'A difference can come from the wording of a prompt, the mind or a parameter instead of the factor that the arm is named after. Vary these as well.',
    ),
  ],
  otherVersion: t('This page and the extension have different versions. Close the page and open it again.'),
} as const;
