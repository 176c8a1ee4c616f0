/** What the makers of completion items are given: where the cursor is, and how an item is made there. */
import type { CompletionItem, CompletionKind } from '../../api.js';
import type { Program } from '../../program/program.js';
import type { Schema } from '../../schema/schema.js';
import type { Cursor } from '../position/cursorContext.js';
import { quoted } from '../../text/lines.js';

export type Maker = (label: string, kind: CompletionKind, insert: string, more?: Partial<CompletionItem>) => CompletionItem;

export interface CompletionSite {
  readonly program: Program;
  /** In what an experiment sets its path is the one in the scenario. */
  readonly cursor: Cursor;
  /** The path as it is in the file. */
  readonly written: readonly string[];
  readonly schemas: readonly Schema[];
  readonly make: Maker;
  /** How files that can be imported are named. */
  readonly files: readonly string[];
  readonly offset: number;
}

export const escapeSnippet = (text: string): string => text.replace(/[\\$}]/g, '\\$&');

/** A value as YAML reads it back: in quotes where it would be taken for something else. */
export function insertable(text: string, flow: boolean): string {
  const misread = /^[\s&*!|>%@`"'#[{]|^[-?:](\s|$)|:\s|:$|\s#|\s$/.test(text) || (flow && /[,[\]{}]/.test(text));
  return escapeSnippet(misread ? quoted(text) : text);
}

/** The last key on the way to the cursor. */
export const lastKey = (path: readonly string[]): string => path[path.length - 1] ?? '';
