/** How many tokens the longest answer to a question can have. It depends only on the form of the answer. */
import type { AnswerSchema } from '../../engine/model/question.js';

/** Tokens around the answer: words before and after it, and line breaks. */
const AROUND = 512;
/** UTF-8 bytes of a UTF-16 code unit, at most, and of a number. */
const [UNIT, NUMBER] = [3, 24] as const;
/** Bytes around a value: brackets, commas and indentation. */
const FORM = 16;
/** A larger limit would be longer than the context of most models, and protects from nothing. */
const HIGHEST = 16_384;

/**
 * A limit of tokens that cuts no answer in which each text has at most its `maxLength`: a token has at least one byte, so it is the
 * bytes of the longest such answer, with some words around it. Undefined where that is too much to be a limit.
 */
export function longestAnswer(schema: AnswerSchema): number | undefined {
  const most = AROUND + bytesOf(schema);
  return most <= HIGHEST ? most : undefined;
}

function bytesOf(schema: AnswerSchema): number {
  if ('properties' in schema)
    return Object.entries(schema.properties).reduce((sum, [name, form]) => sum + FORM + UNIT * name.length + bytesOf(form), FORM);
  if ('items' in schema) return FORM + schema.maxItems * (FORM + bytesOf(schema.items));
  if ('enum' in schema && schema.enum) return FORM + UNIT * Math.max(0, ...schema.enum.map((word) => (word ?? '').length));
  if ('maxLength' in schema) return FORM + UNIT * (schema.maxLength ?? 0);
  const isText = schema.type === 'string' || (Array.isArray(schema.type) && schema.type[0] === 'string');
  return isText ? HIGHEST : NUMBER;
}
