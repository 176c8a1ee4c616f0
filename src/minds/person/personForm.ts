/**
 * A question as a short form: what is picked from lists and what is written, one after the other. A host gives the two ways
 * to ask; what is asked, what may be left out and what fits is decided here, from the question's own schema.
 */
import type { Json, JsonObject } from '../../core/util/json.js';
import type { Option } from '../../engine/model/question.js';
import type { AskPerson } from './human.js';
import { fieldAnswer } from './personFields.js';
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
  YES_NO,
} from './personSteps.js';

export type { Choice, PersonPort, Step } from './personSteps.js';

/** Asks a person through a host's two ways of asking. */
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

/** What rides along with the act, and whose turn is next. */
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
