/** A tool for assistants: its name, its input, whether it has an effect, and the function that does its work. No adapter is named here. */
import type { CancellationToken } from '../../core/util/lifecycle.js';
import type { JsonObject } from '../../core/util/json.js';
import type { InputSchema } from './input.js';
import type { ToolHost } from './host.js';

/** `reads` changes nothing. `costs` takes computing time, and money if a file names paid models. `writes` changes a file of the author. */
export type Effect = 'reads' | 'costs' | 'writes';

/** What a user is asked before a tool acts. Texts come from the author's files and from this program, never from the words of agents. */
export interface Question {
  readonly title: string;
  readonly lines: readonly string[];
  /** Whether questions would be sent to another machine or to a model of the editor, which may cost money. */
  readonly sends: boolean;
  /** What the user agrees to beyond the title, such as the text that is replaced. If it changes while the user decides, nothing is done. */
  readonly basis: string;
}

/** One call of a tool. */
export interface ToolCall {
  readonly token: CancellationToken;
  /** Whether the user agreed that this call asks models on other machines. */
  readonly maySend: boolean;
  /** Reports progress; `of` is 0 where the total is not known. */
  readonly progress: (done: number, of: number, words: string) => void;
  /** Notes that the result has words of agents, which later calls must not obey. */
  readonly noteWords: () => void;
}

export interface Tool {
  readonly name: string;
  /** A few words for lists. */
  readonly title: string;
  /** For the assistant: what the tool does, when to use it, and what it returns. */
  readonly description: string;
  readonly effect: Effect;
  readonly input: InputSchema;
  /** What to ask before the tool acts; null where this call has no effect. Rejects with a `ToolFault` where the call cannot be made. */
  readonly question: (input: JsonObject, host: ToolHost) => Promise<Question | null>;
  /** Rejects with a `ToolFault` for everything that the caller can correct. */
  readonly run: (input: JsonObject, host: ToolHost, call: ToolCall) => Promise<JsonObject>;
}

/** A tool as its file writes it: its input has a type of its own. */
interface ToolSpec<I> extends Omit<Tool, 'question' | 'run'> {
  readonly question?: (input: I, host: ToolHost) => Promise<Question | null>;
  readonly run: (input: I, host: ToolHost, call: ToolCall) => Promise<object>;
}

/** The adapters check the input against the schema before they call the tool, so that it has the type of the schema. */
export const tool = <I>({ question, run, ...rest }: ToolSpec<I>): Tool => ({
  ...rest,
  question: async (input, host) => (question ? question(input as unknown as I, host) : null),
  run: async (input, host, call) => (await run(input as unknown as I, host, call)) as JsonObject,
});

/** An error that the caller can correct: the message says how. */
export class ToolFault extends Error {}
