/** The sample of an experiment: its ranges, its number of arms, and the faults of its design. */
import type { Sampling } from '../generated/society.js';
import { marked, t } from '../../core/util/l10n.js';

export interface Bounds {
  readonly low: number;
  readonly high: number;
  /** Whether both ends are written as whole numbers. Then only whole numbers are drawn. */
  readonly isWhole: boolean;
}

const RANGE = /^(-?[0-9]+(?:\.[0-9]+)?)\.\.(-?[0-9]+(?:\.[0-9]+)?)$/;

/** The bounds of a range `low..high`; null if the text is not a range. */
export function boundsIn(text: string): Bounds | null {
  const [, low, high] = RANGE.exec(text) ?? [];
  if (low === undefined || high === undefined) return null;
  return { low: Number(low), high: Number(high), isWhole: !low.includes('.') && !high.includes('.') };
}

/** A value within a range, as it is drawn: a whole number, or six digits. */
export const asDrawn = (value: number, { isWhole }: Bounds): number => (isWhole ? Math.round(value) : Number(value.toPrecision(6)));

/** Designs that measure the effect of each factor on the measures. */
export type SensitivityDesign = 'morris' | 'saltelli';

/** The arms of each trajectory or row in addition to one per factor: its start, or the two points that are mixed. */
const BEYOND: { readonly [by in SensitivityDesign]: number } = { morris: 1, saltelli: 2 };

/** The sensitivity design of a sample; null if it has none. */
export const sensitivityDesign = (sample: Partial<Sampling> | undefined): SensitivityDesign | null =>
  sample?.by === 'morris' || sample?.by === 'saltelli' ? sample.by : null;

/** The number of arms of a sample. */
export function sampleSize(sample: Sampling): number {
  const design = sensitivityDesign(sample);
  return design === null ? sample.n : sample.n * (factorsOf(sample).length + BEYOND[design]);
}

/** Factors of `saltelli`: each takes two dimensions of the sequence that it is drawn by. */
const MOST_FACTORS = 20;

/** The least number of trajectories or rows for useful results, as the authors of the designs recommend. */
const ENOUGH = { morris: 10, saltelli: 64 } as const;
const ROWS = {
  morris: [marked('trajectory'), marked('trajectories')],
  saltelli: [marked('row'), marked('rows')],
} as const;

export interface SampleFault {
  readonly code: 'sample-range' | 'sample-size' | 'sample-rough';
  readonly severity: 'error' | 'warning';
  /** The factor with the fault; null if the fault is in `n` or in all factors. */
  readonly path: string | null;
  readonly message: string;
}

const factorsOf = ({ over }: Sampling): readonly string[] => Object.keys(over);

/** The faults of a sensitivity design; none for other samples. */
export function sampleFaults(sample: Sampling): readonly SampleFault[] {
  const design = sensitivityDesign(sample);
  if (design === null) return [];
  const ranges = Object.entries(sample.over).flatMap(([path, range]) => rangeFault(design, path, range));
  return [...ranges, ...sizeFault(design, sample)];
}

function rangeFault(design: SensitivityDesign, path: string, range: Sampling['over'][string]): readonly SampleFault[] {
  const fault = (message: string): SampleFault => ({ code: 'sample-range', severity: 'error', path, message });
  if (typeof range !== 'string') {
    if (design === 'morris')
      return [fault(t('`morris` moves along ranges, and `{0}` is a list. Write low..high, draw by saltelli, or put it in `grid`.', path))];
    return range.length < 2 ? [fault(t('`{0}` has fewer than two values, so it does not vary. Add values, or remove it.', path))] : [];
  }
  const bounds = boundsIn(range);
  return bounds && bounds.high - bounds.low > leastWidth(bounds)
    ? []
    : [
        fault(
          t(
            '`{0}` almost does not vary within `{1}`: drawn values are rounded to six digits. Write low..high, the smaller number first.',
            path,
            range,
          ),
        ),
      ];
}

/** The least width of a range whose drawn values stay different after rounding. */
const leastWidth = ({ low, high, isWhole }: Bounds): number => (isWhole ? 0 : 1e-4 * Math.max(Math.abs(low), Math.abs(high)));

function sizeFault(design: SensitivityDesign, sample: Sampling): readonly SampleFault[] {
  const fault = (message: string): readonly SampleFault[] => [{ code: 'sample-size', severity: 'error', path: null, message }];
  const [{ n }, factors, [one, many]] = [sample, factorsOf(sample).length, ROWS[design]];
  if (factors === 0) return fault(t('`{0}` compares factors, but there is none. Add factors under `over`.', design));
  if (design === 'saltelli' && factors > MOST_FACTORS)
    return fault(
      t('`saltelli` takes at most {0} factors, but there are {1}. Use morris to find the important ones.', MOST_FACTORS, factors),
    );
  if (n < 2) return fault(t('One {0} cannot be compared with others. Write at least 2.', t(one)));
  if (n >= ENOUGH[design]) return [];
  const message = t('With {0} {1}, `{2}` gives only a rough estimate. Write {3} or more.', n, t(many), design, ENOUGH[design]);
  return [{ code: 'sample-rough', severity: 'warning', path: null, message }];
}
