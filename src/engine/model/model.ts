/**
 * A scenario compiled to plain data and ready to run: agents are drawn, ties are made, and expressions are checked and compiled.
 * `compileModel` makes it from a resolved file. `plan` reads only this and the state.
 */
import type { FaultLog } from './faults.js';
import type { MindLabel } from '../../core/events/events.js';
import type { NodeId } from '../../core/util/ids.js';
import type { Json } from '../../core/util/json.js';
import type { State } from '../../core/events/state.js';
import type { Formula, TextTemplate } from './formulaTypes.js';
import type { MemorySpec } from './agentSpec.js';
import type { AgentSpecs } from './agentSpecs.js';
import type { VarSpec, NetworkSpec, PhaseSpec, GroupSpec, PlaceSpec, ClockSpec } from './worldSpec.js';
import type {
  ExpectationSpec,
  MeasureSpec,
  InterventionSpec,
  SurveySpec,
  CodeSpec,
  RewardSpec,
  CoachSpec,
  RatingSpec,
} from './studySpec.js';

/**
 * Runs for comparison. In each, one thing is different: all agents act at random; agents do not hear others; they have no memories,
 * own words or past rewards; they have no coach; they have no memories, but own words and past rewards; they do not learn of past
 * rewards.
 */
export const NULL_RUNS = ['random', 'isolated', 'memoryless', 'uncoached', 'forgetful', 'unrewarded'] as const;

export type NullRun = (typeof NULL_RUNS)[number];

/**
 * Changes of every question that should not matter: the opposite order of all options; agents of one gender exchange their names, and other
 * white space, both only for minds that read prose.
 */
export const PERTURBATIONS = ['options', 'names', 'spaces'] as const;

export type Perturbation = (typeof PERTURBATIONS)[number];

export interface ScenarioModel {
  readonly title: string;
  readonly scenario: string;
  readonly at: NodeId;
  readonly language: string;
  readonly premise: TextTemplate;
  readonly notice: string | null;
  /** Id of the world, and its description. */
  readonly world: { readonly id: string; readonly at: NodeId; readonly does: TextTemplate };
  readonly params: { readonly [name: string]: Json };
  readonly vars: readonly VarSpec[];
  readonly agentVars: readonly VarSpec[];
  /** Whether the record of an agent depends on more than this agent: a variable holds another agent, or there are places. */
  readonly agentVarsPoint: boolean;
  readonly rounds: number;
  readonly seed: number;
  readonly nulls: ReadonlySet<NullRun>;
  readonly perturbed: ReadonlySet<Perturbation>;
  /** Rules never run over columns, to compare. The events are the same. */
  readonly byRecord?: true;
  /** The log for faults of formulas while a step of this model is planned. All other parts of a model never change. */
  readonly faultLog: FaultLog;
  /** Numbers of the engine flags of this run (flags.ts). */
  readonly flags: ReadonlySet<number>;
  readonly minds: readonly MindLabel[];
  /** Minds that answer for agents for these purposes, instead of their own minds. */
  readonly mindFor: { readonly [purpose in 'rate' | 'reflect' | 'plan' | 'survey']?: string | undefined };
  /** Limits on the use of language models; null for no limit. */
  readonly budget: BudgetSpec | null;
  /** Ids of minds whose questions can leave this machine. Those questions have nothing private. */
  readonly away?: ReadonlySet<string>;
  /** Measures and rewards that are computed from something private. */
  readonly derived?: { readonly measures: ReadonlySet<string>; readonly rewards: ReadonlySet<string> };
  readonly agents: AgentSpecs;
  /** Indices of agents by role. */
  readonly roles: { readonly [role: string]: readonly number[] };
  readonly groups: readonly GroupSpec[];
  readonly places: readonly PlaceSpec[];
  readonly networks: readonly NetworkSpec[];
  readonly phases: { readonly start: readonly PhaseSpec[]; readonly round: readonly PhaseSpec[]; readonly end: readonly PhaseSpec[] };
  readonly memory: MemorySpec;
  readonly rating: RatingSpec | null;
  readonly rewards: readonly RewardSpec[];
  readonly coach: CoachSpec | null;
  readonly interventions: readonly InterventionSpec[];
  readonly surveys: readonly SurveySpec[];
  readonly codes: readonly CodeSpec[];
  /**
   * Whether a text matches a pattern (RE2); null if the society uses no pattern. The library is large, so the caller provides it.
   */
  readonly like: Like | null;
  readonly clock: ClockSpec | null;
  readonly until: Formula | null;
  readonly measures: readonly MeasureSpec[];
  readonly expectations: readonly ExpectationSpec[];
  /** Ids of the wordings of the prompts, and the one in use. */
  readonly wordings: readonly string[];
  readonly wording: string | null;
  /** In a fork with another file: the model of the events up to `until`. */
  readonly before?: { readonly until: number; readonly model: ScenarioModel };
}

/** The model that made the event `seq`. */
export function modelAt(model: ScenarioModel, seq: number): ScenarioModel {
  let found = model;
  while (found.before && seq <= found.before.until) found = found.before.model;
  return found;
}

/** Limits. An absent one does not apply. */
interface BudgetSpec {
  readonly calls?: number | undefined;
  /** Tokens that are sent and received. */
  readonly tokens?: number | undefined;
  readonly money?: { readonly amount: number; readonly currency: string } | undefined;
}

/** Whether some part of a text matches a pattern. */
export type Like = (text: string, pattern: string) => boolean;

/** The current phase, or undefined between phases. */
export const phaseOf = (model: ScenarioModel, state: State): PhaseSpec | undefined =>
  model.phases[state.agenda.program][state.agenda.phase];
