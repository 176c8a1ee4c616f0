/** Prompt templates as the model holds them. */
import type { Purpose } from '../../core/events/events.js';
import type { FaultLog } from './faultLog.js';
import type { NodeId } from '../../core/util/ids.js';
import type { Scope, Value } from '../../expr/index.js';

/** For whom a set of templates was written, from the most general to the most particular. */
export type PromptLayer = 'default' | 'world' | 'scenario' | 'persona';

/** One prompt section: its template, where it is written, and the role it is sent in. */
export interface SectionTemplate {
  readonly section: string;
  readonly role: 'system' | 'user';
  readonly at: NodeId;
  readonly source: string;
  readonly from: PromptLayer;
  /** Id of the paraphrase that it comes from. */
  readonly wording: string | null;
  /** The default template that this one stands in for; null when it is the default. */
  readonly standard: { readonly at: NodeId; readonly source: string } | null;
  run(scope: Scope): string;
}

/** A short text over names of its own and the word helpers. A fault in it is noted in the log. */
export type NoteTemplate = (names: { readonly [name: string]: Value }, log: FaultLog) => string;

export interface PromptSpec {
  /** Sections of a question, by its purpose. */
  of(purpose: Purpose): readonly SectionTemplate[];
  /** Short texts that the engine writes. */
  readonly notes: { readonly rating: NoteTemplate; readonly feedback: NoteTemplate; readonly evidence: NoteTemplate };
  /** Words for a tie of strength 0..1 and for a level of 0..1, from the lowest up, in equal bands. */
  readonly ties: readonly string[];
  readonly levels: readonly string[];
}
