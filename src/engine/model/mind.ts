/** Minds. Built-in, OpenAI-compatible, recorded and scripted minds have the same interface, `Mind`. No mind changes the world. */
import type { CancellationToken } from '../../core/util/lifecycle.js';
import type { MindKind } from '../../core/events/events.js';
import type { Json } from '../../core/util/json.js';
import type { PlainForm, Question } from './question.js';

/** Tokens of one answer, as the server counts them. `cached`: those of the input that it did not have to compute again; absent if none. */
export interface Usage {
  readonly input: number;
  readonly output: number;
  readonly cached?: number;
}

/** The answer of a mind: a value, or the raw text of a mind that writes prose. The engine parses, repairs and judges it. */
export interface MindAnswer {
  readonly value?: Json;
  readonly text?: string;
  readonly usage?: Usage;
  /** What the server says that it answered with, a model and a version, if that differs from the name that was asked for. */
  readonly served?: string;
  /** The limit of tokens that the program chose for the answer, if the file names none. */
  readonly limit?: number;
  /** The form in plain text that `text` answers. It is read before the answer is used. */
  readonly form?: FormAsked;
  /** Why the question was asked again, if it was. */
  readonly repaired?: string;
  /** The answer came in a batch, which costs less. */
  readonly batch?: true;
  /** The other answers to a question that wants several. `usage` is that of all of them. */
  readonly more?: readonly MindAnswer[];
  /** It came with the call of an equal question of another agent. */
  readonly drawn?: true;
  /** Which mind answered instead, and why the mind that was asked did not. */
  readonly by?: StandIn;
}

/** A form that was sent, and how. */
export interface FormAsked extends PlainForm {
  /** The words of the form in the prompt. An answer that only repeats them is no answer. */
  readonly told: string;
  /** The beginning of the answer that the server was given; '' if it got none. */
  readonly reply: string;
  /** The answer ended at its limit of tokens. */
  readonly cut: boolean;
}

export interface StandIn {
  readonly mind: string;
  readonly model: string;
  /** Code of a fault, or of what was wrong with an answer. */
  readonly reason: string;
}

/** Codes of faults that concern one answer, not the mind. The turn ends with the code as its reason, and the run continues. */
export const ANSWER_FAULTS: ReadonlySet<string> = new Set([
  'refused',
  'empty-content',
  'cut-short',
  'broken-answer',
  'answer-too-large',
  'too-long',
  'unread-form',
  'person-passed',
  'person-late',
]);

/** Code of the fault that pauses a run because the next call could exceed the budget. */
export const BUDGET_REACHED = 'budget-reached';

/** A mind could not answer. `code` is stable. `message` tells the user what to do next. */
export class MindFault extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly retryable = false,
  ) {
    super(message);
    this.name = 'MindFault';
  }
}

export interface Mind {
  readonly id: string;
  readonly kind: MindKind;
  readonly model: string;
  /** The mind needs the rendered prompt. Its questions are hashed over the prose. */
  readonly prose: boolean;
  /** The recording was made without private fields. It has answers only for questions without them. */
  readonly withheld?: boolean | undefined;
  /** Answers immediately or later. Rejects with `MindFault`. */
  ask(question: Question, token: CancellationToken): MindAnswer | Promise<MindAnswer>;
  /**
   * The server keeps the beginnings of the prompts that it has read. Questions that begin alike are then asked one after another; absent
   * where the order does not matter.
   */
  readonly keepsBeginnings?: boolean | undefined;
  /**
   * How many more questions it takes now without a long wait; absent where there is no limit. Questions before their turn are asked only
   * if there is room, so that they do not delay others.
   */
  room?(): number;
  /** Called with a question that a kept answer already answers. A mind with answers in a fixed order then skips one. */
  skip?(question: Question): void;
  /**
   * Whether the answer to this question can come much later, together with those to other questions. Such a question takes no place
   * among the questions that are open at the same time.
   */
  isBatched?(question: Question): boolean;
  /** Called when the run waits for an answer, and asks nothing more before it has one. The collected questions are sent. */
  sendBatch?(): void;
}
