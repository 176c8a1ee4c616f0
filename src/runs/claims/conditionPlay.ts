/** Plays the conditions of claims within a number of runs: those of all scenarios together, cheapest rows first. */
import { groupedFor, marked, t } from '../../core/util/l10n.js';
import type { Resolved } from '../../language/api.js';
import type { Experiment } from '../../language/generated/society.js';
import type { Arm } from '../experiments/design/design.js';
import { type PaidRun, type Plan, planDesign } from '../experiments/design/experimentPlan.js';
import type { Played } from '../experiments/design/runRecord.js';
import { NOTHING, sum } from '../../minds/index.js';
import { readsProse } from '../setup/minds.js';
import type { Interviews } from './beside/studyInterviews.js';
import type { CardCost, PlayedLook } from './card.js';
import type { ClaimGroup } from './claimGroups.js';
import { armUnder, type Condition, conditionWords, PAID_FOR } from './conditions.js';
import { phrased } from './translatedCard.js';
import type { Unpaid, Unplayed } from './unplayedConditions.js';
import type { Verified, VerifyHost } from './verifyClaims.js';

export interface Budget {
  left: number;
  /** Runs that were played within it: all conditions share the budget of language models. */
  readonly paid: PaidRun[];
  state: Verified['state'];
  problem: string | null;
}

export async function playedWithin(budget: Budget, plan: Plan, host: VerifyHost): Promise<Played> {
  const missing = new Set(plan.missing.map(({ key }) => key));
  const played = await host.play(plan);
  budget.left -= missing.size;
  budget.paid.push(...played.cells.filter(({ key }) => missing.has(key)));
  return played;
}

/** What is known of a group so far. */
export interface GroupResult {
  /** With the seeds that were needed. */
  readonly group: ClaimGroup;
  readonly look: PlayedLook | null;
  readonly played: (readonly [Condition, Arms])[];
  unplayed: Unplayed;
  cost: CardCost;
  /** What agents said after their runs; null where none was asked. */
  interviewed: Interviews | null;
  /** Whether a condition did not fit into the budget. */
  isOver: boolean;
}

interface Arms {
  readonly arms: readonly Arm[];
  readonly played: Played;
}

/** The conditions of all groups: of the same kind together, in the order of the rows that they fill, those with the fewest runs first. */
export function cheapestFirst(all: readonly GroupResult[]): readonly (readonly [GroupResult, Condition])[] {
  const sizeOf = ({ group: { design } }: GroupResult): number => design.arms.length * design.seeds.length;
  return all
    .flatMap((one) => one.group.conditions.map((condition) => [one, condition] as const))
    .toSorted(([a, { kind }], [b, { kind: other }]) => PAID_FOR.indexOf(kind) - PAID_FOR.indexOf(other) || sizeOf(a) - sizeOf(b));
}

/** Plays a condition. One that does not fit into what is left is not begun, and no later one of its group of which runs are missing. */
export async function examine(
  one: GroupResult,
  condition: Condition,
  resolved: Resolved,
  budget: Budget,
  host: VerifyHost,
): Promise<boolean> {
  const start = host.now();
  const { group, played } = one;
  const arms = group.design.arms.map((arm) => armUnder(arm, condition, resolved.society));
  const { id } = group;
  const experiment = condition.kind === 'written' ? recorded(group) : group.experiment;
  const design = { id, experiment, design: { arms, seeds: group.design.seeds } };
  const plan = await planDesign(resolved, design, { language: host.language, known: host.known(), paid: budget.paid });
  const isStopped = budget.problem !== null || host.token.isCancellationRequested;
  one.isOver ||= plan.missing.length > budget.left || isStopped;
  if (one.isOver && (plan.missing.length > 0 || isStopped)) {
    leave(one, condition, plan.missing.length, budget, host);
    return false;
  }
  if (plan.missing.length > 0)
    host.told?.(t('{0}, {1}: {2} runs', group.id, phrased(conditionWords(condition)), groupedFor(plan.missing.length)));
  const result = await playedWithin(budget, plan, host);
  if (result.state !== 'ended') budget.state = result.state;
  if (result.state === 'paused') budget.problem = result.problem ?? marked('The budget is reached.');
  if (result.state === 'stopped')
    budget.problem = marked('Stopped: completed runs are kept, and the same command continues with the rest.');
  if (result.state !== 'ended') {
    leave(one, condition, plan.jobs.length - result.cells.length, budget, host);
    one.isOver = true;
    return false;
  }
  played.push([condition, { arms, played: result }]);
  if (condition.kind === 'written' && host.interview && readsProse(group.model)) {
    const { model, society, judge } = group;
    const spent = result.cells.reduce((all, cell) => (cell.spent ? sum(all, cell.spent) : all), plan.spentBesides);
    one.interviewed = await host.interview(result.cells, { model, society, judge, limits: model.budget ?? {}, spent });
    if (one.interviewed) budget.paid.push({ key: `interviews ${group.id}`, spent: one.interviewed.spent });
  }
  const { cost } = one;
  const seconds = cost.seconds + (host.now() - start) / 1000;
  one.cost = costOf(one, { runs: cost.runs + plan.jobs.length, known: cost.known + plan.known.size, seconds });
  return true;
}

/** Notes a condition whose runs are not played. */
function leave(one: GroupResult, condition: Condition, runs: number, { state }: Budget, { token }: VerifyHost): void {
  const why = state === 'stopped' || token.isCancellationRequested ? 'stopped' : 'budget';
  one.unplayed = { unpaid: withCondition(one.unplayed.unpaid, condition, runs), why };
}

function withCondition(unpaid: Unpaid, condition: Condition, more: number): Unpaid {
  const { conditions = [], runs = 0 } = unpaid.get(condition.kind) ?? {};
  return new Map(unpaid).set(condition.kind, { conditions: [...conditions, conditionWords(condition)], runs: runs + more });
}

/** The experiment of the runs as written. */
export const recorded = ({ people, experiment }: ClaimGroup): Experiment => people?.recording(experiment) ?? experiment;

/** The conditions that are not played yet. */
export function restOf({ group, played, unplayed, isOver }: GroupResult): Unplayed {
  const each = group.design.arms.length * group.design.seeds.length;
  const left = group.conditions.filter((condition) => played.every(([done]) => done !== condition));
  return {
    unpaid: left.reduce<Unpaid>((unpaid, condition) => withCondition(unpaid, condition, each), new Map()),
    why: isOver ? unplayed.why : 'waiting',
  };
}

export const NO_COST: CardCost = { runs: 0, known: 0, calls: 0, tokens: 0, money: 0, seconds: 0 };

/** What the runs of all conditions, and interviews after them, asked of language models. */
function costOf({ played, interviewed }: GroupResult, base: Pick<CardCost, 'runs' | 'known' | 'seconds'>): CardCost {
  const runs = played.flatMap(([, { played: result }]) => result.cells.flatMap(({ spent }) => spent ?? []));
  const { calls, input, output, money } = [...runs, ...(interviewed ? [interviewed.spent] : [])].reduce(sum, NOTHING);
  return { ...base, calls, tokens: input + output, money };
}
