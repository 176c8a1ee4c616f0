/**
 * A scenario compiled to plain data, ready to run: agents sampled, ties given, expressions checked and closed over.
 * Made from a resolved file by `compileModel`; `plan` reads it and nothing else but the state.
 */
import type { FaultLog } from './faultLog.js';
import type { MindLabel } from '../../core/events/events.js';
import type { NodeId } from '../../core/util/ids.js';
import type { Json } from '../../core/util/json.js';
import type { State } from '../../core/events/state.js';
import type { Formula, TextTemplate } from './formulaTypes.js';
import type { AgentSpec, MemorySpec } from './agentSpec.js';
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
 * Runs to compare with: everybody acts at random; hears nobody; has no memories, own words or past rewards; has no coach; has no
 * memories, but own words and past rewards; is told of no past rewards.
 */
export const NULL_RUNS = ['random', 'isolated', 'memoryless', 'uncoached', 'forgetful', 'unrewarded'] as const;

export type NullRun = (typeof NULL_RUNS)[number];

export interface ScenarioModel {
  readonly title: string;
  readonly scenario: string;
  readonly at: NodeId;
  readonly language: string;
  readonly premise: TextTemplate;
  readonly notice: string | null;
  /** Id of the world, and what is told of it. */
  readonly world: { readonly id: string; readonly at: NodeId; readonly does: TextTemplate };
  readonly params: { readonly [name: string]: Json };
  readonly vars: readonly VarSpec[];
  readonly agentVars: readonly VarSpec[];
  /** Whether what one sees of an agent depends on more than the agent: a variable holds another, or there are places. */
  readonly agentVarsPoint: boolean;
  readonly rounds: number;
  readonly seed: number;
  readonly nulls: ReadonlySet<NullRun>;
  /** Where faults of formulas are noted while a step of this model is planned. All else of a model never changes. */
  readonly faultLog: FaultLog;
  /** Numbers of the engine flags in force (flags.ts). */
  readonly flags: ReadonlySet<number>;
  readonly minds: readonly MindLabel[];
  /** Minds that answer for agents where these purposes are asked for, in place of their own. */
  readonly mindFor: { readonly [purpose in 'rate' | 'reflect' | 'plan' | 'survey']?: string | undefined };
  /** What a run may spend on language models at most; null without a limit. */
  readonly budget: BudgetSpec | null;
  /** Minds whose questions can leave this machine; they are told nothing private. */
  readonly away?: ReadonlySet<string>;
  /** Measures and rewards that are computed from something private. */
  readonly derived?: { readonly measures: ReadonlySet<string>; readonly rewards: ReadonlySet<string> };
  readonly agents: readonly AgentSpec[];
  /** Indices by role. */
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
  /** Whether a text matches a pattern (RE2); null where no pattern is used. A library of some size, so it is handed in. */
  readonly like: Like | null;
  readonly clock: ClockSpec | null;
  readonly until: Formula | null;
  readonly measures: readonly MeasureSpec[];
  readonly expectations: readonly ExpectationSpec[];
  /** Paraphrases of the prompts that can be asked for, by id, and the one in force. */
  readonly wordings: readonly string[];
  readonly wording: string | null;
  /** In a fork with another file: what its events up to `until` were made from. */
  readonly before?: { readonly until: number; readonly model: ScenarioModel };
}

/** The model that the event `seq` is made from. */
export function modelAt(model: ScenarioModel, seq: number): ScenarioModel {
  let found = model;
  while (found.before && seq <= found.before.until) found = found.before.model;
  return found;
}

/** The most; what is absent is not limited. */
interface BudgetSpec {
  readonly calls?: number | undefined;
  /** Sent and received. */
  readonly tokens?: number | undefined;
  readonly money?: { readonly amount: number; readonly currency: string } | undefined;
}

/** Whether some part of a text matches a pattern. */
export type Like = (text: string, pattern: string) => boolean;

/** The phase under way, or undefined between phases. */
export const phaseOf = (model: ScenarioModel, state: State): PhaseSpec | undefined =>
  model.phases[state.agenda.program][state.agenda.phase];
