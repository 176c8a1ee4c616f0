/** A question and its answer as a debugger shows them: the prompt part by part, the answer and what became of it. */
import { at as itemAt } from '../../core/util/chunkedList.js';
import { OVERRIDE } from '../../core/events/overrides.js';
import { indexOf } from '../../core/events/roster.js';
import type { Timeline } from '../../core/events/timeline.js';
import type { ScenarioModel } from '../../engine/index.js';
import { type AnswerEvent, type AskedEvent, questionOf, type Shown } from '../../runs/index.js';
import { type Children, type Item, itemOf, these } from './valueTree.js';
import { printable } from '../run/output.js';
import { short } from '../run/eventLabels.js';

/** The prompt as the mind read it: the parts that were kept, in order. */
export const promptText = ({ parts }: Shown): string =>
  parts
    .filter(({ kept }) => kept)
    .map(({ section, text }) => `# ${section}\n\n${text}\n`)
    .join('\n');

/** An item for each part, which leads to its template, then the parts that were left out. */
export function promptItems(model: ScenarioModel, timeline: Timeline, asked: AskedEvent): Children {
  const shown = questionOf(model, timeline, asked);
  if (!shown) return these([{ name: 'prompt', value: 'These texts do not reproduce the question.' }]);
  const { situation, mind, purpose } = shown.question;
  const parts = shown.parts.map(({ section, text, kept, fault, template }): Item => {
    const why = fault === null ? 'left out: it is empty' : `cannot be filled: ${fault}`;
    const lines = these(text.split('\n').map((line, i) => ({ name: `line ${i + 1}`, value: printable(line), at: template.at })));
    return { name: section, value: kept ? short(text, 200) : why, at: template.at, ...(kept ? { children: lines } : {}) };
  });
  const { roster, agents } = timeline.at(asked.seq);
  const index = asked.agent === null ? -1 : indexOf(roster, asked.agent);
  const memories = index < 0 ? 0 : itemAt(agents, index)!.memories.length;
  return these([
    itemOf('asked to', purpose),
    itemOf('mind', mind),
    ...parts,
    { name: 'messages read', value: `${situation.seen.length} of ${situation.seen.length + situation.cut}` },
    { name: 'memories that came to mind', value: `${situation.memories.length} of ${memories}` },
  ]);
}

export const answerItems = ({ status, reason, value, by, because, agent, cause }: AnswerEvent): readonly Item[] => [
  itemOf('status', status),
  ...(reason === null ? [] : [itemOf('reason', reason)]),
  ...(by === undefined
    ? []
    : by === OVERRIDE
      ? [itemOf('answered by', 'an override')]
      : [itemOf('answered by', by), itemOf('because', because ?? null)]),
  itemOf('value', value, agent === null ? {} : { target: { kind: 'answer', agent, asked: cause } }),
];

/** A question without an answer yet: the answer can be given. */
export const openAnswer = ({ agent, seq }: AskedEvent): Children =>
  these([{ ...itemOf('value', 'not answered yet'), ...(agent === null ? {} : { target: { kind: 'answer', agent, asked: seq } }) }]);
