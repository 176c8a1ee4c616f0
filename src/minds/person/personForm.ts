/**
 * Shows a question as a short form of steps: choices from lists and text inputs. A host provides both kinds of input. The
 * steps, optional values and checks come from the question's own schema.
 */
import type { Json, JsonObject } from '../../core/util/json.js';
import type { AnswerSchema } from '../../engine/model/question.js';
import type { Asked, Option, OptionArg } from '../../engine/model/situationTypes.js';
import {
  agentChoices,
  argument,
  type Choice,
  Closed,
  type Form,
  messageChoices,
  type PersonPort,
  pickMany,
  pickOne,
  plainChoices,
  written,
  wrongFor,
  YES_NO,
} from './personSteps.js';
import type { AskPerson } from './human.js';

export type { Choice, PersonPort, Step } from './personSteps.js';

/** Asks a person with the inputs of a host. */
export function personForm(port: PersonPort): AskPerson {
  return async (question, token) => {
    try {
      const form: Form = { port, question, token };
      const value = question.situation.ask ? await fieldAnswer(form) : await actAnswer(form);
      return { kind: 'answer', value };
    } catch (error) {
      if (error instanceof Closed) return { kind: 'passed' };
      throw error;
    }
  };
}

async function actAnswer(form: Form): Promise<Json> {
  const { situation } = form.question;
  const choices = situation.options.map(({ action, does }): Choice => ({ value: action, label: action, detail: does }));
  const action = await pickOne(form, 'action', choices, false);
  const option = situation.options.find((one) => one.action === action);
  if (!option) throw new Closed();
  return { action, ...(await targets(form, option)), ...(await words(form, option)), ...(await besides(form)) };
}

async function targets(form: Form, option: Option): Promise<JsonObject> {
  const { situation } = form.question;
  const { messages, agents, values } = option;
  return {
    ...(messages ? { on: await pickOne(form, 'on', messageChoices(situation, messages), false, option.does) } : {}),
    ...(agents ? { to: await pickOne(form, 'to', agentChoices(situation, agents), false, option.does) } : {}),
    ...(values ? { value: await pickOne(form, 'value', plainChoices(values), false, option.does) } : {}),
  };
}

async function words(form: Form, { kind, wordless, args = [], does }: Option): Promise<JsonObject> {
  const given: { [name: string]: Json } = {};
  for (const arg of args) given[arg.id] = await argument(form, arg);
  const speaks = kind === 'message' && !wordless;
  return {
    ...(args.length > 0 ? { args: given } : {}),
    ...(speaks ? { text: await written(form, 'text', (text) => (text.trim() === '' ? 'Write what is said.' : null), does) } : {}),
  };
}

/** The reactions that accompany the act, and the next speaker. */
async function besides(form: Form): Promise<JsonObject> {
  const { situation } = form.question;
  const { riders, next, mayEnd } = situation;
  const votes: Json[] = [];
  for (const { action, most, messages, values } of riders) {
    const choices = messageChoices(situation, messages).flatMap(({ value: message, label }) =>
      values.map((vote): Choice => ({ value: { message, vote }, label: `${vote}: ${label}` })),
    );
    if (choices.length > 0) votes.push(...(await pickMany(form, action, choices, most)));
  }
  return {
    ...(votes.length > 0 ? { votes } : {}),
    ...(next.length > 0 ? { next: await pickOne(form, 'next', agentChoices(situation, next), true) } : {}),
    ...(mayEnd ? { done: await pickOne(form, 'done', YES_NO, true) } : {}),
  };
}

// Questions other than about acts: surveys, ratings, judgements and others, field by field.

/** The answer to a question with fields. Each field is asked by its kind. */
async function fieldAnswer(form: Form): Promise<Json> {
  const { ask } = form.question.situation;
  const fields = ask && fieldsOf(ask);
  if (!fields) return ofSchema(form, form.question.answer, 'answer');
  const value: { [key: string]: Json } = {};
  for (const [field, hint] of fields) value[field.id] = await argument(form, field, hint);
  return value;
}

/** The fields of a question with their hints; null if the fields come from the schema of the answer. */
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

/** Asks for the values of a schema, with the schema's names. */
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

/** Asks for a list. Words are picked; other items are asked one by one until there are enough. */
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
