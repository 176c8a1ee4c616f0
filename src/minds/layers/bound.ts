/**
 * The layer that bounds how much of an answer is kept. A model that repeats itself, or a server that means harm, sends megabytes
 * of which a form takes a few thousand characters: every later look at the run would read them again.
 */
import { judge } from '../../engine/observation/answer.js';
import { around, type Layer } from './layer.js';

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
