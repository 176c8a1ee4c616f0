/** The particles of a calibration as a table: parameters, weight, distance and what each run gave for the targets. */
import { numberOf, settingOf } from '../../analysis/calibration/priors.js';
import type { Cell } from '../../core/formats/csv.js';
import type { Calibrated } from './calibrate.js';
import { textOf } from './calibrationSpec.js';

/** The first row names the columns. Parameters are after the regression, where there is one; `of.ID` is what the run gave. */
export function* particleRows({ spec, particles, adjustment }: Calibrated): Iterable<readonly Cell[]> {
  const shown = adjustment.ok ? adjustment.particles : particles;
  const points = spec.points.map(({ target, round }) => `of.${target}${round === null ? '' : `.${round}`}`);
  yield [...spec.parameters.map(({ path }) => path), 'weight', 'distance', ...points];
  for (const [i, { at, weight, distance }] of shown.entries())
    yield [
      ...spec.parameters.map(({ prior }, d) =>
        prior.kind === 'choice'
          ? textOf(settingOf(prior, at[d]!))
          : prior.kind === 'integer'
            ? Number(settingOf(prior, at[d]!))
            : numberOf(prior, at[d]!),
      ),
      ...[weight, distance, ...particles[i]!.gave],
    ];
}
