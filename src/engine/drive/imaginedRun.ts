/**
 * A possible continuation of a run. It is planned and folded like the run itself, with the known answers, and guesses for the
 * unknown ones. It is never committed.
 */
import { logAt } from '../../core/util/chunkedList.js';
import type { Body, Purpose, Recalled } from '../../core/events/events.js';
import { idAt } from '../../core/events/roster.js';
import type { Agenda } from '../../core/events/agenda.js';
import type { State } from '../../core/events/state.js';
import { fold } from '../../core/events/timeline.js';
import { answerDrafts, type Given } from '../observation/answerDrafts.js';
import { lacksVectors } from '../plan/embeddingRequests.js';
import type { ScenarioModel } from '../model/model.js';
import { type AskAbout, plan } from '../plan/plan.js';
import type { Question } from '../model/question.js';
import type { Option } from '../model/situationTypes.js';
import type { PhaseSpec } from '../model/worldSpec.js';

/** Names a turn of a run, independent of its question. */
export type Spot = string;

export const spotOf = ({ round, agenda: { program, phase } }: State, turn: number): Spot => `${round} ${program} ${phase} ${turn}`;

/** A turn whose question comes next. */
export interface Turn {
  readonly spot: Spot;
  readonly state: State;
  readonly index: number;
  readonly phase: PhaseSpec;
  /** Position in the phase's order. */
  readonly turn: number;
  /** What the agent has read is known, and it has not recalled memories yet. */
  readonly reading: boolean;
}

/** A known answer, or a guess. */
export interface Answer {
  readonly given: Given;
  readonly guessed: boolean;
}

/** Most steps of a continuation without a question. More of them lead nowhere. */
const STEPS = 10_000;

/** One continuation, from a state up to the next turn that needs an unknown answer without a guess. */
export class Course {
  #state: State;
  /** Guesses so far, in order, each with the state before it. */
  readonly #guesses: { readonly spot: Spot; readonly state: State }[] = [];
  #turn: Turn | null = null;

  constructor(
    readonly model: ScenarioModel,
    state: State,
    readonly answerAt: (spot: Spot) => Answer | null,
  ) {
    this.#state = state;
  }

  get step(): number {
    return this.#state.step;
  }

  /**
   * Continues to the next turn, up to its reading or its question. Returns null if the run ends, if there is neither an answer nor
   * a guess, or if it is time to stop.
   */
  reach(isTime: () => boolean = () => false): Turn | null {
    for (let left = STEPS; this.#turn === null && left > 0 && !isTime(); left--) {
      const { agenda } = this.#state;
      if (agenda.stage === 'phase' && agenda.part === 'recall') this.#turn = this.#reading(agenda);
      else if (!this.#go()) return null;
    }
    return this.#turn;
  }

  /** Continues from the reading to the question. Stops before it if the recall depends on vectors that are not known yet. */
  recall(): Turn | null {
    if (this.#turn?.reading && !lacksVectors(this.model, this.#state, this.#turn.phase)) {
      this.#turn = null;
      this.#go();
    }
    return this.reach();
  }

  /** Continues after the reached turn, with this question. `recalled` are its memories, if it has not recalled any yet. */
  pass({ hash, mind, purpose }: Pick<Question, 'hash' | 'mind' | 'purpose'>, recalled: readonly Recalled[] = []): void {
    const { index, reading } = this.#turn!;
    const agent = index < 0 ? null : idAt(this.#state.roster, index);
    const came = reading ? [{ type: 'recall.done', agent: agent!, memories: recalled } as const] : [];
    const bodies: readonly Body[] = [...came, { type: 'question.asked', agent, purpose, hash, mind }];
    for (const body of bodies) this.#state = fold(this.#state, [{ at: null, body }]).state;
    this.#turn = null;
  }

  #reading({ program, phase, order, asked }: Agenda): Turn {
    const spot = spotOf(this.#state, asked);
    return { spot, state: this.#state, index: order[asked]!, phase: this.model.phases[program][phase]!, turn: asked, reading: true };
  }

  #go(): boolean {
    const next = plan(this.model, this.#state, this.#noted);
    if (next.kind === 'stop' || next.kind === 'embed') return false;
    if (next.kind === 'ask') return this.#answer();
    if (next.embeddings) return false;
    if (!next.question) this.#state = fold(this.#state, next.drafts).state;
    return true;
  }

  /** Returns to the guess at an answer that is now known. Returns false if there was no such guess. */
  know(spot: Spot): boolean {
    const place = this.#guesses.findIndex((one) => one.spot === spot);
    if (place < 0) return false;
    this.#state = this.#guesses[place]!.state;
    this.#guesses.length = place;
    this.#turn = null;
    return true;
  }

  #answer(): boolean {
    const { agenda } = this.#state;
    const spot = spotOf(this.#state, logAt(agenda.questions, agenda.answers.length)!.turn);
    const answer = this.answerAt(spot);
    if (!answer) return false;
    if (answer.guessed) this.#guesses.push({ spot, state: this.#state });
    this.#state = fold(this.#state, answerDrafts(this.#state, answer.given)).state;
    return true;
  }

  /** Notes which agent `plan` would ask, without making the question. */
  readonly #noted: AskAbout = (_model, state, index, phase, turn, texts) => {
    if (!texts) this.#turn = { spot: spotOf(state, turn), state, index, phase, turn, reading: false };
    return UNASKED;
  };
}

/** A placeholder for a question that is not made. */
const UNASKED = { hash: '', mind: '', purpose: 'act' satisfies Purpose, situation: { options: [] as readonly Option[] } } as Question;
