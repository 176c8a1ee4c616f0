/** Prompt templates in the model. */
import type { Purpose } from '../../core/events/events.js';
import type { FaultLog } from './faultLog.js';
import type { NodeId } from '../../core/util/ids.js';
import type { Scope, Value } from '../../expr/index.js';

/** Where a set of templates belongs, from the general to the particular. */
export type PromptLayer = 'default' | 'world' | 'scenario' | 'persona';

/** One section of a prompt: its template, its place in the file, and the role in which it is sent. */
export interface SectionTemplate {
  readonly section: string;
  readonly role: 'system' | 'user';
  readonly at: NodeId;
  readonly source: string;
  readonly from: PromptLayer;
  /** Id of the wording that it comes from. */
  readonly wording: string | null;
  /** The default template that it replaces; null if it is the default. */
  readonly standard: { readonly at: NodeId; readonly source: string } | null;
  run(scope: Scope): string;
}

/** A short text with names of its own and the word helpers. The log notes its faults. */
export type NoteTemplate = (names: { readonly [name: string]: Value }, log: FaultLog) => string;

export interface PromptSpec {
  /** Sections of a question, by purpose. */
  of(purpose: Purpose): readonly SectionTemplate[];
  /** Short texts that the engine writes. */
  readonly notes: { readonly rating: NoteTemplate; readonly feedback: NoteTemplate; readonly evidence: NoteTemplate };
  /**
   * Words for the strength of a tie, 0..1, and for a level, 0..1. Each list starts at the lowest and divides 0..1 into equal bands.
   */
  readonly ties: readonly string[];
  readonly levels: readonly string[];
}
