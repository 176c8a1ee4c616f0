/**
 * What a kind of phase is to the engine. Each kind has a file in this folder, and table.ts lists them all: what the engine
 * does at a phase it reads from there.
 */
import type { Draft, Purpose } from '../../core/events/events.js';
import type { State } from '../../core/events/state.js';
import { holds } from '../evaluation/evaluate.js';
import { scopeOf } from '../evaluation/scope.js';
import type { RecallCues } from '../memory/retrieveForTurn.js';
import type { ScenarioModel } from '../model/model.js';
import type { Asked } from '../model/question.js';
import type { PhaseSpec } from '../model/worldSpec.js';
import type { Writer } from '../model/writer.js';
import type { Speaker, Turns } from '../turns/turnOrder.js';

/** What a scenario has beside its world. */
export type ScenarioParts = Pick<
  ScenarioModel,
  'interventions' | 'surveys' | 'codes' | 'networks' | 'rating' | 'rewards' | 'memory' | 'coach'
>;

export interface PhaseHandler {
  /** Its turns. Null where nobody is asked: the phase then begins and ends in one step. */
  readonly turns: TurnHandler | null;
  /** Writes what the end of the phase brings, before the `tell`, `then`, `replace` and `stop` that any phase of a world has. */
  close?(model: ScenarioModel, writer: Writer): void;
  /** Each answer runs the `then` of the phase, and its end does not. */
  readonly thenPerAnswer?: true;
  /** Once the run is ending, the phase is left out, as all phases of a world are. */
  readonly leftOutAtEnd?: true;
  /** Ids of the minds that it asks or puts in place, besides those that agents have. */
  minds?(parts: ScenarioParts, round: readonly PhaseSpec[]): readonly string[];
}

/** Stages of a turn: look around, recall, answer. */
type TurnStage = 'observe' | 'recall' | 'ask';

export interface TurnHandler {
  /** Turns that are known when the phase begins, by agent index; -1 is somebody outside the society. */
  begin(model: ScenarioModel, state: State, phase: PhaseSpec): Turns;
  /** Stage at which the turn of an agent begins. Somebody outside only answers. */
  readonly firstStage: TurnStage;
  /** What brings memories to mind, where a turn has the stage `recall`. */
  readonly cues: RecallCues;
  /** What is asked at a turn, and of whom. */
  question(turn: TurnContext): TurnQuestion;
  /** The step that the next answer brings about. */
  answered(model: ScenarioModel, state: State, phase: PhaseSpec): readonly Draft[];
  /** Each sees what the turns before have changed. Absent where all are asked at once. */
  isInTurn?(phase: PhaseSpec): boolean;
  /** Who speaks next in a talk whose order is chosen turn by turn; null when it is over. */
  nextSpeaker?(model: ScenarioModel, state: State, phase: PhaseSpec): Speaker | null;
}

/** A turn for which a question is made. */
export interface TurnContext {
  readonly model: ScenarioModel;
  readonly state: State;
  readonly phase: PhaseSpec;
  /** Of the agent; -1 for somebody outside. */
  readonly index: number;
  /** Position in the phase's order. */
  readonly turn: number;
  /** Id of the mind that the agent has. */
  readonly ownMind: string;
}

export interface TurnQuestion {
  readonly purpose: Purpose;
  /** Null where the question is to act. */
  readonly ask: Asked | null;
  readonly mind: string;
  /** Somebody else answers than the agent whose turn it is. */
  readonly outside: boolean;
}

/** Whether the `when` of a phase of a world holds; a phase of the engine's own is always on. */
export const isOn = (model: ScenarioModel, state: State, phase: PhaseSpec): boolean =>
  !phase.world || holds(phase.when, scopeOf(model, state));

/** Turns in a given order, or none where the phase is not on. */
export const whereOn =
  (order: (model: ScenarioModel, state: State, phase: PhaseSpec) => readonly number[]): TurnHandler['begin'] =>
  (model, state, phase) => ({ order: isOn(model, state, phase) ? order(model, state, phase) : [] });
