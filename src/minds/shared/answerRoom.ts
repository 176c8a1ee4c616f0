/**
 * Forms of answers that end before a limit of tokens. A small model can repeat itself without end, so each text gets a maximum length that
 * leaves room for the form around it.
 */
import type { AnswerSchema } from '../../engine/model/question.js';

/** Characters that a text may always have, and those where an answer was cut: a few words are better than no answer. */
const [SHORTEST, SHORTEST_BRIEF] = [40, 12] as const;

/** Characters per token of repeated words, and of digits or signs, of which each is a token. */
const [IN_WORDS, IN_DIGITS] = [2, 1] as const;

/**
 * The schema with maximum lengths by which an answer ends before `limit` tokens. `brief` is for a question whose answer was cut: it expects
 * a token for each character and twice the tokens for the form, and shortens lists of plain values and of votes that do not fit otherwise.
 */
export function fitted(schema: AnswerSchema, limit: number, brief: boolean): AnswerSchema {
  const form = (one: AnswerSchema): number => formTokens(one) * (brief ? 2 : 1);
  let small = schema;
  if (brief) for (let most = longestList(schema) - 1; most >= 1 && form(small) > limit / 2; most--) small = withLists(small, most);
  const room = Math.floor(((limit - form(small)) * (brief ? IN_DIGITS : IN_WORDS)) / Math.max(1, textsIn(small)));
  return withTexts(small, Math.max(brief ? SHORTEST_BRIEF : SHORTEST, room));
}

/** About how many tokens the longest answer has without its texts: names, brackets, spaces, numbers and words to choose from. */
function formTokens(schema: AnswerSchema): number {
  if ('properties' in schema)
    return Object.entries(schema.properties).reduce((sum, [name, property]) => sum + 6 + name.length / 3 + formTokens(property), 4);
  if ('items' in schema) return 4 + schema.maxItems * (2 + formTokens(schema.items));
  const words = 'enum' in schema ? (schema.enum ?? []) : [];
  return 3 + Math.max(0, ...words.map((word) => wordTokens(word ?? '')));
}

/** Three letters are about a token. Each other character, such as a digit, is one. */
const wordTokens = (word: string): number => [...word].reduce((sum, character) => sum + (/[\p{L} ]/u.test(character) ? 1 / 3 : 1), 0);

/** How many texts of free length an answer may have. */
function textsIn(schema: AnswerSchema): number {
  if ('properties' in schema) return Object.values(schema.properties).reduce((sum, property) => sum + textsIn(property), 0);
  if ('items' in schema) return schema.maxItems * textsIn(schema.items);
  return 'maxLength' in schema ? 1 : 0;
}

const isPlain = (schema: AnswerSchema): boolean => !('properties' in schema) && !('items' in schema);

/** A plain value, or a choice such as a vote, whose parts are all words to choose from. A list of these may have fewer items. */
const isChoice = (schema: AnswerSchema): boolean =>
  'properties' in schema ? Object.values(schema.properties).every((property) => 'enum' in property) : isPlain(schema);

/** Most items of a list that may have fewer; 0 without such a list. */
function longestList(schema: AnswerSchema): number {
  if ('properties' in schema) return Math.max(0, ...Object.values(schema.properties).map(longestList));
  if (!('items' in schema)) return 0;
  return isChoice(schema.items) ? schema.maxItems : longestList(schema.items);
}

const withLists = (schema: AnswerSchema, most: number): AnswerSchema =>
  changed(schema, (one) => ('items' in one && isChoice(one.items) ? { ...one, maxItems: Math.min(one.maxItems, most) } : one));

const withTexts = (schema: AnswerSchema, length: number): AnswerSchema =>
  changed(schema, (one) => ('maxLength' in one ? { ...one, maxLength: Math.min(one.maxLength!, length) } : one));

/** The schema with each of its schemas changed, those within first. */
function changed(schema: AnswerSchema, change: (schema: AnswerSchema) => AnswerSchema): AnswerSchema {
  if ('properties' in schema)
    return change({
      ...schema,
      properties: Object.fromEntries(Object.entries(schema.properties).map(([name, property]) => [name, changed(property, change)])),
    });
  return change('items' in schema ? { ...schema, items: changed(schema.items, change) } : schema);
}
