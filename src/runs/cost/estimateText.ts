/** An estimate as text, whether the run fits into the memory of the machine, and which runs are estimated before they start. */
import type { ScenarioModel } from '../../engine/index.js';
import type { MachineMemory } from '../../node/machine.js';
import type { Estimate } from './estimate.js';
import { roughly } from './forecastText.js';
import { PLATFORM } from '../../node/platform.js';

/** Agents times rounds above which a run is estimated before it starts; members of a crowd that follow rules count a fiftieth. */
const LARGE = 10_000;
const MEMBERS = 1 / 50;

/** Whether a run takes so long that its estimate is worth the time that the estimate takes. */
export function isLargeRun({ agents, rounds, phases }: Pick<ScenarioModel, 'agents' | 'rounds' | 'phases'>): boolean {
  const members = agents.crowds.reduce((sum, { count }) => sum + count, 0);
  const asksAll = phases.round.some(({ actions, who }) => actions.length > 0 && !who);
  return (agents.length - members + members * (asksAll ? 1 : MEMBERS)) * rounds >= LARGE;
}

/** For example `about 180 MB, about 12 s of a processor, a log of about 11 MB`. `asks`: language models are asked, whose answers take time. */
export function estimateLine({ seconds, memory, log }: Estimate, asks: boolean): string {
  const time = seconds === null ? 'an unknown time' : timeWords(seconds);
  return `about ${sizeWords(memory)}, ${time} of a processor${asks ? ' without the answers of models' : ''}, a log of about ${sizeWords(log)}`;
}

function timeWords(seconds: number): string {
  if (seconds < 1) return 'less than a second';
  if (seconds < 120) return `about ${roughly(seconds)} s`;
  return seconds < 2 * 3600 ? `about ${roughly(seconds / 60)} minutes` : `about ${roughly(seconds / 3600)} hours`;
}

function sizeWords(bytes: number): string {
  if (bytes < 1e6) return bytes < 1e5 ? '0.1 MB' : `${(bytes / 1e6).toFixed(1)} MB`;
  return bytes < 1e10 ? `${roughly(bytes / 1e6)} MB` : `${roughly(bytes / 1e9)} GB`;
}

/**
 * Whether a run fits; `tight`: perhaps not; `never`: it would fail; `later`: it begins, and may fail in a later round if nobody stops it
 * before. The message says what it needs, what there is, and a way out.
 */
type Fit = { readonly kind: 'fits' } | { readonly kind: 'tight' | 'never' | 'later'; readonly message: string };

/** An estimate can be wrong by a factor of 1.5, so a run is refused only far above what there is. */
const SURELY = 2;

const FEWER = 'Use fewer agents or rounds';

/** Without a crowd, memory grows with the rounds, so each run begins. */
export function fitOf(estimate: Pick<Estimate, 'memory' | 'heap'>, machine: MachineMemory, hasCrowd: boolean): Fit {
  const fit = fitWhole(estimate, machine);
  return fit.kind === 'fits' || hasCrowd ? fit : { ...fit, kind: 'later' };
}

function fitWhole({ memory, heap }: Pick<Estimate, 'memory' | 'heap'>, machine: MachineMemory): Fit {
  const { heapLimit, free, total, used } = machine;
  const needed = Math.max(0, memory - used);
  const never = heap > SURELY * heapLimit || memory > SURELY * total;
  if (memory > SURELY * total || (needed > free && heap <= heapLimit))
    return {
      kind: never ? 'never' : 'tight',
      message: `This run needs about ${sizeWords(memory)} of memory, and ${needed > free && !never ? `${sizeWords(free)} are free` : `this machine has ${sizeWords(total)}`}. ${FEWER}, or a machine with more memory.`,
    };
  if (heap <= heapLimit) return { kind: 'fits' };
  const wanted = Math.ceil((1.5 * heap) / 1e9) * 1000;
  return {
    kind: never ? 'never' : 'tight',
    message: `This run needs a heap of about ${sizeWords(heap)}, and ${
      PLATFORM === 'web'
        ? `this browser allows ${sizeWords(heapLimit)}. ${FEWER}, or the desktop editor.`
        : `Node allows ${sizeWords(heapLimit)}. ${FEWER}, or set NODE_OPTIONS=--max-old-space-size=${wanted}.`
    }`,
  };
}
