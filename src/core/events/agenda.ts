/** The agenda of a run: its stage between two steps, the phase with its turns, and the questions and answers that are open. */
import type { Log } from '../util/chunkedList.js';
import type { Json } from '../util/json.js';
import type { TurnReason } from './events.js';
import type { Network } from './ties.js';

export interface OpenQuestion {
  /** −1 for a speaker outside the society. */
  readonly agent: number;
  /** Position of the turn in the phase's order. */
  readonly turn: number;
  readonly hash: string;
  /** `seq` of the `question.asked`. */
  readonly seq: number;
  /** The networks at the time of the question, and the possible targets of each action that can make ties; all other agents if absent. */
  readonly networks: readonly Network[];
  readonly offers?: { readonly [action: string]: readonly number[] };
}

/** The act that is being executed, with the options of its agent. */
export interface Acting extends Pick<OpenQuestion, 'networks'> {
  /** `seq` of the `act.chosen`. */
  readonly seq: number;
  readonly agent: number;
  /** Indices of the possible targets; null for all other agents. */
  readonly offered: readonly number[] | null;
}

/** A tie that an act set. It is a choice if the agent of the act is the source of the tie. */
export interface MadeTie extends Pick<Acting, 'offered'> {
  readonly round: number;
  /** The network at the time of the question to its maker. */
  readonly asked: Network;
  readonly from: number;
  readonly to: number;
  readonly strength: number;
  readonly own: boolean;
}

/** The stage of the run between two steps. It is part of the state, so a run can continue from the end of any step. */
type Stage = 'new' | 'opened' | 'round' | 'phase' | 'phase_ended' | 'round_ended' | 'ended';

/** The phases that are run: before round 1, in a round, or after the last round. */
type Program = 'start' | 'round' | 'end';

/** An answer whose effects have not been executed. */
export interface PendingAnswer {
  readonly agent: number;
  readonly turn: number;
  readonly seq: number;
  readonly value: Json;
  /** The reason why there is no usable answer. */
  readonly reason: TurnReason | null;
}

export interface Agenda {
  readonly stage: Stage;
  readonly program: Program;
  /** Index of the current or last phase of the program; −1 before the first. */
  readonly phase: number;
  /** The agents that get turns in this phase, by index, in order; −1 is a speaker outside the society. */
  readonly order: readonly number[];
  /** The pairs, by index, and the pair of each turn. */
  readonly pairs: readonly (readonly [number, number])[];
  readonly inPair: readonly number[];
  /** Moments of the turns, in rounds, if the order is by the clock. */
  readonly times: readonly number[];
  /** How many of `order` have been asked or skipped, how many turns have ended, and how many answers were executed. */
  readonly asked: number;
  readonly done: number;
  readonly taken: number;
  /** Stage of the turn that is being prepared. */
  readonly part: 'observe' | 'recall' | 'ask';
  /** Questions of this phase in agenda order, and their answers in the same order. */
  readonly questions: Log<OpenQuestion>;
  readonly answers: Log<PendingAnswer>;
  /** By turn: the granted part of its claim. */
  readonly grants: { readonly [turn: number]: number } | null;
  /** Whether the last speaker proposed to end the conversation, and the next speaker that it named. */
  readonly talk: { readonly next: number | null; readonly done: boolean };
}

/** The answer whose effects come next, or undefined. */
export const pendingAnswer = ({ agenda }: { readonly agenda: Agenda }): PendingAnswer | undefined =>
  agenda.taken < agenda.answers.length ? agenda.answers.backing[agenda.taken] : undefined;
