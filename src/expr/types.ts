/**
 * Types as the checker sees them. Each world and scenario makes its own set of names; what is not known is `unknown`
 * and never a mistake.
 */

export type Type =
  | { readonly kind: 'unknown' | 'number' | 'text' | 'boolean' | 'null' }
  | { readonly kind: 'list'; readonly of: Type }
  | RecordType;

export interface RecordType {
  readonly kind: 'record';
  /** What it is, in words: `agent`, `message`. */
  readonly name: string;
  readonly fields: ReadonlyMap<string, Named>;
  /** Other fields may exist that are not known here. */
  readonly open: boolean;
}

export interface Named {
  readonly type: Type;
  /** One sentence, for hover and completion. */
  readonly doc?: string;
}

export interface Param {
  readonly name: string;
  readonly type: Type;
  readonly optional?: true;
  /** Takes any number of further arguments. */
  readonly rest?: true;
  /** A bare name here means the thing of that name, not its value: the host gets the name as text. */
  readonly names?: 'measure' | 'code' | 'network';
}

export interface FunctionType {
  readonly params: readonly Param[];
  readonly result: Type;
  readonly doc: string;
}

/** What an expression at one place may name. */
export interface NameTypes {
  readonly names: ReadonlyMap<string, Named>;
  /** Functions beside the pure table. Without it, the host functions of the format. */
  readonly functions?: ReadonlyMap<string, FunctionType>;
  /** Ids that functions such as `change` and `tie` take by name. */
  readonly things?: { readonly [What in 'measure' | 'code' | 'network']?: ReadonlySet<string> };
  /** Names may exist that are not known here, as in a template set that many worlds share. */
  readonly open?: boolean;
}

export const unknown: Type = { kind: 'unknown' };
export const number: Type = { kind: 'number' };
export const text: Type = { kind: 'text' };
export const boolean: Type = { kind: 'boolean' };
export const listOf = (of: Type): Type => ({ kind: 'list', of });
export const openRecord = (name: string): RecordType => ({ kind: 'record', name, fields: new Map(), open: true });

/** A type in words, as in `list of number`. */
export function describeType(type: Type): string {
  if (type.kind === 'list') return type.of.kind === 'unknown' ? 'list' : `list of ${describeType(type.of)}`;
  if (type.kind === 'record') return type.name;
  return type.kind === 'unknown' ? 'value' : type.kind === 'boolean' ? 'yes or no' : type.kind === 'null' ? 'nothing' : type.kind;
}
