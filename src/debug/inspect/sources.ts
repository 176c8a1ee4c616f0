/** Texts that a debugger shows and that are in no file: an event as recorded, a question with its prompt, and a raw answer. */
import { t } from '../../core/util/l10n.js';
import { translated } from '../../core/util/recordedText.js';
import { agentAt } from '../../core/events/agents.js';
import { OVERRIDE } from '../../core/events/overrides.js';
import { indexOf } from '../../core/events/roster.js';
import type { Timeline } from '../../core/events/timeline.js';
import { modelAt, type ScenarioModel } from '../../engine/index.js';
import {
  type AnswerEvent,
  answerLineOf,
  answerTo,
  askedBy,
  type AskedEvent,
  questionOf,
  type QuestionSource,
  type Shown,
} from '../../runs/index.js';
import { type Children, type Item, itemOf, these } from './valueTree.js';
import { printable } from '../run/output.js';
import { short } from '../run/eventLabels.js';
import type { SimEvent } from '../../core/events/events.js';

const KINDS = ['event', 'prompt', 'answer'] as const;

type Kind = (typeof KINDS)[number];

const NAMES: { readonly [kind in Kind]: (seq: number) => string } = {
  event: (seq) => `${t('event {0}', seq)}.json`,
  prompt: (seq) => `${t('prompt of event {0}', seq)}.md`,
  answer: (seq) => `${t('answer to event {0}', seq)}.txt`,
};

interface VirtualSource {
  readonly name: string;
  readonly sourceReference: number;
}

/** The number of the text of this kind for an event. Numbers begin at 1. */
export const virtualSource = (kind: Kind, seq: number): VirtualSource => ({
  name: NAMES[kind](seq),
  sourceReference: seq * KINDS.length + KINDS.indexOf(kind) + 1,
});

/** The text with a number; null for an unknown number. */
export function virtualText(journal: QuestionSource, reference: number): { readonly text: string; readonly mime: string } | null {
  const { model, timeline } = journal;
  const seq = Math.floor((reference - 1) / KINDS.length);
  const event = timeline.events[seq];
  if (!event) return null;
  const kind = KINDS[(reference - 1) % KINDS.length];
  if (kind === 'event') return { text: `${JSON.stringify(event, null, 2)}\n`, mime: 'application/json' };
  if (event.type !== 'question.asked') return null;
  if (kind === 'answer') return { text: rawText(journal, event), mime: 'text/plain' };
  const shown = questionOf(model, timeline, event);
  return shown && { text: promptText(shown), mime: 'text/markdown' };
}

/** Texts of a moment: its event and, where it follows from a question, the prompt and the answer. */
export function virtualSources(events: readonly SimEvent[], seq: number): readonly VirtualSource[] {
  if (seq < 0) return [];
  const asked = askedBy(events, seq);
  const answered = asked && answerTo(events, asked, seq) ? [virtualSource('answer', asked.seq)] : [];
  return [virtualSource('event', seq), ...(asked ? [virtualSource('prompt', asked.seq)] : []), ...answered];
}

// A question and its answer as a debugger shows them: the parts of the prompt, the answer and its effects.

/** The prompt as the mind read it: the parts that were kept, in order. */
const promptText = ({ parts }: Shown): string =>
  parts
    .filter(({ kept }) => kept)
    .map(({ section, text }) => `# ${section}\n\n${text}\n`)
    .join('\n');

/** An item for each part, which leads to its template, then the parts that were left out. */
export function promptItems(model: ScenarioModel, timeline: Timeline, asked: AskedEvent): Children {
  const shown = questionOf(model, timeline, asked);
  if (!shown) return these([{ name: 'prompt', value: t('These texts do not reproduce the question.') }]);
  const { situation, mind, purpose } = shown.question;
  const parts = shown.parts.map(({ section, text, kept, fault, template }): Item => {
    const why = fault === null ? t('left out: it is empty') : t('cannot be filled: {0}', translated(fault));
    const lines = these(text.split('\n').map((line, i) => ({ name: t('line {0}', i + 1), value: printable(line), at: template.at })));
    return { name: section, value: kept ? short(text, 200) : why, at: template.at, ...(kept ? { children: lines } : {}) };
  });
  const state = timeline.at(asked.seq);
  const index = asked.agent === null ? -1 : indexOf(state.roster, asked.agent);
  const memories = index < 0 ? 0 : agentAt(state, index)!.memories.length;
  return these([
    itemOf(t('asked to'), purpose),
    itemOf('mind', mind),
    ...parts,
    { name: t('messages read'), value: t('{0} of {1}', situation.seen.length, situation.seen.length + situation.cut) },
    { name: t('memories that came to mind'), value: t('{0} of {1}', situation.memories.length, memories) },
  ]);
}

export const answerItems = ({ status, reason, value, by, because, agent, cause }: AnswerEvent): readonly Item[] => [
  itemOf('status', status),
  ...(reason === null ? [] : [itemOf('reason', reason)]),
  ...(by === undefined
    ? []
    : by === OVERRIDE
      ? [itemOf(t('answered by'), t('an override'))]
      : [itemOf(t('answered by'), by), itemOf(t('because'), because ?? null)]),
  itemOf('value', value, agent === null ? {} : { target: { kind: 'answer', agent, asked: cause } }),
];

/** A question without an answer yet: the answer can be given. */
export const openAnswer = ({ agent, seq }: AskedEvent): Children =>
  these([{ ...itemOf('value', t('not answered yet')), ...(agent === null ? {} : { target: { kind: 'answer', agent, asked: seq } }) }]);

// The text of a model before it is parsed. Events keep the parsed answer; the journal of the run keeps this text.

/** The text and its tokens, or why they are not known. */
export function rawItems(journal: QuestionSource, asked: AskedEvent): readonly Item[] {
  const line = answerLineOf(journal, asked);
  if (line?.text === undefined) return [{ name: t('as it came'), value: whyNone(journal.model, asked, line !== null) }];
  const { text, usage, repaired } = line;
  const lines = text.split('\n').map((one, i): Item => ({ name: t('line {0}', i + 1), value: printable(one) }));
  return [
    { name: t('as it came'), value: short(text, 400), type: 'text', ...(lines.length > 1 ? { children: these(lines) } : {}) },
    ...(repaired === undefined ? [] : [itemOf(t('asked again since'), repaired)]),
    ...(usage ? [itemOf('tokens', { in: usage.input, out: usage.output })] : []),
  ];
}

function whyNone(model: ScenarioModel, { mind, seq }: AskedEvent, isKept: boolean): string {
  const kind = modelAt(model, seq).minds.find(({ id }) => id === mind)?.kind ?? 'builtin';
  if (isKept || (kind !== 'openai' && kind !== 'editor')) return t('no text: a language model did not answer');
  return t('not kept: nothing came, or the journal of this run is not at hand');
}

/** The text of an answer as a document. */
function rawText(journal: QuestionSource, asked: AskedEvent): string {
  const line = answerLineOf(journal, asked);
  return `${line?.text ?? whyNone(journal.model, asked, line !== null)}\n`;
}
