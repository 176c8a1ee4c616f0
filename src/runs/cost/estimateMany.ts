/** The time and memory of many runs, several at a time, from estimates of single ones. */
import { t } from '../../core/util/l10n.js';
import { cores, type MachineMemory } from '../../node/machine.js';
import type { Estimate } from './estimate.js';
import { type Fit, fitOf, sizeWords, timeWords } from './estimateText.js';

/** Runs that are alike. */
interface Alike {
  readonly estimate: Estimate;
  readonly runs: number;
  readonly hasCrowd: boolean;
}

export interface ManyRuns {
  readonly runs: number;
  /** Runs at the same time. */
  readonly workers: number;
  /** Seconds of all processors together, and by the clock if each worker has one of this machine; null where a rehearsal is not possible. */
  readonly seconds: number | null;
  readonly elapsed: number | null;
  /** Most bytes of all processes together, and of each worker. */
  readonly memory: number;
  readonly each: number;
  /** Most bytes in the heap of one worker. */
  readonly heap: number;
  /** Whether the memory of the largest run is known before it starts. */
  readonly hasCrowd: boolean;
}

/** Bytes of the process of the threads, without its runs. */
const PROCESS = 60e6;

/** What a worker holds after its first run, as a share of the largest: V8 returns the memory of a run late. */
const LEFT_OVER = 0.4;

interface Places {
  /** Runs at the same time; 0 plays them in this process. */
  readonly workers: number;
  /** Bytes of this process before it read the society, and now. */
  readonly before: number;
  readonly now: number;
}

export function manyRuns(parts: readonly Alike[], { workers, before, now }: Places): ManyRuns {
  const runs = Math.round(parts.reduce((sum, part) => sum + part.runs, 0));
  const largest = parts
    .map((part) => ({ ...part, own: (part.estimate.memory - before) * (runs > workers ? 1 + LEFT_OVER : 1) }))
    .sort((a, b) => b.own - a.own);
  const places = Math.max(1, Math.min(workers, runs));
  let [memory, left] = [now + (workers === 0 ? 0 : PROCESS), places];
  for (const { own, runs: alike } of largest) {
    const taken = Math.min(left, Math.ceil(alike));
    memory += taken * own;
    left -= taken;
  }
  const seconds = parts.some(({ estimate }) => estimate.seconds === null)
    ? null
    : parts.reduce((sum, { estimate, runs: alike }) => sum + alike * estimate.seconds!, 0);
  return {
    ...{ runs, workers: places, seconds, memory },
    elapsed: seconds === null ? null : seconds / Math.min(places, cores()),
    each: largest[0]?.own ?? 0,
    heap: Math.max(0, ...parts.map(({ estimate }) => estimate.heap)),
    hasCrowd: largest[0]?.hasCrowd ?? false,
  };
}

/** For example `20 runs, about 600 MB in all with 2 workers, about 40 s of a processor, about 20 s with 2 workers`. */
export function manyRunsLine({ runs, workers, seconds, elapsed, memory, each }: ManyRuns): string {
  const time = seconds === null ? t('an unknown time') : timeWords(seconds);
  if (workers === 1) return t('{0} runs, one after another: about {1}, {2} of a processor', runs, sizeWords(memory), time);
  const clock = elapsed === null ? t('an unknown time') : timeWords(elapsed);
  return t(
    '{0} runs, {1} at a time: about {2} (about {3} for each), {4} of a processor, {5} by the clock',
    ...[runs, workers, sizeWords(memory), sizeWords(each), time, clock],
  );
}

/** Whether so many runs at a time fit. Where fewer fit, the message says how many. */
export function fitOfMany({ workers, memory, each, heap, hasCrowd }: ManyRuns, machine: MachineMemory): Fit {
  const others = memory - workers * each;
  const one = fitOf({ memory: others + each, heap }, machine, hasCrowd);
  if (one.kind !== 'fits' || memory - machine.used <= machine.free) return one;
  const fitting = Math.max(1, Math.floor((machine.free + machine.used - others) / each));
  return {
    kind: !hasCrowd ? 'later' : memory > 2 * machine.total ? 'never' : 'tight',
    message: t(
      'These runs need about {0} of memory, {1} at a time, and {2} are free. Use --workers {3}, or fewer agents or rounds.',
      ...[sizeWords(memory), workers, sizeWords(machine.free), fitting],
    ),
  };
}
