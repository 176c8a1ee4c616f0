/** The report of a calibration: figures of each parameter and each target, and what they mean in sentences. */
import { effectiveSize, type Particle } from '../../analysis/calibration/particles.js';
import { posteriorOf, quantile, ridgesOf } from '../../analysis/calibration/posterior.js';
import {
  type CalibrationParameter,
  type CalibrationPoint,
  type CalibrationReport,
  type CalibrationSpread,
  type CalibrationTarget,
  isPredicted,
} from '../../protocol/calibration.js';
import { marked } from '../../core/util/l10n.js';
import type { Calibrated } from './calibrate.js';
import type { Ending, Predicted } from './fit.js';
import { type ParameterSpec, textOf } from './calibrationSpec.js';

export function reportOf(calibrated: Calibrated, speakers: string): CalibrationReport {
  const { spec, generations, runs, tolerance, particles: accepted, adjustment, check, ending } = calibrated;
  const particles = adjustment.ok ? adjustment.particles : accepted;
  const isEmpty = particles.length === 0;
  const isReachable = spec.targets.every(({ within, isHeldOut }) => isHeldOut || within !== null);
  const parameters = isEmpty ? [] : spec.parameters.map((one, d) => parameterOf(one, particles, d, calibrated.ranks?.[d] ?? null));
  const ridges = isEmpty
    ? []
    : ridgesOf(
        spec.parameters.map(({ prior }) => prior),
        particles,
      ).map(({ between: [a, b], correlation }) => ({
        between: [spec.parameters[a]!.path, spec.parameters[b]!.path] as const,
        correlation,
      }));
  const targets = targetsOf(calibrated);
  const { id, title, scenario, method } = spec;
  const basis = {
    ...{ id, title, scenario, method, speakers, runs, parameters, ridges, targets },
    ...{ synthetic: true as const, isWhole: ending !== 'stopped' && ending !== 'paused' },
    isReached: isReachable && !isEmpty ? tolerance <= 1 : isReachable ? false : null,
    tolerance: isEmpty ? null : tolerance,
    generations: generations.map((one) => ({ ...one, tolerance: Number.isFinite(one.tolerance) ? one.tolerance : null })),
    ...{ particles: particles.length, size: isEmpty ? 0 : effectiveSize(particles), check: check?.gave.length ?? 0 },
  };
  const why = adjustment.ok || isEmpty ? null : adjustment.why;
  return { ...basis, findings: findingsOf(basis, { ending, why }) };
}

function parameterOf(
  { path, prior, written }: ParameterSpec,
  particles: readonly Particle[],
  d: number,
  ranks: CalibrationParameter['ranks'],
): CalibrationParameter {
  const posterior = posteriorOf(prior, particles, d);
  const { contraction, identified, bins } = posterior;
  const basis = { path, prior: written, contraction, identified, bins, ranks };
  if (posterior.kind === 'number') {
    const { mean, median, sd, low, high } = posterior;
    return { ...basis, number: { mean, median, sd, low, high }, choice: null };
  }
  const values = prior.kind === 'choice' ? prior.values : [];
  return { ...basis, number: null, choice: posterior.shares.map((share, i) => ({ value: textOf(values[i]!), share })) };
}

const targetsOf = ({ spec, prior, check }: Calibrated): readonly CalibrationTarget[] =>
  spec.targets.map(({ id, places, within, isHeldOut }) => ({
    ...{ id, within, isHeldOut, measure: spec.points[places[0]!]!.measure },
    points: places.map((k): CalibrationPoint => {
      const { round, value } = spec.points[k]!;
      const found = check ? valuesAt(check, k) : [];
      const below = found.reduce((sum, one) => sum + (one < value ? 1 : one === value ? 0.5 : 0), 0);
      return {
        ...{ round, value, prior: spreadOf(valuesAt(prior, k)), predicted: spreadOf(found), values: found.length },
        below: found.length === 0 ? null : below / found.length,
      };
    }),
  }));

const valuesAt = ({ gave }: Predicted, k: number): readonly number[] => gave.flatMap((row) => row[k] ?? []);

function spreadOf(values: readonly number[]): CalibrationSpread | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b).map((value) => ({ value, weight: 1 }));
  return { low: quantile(sorted, 0.025), median: quantile(sorted, 0.5), high: quantile(sorted, 0.975) };
}

// Sentences, by fixed rules.

const FEW = 50;
/** The p below which ranks are not uniform; it is divided by the number of parameters. */
const RANK_LEVEL = 0.01;

function findingsOf(
  report: Omit<CalibrationReport, 'findings'>,
  { ending, why }: { readonly ending: Ending; readonly why: string | null },
): readonly string[] {
  const { parameters, ridges, targets, size, tolerance, isReached, isWhole } = report;
  if (tolerance === null) return [isWhole ? 'No run has a value for every target, so nothing is known of the parameters.' : STOPPED];
  const said: string[] = isWhole ? [] : [STOPPED];
  if (isReached) said.push('The result is of runs in which every fitted target is within its tolerance.');
  else if (isReached === false)
    said.push(`The runs come no nearer than ${short(tolerance)} times the tolerance${ENDINGS[ending] ?? ''}. Intervals can be too wide.`);
  else
    said.push(
      `The result is of the nearest runs${ENDINGS[ending] ?? ''}. Write \`within\` for each target to say how near is near enough.`,
    );
  const far = targets.flatMap(({ id, points, isHeldOut }) =>
    !isHeldOut && points.some(({ value, prior }) => prior !== null && (value < prior.low || value > prior.high)) ? [id] : [],
  );
  if (far.length > 0)
    said.push(
      `Runs with draws from the priors rarely reach the values of ${list(far)}. Look whether the priors are too narrow, or the model cannot give them.`,
    );
  if (size < FEW) said.push(`The ${report.particles} particles count as ${Math.floor(size)}: intervals are rough. Allow more runs.`);
  const by = (wanted: string): readonly string[] => parameters.flatMap(({ path, identified }) => (identified === wanted ? [path] : []));
  const [none, weakly] = [by('none'), by('weakly')];
  if (none.length > 0)
    said.push(
      none.length > 1
        ? `Not identified: ${list(none)}. The targets say hardly anything about them. Add a target that depends on them, or give a fixed value.`
        : `Not identified: ${list(none)}. The targets say hardly anything about it. Add a target that depends on it, or give a fixed value.`,
    );
  if (weakly.length > 0) said.push(`Weakly identified: ${list(weakly)}.`);
  if (none.length + weakly.length === 0)
    said.push(parameters.length > 1 ? 'All parameters are identified.' : 'The parameter is identified.');
  for (const { between, correlation } of ridges)
    said.push(
      `${list(between)} depend on each other (r = ${short(correlation)}): the targets identify a combination of them better than each of them.`,
    );
  for (const { id, points, isHeldOut } of targets) {
    const [n, inside] = [points.length, points.filter((point) => isPredicted(point)).length];
    if (points.some(({ predicted }) => predicted === null) || inside === n) continue;
    const what = isHeldOut ? `\`${id}\` (held out)` : `\`${id}\``;
    said.push(
      n === 1
        ? `The result does not predict ${what}: the value in the data is outside of the middle 95 % of the checking runs.`
        : `The result does not predict ${what} in ${n - inside} of ${n} rounds. Chance alone gives one in twenty, and often several in a row: this is not corrected for the number of rounds.`,
    );
  }
  for (const { id, points } of targets) {
    const fewest = Math.min(...points.map(({ values }) => values));
    if (report.check > 0 && fewest < report.check) said.push(`\`${id}\` has a value in ${fewest} of ${report.check} checking runs.`);
  }
  const vague = targets.flatMap(({ id, points }) => (points.some(isVague) ? [id] : []));
  if (vague.length > 0)
    said.push(`The checking runs say nothing about ${list(vague)}: they are spread about as widely as with draws from the priors.`);
  const isAll = targets.every(({ points }) => points.every((point) => isPredicted(point)));
  if (report.check > 0 && isAll && vague.length === 0 && isReached !== false) said.push('The result predicts every target.');
  const tested = parameters.flatMap(({ path, ranks }) => (ranks ? [{ path, p: ranks.p }] : []));
  const wrong = tested.filter(({ p }) => p < RANK_LEVEL / tested.length).map(({ path }) => path);
  if (wrong.length > 0)
    said.push(`The ranks of ${list(wrong)} are not uniform: with simulated data, its intervals are too narrow, too wide or shifted.`);
  else if (tested.length > 0)
    said.push('The ranks are uniform as far as these data sets show: with simulated data, intervals are as wide as they should be.');
  if (why !== null) said.push(`No regression adjustment. ${why}`);
  return said;
}

/** The share of the spread under the priors from which a prediction says nothing. */
const VAGUE = 0.9;

const isVague = ({ prior, predicted }: CalibrationPoint): boolean =>
  prior !== null && predicted !== null && prior.high > prior.low && predicted.high - predicted.low >= VAGUE * (prior.high - prior.low);

const STOPPED = 'Stopped before the end: completed runs are kept, and the calibration continues with the rest.';

const ENDINGS: { readonly [ending in Ending]?: string } = {
  runs: marked(', because the number of runs is used up'),
  rare: marked(', because fewer than 2 % of the last runs were near enough'),
  equal: marked(', because no runs are nearer than the others'),
};

const list = (paths: readonly string[]): string => paths.map((path) => `\`${path}\``).join(' and ');

export const short = (value: number): string => (Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(3))));
