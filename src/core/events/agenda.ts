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
  /** The networks when it was asked, and for each action that can make ties whom it could be aimed at; everybody else where absent. */
  readonly networks: readonly Network[];
  readonly offers?: { readonly [action: string]: readonly number[] };
}

/** The act that is being carried out, with what its agent chose from. */
export interface Acting extends Pick<OpenQuestion, 'networks'> {
  /** `seq` of the `act.chosen`. */
  readonly seq: number;
  readonly agent: number;
  /** Indices of those whom it could be aimed at; null for everybody else. */
  readonly offered: readonly number[] | null;
}

/** A tie that an act set. It is a choice of its maker where the act is of the one whom the tie goes out from. */
export interface MadeTie extends Pick<Acting, 'offered'> {
  readonly round: number;
  /** The network when its maker was asked. */
  readonly asked: Network;
  readonly from: number;
  readonly to: number;
  readonly strength: number;
  readonly own: boolean;
}

/** The stage of the run between two steps. It is part of the state, so a run can continue from the end of any step. */
type Stage = 'new' | 'opened' | 'round' | 'phase' | 'phase_ended' | 'round_ended' | 'ended';

/** Which phases are played: those before round 1, those of a round, those after the last round. */
type Program = 'start' | 'round' | 'end';

/** An answer whose effects have not been carried out. */
export interface PendingAnswer {
  readonly agent: number;
  readonly turn: number;
  readonly seq: number;
  readonly value: Json;
  /** Why there is none that could be used. */
  readonly reason: TurnReason | null;
}

export interface Agenda {
  readonly stage: Stage;
  readonly program: Program;
  /** Index of the current or last phase of the program; −1 before the first. */
  readonly phase: number;
  /** The agents that get turns in this phase, by index, in order; −1 is a speaker outside the society. */
  readonly order: readonly number[];
  /** Who meets whom, by index, and for each turn the pair it belongs to. */
  readonly pairs: readonly (readonly [number, number])[];
  readonly inPair: readonly number[];
  /** Moments of the turns, in rounds, where the order is by the clock. */
  readonly times: readonly number[];
  /** How many of `order` have been asked or passed over, how many turns have ended, and how many answers were carried out. */
  readonly asked: number;
  readonly done: number;
  readonly taken: number;
  /** Stage of the turn that is being prepared. */
  readonly part: 'observe' | 'recall' | 'ask';
  /** Questions of this phase in agenda order, and their answers in the same order. */
  readonly questions: Log<OpenQuestion>;
  readonly answers: Log<PendingAnswer>;
  /** By turn: what was granted of what it claimed. */
  readonly grants: { readonly [turn: number]: number } | null;
  /** The last speaker proposed to end the talk, or named the next one. */
  readonly talk: { readonly next: number | null; readonly done: boolean };
}

/** The answer whose effects come next, or undefined. */
export const pendingAnswer = ({ agenda }: { readonly agenda: Agenda }): PendingAnswer | undefined =>
  agenda.taken < agenda.answers.length ? agenda.answers.backing[agenda.taken] : undefined;
