/** Schemas of answers. */
import type { AnswerSchema } from '../model/question.js';
import type { OptionArg } from '../model/situationTypes.js';

/** Longest text that a mind may write in one field, in UTF-16 code units. */
export const LONGEST_TEXT = 2000;

/** The schema of one argument, or of one question of a survey. */
export function argSchema({ kind, optional, words, agents, min, max, most }: OptionArg): AnswerSchema {
  const bounds = { ...(min === undefined ? {} : { minimum: min }), ...(max === undefined ? {} : { maximum: max }) };
  const among = words ?? agents;
  if (most !== undefined) return { type: 'array', items: { type: 'string', enum: among ?? [] }, maxItems: most };
  if (kind === 'integer' || kind === 'number') return optional ? { type: [kind, 'null'], ...bounds } : { type: kind, ...bounds };
  if (kind === 'boolean') return { type: optional ? ['boolean', 'null'] : 'boolean' };
  if (among) return optional ? { type: ['string', 'null'], enum: [...among, null] } : { type: 'string', enum: among };
  return { type: optional ? ['string', 'null'] : 'string', maxLength: LONGEST_TEXT };
}

/** The schema of an answer that is one text. */
export const textSchema = (): AnswerSchema => closed({ text: { type: 'string', maxLength: LONGEST_TEXT } });

/** The schema of an answer with several fields, by their ids. */
export const fieldsSchema = (fields: readonly OptionArg[]): AnswerSchema =>
  closed(Object.fromEntries(fields.map((field) => [field.id, argSchema(field)])));

/** The schema of an object with these properties, all required, and no others. */
export const closed = (properties: { readonly [key: string]: AnswerSchema }): AnswerSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
