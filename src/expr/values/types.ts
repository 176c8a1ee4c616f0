/**
 * Types of the checker. Each world and scenario has its own set of names. A value of unknown type is `unknown` and never a
 * mistake.
 */
import { marked, t } from '../../core/util/l10n.js';
import { noun } from '../../core/util/nouns.js';

export type Type =
  | { readonly kind: 'unknown' | 'number' | 'boolean' | 'null' }
  /** `words`: the possible words, as of a variable declared `[no, deal, walked]`, or a literal text. */
  | { readonly kind: 'text'; readonly words?: readonly string[] }
  /** `size`: the most items. */
  | { readonly kind: 'list'; readonly of: Type; readonly size?: number }
  /** A value that may be missing: `T?`. */
  | { readonly kind: 'optional'; readonly of: Type }
  | RecordType;

export interface RecordType {
  readonly kind: 'record';
  /** The name of the type: `agent`, `message`. Records of the same name have the same type. */
  readonly name: string;
  readonly fields: ReadonlyMap<string, Named>;
  /** Whether unknown fields are allowed. */
  readonly open: boolean;
}

/** The place where a name is declared. */
interface Declared {
  /** Path of the node, as in `worlds.commons.vars.stock`. */
  readonly path: string;
  readonly source: string;
  readonly start: number;
  readonly end: number;
}

export interface Named {
  readonly type: Type;
  /** One sentence, for hover and completion. */
  readonly doc?: string;
  /** Why a statement cannot change it, as a sentence. If absent, it can be changed. */
  readonly fixed?: string;
  readonly declared?: Declared;
}

/** Kinds of things that some functions take by their bare name. */
export type Thing = 'measure' | 'code' | 'network' | 'group';

export interface Param {
  readonly name: string;
  readonly type: Type;
  readonly optional?: true;
  /** Takes any number of further arguments. */
  readonly rest?: true;
  /** A value of the type, or a list of such values. */
  readonly orList?: true;
  /** A bare name here means the thing itself, not its value: the host gets the name as text. */
  readonly names?: Thing;
  /** A field of agents by its path in quotes, or a list with a value for each agent. */
  readonly field?: true;
  /** An arrow function over the items of the list; `type` is the type of its result. */
  readonly arrow?: true;
}

export interface FunctionType {
  readonly params: readonly Param[];
  readonly result: Type;
  readonly doc: string;
  /** The type of the result for arguments of these types, if it is more precise than `result`. */
  readonly gives?: (args: readonly Type[]) => Type;
  /** It draws random values, so it is allowed only in rules. */
  readonly draws?: true;
  /** The ties that a function of the host reads, if these are not all: none, or only those from the agent that is its first argument. */
  readonly ties?: 'none' | 'out';
  /** An example, and its value if that needs no run. */
  readonly example?: readonly [string, string?];
}

/** The names that an expression at one place can use. */
export interface NameTypes {
  readonly names: ReadonlyMap<string, Named>;
  /** Names of this place only. They override `names`. */
  readonly local?: ReadonlyMap<string, Named>;
  /** Names of other places, with a sentence that says why they do not exist here. */
  readonly absent?: ReadonlyMap<string, string>;
  /** Functions in addition to the pure table. Without it, the host functions of the format. */
  readonly functions?: ReadonlyMap<string, FunctionType>;
  /** Whether this is a rule, which may draw random values. */
  readonly draws?: boolean;
  /** Ids that functions such as `change` and `tie` take by name. */
  readonly things?: { readonly [What in Thing]?: ReadonlySet<string> };
  /** Most steps of an expression at this place; `DEFAULT_STEPS` if absent. */
  readonly steps?: number;
  /** How many agents evaluate the expression together, in one rule. */
  readonly together?: number;
  /** Whether unknown names are allowed, as in a template set that many worlds share. */
  readonly open?: boolean;
  /** The type of agents at this place, for functions that return agents. */
  readonly agent?: RecordType;
  /** Conditions that are true whenever this place is evaluated, such as the `when` of an action for its effect. */
  readonly given?: readonly string[];
}

export const unknown: Type = { kind: 'unknown' };
export const number: Type = { kind: 'number' };
export const text: Type = { kind: 'text' };
export const boolean: Type = { kind: 'boolean' };
export const nothing: Type = { kind: 'null' };
export const listOf = (of: Type, size?: number): Type => (size === undefined ? { kind: 'list', of } : { kind: 'list', of, size });
export const optional = (of: Type): Type =>
  of.kind === 'optional' || of.kind === 'unknown' || of.kind === 'null' ? of : { kind: 'optional', of };
export const openRecord = (name: string): RecordType => ({ kind: 'record', name, fields: new Map(), open: true });

export const namedIn = (names: NameTypes, name: string): Named | undefined => names.local?.get(name) ?? names.names.get(name);

/** Every name of a place once, its own names first. */
export function* allNames(names: NameTypes): Iterable<readonly [string, Named]> {
  if (names.local) yield* names.local;
  for (const entry of names.names) if (!names.local?.has(entry[0])) yield entry;
}

/** A type as text, as in `list of number`. */
export function describeType(type: Type): string {
  switch (type.kind) {
    case 'list':
      return type.of.kind === 'unknown' ? t('list') : t('list of {0}', describeType(type.of));
    case 'optional':
      return t('{0}, or nothing', describeType(type.of));
    case 'record':
      return noun(type.name);
    case 'text':
      return type.words && type.words.length > 1 ? type.words.map((word) => `'${word}'`).join(' | ') : t('text');
    case 'unknown':
      return t('value');
    case 'boolean':
      return t('yes or no');
    case 'null':
      return t('nothing');
    default:
      return t('number');
  }
}

/** Records with their article, and in the plural. */
const RECORDS: { readonly [name: string]: readonly [one: string, many: string] } = {
  agent: [marked('an agent'), marked('agents')],
  message: [marked('a message'), marked('messages')],
};

/** A type as a part of a sentence: `a number`, `text`, `a list of agents`. */
export function phrase(type: Type): string {
  switch (type.kind) {
    case 'list':
      return type.of.kind === 'unknown' ? t('a list') : t('a list of {0}', phraseOfMany(type.of));
    case 'optional':
      return phrase(type.of);
    case 'record':
      return RECORDS[type.name] ? t(RECORDS[type.name]![0]) : article(type.name);
    case 'number':
      return t('a number');
    case 'unknown':
      return t('a value');
    default:
      return type.kind === 'text' ? t('text') : describeType(type);
  }
}

/** Many of a type: `numbers`, `agents`. */
export function phraseOfMany(type: Type): string {
  if (type.kind === 'list') return type.of.kind === 'unknown' ? t('lists') : t('lists of {0}', phraseOfMany(type.of));
  if (type.kind === 'optional') return phraseOfMany(type.of);
  if (type.kind === 'number') return t('numbers');
  if (type.kind === 'record' && RECORDS[type.name]) return t(RECORDS[type.name]![1]);
  if (type.kind === 'record') return type.name === 'codes' || type.name === 'parameters' ? type.name : `${type.name}s`;
  return type.kind === 'text' ? t('texts') : type.kind === 'boolean' ? t('yes and no') : describeType(type);
}

/** The name of a record with its article; plural names get none. */
const article = (name: string): string => (/s$/.test(name) ? name : /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`);

/** `mean(numbers)`, `round(x, digits?)`, `min(numbers, …)`. */
export const signatureOf = (name: string, fn: FunctionType): string => `${name}(${fn.params.map(paramLabel).join(', ')})`;

export const paramLabel = (param: Param): string => param.name + (param.optional ? '?' : param.rest ? ', …' : '');
