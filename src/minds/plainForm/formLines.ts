/** The lines of a form in plain text for a question, and the answer that their values make. */
import type { Json, JsonObject } from '../../core/util/json.js';
import type { AnswerSchema, FormLine, Question } from '../../engine/model/question.js';
import type { Asked, Option, OptionArg } from '../../engine/model/situationTypes.js';

/** Values that were read, by the `id` of their line. */
type ReadValues = ReadonlyMap<string, Json>;

/** A form: the lines that are asked at once, those that are still needed, and the answer. */
interface LinesOf {
  readonly all: readonly FormLine[];
  /** Lines without which there is no answer, given what was read. */
  readonly missing: (read: ReadValues) => readonly FormLine[];
  /** The answer, once nothing is missing. */
  readonly answer: (read: ReadValues) => JsonObject;
}

/** The most insights of one form. The others are left out: a form is short. */
const MOST_INSIGHTS = 3;

const EMPTY = { about: '', words: [], low: null, high: null, whole: false } as const;

const textLine = (id: string, label: string, about = ''): FormLine => ({ ...EMPTY, id, label, about, kind: 'text' });

/** The form of a question. Fields that may be absent in every answer are left out, such as votes that accompany an act. */
export function linesOf({ situation, answer }: Pick<Question, 'situation' | 'answer'>): LinesOf {
  const { ask } = situation;
  if (!ask) return actLines(situation.options, answer);
  switch (ask.kind) {
    case 'rate':
      return ratingLines(ask);
    case 'reflect':
      return insightLines(ask);
    case 'survey':
      return fieldLines(ask.items.map((item) => argLine(item, item.id, item.text)));
    case 'judge':
    case 'code':
      return fieldLines(ask.fields.filter(({ optional }) => !optional).map((field) => argLine(field, field.id)));
    case 'plan':
    case 'coach':
    case 'interview':
      return fieldLines([textLine('text', 'text')]);
  }
}

/** The line of an argument or of a question of a survey. */
function argLine({ id: label, kind, words, agents, min, max, most }: OptionArg, id: string, about = ''): FormLine {
  const among = words ?? agents;
  const base = { ...EMPTY, id, label, about };
  if (among) return { ...base, kind: most === undefined ? 'choice' : 'list', words: among };
  if (kind === 'boolean') return { ...base, kind };
  if (kind === 'number' || kind === 'integer')
    return { ...base, kind: 'number', low: min ?? null, high: max ?? null, whole: kind === 'integer' };
  return { ...base, kind: 'text' };
}

const unread = (lines: readonly FormLine[], read: ReadValues): readonly FormLine[] => lines.filter(({ id }) => !read.has(id));

const fieldLines = (all: readonly FormLine[]): LinesOf => ({
  all,
  missing: (read) => unread(all, read),
  answer: (read) => Object.fromEntries(all.map(({ id }) => [id, read.get(id) ?? null])),
});

function ratingLines({ acts, dimensions }: Extract<Asked, { kind: 'rate' }>): LinesOf {
  const idOf = (i: number, dimension: string): string => `${i}.${dimension}`;
  const all = acts.flatMap(({ name }, i) =>
    dimensions.map((dimension): FormLine => {
      const bounds = { low: 0, high: 4, whole: true };
      return { ...EMPTY, ...bounds, kind: 'number', id: idOf(i, dimension), label: `${name}, ${dimension.replaceAll('_', ' ')}` };
    }),
  );
  const scores = (read: ReadValues, i: number): JsonObject =>
    Object.fromEntries(dimensions.map((dimension) => [dimension, read.get(idOf(i, dimension)) ?? null]));
  return {
    all,
    missing: (read) => unread(all, read),
    answer: (read) => ({ ratings: acts.map(({ agent }, i) => ({ agent, ...scores(read, i), reason: null })) }),
  };
}

/** One insight is enough. */
function insightLines({ questions, insights }: Extract<Asked, { kind: 'reflect' }>): LinesOf {
  const most = Math.max(1, Math.min(MOST_INSIGHTS, questions * insights));
  const all = Array.from({ length: most }, (_, i) => textLine(`${i}`, most === 1 ? 'insight' : `insight ${i + 1}`));
  return {
    all,
    missing: (read) => (read.size > 0 ? [] : all.slice(0, 1)),
    answer: (read) => ({
      questions: [],
      insights: all.flatMap(({ id }) => (read.has(id) ? [{ text: read.get(id)!, evidence: [], importance: null }] : [])),
    }),
  };
}

const ACTION = 'action';

/** The action, and what the actions need. Which lines are needed depends on the action. */
function actLines(options: readonly Option[], schema: AnswerSchema): LinesOf {
  const actions = options.map(({ action }) => action);
  const choice: FormLine = { ...EMPTY, id: ACTION, label: ACTION, kind: 'choice', words: actions };
  const needs = new Map(options.map((option) => [option.action, optionLines(option)]));
  const chosen = (read: ReadValues): string | undefined => (actions.length === 1 ? actions[0] : (read.get(ACTION) as string | undefined));
  const isFor = ({ id, kind, words }: FormLine, read: ReadValues): boolean =>
    read.has(id) && (kind !== 'choice' || words.includes(read.get(id) as string));
  return {
    all: [...(actions.length > 1 ? [choice] : []), ...merged([...needs.values()].flat())],
    missing: (read) => {
      const action = chosen(read);
      return action === undefined ? [choice] : needs.get(action)!.filter((line) => !isFor(line, read));
    },
    answer: (read) => {
      const action = chosen(read)!;
      const own = needs.get(action)!;
      const plain = own.filter(({ id }) => !id.startsWith(ARGS)).map(({ id }): [string, Json] => [id, read.get(id)!]);
      const args = own.filter(({ id }) => id.startsWith(ARGS)).map(({ id }): [string, Json] => [id.slice(ARGS.length), read.get(id)!]);
      const hasArgs = 'properties' in schema && schema.properties['args'] !== undefined;
      return { action, ...Object.fromEntries(plain), ...(hasArgs ? { args: Object.fromEntries(args) } : {}) };
    },
  };
}

const ARGS = 'args.';

/** What one action needs. Arguments that may be absent are left out. */
function optionLines({ does, kind, wordless, messages, agents, values, args = [] }: Option): readonly FormLine[] {
  const among = (id: string, words: readonly string[] | undefined): readonly FormLine[] =>
    words ? [{ ...EMPTY, id, label: id, about: does, kind: 'choice', words }] : [];
  return [
    ...among('on', messages),
    ...among('to', agents),
    ...among('value', values),
    ...args.filter(({ optional }) => !optional).map((arg) => argLine(arg, `${ARGS}${arg.id}`, does)),
    ...(kind === 'message' && !wordless ? [textLine('text', 'text', does)] : []),
  ];
}

/** One line for each id, with the words of all. */
function merged(lines: readonly FormLine[]): readonly FormLine[] {
  const found = new Map<string, FormLine>();
  for (const line of lines) {
    const before = found.get(line.id);
    found.set(line.id, before ? { ...before, about: '', words: [...new Set([...before.words, ...line.words])] } : line);
  }
  return [...found.values()];
}
