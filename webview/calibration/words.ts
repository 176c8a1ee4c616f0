/** All texts of the page of a calibration. This file does not access the page. */
import type {
  CalibrationParameter,
  CalibrationPoint,
  CalibrationReport,
  CalibrationSpread,
  CalibrationState,
  CalibrationStatus,
  CalibrationTarget,
} from '../../src/protocol/calibration.js';
import { withArticle } from '../../src/core/util/textPosition.js';
import { count, decimal, group } from '../ui/format.js';

const STATES: { readonly [state in CalibrationState]: string } = {
  open: 'Not finished',
  playing: 'Running',
  stopping: 'Stopping',
  waiting: 'Budget reached',
  failed: 'Failed',
  ended: 'Finished',
};

const IDENTIFIED = { well: 'identified', weakly: 'weakly identified', none: 'not identified' } as const;

export const words = {
  scenario: (scenario: string) => `Scenario ${scenario}. Synthetic: no person said or did any of it.`,
  about: ({ scenario, runs, particles, size, speakers }: CalibrationReport) =>
    `Scenario ${scenario}: ${count(runs.all, 'run', 'runs')}, of which ${group(particles)} are near enough and count as ${group(Math.floor(size))}. Played by ${withArticle(speakers)}. Synthetic: no person said or did any of it.`,
  showFile: (file: string) => `Show in ${file}`,
  actions: 'Run and save',
  play: 'Start',
  continue: 'Continue',
  stop: 'Stop',
  stopTitle: 'Stop now; all finished runs are kept',
  raise: 'Double the budget and continue',
  csv: 'Save particles (CSV)…',
  json: 'Save report (JSON)…',
  html: 'Save page (HTML)…',
  bar: 'Finished runs',
  status: ({ state, runs, of, generation, tolerance }: CalibrationStatus) =>
    [
      STATES[state],
      ...(of > 0 ? [`${group(runs)} of at most ${count(of, 'run', 'runs')}`] : []),
      ...(generation !== null && state === 'playing' ? [`generation ${generation}`] : []),
      ...(tolerance !== null && state === 'playing' ? [`tolerance ${decimal(tolerance)}`] : []),
    ].join(' · '),
  nothing: 'The result appears here when the runs have finished.',
  findings: 'Findings',
  parameters: 'Parameters',
  parametersAbout:
    'Bars are what is known after the runs, lines what was believed before. Contraction is the share of the variance that the data removed.',
  parameterHeads: ['Parameter', 'Prior', 'Median', '95 % interval', 'Contraction', 'Result'],
  identified: ({ identified }: CalibrationParameter) => IDENTIFIED[identified],
  middle: ({ number, choice }: CalibrationParameter) =>
    number ? decimal(number.median) : (choice ?? []).map(({ value, share }) => `${value} ${Math.round(100 * share)} %`).join(', '),
  interval: ({ number }: CalibrationParameter) => (number ? `[${decimal(number.low)}, ${decimal(number.high)}]` : '–'),
  histogram: (one: CalibrationParameter) =>
    `${one.path}: ${words.middle(one)} ${one.number ? words.interval(one) : ''}, prior ${one.prior}, ${words.identified(one)}`,
  targets: 'Targets',
  targetsAbout: (check: number) =>
    check > 0
      ? `Circles are the data. Wide bands are the middle 95 % of runs from the priors, narrow ones of ${count(check, 'run', 'runs')} from the result.`
      : 'Circles are the data, bands the middle 95 % of runs from the priors.',
  target: ({ id, measure, isHeldOut, within }: CalibrationTarget) =>
    [
      id === measure ? id : `${id}: ${measure}`,
      ...(isHeldOut ? ['held out'] : []),
      ...(within === null ? [] : [`± ${decimal(within)}`]),
    ].join(', '),
  targetHeads: ['At', 'Data', 'Before', 'Predicted', ''],
  at: ({ round }: CalibrationPoint) => (round === null ? 'the end' : `round ${group(round)}`),
  spread: (spread: CalibrationSpread | null) =>
    spread === null ? '–' : `${decimal(spread.median)} [${decimal(spread.low)}, ${decimal(spread.high)}]`,
  fits: (predicted: boolean | null) => (predicted === null ? '' : predicted ? 'predicted' : 'not predicted'),
  targetPicture: (target: CalibrationTarget, points: readonly string[]) => `${words.target(target)}. ${points.join('; ')}`,
  asTable: 'As a table',
  ranks: 'Ranks of simulated data',
  ranksAbout:
    'Data sets by the rank of the true value among draws from its posterior. Where the method is right, all bars are equally high.',
  rank: (path: string, counts: readonly number[], p: number) => `${path}: ${counts.join(', ')}; p = ${p.toFixed(3)}`,
  generations: 'Generations',
  generationHeads: ['Generation', 'Tolerance', 'Runs', 'Near enough', 'Count as'],
  prior: 'priors',
  limitsHead: 'What this can and cannot show',
  limits: [
    'It shows which parameters of this model can give these data, as far as the targets and their tolerances say.',
    'A good fit does not show that the model gives the data for the right reasons. Held-out targets are a better test.',
    'A parameter that is not identified keeps its prior: its interval is what was believed before.',
  ],
  needsScript: 'This page needs JavaScript.',
  otherVersion: 'This page and the extension have different versions. Close the page and open it again.',
} as const;
