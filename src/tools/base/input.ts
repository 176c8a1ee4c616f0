/** The inputs of tools as JSON Schemas of a few forms, and the check of an input against one. */
import type { Json, JsonObject } from '../../core/util/json.js';
import { didYouMean } from '../../core/util/suggest.js';
import { ToolFault } from './tool.js';

export interface InputSchema {
  readonly type: 'object';
  readonly properties: { readonly [name: string]: ValueSchema };
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

type ValueSchema = { readonly description?: string } & (
  | { readonly type: 'string'; readonly enum?: readonly string[]; readonly maxLength?: number }
  | { readonly type: 'integer'; readonly minimum: number; readonly maximum: number }
  | { readonly type: 'boolean' }
  | { readonly type: readonly ('string' | 'number' | 'integer' | 'boolean' | 'null')[] }
  | { readonly type: 'array'; readonly items: ValueSchema | InputSchema; readonly maxItems: number }
);

/** The longest text of an input: longer than any file that a person writes. */
const MOST_TEXT = 400_000;

export const inputOf = <P extends { readonly [name: string]: ValueSchema }>(
  properties: P,
  required: readonly (keyof P & string)[] = [],
): InputSchema => ({ type: 'object', properties, required, additionalProperties: false });

export const text = (description: string): ValueSchema => ({ type: 'string', maxLength: MOST_TEXT, description });
export const oneOf = (values: readonly string[], description: string): ValueSchema => ({ type: 'string', enum: values, description });
export const whole = (description: string, minimum: number, maximum: number): ValueSchema => ({
  type: 'integer',
  minimum,
  maximum,
  description,
});
export const yesNo = (description: string): ValueSchema => ({ type: 'boolean', description });
export const list = (items: ValueSchema | InputSchema, maxItems: number, description: string): ValueSchema => ({
  type: 'array',
  items,
  maxItems,
  description,
});

/** Checks an input; throws a `ToolFault` that names the first wrong part. */
export function checkInput(schema: InputSchema, input: unknown, at = ''): JsonObject {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw new ToolFault(`${at || 'The input'} must be an object.`);
  const names = Object.keys(schema.properties);
  for (const [name, value] of Object.entries(input)) {
    const rule = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    if (!rule) throw new ToolFault(`Unknown input \`${at}${name}\`.${didYouMean(name, names)} The inputs are: ${names.join(', ')}.`);
    checkValue(rule, value as Json, `${at}${name}`);
  }
  for (const name of schema.required)
    if ((input as JsonObject)[name] === undefined) throw new ToolFault(`The input \`${at}${name}\` is missing.`);
  return input as JsonObject;
}

function checkValue(rule: ValueSchema, value: Json, at: string): void {
  const wrong = (wants: string): never => {
    throw new ToolFault(`\`${at}\` must be ${wants}.`);
  };
  if (Array.isArray(rule.type)) {
    const own = value === null ? ['null'] : Number.isSafeInteger(value) ? ['integer', 'number'] : [typeof value];
    if (!own.some((type) => (rule.type as readonly string[]).includes(type))) wrong(`one of: ${rule.type.join(', ')}`);
    return;
  }
  switch (rule.type) {
    case 'string':
      if (typeof value !== 'string') return wrong('a text');
      if ('enum' in rule && rule.enum && !rule.enum.includes(value)) return wrong(`one of: ${rule.enum.join(', ')}`);
      if ('maxLength' in rule && value.length > (rule.maxLength ?? MOST_TEXT)) return wrong(`at most ${rule.maxLength} characters`);
      return;
    case 'integer':
      if (!Number.isSafeInteger(value) || Number(value) < rule.minimum || Number(value) > rule.maximum)
        return wrong(`a whole number from ${rule.minimum} to ${rule.maximum}`);
      return;
    case 'boolean':
      if (typeof value !== 'boolean') return wrong('true or false');
      return;
    case 'array': {
      if (!Array.isArray(value)) return wrong('a list');
      if (value.length > rule.maxItems) return wrong(`a list of at most ${rule.maxItems} items`);
      for (const [i, item] of (value as readonly Json[]).entries())
        if ('properties' in rule.items) checkInput(rule.items, item, `${at}[${i}].`);
        else checkValue(rule.items, item, `${at}[${i}]`);
    }
  }
}
