/** What is asked of a person when it is not to act: surveys, ratings, judgements and the like, field by field. */
import type { Json } from '../../core/util/json.js';
import type { AnswerSchema, Asked, OptionArg } from '../../engine/model/question.js';
import { argument, type Choice, type Form, pickMany, pickOne, written, wrongFor, YES_NO } from './personSteps.js';

/** The answer to a question with fields, each asked by its kind. */
export async function fieldAnswer(form: Form): Promise<Json> {
  const { ask } = form.question.situation;
  const fields = ask && fieldsOf(ask);
  if (!fields) return ofSchema(form, form.question.answer, 'answer');
  const value: { [key: string]: Json } = {};
  for (const [field, hint] of fields) value[field.id] = await argument(form, field, hint);
  return value;
}

/** The fields of a question with their hints; null where the schema of the answer says what is asked. */
function fieldsOf(ask: Asked): readonly (readonly [OptionArg, string])[] | null {
  switch (ask.kind) {
    case 'survey':
      return ask.items.map((item) => [item, [item.text, ...item.ends].join(' · ')]);
    case 'judge':
    case 'code':
      return ask.fields.map((field) => [field, [ask.ask, ask.text].filter((text) => text !== '').join('\n\n')]);
    case 'rate':
    case 'reflect':
    case 'plan':
    case 'coach':
    case 'interview':
      return null;
  }
}

/** Whatever a schema asks for, by its own names. */
async function ofSchema(form: Form, schema: AnswerSchema, name: string): Promise<Json> {
  const hint = schema.description ?? '';
  if (schema.type === 'object') {
    const value: { [key: string]: Json } = {};
    for (const [key, child] of Object.entries(schema.properties))
      value[key] = await ofSchema(form, child, name === 'answer' ? key : `${name}.${key}`);
    return value;
  }
  if (schema.type === 'array') return ofList(form, schema, name);
  const type = typeof schema.type === 'string' ? schema.type : schema.type[0];
  const optional = typeof schema.type !== 'string';
  const among = wordsOf(schema);
  if (among) return pickOne(form, name, among, optional, hint);
  if (type === 'boolean') return pickOne(form, name, YES_NO, optional, hint);
  const { minimum: min, maximum: max } = schema as { minimum?: number; maximum?: number };
  const kind = type === 'integer' || type === 'number' ? type : 'text';
  const bounds = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
  const text = await written(form, name, (given) => wrongFor({ kind, optional, ...bounds }, given), hint);
  if (optional && text.trim() === '') return null;
  return kind === 'text' ? text : Number(text);
}

/** Words are picked; everything else is asked for item by item until there are enough. */
async function ofList(form: Form, schema: Extract<AnswerSchema, { type: 'array' }>, name: string): Promise<Json> {
  const among = schema.items.type === 'object' || schema.items.type === 'array' ? null : wordsOf(schema.items);
  if (among) return pickMany(form, name, among, schema.maxItems, schema.description);
  const items: Json[] = [];
  while (items.length < schema.maxItems) {
    const more = await pickOne(form, `${name}: one more (${items.length} so far)?`, YES_NO, false, schema.description);
    if (more !== true) break;
    items.push(await ofSchema(form, schema.items, `${name} ${items.length + 1}`));
  }
  return items;
}

function wordsOf(schema: AnswerSchema): readonly Choice[] | null {
  const among = (schema as { enum?: readonly (string | null)[] }).enum;
  return among ? among.flatMap((word) => (word === null ? [] : [{ value: word, label: word }])) : null;
}
