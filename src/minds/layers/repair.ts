/**
 * One repair: where nothing can be done with an answer, the same mind is asked once more and shown what it said and what
 * was wrong with it. The answer then says that it was asked for twice, and why.
 */
import { canonical } from '../../core/util/json.js';
import type { MindAnswer } from '../../engine/model/mind.js';
import type { Part, Question } from '../../engine/model/question.js';
import { around, asFault, isFinal, type Layer } from './layer.js';
import { wrongWith } from './parse.js';

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
