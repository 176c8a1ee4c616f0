/**
 * The interface of a kind of phase. Each kind has a file in this folder, and table.ts lists all of them. The engine does at a phase
 * what its handler says.
 */
import type { Draft, Purpose } from '../../core/events/events.js';
import type { State } from '../../core/events/state.js';
import { holds } from '../evaluation/evaluate.js';
import { scopeOf } from '../evaluation/scope.js';
import type { RecallCues } from '../memory/retrieveForTurn.js';
import type { ScenarioModel } from '../model/model.js';
import type { Asked } from '../model/situationTypes.js';
import type { PhaseSpec } from '../model/worldSpec.js';
import type { Writer } from '../model/writer.js';
import type { Speaker, Turns } from '../turns/turnOrder.js';

/** The parts of a scenario around its world. */
export type ScenarioParts = Pick<
  ScenarioModel,
  'interventions' | 'surveys' | 'codes' | 'networks' | 'rating' | 'rewards' | 'memory' | 'coach'
>;

export interface PhaseHandler {
  /** Its turns. Null if the kind asks no mind; the phase then begins and ends in one step. */
  readonly turns: TurnHandler | null;
  /** Writes the events at the end of the phase, before the `tell`, `then`, `replace` and `stop` that every phase of a world has. */
  close?(model: ScenarioModel, writer: Writer): void;
  /** The `then` of the phase runs with each answer, not at its end. */
  readonly thenPerAnswer?: true;
  /** The phase is left out once the run is ending, like all phases of a world. */
  readonly leftOutAtEnd?: true;
  /** Ids of the minds that it uses, in addition to those of the agents. */
  minds?(parts: ScenarioParts, round: readonly PhaseSpec[]): readonly string[];
}

/** Stages of a turn: look around, recall, answer. */
type TurnStage = 'observe' | 'recall' | 'ask';

export interface TurnHandler {
  /** Turns that are known when the phase begins, by agent index. −1 is a mind outside the society. */
  begin(model: ScenarioModel, state: State, phase: PhaseSpec): Turns;
  /** The first stage of an agent's turn. A mind outside the society only answers. */
  readonly firstStage: TurnStage;
  /** The cue for recall, if a turn has the stage `recall`. */
  readonly cues: RecallCues;
  /** The question of a turn, and its mind. */
  question(turn: TurnContext): TurnQuestion;
  /** The step after the next answer. */
  answered(model: ScenarioModel, state: State, phase: PhaseSpec): readonly Draft[];
  /** Whether agents are asked in turn, so that each sees the changes before it. Absent if all are asked at the same time. */
  isInTurn?(phase: PhaseSpec): boolean;
  /** The next speaker of a talk whose order is chosen turn by turn; null when the talk is over. */
  nextSpeaker?(model: ScenarioModel, state: State, phase: PhaseSpec): Speaker | null;
}

/** A turn for which a question is made. */
export interface TurnContext {
  readonly model: ScenarioModel;
  readonly state: State;
  readonly phase: PhaseSpec;
  /** Index of the agent; −1 for a mind outside the society. */
  readonly index: number;
  /** Position in the phase's order. */
  readonly turn: number;
  /** Id of the agent's mind. */
  readonly ownMind: string;
}

export interface TurnQuestion {
  readonly purpose: Purpose;
  /** Null if the question is to act. */
  readonly ask: Asked | null;
  readonly mind: string;
  /** A mind outside the society answers, not the agent whose turn it is. */
  readonly outside: boolean;
}

/** Whether the `when` of a phase of a world holds. Phases that the engine adds are always on. */
export const isOn = (model: ScenarioModel, state: State, phase: PhaseSpec): boolean =>
  !phase.world || holds(phase.when, scopeOf(model, state));

/** Turns in a given order, or none if the phase is not on. */
export const whereOn =
  (order: (model: ScenarioModel, state: State, phase: PhaseSpec) => readonly number[]): TurnHandler['begin'] =>
  (model, state, phase) => ({ order: isOn(model, state, phase) ? order(model, state, phase) : [] });
