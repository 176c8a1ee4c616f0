/**
 * The format's schema as data, and functions to read it. `schemas/society.schema.json` is the only source; no code here contains
 * the name of a key. A `$ref` is followed once and cached. Keys next to it override keys of its target.
 */
import source from '../../../schemas/society.schema.json';
import type { Json } from '../../core/util/json.js';
import type { TreeNode } from '../syntax/node.js';

export type IdKind =
  | 'model'
  | 'fragment'
  | 'persona'
  | 'population'
  | 'network'
  | 'code'
  | 'reward'
  | 'world'
  | 'scenario'
  | 'experiment'
  | 'calibration'
  | 'prompts'
  | 'group'
  | 'survey'
  | 'measure'
  | 'arm'
  | 'role'
  | 'action'
  | 'phase';

export type JsonType = 'null' | 'boolean' | 'number' | 'integer' | 'string' | 'array' | 'object';

export interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: JsonType;
  readonly const?: Json;
  readonly enum?: readonly Json[];
  readonly default?: Json;
  readonly examples?: readonly Json[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly pattern?: string;
  readonly properties?: { readonly [key: string]: Schema };
  readonly required?: readonly string[];
  /** Required keys, unless the entry is removed: the only condition of the format. */
  readonly else?: { readonly required: readonly string[] };
  readonly additionalProperties?: false | Schema;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly discriminator?: { readonly propertyName: string };
  readonly $defs?: { readonly [name: string]: Schema };
  readonly 'x-defines'?: IdKind;
  readonly 'x-refers'?: readonly IdKind[];
  readonly 'x-keys-refer'?: IdKind;
  readonly 'x-expr'?: 'expression' | 'statements' | 'template' | 'value';
  readonly 'x-text'?: boolean;
  readonly 'x-form'?: string;
  readonly 'x-expects'?: string;
  readonly 'x-source'?: string;
  readonly 'x-ours'?: boolean;
}

export const rootSchema: Schema = source as unknown as Schema;

const followed = new WeakMap<Schema, Schema>();

/** The schema with its `$ref` followed. */
export function follow(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const known = followed.get(schema);
  if (known) return known;
  const target = rootSchema.$defs?.[schema.$ref.slice('#/$defs/'.length)];
  if (!target) throw new Error(`the schema has no ${schema.$ref}`);
  const { $ref: _, ...beside } = schema;
  const result: Schema = { ...follow(target), ...beside };
  followed.set(schema, result);
  return result;
}

const flattened = new WeakMap<Schema, readonly Schema[]>();

/** All alternatives of a schema, with nested unions expanded; a schema that is not a union is its only alternative. */
export function branches(schema: Schema): readonly Schema[] {
  const self = follow(schema);
  const known = flattened.get(self);
  if (known) return known;
  const union = self.anyOf ?? self.oneOf;
  const result = union ? union.flatMap((branch) => inherit(self, branches(branch))) : [self];
  flattened.set(self, result);
  return result;
}

/** Branches inherit the annotations of their union, such as `x-expr`, unless they have their own. */
function inherit(union: Schema, parts: readonly Schema[]): readonly Schema[] {
  const expr = union['x-expr'];
  return expr === undefined
    ? parts
    : parts.map((part) => (part['x-expr'] === undefined && part.type === 'string' ? { ...part, 'x-expr': expr } : part));
}

/** JSON types of a schema without a union. */
export function typesOf(schema: Schema): readonly JsonType[] {
  if (schema.type !== undefined) return schema.type === 'number' ? ['number', 'integer'] : [schema.type];
  if (schema.const !== undefined) return [jsonType(schema.const)];
  if (schema.enum) return [...new Set(schema.enum.map(jsonType))];
  return ['null', 'boolean', 'number', 'integer', 'string', 'array', 'object'];
}

function jsonType(value: Json): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value === 'object' ? 'object' : (typeof value as JsonType);
}

export function nodeType(node: TreeNode): JsonType {
  if (node.kind === 'map') return 'object';
  return node.kind === 'list' ? 'array' : jsonType(node.value);
}

/** Keys that an entry requires, unless it removes an inherited entry. */
export const requiredKeys = (schema: Schema): readonly string[] => schema.required ?? schema.else?.required ?? [];

/** The branches that fit a node; a discriminator selects one branch, and so do keys that only one branch requires. */
export function fitting(schema: Schema, node: TreeNode): readonly Schema[] {
  const type = nodeType(node);
  const fits = branches(schema).filter((branch) => typesOf(branch).includes(type));
  const tag = follow(schema).discriminator?.propertyName;
  if (node.kind !== 'map' || fits.length < 2) return fits;
  if (tag === undefined) {
    const told = fits.filter(
      (branch) => requiredKeys(branch).length > 0 && requiredKeys(branch).every((key) => node.entries.some((e) => e.key === key)),
    );
    return told.length > 0 ? told : fits;
  }
  const value = node.entries.find((entry) => entry.key === tag)?.value;
  const chosen = value?.kind === 'scalar' ? fits.filter((branch) => branch.properties?.[tag]?.const === value.value) : [];
  return chosen.length > 0 ? chosen : fits;
}

/** Schema of a key of a map, or undefined if there is none. */
export function keySchema(schema: Schema, key: string): Schema | undefined {
  if (schema.properties && Object.hasOwn(schema.properties, key)) return schema.properties[key];
  return schema.additionalProperties === false ? undefined : schema.additionalProperties;
}

const patterns = new Map<string, RegExp>();

export function patternOf(source: string): RegExp {
  let pattern = patterns.get(source);
  if (!pattern) {
    pattern = new RegExp(source, 'u');
    patterns.set(source, pattern);
  }
  return pattern;
}
