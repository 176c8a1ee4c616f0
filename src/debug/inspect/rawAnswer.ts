/** The text of a model before it is parsed. Events keep the parsed answer; the journal of the run keeps this text. */
import { type ScenarioModel, modelAt } from '../../engine/index.js';
import { answerLineOf, type AskedEvent, type QuestionSource } from '../../runs/index.js';
import { type Item, itemOf, these } from './valueTree.js';
import { printable } from '../run/output.js';
import { short } from '../run/eventLabels.js';

/** The text and its tokens, or why they are not known. */
export function rawItems(journal: QuestionSource, asked: AskedEvent): readonly Item[] {
  const line = answerLineOf(journal, asked);
  if (line?.text === undefined) return [{ name: 'as it came', value: whyNone(journal.model, asked, line !== null) }];
  const { text, usage, repaired } = line;
  const lines = text.split('\n').map((one, i): Item => ({ name: `line ${i + 1}`, value: printable(one) }));
  return [
    { name: 'as it came', value: short(text, 400), type: 'text', ...(lines.length > 1 ? { children: these(lines) } : {}) },
    ...(repaired === undefined ? [] : [itemOf('asked again since', repaired)]),
    ...(usage ? [itemOf('tokens', { in: usage.input, out: usage.output })] : []),
  ];
}

function whyNone(model: ScenarioModel, { mind, seq }: AskedEvent, isKept: boolean): string {
  const kind = modelAt(model, seq).minds.find(({ id }) => id === mind)?.kind ?? 'builtin';
  if (isKept || (kind !== 'openai' && kind !== 'editor')) return 'no text: a language model did not answer';
  return 'not kept: nothing came, or the journal of this run is not at hand';
}

/** The text of an answer as a document. */
export function rawText(journal: QuestionSource, asked: AskedEvent): string {
  const line = answerLineOf(journal, asked);
  return `${line?.text ?? whyNone(journal.model, asked, line !== null)}\n`;
}
