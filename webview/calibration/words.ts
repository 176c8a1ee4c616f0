/** All texts of the page of a calibration. This file does not access the page. */
import {
  type CalibrationParameter,
  type CalibrationPoint,
  type CalibrationReport,
  type CalibrationSpread,
  type CalibrationState,
  type CalibrationStatus,
  type CalibrationTarget,
  priorWords,
} from '../../src/protocol/calibration.js';
import { withArticle } from '../../src/core/util/textPosition.js';
import { count, decimal, group } from '../ui/format.js';
import { t } from '../../src/core/util/l10n.js';

const STATES: { readonly [state in CalibrationState]: string } = {
  open: t('Not finished'),
  playing: t('Running'),
  stopping: t('Stopping'),
  waiting: t('Budget reached'),
  failed: t('Failed'),
  ended: t('Finished'),
};

const IDENTIFIED = { well: t('identified'), weakly: t('weakly identified'), none: t('not identified') } as const;

export const words = {
  scenario: (scenario: string) => t('Scenario {0}. Synthetic: no person said or did any of it.', scenario),
  about: ({ scenario, runs, particles, size, speakers }: CalibrationReport) =>
    t(
      'Scenario {0}: {1}, of which {2} are near enough and count as {3}. Played by {4}. Synthetic: no person said or did any of it.',
      scenario,
      count(runs.all, '{0} run', '{0} runs'),
      group(particles),
      group(Math.floor(size)),
      withArticle(speakers),
    ),
  showFile: (file: string) => t('Show in {0}', file),
  actions: t('Run and save'),
  play: t('Start'),
  continue: t('Continue'),
  stop: t('Stop'),
  stopTitle: t('Stop now; all finished runs are kept'),
  raise: t('Double the budget and continue'),
  csv: t('Save particles (CSV)…'),
  json: t('Save report (JSON)…'),
  html: t('Save page (HTML)…'),
  bar: t('Finished runs'),
  status: ({ state, runs, of, generation, tolerance }: CalibrationStatus) =>
    [
      STATES[state],
      ...(of > 0 ? [t('{0} of at most {1}', group(runs), count(of, '{0} run', '{0} runs'))] : []),
      ...(generation !== null && state === 'playing' ? [t('generation {0}', generation)] : []),
      ...(tolerance !== null && state === 'playing' ? [t('tolerance {0}', decimal(tolerance))] : []),
    ].join(' · '),
  nothing: t('The result appears here when the runs have finished.'),
  findings: t('Findings'),
  parameters: t('Parameters'),
  parametersAbout: t(
    'Bars are what is known after the runs, lines what was believed before. Contraction is the share of the variance that the data removed.',
  ),
  parameterHeads: [t('Parameter'), t('Prior'), t('Median'), t('95 % interval'), t('Contraction'), t('Result')],
  identified: ({ identified }: CalibrationParameter) => IDENTIFIED[identified],
  middle: ({ number, choice }: CalibrationParameter) =>
    number ? decimal(number.median) : (choice ?? []).map(({ value, share }) => `${value} ${Math.round(100 * share)} %`).join(', '),
  interval: ({ number }: CalibrationParameter) => (number ? `[${decimal(number.low)}, ${decimal(number.high)}]` : '–'),
  histogram: (one: CalibrationParameter) =>
    t(
      '{0}: {1}, prior {2}, {3}',
      one.path,
      one.number ? `${words.middle(one)} ${words.interval(one)}` : words.middle(one),
      priorWords(one.prior),
      words.identified(one),
    ),
  targets: t('Targets'),
  targetsAbout: (check: number) =>
    check > 0
      ? t(
          'Circles are the data. Wide bands are the middle 95 % of runs from the priors, narrow ones of {0} from the result.',
          count(check, '{0} run', '{0} runs'),
        )
      : t('Circles are the data, bands the middle 95 % of runs from the priors.'),
  target: ({ id, measure, isHeldOut, within }: CalibrationTarget) =>
    [
      id === measure ? id : `${id}: ${measure}`,
      ...(isHeldOut ? [t('held out')] : []),
      ...(within === null ? [] : [`± ${decimal(within)}`]),
    ].join(', '),
  targetHeads: [t('At'), t('Data'), t('Before'), t('Predicted'), t('Result')],
  at: ({ round }: CalibrationPoint) => (round === null ? t('the end') : t('round {0}', group(round))),
  spread: (spread: CalibrationSpread | null) =>
    spread === null ? '–' : `${decimal(spread.median)} [${decimal(spread.low)}, ${decimal(spread.high)}]`,
  fits: (predicted: boolean | null) => (predicted === null ? '' : predicted ? t('predicted') : t('not predicted')),
  targetPicture: (target: CalibrationTarget, points: readonly string[]) => `${words.target(target)}. ${points.join('; ')}`,
  asTable: t('As a table'),
  ranks: t('Ranks of simulated data'),
  ranksAbout: t(
    'Data sets by the rank of the true value among draws from its posterior. Where the method is right, all bars are equally high.',
  ),
  rank: (path: string, counts: readonly number[], p: number) => `${path}: ${counts.join(', ')}; p = ${p.toFixed(3)}`,
  generations: t('Generations'),
  generationHeads: [t('Generation'), t('Tolerance'), t('Runs'), t('Near enough'), t('Count as')],
  prior: t('priors'),
  limitsHead: t('What this can and cannot show'),
  limits: [
    t('It shows which parameters of this model can give these data, as far as the targets and their tolerances say.'),
    t('A good fit does not show that the model gives the data for the right reasons. Held-out targets are a better test.'),
    t('A parameter that is not identified keeps its prior: its interval is what was believed before.'),
  ],
  needsScript: t('This page needs JavaScript.'),
  otherVersion: t('This page and the extension have different versions. Close the page and open it again.'),
} as const;
