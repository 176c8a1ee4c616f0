/**
 * Rewards: what an agent gets for a round, each from 0 to 1. The formulas are data (library/rewards.society) over the counts of
 * counts.ts. The five policies and their names are the paper's (arXiv 2510.19299); the formulas are ours.
 */
import { mean } from '../../core/util/numbers.js';
import { clamp } from '../../core/util/math.js';
import { idAt } from '../../core/events/roster.js';
import type { AgentState } from '../../core/events/state.js';
import type { Scope, Value } from '../../expr/index.js';
import type { Scenario, Society } from '../../language/generated/society.js';
import { type Counts, countsOf } from '../phases/rewardCounts.js';
import { numberOf } from '../evaluation/evaluate.js';
import { formula, template } from '../evaluation/formulas.js';
import type { MeasureSpec, RewardSpec } from '../model/studySpec.js';
import type { ScenarioModel } from '../model/model.js';
import type { Report } from '../model/faults.js';
import type { Self } from '../model/situationTypes.js';
import { FIVE, weightOf } from '../observation/pastRewards.js';
import { countedPass, passesAtOnce } from '../evaluation/rulePass.js';
import { agentValue, scopeOf } from '../evaluation/scope.js';
import type { PassSteps } from '../evaluation/societyValues.js';
import { everybody } from '../evaluation/participants.js';
import type { Writer } from '../model/writer.js';
import type { PhaseHandler } from './handler.js';

export const rewards: PhaseHandler = { turns: null, close: rewardDrafts };

const WINDOW = 3;

/** Rewards of a scenario. What one leaves out comes from the entry of its kind in the file or in the library. */
export function rewardSpecs(society: Society, scenario: Scenario, at: string, report: Report): readonly RewardSpec[] {
  return Object.entries(scenario.rewards ?? {}).flatMap(([id, own]): readonly RewardSpec[] => {
    const node = `${at}.rewards.${id}`;
    const kind = own.kind ?? id;
    const base = society.rewards?.[kind];
    const value = own.value ?? base?.value;
    if (value === undefined) {
      const kinds = Object.keys(society.rewards ?? {});
      const there =
        kinds.length === 0
          ? 'Add `imports: [library/rewards]`, or write its `value`.'
          : `There are: ${kinds.join(', ')}. Or write its \`value\`.`;
      report('error', node, `There is no reward of the kind \`${kind}\`. ${there}`);
      return [];
    }
    const from = own.value === undefined ? `rewards.${kind}.value` : `${node}.value`;
    const advice = own.advice === undefined ? `rewards.${kind}.advice` : `${node}.advice`;
    return [
      {
        ...{ id, at: node, kind: FIVE.has(kind) ? kind : (base?.kind ?? 'custom'), window: own.window ?? base?.window ?? WINDOW },
        value: formula(value, from, report),
        does: (own.does ?? base?.does ?? '').trim(),
        advice: template(own.advice ?? base?.advice, advice, report),
      },
    ];
  });
}

/** The rewards of all agents in this round. A formula that cannot be computed is a fault at its line, and gives no reward. */
function rewardDrafts(model: ScenarioModel, writer: Writer): void {
  const { state } = writer;
  const counted = new Map<number, readonly Counts[]>();
  for (const spec of model.rewards) {
    const counts = counted.get(spec.window) ?? countsOf(model, state, spec.window);
    counted.set(spec.window, counts);
    const pass = countedPass(model, state, 'steps_as_done');
    const mark = writer.mark();
    const gives = (index: number): void => give(model, writer, spec, index, { counts: counts[index]!, pass });
    if (!passesAtOnce(model, spec, pass, everybody(state), gives)) writer.rewind(mark);
  }
}

function give(
  model: ScenarioModel,
  writer: Writer,
  spec: RewardSpec,
  index: number,
  { counts, pass }: { readonly counts: Counts; readonly pass: PassSteps | null },
): void {
  if (!spec.value) return;
  const { state } = writer;
  const agent = idAt(state.roster, index);
  const names = { ...(counts as unknown as { readonly [name: string]: Value }), window: spec.window, me: agentValue(model, state, index) };
  const value = numberOf(spec.value, scopeOf(model, state, names, pass));
  if (value !== null) writer.emit({ type: 'reward.given', agent, reward: spec.id, value: clamp(value, 0, 1) }, spec.at);
}

/**
 * The mean of each reward over the agents that are present, as the measure `reward_<id>`. A file can declare its own measure with
 * that name.
 */
export const rewardMeasures = (rewards: readonly RewardSpec[], { measures = {} }: Pick<Scenario, 'measures'>): readonly MeasureSpec[] =>
  rewards.flatMap(({ id, at }) => {
    const measure = `reward_${id}`;
    const run = (scope: Scope): Value =>
      meanOf(scope.lookup('all') as readonly { readonly rewards: { readonly [reward: string]: Value } }[], id);
    return Object.hasOwn(measures, measure) ? [] : [{ id: measure, at, formula: { at, source: measure, run } }];
  });

const meanOf = (all: readonly { readonly rewards: { readonly [reward: string]: Value } }[], id: string): number | null =>
  mean(all.map(({ rewards }) => rewards[id]).filter((value) => typeof value === 'number'));

/**
 * The reward that an agent lacks most: the largest product of its drive and 1 minus the latest value. Of equal ones the first. Null
 * if no reward was given.
 */
export function weakest(model: ScenarioModel, agent: AgentState, self: Self): RewardSpec | null {
  let found: RewardSpec | null = null;
  let most = 0;
  for (const spec of model.rewards) {
    const value = agent.rewards[spec.id]?.at(-1);
    const missing = value === undefined ? 0 : weightOf(spec, self) * (1 - value);
    if (missing > most) [found, most] = [spec, missing];
  }
  return found;
}
