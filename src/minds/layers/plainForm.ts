/**
 * Questions in plain text, for servers that enforce no JSON Schema: a form of all lines in one call, then a call for each line that could not
 * be read. After forms of which nothing could be read, the lines are asked one by one. Other questions pass unchanged.
 */
import type { Json } from '../../core/util/json.js';
import { type Mind, type MindAnswer, MindFault } from '../../engine/model/mind.js';
import type { FormLine, Question } from '../../engine/model/question.js';
import { linesOf } from '../plainForm/formLines.js';
import { readForm } from '../plainForm/readForm.js';
import { around, type Layer } from './layer.js';
import { addedUsage, wrongWith } from './repair.js';

/** Forms in a row of which nothing could be read, before lines are asked one by one. */
const PATIENCE = 2;

/** How often a line is asked by itself. */
const TRIES = 2;

/** What was read of the answers to a question so far. */
interface Reading {
  readonly values: Map<string, Json>;
  readonly texts: string[];
  /** The last answer, with the usage of all of them. */
  answer: MindAnswer;
}

export const plainForm: Layer = (mind) => {
  let failed = 0;
  return around(mind, async (question, token) => {
    const lines = question.inPlain && !question.texts ? linesOf(question) : null;
    const isOne = lines?.all.length === 1;
    const reading: Reading = { values: new Map(), texts: [], answer: {} };
    if (!lines || isOne || failed < PATIENCE) {
      const first = await mind.ask(question, token);
      if (!lines || !first.form || isJson(question, first)) return withoutForm(first);
      take(reading, first);
      if (!isOne) failed = reading.values.size === 0 ? failed + 1 : 0;
    }
    const { choices: _all, heard: _read, ...alone } = question;
    for (let line = lines.missing(reading.values)[0]; line; line = lines.missing(reading.values)[0]) {
      reading.values.delete(line.id);
      for (let tried = isOne ? 1 : 0; tried < TRIES && !reading.values.has(line.id); tried++) {
        const answer = await mind.ask({ ...alone, form: { lines: [line], again: tried > 0 } }, token);
        // The server takes a schema again, for example because it was restarted.
        if (!answer.form) return { ...answer, ...addedUsage(reading.answer, answer) };
        take(reading, answer);
      }
      if (!reading.values.has(line.id)) throw unread(mind, line);
    }
    return { ...reading.answer, value: lines.answer(reading.values), text: reading.texts.join('\n\n') };
  });
};

const withoutForm = ({ form: _form, ...answer }: MindAnswer): MindAnswer => answer;

/** Strong models answer with JSON anyway. JSON after other words is not an answer, because it can be quoted. */
const isJson = (question: Question, answer: MindAnswer): boolean =>
  /^\s*(```\w*\s*)?\{/.test(answer.text ?? '') && wrongWith(question, answer) === null;

/** Reads an answer. What was read before stays. */
function take(reading: Reading, { form, ...answer }: MindAnswer): void {
  const { values, texts } = reading;
  const text = answer.text ?? '';
  if (form) for (const [id, value] of readForm(text, form)) if (!values.has(id)) values.set(id, value);
  texts.push(text);
  reading.answer = { ...answer, ...addedUsage(reading.answer, answer) };
}

const unread = ({ model }: Mind, { label }: FormLine): MindFault =>
  new MindFault(
    'unread-form',
    `The answer of ${model} has nothing to read as '${label}'. Use a model that follows a JSON Schema, or a larger one.`,
  );
