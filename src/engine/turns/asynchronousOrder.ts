/**
 * Turns in each agent's own time (order `asynchronous`): moments in rounds, ordered by time and then by index.
 * by a rate    a Poisson process: the next moment is the last + Exp(rate), waiting times −ln(1 − u) / rate, mean 1 / rate
 * by hours     a 24-hour profile as in OASIS (arXiv 2411.11581): P[h] is the chance 0..1 that an agent acts in hour h of the
 * day; the moment is drawn uniformly within the hour. A part of an hour of length d has the chance
 * 1 − (1 − P)^d, so that an hour has P however rounds divide it (ours). Without a clock a round is one hour,
 * and the first hour begins at midnight.
 */
import { ln, pow } from '../../core/util/math.js';
import { type Rng, rng } from '../../core/random/rng.js';
import { idAt } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import type { ClockSpec, PhaseSpec } from '../model/worldSpec.js';
import type { ScenarioModel } from '../model/model.js';
import { numberOf } from '../evaluation/evaluate.js';
import { ExprFault, type Value } from '../../expr/index.js';
import { countedPass, passesAtOnce } from '../evaluation/rulePass.js';
import { agentValue, scopeOf } from '../evaluation/scope.js';
import type { PassSteps } from '../evaluation/societyValues.js';
import { hasFlag } from '../model/flags.js';
import type { Formula } from '../model/formulaTypes.js';

interface TimedTurns {
  readonly order: readonly number[];
  /** Moments of the turns, in rounds from the start of the first round. */
  readonly times: readonly number[];
}

/** Turns of the current round, at most `turns` of the phase. Each agent has its own stream. */
export function byClock(model: ScenarioModel, state: State, phase: PhaseSpec, members: readonly number[]): TimedTurns {
  const { hours, rate } = phase.order;
  const pass = countedPass(model, state, 'steps_as_done');
  const rates: number[] = [];
  const isWhole =
    hours || !rate || passesAtOnce(model, rate, pass, members, (index) => rates.push(rateOf(model, state, rate, index, pass)));
  if (!isWhole) return { order: [], times: [] };
  const turns = members.flatMap((index, i) => {
    const random = rng(model.seed, 'engine.clock', state.round, phase.id, idAt(state.roster, index));
    const moments = hours ? profiled(random, hours, model.clock, state.round) : poisson(random, rates[i] ?? 1);
    return moments.map((time) => ({ index, time: state.round - 1 + time }));
  });
  const sorted = turns.sort((a, b) => a.time - b.time || a.index - b.index).slice(0, phase.order.turns ?? turns.length);
  return { order: sorted.map(({ index }) => index), times: sorted.map(({ time }) => time) };
}

/** The highest mean number of turns of an agent in a round. */
const MOST_TURNS = 1_000;

/** Mean number of turns in a round; 0 if it is not a number above 0, or if it is too high, which is a fault. */
function rateOf(model: ScenarioModel, state: State, rate: Formula, index: number, pass: PassSteps | null): number {
  const me = agentValue(model, state, index);
  const within = (value: Value): Value => {
    if (typeof value !== 'number' || value <= MOST_TURNS || !hasFlag(model, 'steps_as_done')) return value;
    throw new ExprFault('out-of-range', `The rate of turns would be ${value}. An agent has at most ${MOST_TURNS} turns in a round.`);
  };
  const bounded: Formula = { ...rate, run: (names) => within(rate.run(names)) };
  return Math.max(0, numberOf(bounded, scopeOf(model, state, { ...(me as object), me }, pass)) ?? 0);
}

/** Moments 0..1 of a Poisson process over one round. */
export function poisson(random: Rng, rate: number): readonly number[] {
  if (rate <= 0) return [];
  const wait = (): number => -ln(1 - random()) / rate;
  const moments: number[] = [];
  for (let time = wait(); time < 1; time += wait()) moments.push(time);
  return moments;
}

const SECONDS = 3600;

/** A round without a clock is one hour of the day. The first begins at midnight. */
const HOURLY: Pick<ClockSpec, 'hours' | 'seconds'> = { hours: 1, seconds: 0 };

/** Moments 0..1 within a round: at most one in each hour of the day that the round touches. */
export function profiled(
  random: Rng,
  profile: readonly number[],
  clock: Pick<ClockSpec, 'hours' | 'seconds'> | null,
  round: number,
): readonly number[] {
  const { hours, seconds } = clock ?? HOURLY;
  const begin = seconds / SECONDS + (round - 1) * hours;
  const moments: number[] = [];
  for (let hour = Math.floor(begin); hour < begin + hours; hour++) {
    const [from, to] = [Math.max(hour, begin), Math.min(hour + 1, begin + hours)];
    const whole = profile[((hour % 24) + 24) % 24] ?? 0;
    const chance = to - from === 1 ? whole : 1 - pow(1 - whole, to - from);
    const [drawn, within] = [random(), random()];
    if (drawn < chance) moments.push((from + within * (to - from) - begin) / hours);
  }
  return moments;
}
