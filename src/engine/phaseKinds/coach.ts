/**
 * The coach: a voice from outside the society that advises agents at the end of a round. They hear it from the next round on. A
 * coach by rule advises on the reward that is lacking most, in the words of the reward's `advice`. A coach by model is asked a
 * question. The idea of a coach is the paper's (arXiv 2510.19299). When, on what and in which words it advises is ours.
 */
import { agentAt } from '../../core/events/agents.js';
import type { Draft } from '../../core/events/events.js';
import type { JsonObject } from '../../core/util/json.js';
import { idAt } from '../../core/events/roster.js';
import { pendingAnswer } from '../../core/events/agenda.js';
import { networkOf, type State } from '../../core/events/state.js';
import { rowOf } from '../../core/events/ties.js';
import type { Scenario } from '../../language/generated/society.js';
import { specOf } from '../model/agentSpec.js';
import { isHiding } from '../evaluation/privateHiding.js';
import type { CoachSpec, RewardSpec } from '../model/studySpec.js';
import type { ScenarioModel } from '../model/model.js';
import type { PhaseSpec } from '../model/worldSpec.js';
import type { Report } from '../model/faults.js';
import type { Asked, CoachFact } from '../model/situationTypes.js';
import { weakest } from './rewards.js';
import { weightOf } from '../observation/pastRewards.js';
import { isDue, schedule } from '../evaluation/schedule.js';
import { proseOf } from '../evaluation/evaluate.js';
import { agentValue, scopeOf } from '../evaluation/scope.js';
import { select } from '../evaluation/selectors.js';
import { Writer } from '../model/writer.js';
import { type PhaseHandler, whereOn } from './handler.js';

export const coach: PhaseHandler = {
  turns: {
    begin: whereOn(coachTurns),
    firstStage: 'ask',
    cues: {},
    question: ({ model, state, index }) => ({
      purpose: 'coach',
      ask: coachAsked(model, state, index),
      mind: model.coach!.mind,
      outside: true,
    }),
    answered: coachDrafts,
  },
  close: (model, writer) => {
    if (!writer.state.ending) adviseByRule(model, writer);
  },
  leftOutAtEnd: true,
  minds: ({ coach: spec }) => (spec?.kind === 'model' ? [spec.mind] : []),
};

const SEES = ['rewards', 'ties'] as const;

/** The coach of a scenario. Null if it is off, or if a coach by rule has no rewards. */
export function coachSpec(scenario: Scenario, at: string, uncoached: boolean, report: Report): CoachSpec | null {
  const { coach } = scenario;
  if (coach === undefined || coach === 'off' || uncoached) return null;
  const node = `${at}.coach`;
  const kind = coach.kind ?? 'rule';
  const sees = coach.sees ?? SEES;
  const blind = Object.keys(scenario.rewards ?? {}).length === 0 || !sees.includes('rewards');
  if (kind === 'rule' && blind) {
    report('warning', node, 'A coach by rule needs rewards. Write `rewards:` and let it see `rewards`, or use `kind: model`.');
    return null;
  }
  return {
    ...{ at: node, kind, sees, scope: coach.scope ?? 'agent', mind: coach.model ?? scenario.model ?? 'builtin' },
    schedule: schedule(coach, node, report, 'every 1'),
    to: select(coach.to ?? 'all', `${node}.to`, report),
  };
}

/** Not in the last round, after which no agent would hear it. */
const isCoaching = (model: ScenarioModel, state: State): boolean =>
  model.coach !== null && state.round < model.rounds && isDue(model.coach.schedule, 'coach', model, state);

/** Turns of a coach by model: one question about each agent, or one about all. */
function coachTurns(model: ScenarioModel, state: State): readonly number[] {
  if (!isCoaching(model, state) || model.coach!.kind === 'rule') return [];
  return model.coach!.scope === 'society' ? [-1] : model.coach!.to.of(model, state, {});
}

/** The facts in its question: about the agent, or about all agents that it advises. */
function coachAsked(model: ScenarioModel, state: State, index: number): Asked {
  const { to, sees, scope } = model.coach!;
  const whom = index < 0 ? to.of(model, state, {}) : [index];
  return { kind: 'coach', facts: whom.map((one) => factOf(model, state, one, sees)), sees, scope };
}

function factOf(model: ScenarioModel, state: State, index: number, sees: readonly string[]): CoachFact {
  const agent = agentAt(state, index)!;
  const [spec] = model.networks;
  const network = spec && networkOf(state, spec.name);
  const ties = network ? rowOf(network, index).strength.filter((strength) => strength >= spec.edge).length : 0;
  const rewards = model.rewards.flatMap(({ id }) => {
    const last = agent.rewards[id]?.at(-1);
    return last === undefined || (isHiding() && model.derived?.rewards.has(id)) ? [] : [[id, last] as const];
  });
  return {
    agent: agent.id,
    name: agent.name,
    rewards: sees.includes('rewards') ? Object.fromEntries(rewards) : {},
    ties: sees.includes('ties') ? ties : 0,
    acts: sees.includes('acts') ? actsOf(state, index) : 0,
  };
}

/** Number of the agent's own messages in this round. */
function actsOf(state: State, index: number): number {
  const { own } = agentAt(state, index)!;
  let n = 0;
  for (let i = own.length - 1; i >= 0 && state.messages.backing[own.backing[i]!]!.round === state.round; i--) n++;
  return n;
}

/** The coach's answer as advice, to the agent that it is about or to all. */
function coachDrafts(model: ScenarioModel, state: State, phase: PhaseSpec): readonly Draft[] {
  const pending = pendingAnswer(state)!;
  const writer = new Writer(state, model.coach?.at ?? phase.at, pending.seq);
  const text = pending.reason === null ? String((pending.value as JsonObject).text ?? '').trim() : '';
  const whom = pending.agent < 0 ? model.coach!.to.of(model, state, {}) : [pending.agent];
  if (text !== '') for (const index of whom) writer.emit({ type: 'coach.advised', agent: idAt(state.roster, index), text });
  const agent = pending.agent < 0 ? null : idAt(state.roster, pending.agent);
  writer.emit({ type: 'turn.ended', agent, reason: pending.reason ?? (text === '' ? 'empty' : 'answered') });
  return writer.drafts;
}

/** Advice by rule, when it is due. An agent that lacks nothing gets none. */
function adviseByRule(model: ScenarioModel, writer: Writer): void {
  const { coach } = model;
  const { state } = writer;
  if (coach?.kind !== 'rule' || !isCoaching(model, state)) return;
  const whom = coach.to.of(model, state, {});
  const shared = coach.scope === 'society' ? missedByAll(model, state, whom) : null;
  for (const index of whom) {
    const agent = agentAt(state, index)!;
    const reward = coach.scope === 'society' ? shared : weakest(model, agent, specOf(model, state, index).self);
    if (!reward) continue;
    const prose = proseOf(model, reward.advice, scopeOf(model, state, { me: agentValue(model, state, index) }));
    if (prose.text !== '') writer.emit({ type: 'coach.advised', agent: agent.id, ...prose }, reward.advice.at);
  }
}

/** The reward that all agents together lack most: the largest sum of drive times lack. */
function missedByAll(model: ScenarioModel, state: State, whom: readonly number[]): RewardSpec | null {
  let found: RewardSpec | null = null;
  let most = 0;
  for (const spec of model.rewards) {
    let missing = 0;
    for (const index of whom) {
      const value = agentAt(state, index)!.rewards[spec.id]?.at(-1);
      if (value !== undefined) missing += weightOf(spec, specOf(model, state, index).self) * (1 - value);
    }
    if (missing > most) [found, most] = [spec, missing];
  }
  return found;
}
