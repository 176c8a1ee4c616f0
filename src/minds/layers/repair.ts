/**
 * One repair: if an answer cannot be used, the same mind is asked once more, with its answer and the error. The new answer
 * records that the question was asked twice, and why.
 */
import { judge } from '../../engine/observation/answer.js';
import type { MindAnswer } from '../../engine/model/mind.js';
import type { Part, Question } from '../../engine/model/question.js';
import { around, asFault, isFinal, type Layer } from './layer.js';
import { canonical } from '../../core/util/json.js';

/** Characters of the wrong answer that the mind is shown. */
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

/** The question with an additional part that contains the answer, its error and the expected form as data. */
function askedAgain(question: Question, { text = '' }: MindAnswer, wrong: 'empty' | 'unparsable'): Question {
  const error = wrong === 'empty' ? 'empty answer' : 'answer does not match the JSON Schema';
  const told = canonical({ answer: text.slice(0, SHOWN), error, schema: question.answer });
  const part: Part = { section: 'repair', role: 'user', text: told, at: null, why: wrong, kept: true };
  return { ...question, parts: () => [...question.parts(), part] };
}

/** The sum of the tokens of both answers, if the server counts them. */
export function addedUsage(one: MindAnswer, other: MindAnswer): Pick<MindAnswer, 'usage'> {
  const [a, b] = [one.usage, other.usage];
  if (!a || !b) return a || b ? { usage: (a ?? b)! } : {};
  const cached = (a.cached ?? 0) + (b.cached ?? 0);
  return { usage: { input: a.input + b.input, output: a.output + b.output, ...(cached > 0 ? { cached } : {}) } };
}

// Checks an answer before it is used, with the engine's own check, so that both always agree.

/** Why an answer cannot be used, or null if it can: `empty`, or `unparsable` if it does not fit the schema. */
export function wrongWith(question: Question, answer: MindAnswer): 'empty' | 'unparsable' | null {
  const verdict = judge(question, answer);
  return verdict.status === 'fallback' ? verdict.reason : null;
}

// The layer that limits the stored size of an answer. A model that repeats itself or a malicious server may send megabytes,
// although a form needs only a few thousand characters. Every later reader of the run would read all of it again.

/** Characters of an answer that are stored unchanged. */
export const MOST_KEPT = 64_000;

/** A longer answer that fits its schema is stored in the schema's form; any other is cut at the limit. */
export const bound: Layer = (mind) =>
  around(mind, async (question, token) => {
    const { more, ...answer } = await mind.ask(question, token);
    return { ...bounded(question, answer), ...(more ? { more: more.map((one) => bounded(question, one)) } : {}) };
  });

/** The answer within the limit. */
export function bounded(question: Question, answer: MindAnswer): MindAnswer {
  if (answer.text === undefined || answer.text.length <= MOST_KEPT) return answer;
  const verdict = judge(question, answer);
  const fitted = verdict.status === 'fallback' ? '' : JSON.stringify(verdict.value);
  if (fitted === '' || fitted.length > MOST_KEPT) return { ...answer, text: answer.text.slice(0, MOST_KEPT) };
  return { ...answer, text: fitted, ...(verdict.reason === null ? {} : { repaired: verdict.reason }) };
}
