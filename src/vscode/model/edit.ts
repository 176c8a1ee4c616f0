/** The text edits that give a scenario a model: an entry under `models:`, and the `model:` of the scenario. */
import type { Range } from '../../core/util/textPosition.js';
import type { Resolved, TextEdit } from '../../language/api.js';

export type NewModel = NewEndpoint | NewOther;

interface NewEndpoint {
  readonly id: string;
  readonly baseUrl: string;
  readonly name: string;
  /** As written in the file: a reference, never a key. */
  readonly key: string | null;
  /** Tokens that the model holds at once, if known. */
  readonly context?: number | null;
}

/** A model of the editor, or a person. */
export interface NewOther {
  readonly id: string;
  readonly kind: 'editor' | 'human';
  readonly name?: string;
}

/** The parts of a resolved file that are read. */
export type ModelTexts = Pick<Resolved, 'uri' | 'nodes' | 'society' | 'sources'>;

/** An unused id for a model. */
export function freeId({ society }: ModelTexts, wish: string): string {
  const base = wish.replace(/[^a-z0-9_]/g, '_');
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}_${n}`;
    if (society.models?.[id] === undefined) return id;
  }
}

/** Adds an entry for a model to the file; null if `models:` is not a block that can be extended. */
export function addModel(file: ModelTexts, model: NewModel): TextEdit | null {
  const own = ownRange(file, 'models');
  if (own) {
    const line = lines(file)[own.start.line] ?? '';
    return /^models:\s*(#.*)?$/.test(line) ? insertAt(endOf(own.start.line, line), `\n${entry(model)}`) : null;
  }
  const first = lines(file).findIndex((line) =>
    /^(fragments|personas|populations|ties|codes|rewards|worlds|scenarios|experiments|calibrate|prompts|phrases):/.test(line),
  );
  const line = first < 0 ? lines(file).length - 1 : first;
  return insertAt({ line, character: 0 }, `models:\n${entry(model)}\n\n`);
}

/** Sets the mind of a scenario; null if the scenario is not a block of this file. */
export const setScenarioModel = (file: ModelTexts, scenario: string, id: string): TextEdit | null =>
  setModel(file, `scenarios.${scenario}`, id);

/** Sets the mind of one person; null if the person is not written in a form that can be extended. */
export const setPersonModel = (file: ModelTexts, persona: string, id: string): TextEdit | null => setModel(file, `personas.${persona}`, id);

function setModel(file: ModelTexts, node: string, id: string): TextEdit | null {
  const whole = ownRange(file, node);
  if (!whole) return null;
  const model = ownRange(file, `${node}.model`);
  if (model && within(whole, model)) return { range: model, text: `model: ${id}` };
  const line = lines(file)[whole.start.line] ?? '';
  if (line.search(/\S/) !== whole.start.character) return null;
  const braces = /^(\s*[a-z][a-z0-9_]*:\s*\{.*\S)\s*\}\s*(#.*)?$/.exec(line);
  if (braces?.[1] && !braces[1].includes('#')) return insertAt(endOf(whole.start.line, braces[1]), `, model: ${id}`);
  if (!/^\s*[a-z][a-z0-9_]*:\s*(#.*)?$/.test(line)) return null;
  const indent = (/^\s*/.exec(lines(file)[whole.start.line + 1] ?? '')?.[0] ?? '').slice(0, 16);
  return insertAt(endOf(whole.start.line, line), `\n${indent.length > whole.start.character ? indent : '    '}model: ${id}`);
}

/** Whether the key is in this node, and not inherited. */
const within = (whole: Range, model: Range): boolean =>
  (model.start.line > whole.start.line || (model.start.line === whole.start.line && model.start.character > whole.start.character)) &&
  model.start.line <= whole.end.line;

function entry(model: NewModel): string {
  if ('kind' in model) {
    const name = model.name === undefined ? [] : [`    name: ${scalar(model.name)}`];
    return [`  ${model.id}:`, `    kind: ${model.kind}`, ...name].join('\n');
  }
  const { id, baseUrl, name, key, context = null } = model;
  const rows = [`  ${id}:`, '    kind: openai', `    base_url: ${scalar(baseUrl)}`, `    name: ${scalar(name)}`];
  return [...rows, ...(key === null ? [] : [`    key: ${key}`]), ...(context === null ? [] : [`    context: ${context}`])].join('\n');
}

/** A scalar, quoted if its plain form could be read as something else. */
const scalar = (text: string): string => (/^[A-Za-z][\w./@+-]*(:[\w./@+-]+)*$/.test(text) ? text : JSON.stringify(text));

const lines = ({ sources }: ModelTexts): readonly string[] => (sources[0]?.text ?? '').split(/\r?\n/);
const endOf = (line: number, text: string): Range['start'] => ({ line, character: text.length });
const insertAt = (at: Range['start'], text: string): TextEdit => ({ range: { start: at, end: at }, text });

function ownRange({ uri, nodes }: ModelTexts, node: string): Range | null {
  const span = nodes.get(node);
  return span?.source === uri ? span.range : null;
}
