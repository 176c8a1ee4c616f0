/** What answers. Built-in, OpenAI-compatible, recorded and scripted minds are interchangeable behind `Mind`; none touches the world. */
import type { CancellationToken } from '../../core/util/cancellation.js';
import type { MindKind } from '../../core/events/events.js';
import type { Json } from '../../core/util/json.js';
import type { Question } from './question.js';

/** What a mind gives back: a value, or the raw text of one that spoke prose. The engine parses, repairs and judges it. */
export interface MindAnswer {
  readonly value?: Json;
  readonly text?: string;
  readonly usage?: { readonly input: number; readonly output: number };
  /** Why it had to be asked for again, where it was. */
  readonly repaired?: string;
  /** Who answered in the place of the mind that was asked, and why that one did not. */
  readonly by?: StandIn;
}

export interface StandIn {
  readonly mind: string;
  readonly model: string;
  /** Code of a fault, or of what was wrong with an answer. */
  readonly reason: string;
}

/** Codes of faults that lie in one answer, not in the mind: the turn passes with its reason and the run goes on. */
export const ANSWER_FAULTS: ReadonlySet<string> = new Set([
  'refused',
  'empty-content',
  'cut-short',
  'broken-answer',
  'answer-too-large',
  'too-long',
  'person-passed',
  'person-late',
]);

/** Code of the fault with which the layers around a mind pause a run: the next call could overrun the budget. */
export const BUDGET_REACHED = 'budget-reached';

/** A mind could not answer. `code` is stable, `message` tells the user what to do next. */
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
  /** Needs the rendered prompt; its questions are hashed over the prose. */
  readonly prose: boolean;
  /** What it was recorded from was asked without what is private: it finds its answers only when it is asked so too. */
  readonly withheld?: boolean | undefined;
  /** Answers at once or later. Rejects with `MindFault`. */
  ask(question: Question, token: CancellationToken): MindAnswer | Promise<MindAnswer>;
  /** Told of a question that what was kept answers in its place: a mind that gives answers in an order goes on behind it. */
  skip?(question: Question): void;
}
