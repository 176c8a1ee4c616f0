/** The forecast for many runs, from one run of each arm. */
import type { ScenarioModel } from '../../../engine/index.js';
import type { Society } from '../../../language/generated/society.js';
import { type Forecast, type ForecastOptions, forecast, type Range } from '../../cost/forecast.js';
import type { Arm } from './design.js';
import type { Job } from './runRecord.js';

/** An arm that asks language models, with how many of its runs are left. */
export interface ArmToAsk {
  readonly arm: Arm;
  readonly society: Society;
  readonly model: ScenarioModel;
  readonly runs: number;
}

/** Jobs by their arm, in the order of the first of each. */
export function byArm(jobs: readonly Job[]): ReadonlyMap<Arm, Job[]> {
  const found = new Map<Arm, Job[]>();
  for (const job of jobs) {
    const same = found.get(job.arm);
    if (same) same.push(job);
    else found.set(job.arm, [job]);
  }
  return found;
}

/** Arms that are forecast one by one; further arms are assumed to be like these. */
const LOOKED_AT = 8;

/** The forecast for all runs that are left. Rejects where it cannot be made. */
export async function forecastOfArms(arms: readonly ArmToAsk[], options: ForecastOptions): Promise<Forecast> {
  const looked = arms.slice(0, LOOKED_AT);
  const runsOf = (some: readonly ArmToAsk[]): number => some.reduce((sum, { runs }) => sum + runs, 0);
  const times = runsOf(arms) / runsOf(looked);
  const parts = [];
  for (const { society, model, runs } of looked) parts.push({ made: await forecast(society, model, options), runs: runs * times });
  return forecastOfMany(parts);
}

/** The sum over arms, each times its number of runs. Runs of one arm are assumed to be alike: ranges add up. */
function forecastOfMany(parts: readonly { readonly made: Forecast; readonly runs: number }[]): Forecast {
  const [first] = parts;
  if (!first) throw new Error('There is nothing to forecast.');
  const over = (range: (made: Forecast) => Range | undefined): Range =>
    parts.reduce((all, { made, runs }) => added(all, range(made) ?? NOTHING, runs), NOTHING);
  const currencies = new Set(parts.flatMap(({ made }) => Object.keys(made.money)));
  const minds = new Map(parts.flatMap(({ made }) => made.minds.map((mind) => [mind.mind, mind] as const)));
  return {
    ...first.made,
    calls: over(({ calls }) => calls),
    input: over(({ input }) => input),
    output: over(({ output }) => output),
    money: Object.fromEntries([...currencies].map((currency) => [currency, over(({ money }) => money[currency])])),
    minds: [...minds.values()],
    rows: [],
  };
}

const NOTHING: Range = { low: 0, likely: 0, high: 0 };

const added = (a: Range, b: Range, times: number): Range => ({
  low: a.low + b.low * times,
  likely: a.likely + b.likely * times,
  high: a.high + b.high * times,
});
