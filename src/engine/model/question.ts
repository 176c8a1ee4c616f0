/** Questions of the engine, and their answers. */
import type { Purpose } from '../../core/events/events.js';
import type { AgentId, MessageId, NodeId } from '../../core/util/ids.js';
import type { Json, JsonObject } from '../../core/util/json.js';
import type { Situation } from './situationTypes.js';

/** One section of a rendered prompt, with its node and the reason why it was kept or cut. */
export interface Part {
  readonly section: string;
  readonly role: 'system' | 'user';
  readonly text: string;
  readonly at: NodeId | null;
  readonly why: string;
  readonly kept: boolean;
}

/** One line of a form in plain text, for servers that enforce no JSON Schema. */
export interface FormLine {
  /** Place of its value in the answer, such as `ratings.0.warmth`. */
  readonly id: string;
  /** Its name in the prompt, by which the answer is read. */
  readonly label: string;
  /** The question that it answers, or what its action does; may be empty. */
  readonly about: string;
  /** `list`: any number of `words`. */
  readonly kind: 'choice' | 'list' | 'number' | 'boolean' | 'text';
  readonly words: readonly string[];
  /** Bounds of a number; null without a bound. */
  readonly low: number | null;
  readonly high: number | null;
  readonly whole: boolean;
}

/** A form in plain text. `again`: an earlier answer could not be read, so its lines are asked one by one. */
export interface PlainForm {
  readonly lines: readonly FormLine[];
  readonly again: boolean;
}

type Nullable<T extends string> = T | readonly [T, 'null'];
/**
 * The part of JSON Schema for answers: object, string, enum, number, array. Objects are closed. A field with `null` may be absent.
 */
export type AnswerSchema =
  | {
      readonly type: 'object';
      readonly properties: { readonly [key: string]: AnswerSchema };
      readonly required: readonly string[];
      readonly additionalProperties: false;
      readonly description?: string;
    }
  | { readonly type: 'array'; readonly items: AnswerSchema; readonly maxItems: number; readonly description?: string }
  | {
      readonly type: Nullable<'string'>;
      readonly enum?: readonly (string | null)[];
      readonly maxLength?: number;
      readonly description?: string;
    }
  | {
      readonly type: Nullable<'integer'> | Nullable<'number'>;
      readonly minimum?: number;
      readonly maximum?: number;
      readonly description?: string;
    }
  | { readonly type: Nullable<'boolean'>; readonly description?: string };

/** An accepted answer to an `act` question. An absent field is null or empty. */
export interface ActAnswer {
  readonly action: string;
  readonly text: string;
  /** Id of the message that the act is about, such as the target of a comment. */
  readonly on: MessageId | null;
  /** Id of the agent that the act is for, such as the recipient of a direct message. */
  readonly to: AgentId | null;
  /** The value of a reaction. */
  readonly value: string | null;
  readonly args: { readonly [name: string]: Json };
  readonly votes: readonly { readonly message: MessageId; readonly vote: string }[];
  readonly next: AgentId | null;
  readonly done: boolean;
}

/** An act as a mind gives it. Absent fields are null or empty. */
export type GivenAct = Pick<ActAnswer, 'action'> & Partial<ActAnswer>;

export interface Question {
  /** Null if someone outside the society is asked. */
  readonly agent: AgentId | null;
  /**
   * Position in the cast, from 0. It is not part of the prompt or of the hash. Minds use it so that agents who act at the same time
   * can differ.
   */
  readonly place?: number;
  readonly purpose: Purpose;
  /** Id of the mind that is asked. */
  readonly mind: string;
  /** SHA-256 (hex) of the question: of the prose for minds that read prose, else of the situation and the schema of the answer. */
  readonly hash: string;
  /**
   * Seed of the run, and the number of earlier questions with this hash, in the order of the agenda. Equal questions therefore draw
   * separate answers.
   */
  readonly seed: number;
  readonly occurrence: number;
  /** Several agents of an archetype may share the question. Their answers are separate draws. */
  readonly shared?: true;
  /** The number of answers that are wanted, if it is more than one. A mind may give fewer. */
  readonly choices?: number;
  readonly situation: Situation;
  /** In a run whose minds get other names: the situation with the names and ids of the run, and an answer with them. */
  readonly meant?: Situation;
  readonly restored?: (answer: JsonObject) => JsonObject;
  readonly answer: AnswerSchema;
  /** Texts to make vectors of, in this order. Such a question asks for nothing else. */
  readonly texts?: readonly string[];
  /** The prompt, rendered when this is called. */
  parts(): readonly Part[];
  /**
   * The prompt without a request for JSON, with a form in plain text at its end, in the section `form`, and the beginning of the answer in the
   * section `reply`. Absent if the prompts have no form.
   */
  inPlain?(form: PlainForm): readonly Part[];
  /** The form that a request asks for, of a question that is asked line by line. */
  readonly form?: PlainForm;
  /**
   * Called while the answer arrives, with all of its text so far, raw and unjudged. The text may start again. Present if someone
   * reads along. Minds that answer in one piece need not call it.
   */
  readonly heard?: ((soFar: string) => void) | undefined;
}
