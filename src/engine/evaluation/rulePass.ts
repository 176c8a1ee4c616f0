/**
 * A rule over many agents as one pass. It happens as a whole or not at all: if its agents together take more steps than a pass may, the
 * rule reaches nobody, and one fault counts the agents, says where the pass stopped, and what to do.
 */
import type { State } from '../../core/events/state.js';
import { finished, type Slices } from '../../core/util/slices.js';
import { grouped } from '../../core/util/textPosition.js';
import { ExprFault } from '../../expr/index.js';
import { type NotedFaults, noteFault, notingEach } from '../model/faults.js';
import { hasFlag } from '../model/flags.js';
import type { Formula } from '../model/formulaTypes.js';
import type { ScenarioModel } from '../model/model.js';
import { passSteps } from './scope.js';
import type { PassSteps } from './societyValues.js';

/** Whether a pass has taken more steps than it may. Runs without the flag go on with the agents that took their steps before. */
export const isEnded = (model: Pick<ScenarioModel, 'flags'>, pass: PassSteps | null): boolean =>
  pass !== null && pass.left < 0 && hasFlag(model, 'whole_passes');

/** The steps of a pass that runs without the flag `since` had not counted. */
export const countedPass = (
  model: ScenarioModel,
  state: State,
  since: 'whole_passes' | 'steps_as_done' = 'whole_passes',
): PassSteps | null => (hasFlag(model, since) ? passSteps(model, state) : null);

/** The fault of a pass over `count` agents or pairs that ended at place `stopped`. `last` has its place in the text. */
export const endedFault = (stopped: number, count: number, last?: ExprFault): ExprFault =>
  new ExprFault(
    'step-limit',
    `This takes too many steps for ${grouped(count)} agents together: it stopped at number ${grouped(stopped + 1)}, and reaches nobody. ` +
      'Read neighbours instead of `all`, keep what is the same for all agents in a measure or a variable of the world, ' +
      'or choose fewer agents, for example `{ pick: random 100 }`.',
    ...(last ? [last.start, last.end] : []),
  );

/** How many agents of a pass run in one slice. */
const SLICE = 1 << 6;

/** What a formula noted with each of many agents, and whether all of them were reached. */
export interface Passed {
  readonly isWhole: boolean;
  readonly faults: NotedFaults;
}

/** Evaluates a formula with each of the agents by `each`, in slices. */
export function* passOver(
  model: ScenarioModel,
  { at, source }: Pick<Formula, 'at'> & { readonly source?: string },
  pass: PassSteps | null,
  agents: ArrayLike<number>,
  each: (index: number) => void,
): Slices<Passed> {
  let stopped = -1;
  const passing = function* (): Slices<void> {
    for (let i = 0; i < agents.length; i++) {
      if (i % SLICE === SLICE - 1) yield;
      each(agents[i]!);
      if (!isEnded(model, pass)) continue;
      stopped = i;
      return;
    }
  };
  const faults = yield* notingEach(model.faultLog, passing());
  if (stopped < 0) return { isWhole: true, faults };
  const fault = { fault: endedFault(stopped, agents.length), agent: null, source, times: agents.length };
  return { isWhole: false, faults: new Map(faults).set(at, fault) };
}

/** Notes what a pass has noted. Returns whether it reached all its agents. */
export function noted({ faultLog }: Pick<ScenarioModel, 'faultLog'>, { isWhole, faults }: Passed): boolean {
  for (const [place, fault] of faults) noteFault(faultLog, place, fault);
  return isWhole;
}

/** `passOver` at once. Returns whether all agents were reached. */
export const passesAtOnce = (...given: Parameters<typeof passOver>): boolean => noted(given[0], finished(passOver(...given)));
