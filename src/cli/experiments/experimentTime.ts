/** The time and memory of an experiment on this machine, before its runs. */
import { machineMemory, processorMs } from '../../node/machine.js';
import { breather } from '../../node/yieldToEventLoop.js';
import { estimateRoom } from '../../runs/index.js';
import { type ManyRuns, type Plan, timeRoom } from '../../runs/experiments/index.js';
import { t } from '../../core/util/l10n.js';

const BREATH_MS = 8;

export interface Expected {
  readonly estimate: ManyRuns;
  /** The estimate, and what there is too little of. */
  readonly lines: readonly string[];
  /** The runs would fail because of too little memory. */
  readonly never: boolean;
}

/** Null where the runs that are left are short. `used`: bytes of the process before it read the file. */
export async function expectedOfPlan(plan: Plan, workers: number, used: number, isAlways: boolean): Promise<Expected | null> {
  const [{ estimateOfPlan }, { fitOfMany, manyRunsLine }] = await Promise.all([timeRoom(), estimateRoom()]);
  const options = { workers, isAlways, now: processorMs, before: used, memory: () => machineMemory().used, breathe: breather(BREATH_MS) };
  const estimate = await estimateOfPlan(plan, options);
  if (!estimate) return null;
  const fit = fitOfMany(estimate, machineMemory());
  const line = t('estimate on this machine: {0}', manyRunsLine(estimate));
  return { estimate, lines: [line, ...(fit.kind === 'fits' ? [] : [fit.message])], never: fit.kind === 'never' };
}
