/** The time and memory of the runs of a plan that are left, from estimates of single runs of its arms. */
import { estimate, type EstimateOptions } from '../../cost/estimate.js';
import { type ManyRuns, manyRuns } from '../../cost/estimateMany.js';
import { weightOf } from '../../cost/estimateText.js';
import { type ArmToAsk, byArm } from './costForecast.js';
import { compileArm, playsAlone } from './compileArm.js';
import type { Plan } from './experimentPlan.js';
import type { Job } from './runRecord.js';

/** Arms that are estimated one by one, spread over all; the others are assumed to be like these. */
const LOOKED_AT = 6;

/** What all runs together weigh, as agents that act in a round, above which they are estimated before they start. */
const LARGE = 100_000;

interface PlayingOptions extends EstimateOptions {
  /** Bytes of this process. */
  readonly memory: () => number;
  /** Runs at the same time; 0 plays them in this process, one after another. */
  readonly workers: number;
  /** Whether small experiments are estimated too. */
  readonly isAlways?: boolean;
}

/** Null where nothing is left, where the runs are short, or where an arm cannot run, which is said when it is played. */
export async function estimateOfPlan(
  plan: Plan,
  { workers, isAlways = false, memory, ...options }: PlayingOptions,
): Promise<ManyRuns | null> {
  const alone = plan.missing.filter(({ arm }) => playsAlone(plan.material.society, arm));
  const arms = await armsOf(plan, alone, options.now);
  if (!arms || arms.length === 0) return null;
  const times = alone.length / arms.reduce((sum, { runs }) => sum + runs, 0);
  const weight = arms.reduce((sum, { model, runs }) => sum + runs * times * weightOf(model), 0);
  if (!isAlways && weight < LARGE) return null;
  // The code gets warm, as it is in all runs of a thread but the first.
  const [first] = arms;
  if (alone.length > workers) await estimate(first!.society, first!.model, options);
  const parts = [];
  for (const { society, model, runs, compiling } of arms) {
    const hasCrowd = model.agents.crowds.length > 0;
    const { seconds, ...one } = await estimate(society, model, options);
    parts.push({ estimate: { ...one, seconds: seconds && seconds + compiling }, runs: runs * times, hasCrowd });
  }
  return manyRuns(parts, { workers, before: options.before, now: memory() });
}

interface Sample extends Omit<ArmToAsk, 'arm'> {
  /** Seconds in which its model was made, as each run does. */
  readonly compiling: number;
}

/** Some of the arms of jobs, with how many of their runs are left. */
async function armsOf({ material }: Plan, jobs: readonly Job[], now: () => number): Promise<readonly Sample[] | null> {
  const arms = [...byArm(jobs).values()];
  const found: Sample[] = [];
  for (let i = 0; i < Math.min(LOOKED_AT, arms.length); i++) {
    const own = arms[Math.floor((i * arms.length) / Math.min(LOOKED_AT, arms.length))]!;
    const begun = now();
    const made = await compileArm(material, own[0]!);
    if (!made.ok) return null;
    found.push({ society: made.society, model: made.model, runs: own.length, compiling: (now() - begun) / 1000 });
  }
  return found;
}
