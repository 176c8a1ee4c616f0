/** The input of the functions that make completion items: the place of the cursor, and a function that makes an item there. */
import type { CompletionItem, CompletionKind } from '../../api.js';
import type { Program } from '../../program/program.js';
import type { Schema } from '../../schema/schema.js';
import type { Cursor } from '../position/cursorContext.js';
import { quoted } from '../../text/lines.js';

export type Maker = (label: string, kind: CompletionKind, insert: string, more?: Partial<CompletionItem>) => CompletionItem;

export interface CompletionSite {
  readonly program: Program;
  /** The cursor. Inside the settings of an experiment, its path is the path in the scenario. */
  readonly cursor: Cursor;
  /** The path in the file. */
  readonly written: readonly string[];
  readonly schemas: readonly Schema[];
  readonly make: Maker;
  /** Paths of the files that can be imported or read. */
  readonly files: readonly string[];
  readonly offset: number;
}

export const escapeSnippet = (text: string): string => text.replace(/[\\$}]/g, '\\$&');

/** A value as it is written in YAML: in quotes if YAML would read it differently. */
export function insertable(text: string, flow: boolean): string {
  const misread = /^[\s&*!|>%@`"'#[{]|^[-?:](\s|$)|:\s|:$|\s#|\s$/.test(text) || (flow && /[,[\]{}]/.test(text));
  return escapeSnippet(misread ? quoted(text) : text);
}

/** The last key of the path. */
export const lastKey = (path: readonly string[]): string => path[path.length - 1] ?? '';
