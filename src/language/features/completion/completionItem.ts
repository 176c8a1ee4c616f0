/** What the makers of completion items are given: where the cursor is, and how an item is made there. */
import { describeType, type FunctionType, paramLabel, paramOf, spotAt } from '../../../expr/index.js';
import type { CompletionItem, CompletionKind, SignatureHelp } from '../../api.js';
import { namesAt } from '../../names/names.js';
import type { Program } from '../../program/program.js';
import { follow, type Schema } from '../../schema/schema.js';
import { type Cursor, cursorAt } from '../position/cursorContext.js';
import { beforeCursor } from '../position/expressionAt.js';
import { schemasOf } from '../position/locate.js';
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

// Signature help: the function whose brackets are open at the cursor, its parameters, and the one being written.

export function signatureAt(program: Program, offset: number): SignatureHelp | null {
  const { lines, text } = program.main.tree;
  const cursor = cursorAt(lines, offset);
  if (cursor.mode === 'none') return null;
  const kinds = schemasOf(cursor).map((schema: Schema) => follow(schema)['x-expr']);
  const before = beforeCursor(text, offset, kinds, cursor.mode === 'text' ? null : cursor.prefix);
  if (!before) return null;
  const call = spotAt(before.text, namesAt(program, program.main, { path: cursor.path.join('.') }), before.statement)?.call;
  if (!call) return null;
  const active = paramOf(call);
  return { ...labelled(call.name, call.fn), active: active ? call.fn.params.indexOf(active) : call.fn.params.length };
}

/** `tie(a: agent, b: agent, network?): number`, with the place of each parameter in it. */
function labelled(name: string, fn: FunctionType): Omit<SignatureHelp, 'active'> {
  let label = `${name}(`;
  const parameters = fn.params.map((param, i): readonly [number, number] => {
    if (i > 0) label += ', ';
    const start = label.length;
    const type = param.names ?? (param.arrow ? 'x => …' : param.type.kind === 'unknown' ? '' : describeType(param.type));
    label += paramLabel(param) + (type === '' ? '' : `: ${type}`);
    return [start, label.length];
  });
  label += fn.result.kind === 'unknown' ? ')' : `): ${describeType(fn.result)}`;
  const example =
    fn.example === undefined ? '' : `\n\n\`${fn.example[0]}\`${fn.example[1] === undefined ? '' : ` is \`${fn.example[1]}\``}`;
  return { label, parameters, documentation: fn.doc + example };
}
