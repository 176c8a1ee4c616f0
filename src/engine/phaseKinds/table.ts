/** All kinds of phases. */
import type { PhaseKind, PhaseSpec } from '../model/worldSpec.js';
import { act } from './act.js';
import { agreement, code } from './code.js';
import { coach } from './coach.js';
import { condition } from './condition.js';
import type { PhaseHandler, TurnHandler } from './handler.js';
import { interventions } from './interventions.js';
import { measures } from './measures.js';
import { none } from './none.js';
import { plan } from './plan.js';
import { rate } from './rate.js';
import { reflect } from './reflect.js';
import { resolve } from './resolve.js';
import { rewards } from './rewards.js';
import { setting } from './setting.js';
import { survey } from './survey.js';
import { ties } from './ties.js';

/** The minds of a run are listed in this order. */
export const PHASES: { readonly [K in PhaseKind]: PhaseHandler } = {
  ...{ setting, act, resolve, none },
  ...{ condition, interventions },
  ...{ plan, rate, ties, rewards, reflect, survey, code, agreement },
  ...{ measures, coach },
};

export const handlerOf = ({ kind }: PhaseSpec): PhaseHandler => PHASES[kind];

/** The turns of a phase that asks minds. Throws for other kinds. */
export function turnsIn(phase: PhaseSpec): TurnHandler {
  const { turns } = PHASES[phase.kind];
  if (!turns) throw new Error(`No mind is asked in a phase of the kind '${phase.kind}'.`);
  return turns;
}

/** Whether all minds are asked at the same time, from the state at the beginning of the phase. */
export const isAtOnce = (phase: PhaseSpec): boolean => PHASES[phase.kind].turns?.isInTurn?.(phase) !== true;
