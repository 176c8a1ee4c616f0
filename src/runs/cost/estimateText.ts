/** An estimate as text, whether the run fits into the memory of the machine, and which runs are estimated before they start. */
import { t } from '../../core/util/l10n.js';
import type { ScenarioModel } from '../../engine/index.js';
import type { MachineMemory } from '../../node/machine.js';
import type { Estimate } from './estimate.js';
import { roughly } from './forecastText.js';
import { PLATFORM } from '../../node/platform.js';

/**
 * Agents times rounds above which a run is estimated before it starts; members of a crowd that follow rules count a fiftieth. Measured with Node 20
 * as processor time of runs of 1 and of 10 or 20 rounds: a turn of the built-in mind takes 350 to 1,200 µs (`silent_commons` and `feed`, 100 and
 * 500 agents), and a round of a member 8 to 14 µs where its rules run agent by agent. Over columns it takes 0.1 to 2 µs. The slower kind counts: an
 * estimate takes a quarter of a second, and what kind the rules are is not known before it is made.
 */
const LARGE = 10_000;
const MEMBERS = 1 / 50;

type Sized = Pick<ScenarioModel, 'agents' | 'rounds' | 'phases'>;

/** Whether a run takes so long that its estimate is worth the time that the estimate takes. */
export const isLargeRun = (model: Sized): boolean => weightOf(model) >= LARGE;

/** How much there is to do in a run: agents that act, times rounds. */
export function weightOf(model: Sized): number {
  const { agents, rounds } = model;
  const acting = actingIn(model);
  return (acting + MEMBERS * (agents.length - acting)) * rounds;
}

/** Agents that have turns in a round: members of a crowd only if a phase asks all agents. */
export function actingIn({ agents, phases }: Pick<Sized, 'agents' | 'phases'>): number {
  const members = agents.crowds.reduce((sum, { count }) => sum + count, 0);
  const asksAll = phases.round.some(({ actions, who }) => actions.length > 0 && !who);
  return asksAll ? agents.length : agents.length - members;
}

/** For example `about 180 MB, about 12 s of a processor, a log of about 11 MB`. `asks`: language models are asked, whose answers take time. */
export function estimateLine({ seconds, memory, log }: Estimate, asks: boolean): string {
  const time = seconds === null ? t('an unknown time') : timeWords(seconds);
  return asks
    ? t('about {0}, {1} of a processor without the answers of models, a log of about {2}', sizeWords(memory), time, sizeWords(log))
    : t('about {0}, {1} of a processor, a log of about {2}', sizeWords(memory), time, sizeWords(log));
}

export function timeWords(seconds: number): string {
  if (seconds < 1) return t('less than a second');
  if (seconds < 120) return t('about {0} s', roughly(seconds));
  return seconds < 2 * 3600 ? t('about {0} minutes', roughly(seconds / 60)) : t('about {0} hours', roughly(seconds / 3600));
}

export function sizeWords(bytes: number): string {
  if (bytes < 1e6) return bytes < 1e5 ? '0.1 MB' : `${(bytes / 1e6).toFixed(1)} MB`;
  return bytes < 1e10 ? `${roughly(bytes / 1e6)} MB` : `${roughly(bytes / 1e9)} GB`;
}

/**
 * Whether a run fits; `tight`: perhaps not; `never`: it would fail; `later`: it begins, and may fail in a later round if nobody stops it
 * before. The message says what it needs, what there is, and a way out.
 */
export type Fit = { readonly kind: 'fits' } | { readonly kind: 'tight' | 'never' | 'later'; readonly message: string };

/** An estimate can be wrong by a factor of 1.5, so a run is refused only far above what there is. */
const SURELY = 2;

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
      message:
        needed > free && !never
          ? t(
              'This run needs about {0} of memory, and {1} are free. Use fewer agents or rounds, or a machine with more memory.',
              sizeWords(memory),
              sizeWords(free),
            )
          : t(
              'This run needs about {0} of memory, and this machine has {1}. Use fewer agents or rounds, or a machine with more memory.',
              sizeWords(memory),
              sizeWords(total),
            ),
    };
  if (heap <= heapLimit) return { kind: 'fits' };
  const wanted = Math.ceil((1.5 * heap) / 1e9) * 1000;
  return {
    kind: never ? 'never' : 'tight',
    message:
      PLATFORM === 'web'
        ? t(
            'This run needs a heap of about {0}, and this browser allows {1}. Use fewer agents or rounds, or the desktop editor.',
            sizeWords(heap),
            sizeWords(heapLimit),
          )
        : t(
            'This run needs a heap of about {0}, and Node allows {1}. Use fewer agents or rounds, or set NODE_OPTIONS=--max-old-space-size={2}.',
            sizeWords(heap),
            sizeWords(heapLimit),
            wanted,
          ),
  };
}
