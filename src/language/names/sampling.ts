/** What a sample of an experiment draws: from which ranges, how many arms, and whether its design can be made from them. */
import type { Sampling } from '../generated/society.js';

export interface Bounds {
  readonly low: number;
  readonly high: number;
  /** Both ends are written as whole numbers, and so is what is drawn. */
  readonly isWhole: boolean;
}

const RANGE = /^(-?[0-9]+(?:\.[0-9]+)?)\.\.(-?[0-9]+(?:\.[0-9]+)?)$/;

/** A range as it is written, `low..high`; null where it is none. */
export function boundsIn(text: string): Bounds | null {
  const [, low, high] = RANGE.exec(text) ?? [];
  if (low === undefined || high === undefined) return null;
  return { low: Number(low), high: Number(high), isWhole: !low.includes('.') && !high.includes('.') };
}

/** A value within a range, as it is drawn: a whole number, or six digits. */
export const asDrawn = (value: number, { isWhole }: Bounds): number => (isWhole ? Math.round(value) : Number(value.toPrecision(6)));

/** Designs that tell what each factor does to what is measured. */
export type SensitivityDesign = 'morris' | 'saltelli';

/** Arms beyond the factors that each trajectory, or row, has: its start; the two points that are mixed. */
const BEYOND: { readonly [by in SensitivityDesign]: number } = { morris: 1, saltelli: 2 };

/** Which of them a sample is; null where it is none. */
export const sensitivityDesign = (sample: Partial<Sampling> | undefined): SensitivityDesign | null =>
  sample?.by === 'morris' || sample?.by === 'saltelli' ? sample.by : null;

/** Arms that a sample makes. */
export function sampleSize(sample: Sampling): number {
  const design = sensitivityDesign(sample);
  return design === null ? sample.n : sample.n * (factorsOf(sample).length + BEYOND[design]);
}

/** Factors of `saltelli`: each takes two dimensions of the sequence that it is drawn by. */
const MOST_FACTORS = 20;

/** Trajectories, or rows, from which on results are of use, as those who made the designs advise. */
const ENOUGH = { morris: 10, saltelli: 64 } as const;
const ROWS = { morris: ['trajectory', 'trajectories'], saltelli: ['row', 'rows'] } as const;

export interface SampleFault {
  readonly code: 'sample-range' | 'sample-size' | 'sample-rough';
  readonly severity: 'error' | 'warning';
  /** The factor that is meant; null where it is `n` or all of them. */
  readonly path: string | null;
  readonly message: string;
}

const factorsOf = ({ over }: Sampling): readonly string[] => Object.keys(over);

/** Why a design that is to tell what factors do cannot, or can hardly; none of other samples. */
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
      return [fault(`\`morris\` moves along ranges, and \`${path}\` is a list. Write low..high, draw by saltelli, or put it in \`grid\`.`)];
    return range.length < 2 ? [fault(`\`${path}\` has fewer than two values, so that it varies nothing. Add some, or take it away.`)] : [];
  }
  const bounds = boundsIn(range);
  return bounds && bounds.high - bounds.low > leastWidth(bounds)
    ? []
    : [fault(`\`${path}\` hardly varies within \`${range}\`: of what is drawn six digits count. Write low..high, the smaller first.`)];
}

/** Below which what is drawn from a range would be rounded together. */
const leastWidth = ({ low, high, isWhole }: Bounds): number => (isWhole ? 0 : 1e-4 * Math.max(Math.abs(low), Math.abs(high)));

function sizeFault(design: SensitivityDesign, sample: Sampling): readonly SampleFault[] {
  const fault = (message: string): readonly SampleFault[] => [{ code: 'sample-size', severity: 'error', path: null, message }];
  const [{ n }, factors, [one, many]] = [sample, factorsOf(sample).length, ROWS[design]];
  if (factors === 0) return fault(`\`${design}\` tells factors apart, and there is none. Write some under \`over\`.`);
  if (design === 'saltelli' && factors > MOST_FACTORS)
    return fault(`\`saltelli\` takes at most ${MOST_FACTORS} factors, and these are ${factors}. Draw by morris to see which matter.`);
  if (n < 2) return fault(`One ${one} has nothing to be compared with. Write at least 2.`);
  if (n >= ENOUGH[design]) return [];
  const message = `What \`${design}\` tells from ${n} ${many} is a rough guess. Write ${ENOUGH[design]} or more.`;
  return [{ code: 'sample-rough', severity: 'warning', path: null, message }];
}
