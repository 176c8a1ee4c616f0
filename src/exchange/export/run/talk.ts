/** The messages and acts of a run, as a transcript and as a table. */
import { addressed } from '../../../core/events/audienceText.js';
import { english } from '../../../core/util/l10n.js';
import { at, logItems } from '../../../core/util/chunkedList.js';
import { agentAt, nameAt } from '../../../core/events/agents.js';
import type { Cell } from '../../../core/formats/csv.js';
import type { Json } from '../../../core/util/json.js';
import { literal } from '../../../core/formats/markdown.js';
import { idAt } from '../../../core/events/roster.js';
import { type Message, messageIndex, type State, writtenAt } from '../../../core/events/state.js';
import { about, forOthers, type RunTold, spokenBy, SYNTHETIC } from './exportedRun.js';

/** The voice of the world has no name. */
const VOICE = '◇';

/** The transcript in Markdown. The texts of messages are escaped. */
export function transcriptMarkdown(run: RunTold): string {
  const { head: state } = run.timeline;
  const name = (index: number): string => (index < 0 ? VOICE : `**${literal(agentAt(state, index)!.name)}**`);
  const lines = [`# ${literal(run.model.title)}`, '', literal(`${about(run, 'transcript')}.`)];
  const messages = logItems(state.messages);
  const said = messages.map(({ text }) => text);
  const texts = run.held?.texts(said) ?? said;
  let round = -1;
  for (const [i, message] of messages.entries()) {
    if (message.round !== round) {
      round = message.round;
      lines.push('', round === 0 ? '## Before round 1' : `## Round ${round}`);
    }
    const parent = message.replyTo === null ? undefined : state.messages.backing[messageIndex(state, message.replyTo)];
    const to = addressed(message, name, english) || (parent ? ` ↳ ${name(parent.author)}` : '');
    lines.push('', `${name(message.author)}${to}: ${literal(texts[i]!)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** A row for each message; a column for each code. */
export function transcriptRows(run: RunTold): Iterable<readonly Cell[]> {
  const { head: state } = run.timeline;
  const codes = run.model.codes.map(({ id }) => id);
  const rows = logItems(state.messages).map((message, i) => [
    ...[message.round, message.id, message.kind, ...sidesOf(state, message)],
    ...[message.text, writtenAt(state, i), reactionsTo(state, i)],
    ...codes.map((code) => cellOf(at(state.codes, i)?.[code])),
    ...[spokenBy(run, message.seq), SYNTHETIC],
  ]);
  const head = [
    ...['round', 'message', 'kind', 'author', 'name', 'action', 'audience', 'to', 'reply_to', 'quotes', 'mentions'],
    ...['text', 'written', 'reactions', ...codes.map((code) => `code.${code}`), 'mind', 'synthetic'],
  ];
  return forOthers(run, head, rows, (column) => column === 'text' || column === 'written');
}

export function sidesOf(state: State, { author, action, audience, to, replyTo, quotes, mentions }: Message): readonly Cell[] {
  const { roster } = state;
  const ids = (all: readonly number[]): string => all.map((index) => idAt(roster, index)).join(' ');
  const who = author < 0 ? [null, null] : [idAt(roster, author), nameAt(state, author)!];
  return [...who, action, audience, ids(to), replyTo, quotes, ids(mentions)];
}

/** Such as `up 3, down 1`. */
export function reactionsTo({ scores }: State, message: number): string {
  const counts = Object.entries(at(scores, message) ?? {}).filter(([, count]) => count > 0);
  return counts.map(([kind, count]) => `${kind} ${count}`).join(', ');
}

/** A value in one cell: lists and records as JSON. */
export const cellOf = (value: Json | undefined): Cell =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as Cell);
