/** Guesses at an answer: two for each question, as different as its schema allows. What is the same after both does not depend on the answer. */
import type { Json } from '../../core/util/json.js';
import type { AnswerSchema, Question } from '../model/question.js';
import type { Option } from '../model/situationTypes.js';

/** One of the two guesses. */
export type Side = 0 | 1;

/** An answer that the question allows. `mark` makes its words differ from those for any other question. */
export function guess(question: Question, side: Side, mark: string): Json {
  const words = `${mark} ${side}`;
  const value = fitting(question.answer, side, words) as { [key: string]: Json };
  const option = optionFor(question.situation.options, side);
  if (!option) return value;
  const end = <T>(list: readonly T[] | undefined): T | null => (side === 0 ? list?.[0] : list?.at(-1)) ?? null;
  const act = { action: option.action, on: end(option.messages), to: end(option.agents), value: end(option.values) };
  const known = Object.entries(act).filter(([key]) => Object.hasOwn(value, key));
  return { ...value, ...Object.fromEntries(known) };
}

/** Kinds of option by reach: words to all, words to one agent, acts, reactions, nothing. */
const REACH: { readonly [kind in Option['kind']]: number } = { message: 0, act: 2, reaction: 3, nothing: 4 };

const reach = ({ kind, agents, messages }: Option): number => REACH[kind] + (kind === 'message' && (agents ?? messages) ? 1 : 0);

/** The option with the largest reach, or the one with the smallest reach that still does something. */
function optionFor(options: readonly Option[], side: Side): Option | undefined {
  const doing = options.filter(({ kind }) => kind !== 'nothing');
  const sorted = (doing.length > 0 ? [...doing] : [...options]).sort((a, b) => reach(a) - reach(b));
  return side === 0 ? sorted[0] : sorted.at(-1);
}

function fitting(schema: AnswerSchema, side: Side, words: string): Json {
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if ('enum' in schema && schema.enum) {
    const known = schema.enum.filter((word) => word !== null);
    return (side === 0 ? known[0] : known.at(-1)) ?? null;
  }
  if ('properties' in schema)
    return Object.fromEntries(Object.entries(schema.properties).map(([key, one]) => [key, fitting(one, side, words)]));
  if ('items' in schema) return side === 0 ? [] : [fitting(schema.items, side, words)];
  if (type === 'boolean') return side === 1;
  if (type === 'string') return words;
  const { minimum = 0, maximum = minimum + 1 } = schema as { minimum?: number; maximum?: number };
  return side === 0 ? minimum : maximum;
}
