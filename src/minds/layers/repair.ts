/**
 * One repair: where nothing can be done with an answer, the same mind is asked once more and shown what it said and what
 * was wrong with it. The answer then says that it was asked for twice, and why.
 */
import { judge } from '../../engine/observation/answer.js';
import type { MindAnswer } from '../../engine/model/mind.js';
import type { Part, Question } from '../../engine/model/question.js';
import { around, asFault, isFinal, type Layer } from './layer.js';
import { canonical } from '../../core/util/json.js';

/** Characters of the wrong answer that are shown. */
const SHOWN = 2000;

export const repair: Layer = (mind) =>
  around(mind, async (question, token) => {
    const first = await mind.ask(question, token);
    const wrong = wrongWith(question, first);
    if (wrong === null) return first;
    let second: MindAnswer;
    try {
      second = await mind.ask(askedAgain(question, first, wrong), token);
    } catch (error) {
      const fault = asFault(error);
      if (isFinal(fault, token)) throw fault;
      return first;
    }
    const both = { ...second, ...addedUsage(first, second) };
    return wrongWith(question, second) === null ? { ...both, repaired: `asked_again_${wrong}` } : both;
  });

/** The question with a last part that has, as data, the answer, its error and the wanted form. */
function askedAgain(question: Question, { text = '' }: MindAnswer, wrong: 'empty' | 'unparsable'): Question {
  const error = wrong === 'empty' ? 'empty answer' : 'answer does not match the JSON Schema';
  const told = canonical({ answer: text.slice(0, SHOWN), error, schema: question.answer });
  const part: Part = { section: 'repair', role: 'user', text: told, at: null, why: wrong, kept: true };
  return { ...question, parts: () => [...question.parts(), part] };
}

/** Tokens of both, where the server counts them. */
export function addedUsage(one: MindAnswer, other: MindAnswer): Pick<MindAnswer, 'usage'> {
  const [a, b] = [one.usage, other.usage];
  if (!a || !b) return a || b ? { usage: (a ?? b)! } : {};
  return { usage: { input: a.input + b.input, output: a.output + b.output } };
}

// What is wrong with an answer, before anything is done with it. The engine's own judgement, so that both always agree.

/** Why nothing can be done with an answer, or null where something can: `empty`, or `unparsable` for what does not fit the schema. */
export function wrongWith(question: Question, answer: MindAnswer): 'empty' | 'unparsable' | null {
  const verdict = judge(question, answer);
  return verdict.status === 'fallback' ? verdict.reason : null;
}

// The layer that bounds how much of an answer is kept. A model that repeats itself, or a server that means harm, sends megabytes
// of which a form takes a few thousand characters: every later look at the run would read them again.

/** Characters of an answer that are kept as they came. */
export const MOST_KEPT = 64_000;

/** A longer answer that fits its form is kept as the form has it, and any other up to the bound. */
export const bound: Layer = (mind) =>
  around(mind, async (question, token) => {
    const answer = await mind.ask(question, token);
    if (answer.text === undefined || answer.text.length <= MOST_KEPT) return answer;
    const verdict = judge(question, answer);
    const fitted = verdict.status === 'fallback' ? '' : JSON.stringify(verdict.value);
    if (fitted === '' || fitted.length > MOST_KEPT) return { ...answer, text: answer.text.slice(0, MOST_KEPT) };
    return { ...answer, text: fitted, ...(verdict.reason === null ? {} : { repaired: verdict.reason }) };
  });
