/**
 * The scripted mind: answers from the file, given in agenda order. For tests and teaching. It draws nothing and calls no
 * model. An answer depends only on the list and on the number of earlier answers.
 */
import { marked } from '../../core/util/l10n.js';
import type { Json, JsonObject } from '../../core/util/json.js';
import type { AnswerSchema, Question } from '../../engine/model/question.js';
import type { Option } from '../../engine/model/situationTypes.js';
import { type Mind, type MindAnswer, MindFault } from '../../engine/model/mind.js';
import { standIn } from '../shared/substituteMind.js';

/** One list for all, or lists by agent. */
export type Script = readonly Json[] | { readonly [agent: string]: readonly Json[] };

/** The number of answers that a mind has already given, for example before a run was resumed. By agent, `''` for outsiders. */
export type Given = ReadonlyMap<string, number>;

interface ScriptedOptions {
  /** Name in the file's `models:`. */
  readonly id: string;
  readonly answers: Script;
  /** The mind that answers after the end of the script. */
  readonly fallback?: Mind | null | undefined;
  readonly given?: Given | undefined;
}

/** A mind that answers from a script. After its end the fallback answers; without one, a fault stops the run. */
export function scriptedMind({ id, answers, fallback = null, given = new Map() }: ScriptedOptions): Mind {
  const one = isList(answers);
  const counts = new Map(given);
  if (one)
    counts.set(
      ALL,
      [...given.values()].reduce((sum, n) => sum + n, 0),
    );
  /** A repeated question has the same place in the script. */
  const places = new Map<string, number>();
  const placeOf = (question: Question): number => {
    const { agent, hash, occurrence } = question;
    const key = `${agent ?? ''}\n${hash}\n${occurrence}`;
    const whose = one ? ALL : (agent ?? '');
    let place = places.get(key);
    if (place === undefined) {
      place = counts.get(whose) ?? 0;
      counts.set(whose, place + 1);
      places.set(key, place);
    }
    return place;
  };
  return {
    id,
    kind: 'scripted',
    model: 'script',
    prose: fallback?.prose ?? false,
    skip: (question) => void placeOf(question),
    ask(question, token) {
      const list = one ? answers : own(answers, question.agent);
      const place = placeOf(question);
      const said = list?.[place];
      if (said !== undefined) return scriptedAnswer(question, said);
      const fault = list ? endFault(id, list.length, one ? null : question.agent) : missingFault(id, question.agent);
      if (fallback) return standIn(fallback, fault.code, question, token);
      throw fault;
    },
  };
}

/** Key of the list for all agents; no agent has this id. */
const ALL = '*';

const isList = (script: Script): script is readonly Json[] => Array.isArray(script);

const own = (lists: { readonly [agent: string]: readonly Json[] }, agent: string | null): readonly Json[] | undefined =>
  agent !== null && Object.hasOwn(lists, agent) ? lists[agent] : undefined;

function endFault(id: string, length: number, agent: string | null): MindFault {
  const whose = agent === null ? '' : ` for ${agent}`;
  return new MindFault(
    'script-ended',
    `The script of the model '${id}' is at its end${whose}: ${length === 1 ? marked('its one answer was') : `all its ${length} answers were`} given. Add answers to it, run fewer rounds, or name a model that goes on under fallback:.`,
  );
}

const missingFault = (id: string, agent: string | null): MindFault =>
  new MindFault(
    'not-scripted',
    `The model '${id}' has no answers for ${agent ?? marked('a speaker outside the society')}. Add a list for ${agent ?? marked('everybody, without names')}, or name a model that answers under fallback:.`,
  );

/**
 * Converts a line of a script to the answer to a question. An object is the answer itself, and null is an empty answer. A
 * text is an action's name, or the words of a message. A single value answers a question with one field, and a list a
 * question with several fields, in their order.
 */
export function scriptedAnswer(question: Question, said: Json): MindAnswer {
  if (said === null || said === '') return { text: '' };
  const keys = question.answer.type === 'object' ? Object.keys(question.answer.properties) : [];
  if (Array.isArray(said)) return { value: Object.fromEntries(keys.map((key, i) => [key, (said as readonly Json[])[i] ?? null])) };
  if (typeof said === 'object') return { value: said };
  if (typeof said === 'string' && said.trimStart().startsWith('{')) return { text: said };
  if (!question.situation.ask) return typeof said === 'string' ? acted(question.situation.options, said) : { text: String(said) };
  const [key] = keys;
  if (key === undefined || keys.length > 1) return { text: String(said) };
  return { value: { [key]: shaped(question.answer, key, said) } };
}

/** An action by its name, or words with the simplest action that sends a message. */
function acted(options: readonly Option[], said: string): MindAnswer {
  const action = options.find((option) => option.action === said) ?? plainest(options);
  if (!action) return { text: said };
  const value: JsonObject = {
    action: action.action,
    ...(action.action === said ? {} : { text: said }),
    ...(action.messages?.[0] === undefined ? {} : { on: action.messages[0] }),
    ...(action.agents?.[0] === undefined ? {} : { to: action.agents[0] }),
    ...(action.values?.[0] === undefined ? {} : { value: action.values[0] }),
  };
  return { value };
}

/** The action with words and the fewest targets. */
function plainest(options: readonly Option[]): Option | undefined {
  const speaking = options.filter(({ kind, wordless }) => kind === 'message' && !wordless);
  return speaking.find(({ messages, agents }) => !messages && !agents) ?? speaking[0];
}

/** A value as a list, if the schema needs a list. */
function shaped(schema: AnswerSchema, key: string, said: Json): Json {
  const field = schema.type === 'object' ? schema.properties[key] : undefined;
  return field?.type === 'array' ? [said] : said;
}
