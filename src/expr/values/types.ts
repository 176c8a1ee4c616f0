/**
 * Types as the checker sees them. Each world and scenario makes its own set of names; what is not known is `unknown`
 * and never a mistake.
 */

export type Type =
  | { readonly kind: 'unknown' | 'number' | 'boolean' | 'null' }
  /** `words`: it is one of these, as a variable declared `[no, deal, walked]`, or a text as written. */
  | { readonly kind: 'text'; readonly words?: readonly string[] }
  /** `size`: it has at most so many places. */
  | { readonly kind: 'list'; readonly of: Type; readonly size?: number }
  /** A value that may be missing: `T?`. */
  | { readonly kind: 'optional'; readonly of: Type }
  | RecordType;

export interface RecordType {
  readonly kind: 'record';
  /** What it is, in words: `agent`, `message`. Records of one name are of one type. */
  readonly name: string;
  readonly fields: ReadonlyMap<string, Named>;
  /** Other fields may exist that are not known here. */
  readonly open: boolean;
}

/** Where a name is declared, for the caller to show and to go to. */
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
  /** Why a statement cannot change it, as a sentence. Without it, it can be changed. */
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
  /** One of the type or a list of it. */
  readonly orList?: true;
  /** A bare name here means the thing of that name, not its value: the host gets the name as text. */
  readonly names?: Thing;
  /** A field of agents by its path in quotes, or a list with a value for each agent. */
  readonly field?: true;
  /** An arrow function over the items of the list; `type` is what it must give. */
  readonly arrow?: true;
}

export interface FunctionType {
  readonly params: readonly Param[];
  readonly result: Type;
  readonly doc: string;
  /** What it gives for arguments of these types, where that says more than `result`. */
  readonly gives?: (args: readonly Type[]) => Type;
  /** It draws by chance: it is for rules that are carried out. */
  readonly draws?: true;
  /** A line that shows its use, and its value where that needs no run. */
  readonly example?: readonly [string, string?];
}

/** What an expression at one place may name. */
export interface NameTypes {
  readonly names: ReadonlyMap<string, Named>;
  /** Names of this very place. They win over `names`. */
  readonly local?: ReadonlyMap<string, Named>;
  /** Names that other places have, with a sentence that says why this one has not. */
  readonly absent?: ReadonlyMap<string, string>;
  /** Functions in addition to the pure table. Without it, the host functions of the format. */
  readonly functions?: ReadonlyMap<string, FunctionType>;
  /** A rule is carried out here, which may draw by chance. */
  readonly draws?: boolean;
  /** Ids that functions such as `change` and `tie` take by name. */
  readonly things?: { readonly [What in Thing]?: ReadonlySet<string> };
  /** Names may exist that are not known here, as in a template set that many worlds share. */
  readonly open?: boolean;
  /** Agents as this place knows them, for functions that give agents. */
  readonly agent?: RecordType;
  /** Conditions that hold wherever this place is evaluated, such as the `when` of an action for its effect. */
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

/** Every name of a place once, the place's own first. */
export function* allNames(names: NameTypes): Iterable<readonly [string, Named]> {
  if (names.local) yield* names.local;
  for (const entry of names.names) if (!names.local?.has(entry[0])) yield entry;
}

/** A type in words, as in `list of number`. */
export function describeType(type: Type): string {
  switch (type.kind) {
    case 'list':
      return type.of.kind === 'unknown' ? 'list' : `list of ${describeType(type.of)}`;
    case 'optional':
      return `${describeType(type.of)}, or nothing`;
    case 'record':
      return type.name;
    case 'text':
      return type.words && type.words.length > 1 ? type.words.map((word) => `'${word}'`).join(' | ') : 'text';
    case 'unknown':
      return 'value';
    case 'boolean':
      return 'yes or no';
    case 'null':
      return 'nothing';
    default:
      return type.kind;
  }
}

/** A type as a part of a sentence: `a number`, `text`, `a list of agents`. */
export function phrase(type: Type): string {
  switch (type.kind) {
    case 'list':
      return type.of.kind === 'unknown' ? 'a list' : `a list of ${plural(type.of)}`;
    case 'optional':
      return phrase(type.of);
    case 'record':
      return article(type.name);
    case 'number':
      return 'a number';
    case 'unknown':
      return 'a value';
    default:
      return type.kind === 'text' ? 'text' : describeType(type);
  }
}

function plural(type: Type): string {
  if (type.kind === 'list') return type.of.kind === 'unknown' ? 'lists' : `lists of ${plural(type.of)}`;
  if (type.kind === 'optional') return plural(type.of);
  if (type.kind === 'number') return 'numbers';
  if (type.kind === 'record') return type.name === 'codes' || type.name === 'parameters' ? type.name : `${type.name}s`;
  return type.kind === 'text' ? 'texts' : type.kind === 'boolean' ? 'yes and no' : describeType(type);
}

/** Names of records that are many things already. */
const article = (name: string): string => (/s$/.test(name) ? name : /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`);

/** `mean(numbers)`, `round(x, digits?)`, `min(numbers, …)`. */
export const signatureOf = (name: string, fn: FunctionType): string => `${name}(${fn.params.map(paramLabel).join(', ')})`;

export const paramLabel = (param: Param): string => param.name + (param.optional ? '?' : param.rest ? ', …' : '');
