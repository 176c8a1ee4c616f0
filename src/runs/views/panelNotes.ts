/** Entries in the panel's conversation that are not messages: advice, answers to surveys, interventions, overrides. */
import { type Values, valueIn } from '../../core/columns/valueText.js';
import type { EventOf } from '../../core/events/events.js';
import type { Json } from '../../core/util/json.js';
import { groupedFor as grouped, t } from '../../core/util/l10n.js';
import type { Override } from '../../core/events/overrides.js';
import { indexOf, type Roster } from '../../core/events/roster.js';
import { reachedBy, rowsOf } from '../../core/events/rowViews.js';
import type { PrivateAct } from './privateActs.js';
import type { PanelNote } from '../../protocol/course.js';

/** An intervention that reaches more agents than this names none of them. */
const MOST_NAMED = 20;

const NOBODY: readonly number[] = [];

export const adviceNote = ({ seq, agent, text }: EventOf<'coach.advised'>, roster: Roster): PanelNote => ({
  ...{ seq, kind: 'advice', agents: [indexOf(roster, agent)], of: '', text },
});

/** The answers of an agent as text: `trust: 4`. */
export const answersNote = ({ seq, agent, survey, answers }: EventOf<'survey.answered'>, roster: Roster): PanelNote => ({
  ...{ seq, kind: 'answers', agents: [indexOf(roster, agent)], of: survey },
  text: Object.entries(answers)
    .map(([item, value]) => `${item}: ${plain(value ?? null)}`)
    .join('; '),
});

export function interventionNote(event: EventOf<'intervention.applied'>, roster: Roster): PanelNote {
  const { length, at } = reachedBy(event, roster);
  const agents = length > MOST_NAMED ? NOBODY : Array.from({ length }, (_, i) => at(i));
  return { seq: event.seq, kind: 'intervention', agents, of: event.intervention, text: length === 0 ? '' : agentsText(length) };
}

const agentsText = (n: number): string => t(n === 1 ? '{0} agent' : '{0} agents', grouped(n));

/** The most words whose numbers of agents are listed. */
const MOST_WORDS = 5;

/** What an event changes in a crowd: how many agents have which word now, or the mean of their numbers. */
export function changedNote(event: EventOf<'variables.set'>): PanelNote {
  const { rows, values } = rowsOf(event);
  const text = [agentsText(rows.length), ...valuesInShort(values)].join(' · ');
  return { seq: event.seq, kind: 'changed', agents: NOBODY, of: event.name, text: `${event.name}: ${text}` };
}

function valuesInShort(values: Values): readonly string[] {
  if (values.kind === 'one') return [typeof values.value === 'number' ? shortNumber(values.value) : plain(values.value)];
  if (values.kind === 'words') return wordsInShort(values);
  let [sum, count] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = valueIn(values, i);
    if (typeof value !== 'number') continue;
    sum += value;
    count++;
  }
  return count === 0 ? [] : [t('mean {0}', shortNumber(sum / count))];
}

/** A whole number as it is, another one with three digits. */
const shortNumber = (value: number): string => String(Number.isInteger(value) ? value : Number(value.toPrecision(3)));

function wordsInShort({ words, codes }: Extract<Values, { readonly kind: 'words' }>): readonly string[] {
  const counts = new Uint32Array(words.length);
  for (let i = 0; i < codes.length; i++) counts[codes[i]!]!++;
  const found = words.flatMap((word, i) => (counts[i] === 0 ? [] : [[plain(word), counts[i]!] as const])).sort((a, b) => b[1] - a[1]);
  const listed = found.slice(0, MOST_WORDS).map(([word, n]) => `${word} ${grouped(n)}`);
  return found.length > MOST_WORDS ? [...listed, '…'] : listed;
}

/** The action, with its arguments. */
export const privateNote = ({ seq, agent, text }: PrivateAct, action: string): PanelNote => ({
  ...{ seq, kind: 'private', agents: [agent], of: action, text },
});

export const forkNote = ({ seq }: EventOf<'run.forked'>): PanelNote => ({ seq, kind: 'fork', agents: NOBODY, of: '', text: '' });

/** The value that was set, named as in expressions, and its new value. */
export function editNote({ seq, change }: EventOf<'state.overridden'>, roster: Roster): PanelNote {
  const index = (id: string): number => indexOf(roster, id);
  const note = { seq, kind: 'edit', of: change.kind } as const;
  if (change.kind === 'tie') return { ...note, agents: [index(change.from), index(change.to)], text: setText(change) };
  return { ...note, agents: change.agent === null ? NOBODY : [index(change.agent)], text: setText(change) };
}

function setText(change: Override): string {
  switch (change.kind) {
    case 'tie':
      return `tie(${change.from}, ${change.to}) = ${change.value}`;
    case 'variable':
      return `${change.agent === null ? '' : `${change.agent}.`}${change.name} = ${plain(change.value)}`;
    case 'memory':
      return `${change.memory} = ${plain(change.text)}`;
    case 'answer':
      return `answer(${change.agent}) = ${plain(change.value)}`;
  }
}

/** A text as it is; any other value as JSON. */
const plain = (value: Json): string => (value === null ? 'none' : typeof value === 'string' ? value : JSON.stringify(value));
