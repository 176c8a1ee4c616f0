/** The displayed conversation as Markdown, with its mind. No access to the page. */
import { nameOf, type PanelModel, reactionsTo, type Row } from '../state/model.js';
import { words } from '../ui/strings.js';
import { howOf } from './messageHead.js';
import { type NoteRow, noteWords } from './notes.js';
import { silenceSentences } from './rows.js';
import { beginner, type Thread } from './thread.js';

/** The rows of the model, in their order. In a thread, each answer is nested in the message that it answers. */
export function transcript(model: PanelModel, rows: Iterable<number>, thread: Thread | null = null): string {
  const { title } = model.run;
  const lines = [`# ${escaped(title)}`, '', `*${escaped(words.provenance(words.conversation, model.run))}*`, ''];
  if (thread) lines.push(`## ${escaped(words.threadOf(beginner(model, thread), thread.count))}`, '');
  for (const i of rows) {
    const row = model.rows[i];
    if (row) lines.push(...quoted(rowLines(model, row), thread && row.kind === 'message' ? (thread.depth.get(row.message) ?? 0) : 0), '');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

/** Lines as a Markdown quotation of the given depth. */
const quoted = (lines: readonly string[], depth: number): readonly string[] =>
  depth === 0 ? lines : lines.map((line) => `${'> '.repeat(depth)}${line}`.trimEnd());

function rowLines(model: PanelModel, row: Row): readonly string[] {
  if (row.kind === 'round') return [`## ${words.roundRow(row.round)}`];
  if (row.kind === 'note') return noteLines(model, row);
  if (row.kind === 'silence') return silenceSentences(model, row).map((sentence) => `*${escaped(sentence)}*`);
  const message = model.messages[row.message]!;
  const { author, text, replyTo } = message;
  const said = text.split(/\r\n?|\n/).map((line) => `> ${escaped(line)}`);
  if (author < 0) return [`**${words.world}**`, '', ...said];
  const answered = replyTo === null ? undefined : model.messages[model.places.get(replyTo) ?? -1];
  const reply = answered ? ` (${words.inReplyTo(answered.author < 0 ? words.world : nameOf(model, answered.author))})` : '';
  const reactions = [...reactionsTo(model, row.message)].map(([kind, n]) => words.reacted(kind, n)).join(', ');
  const how = `${howOf(model, message)}${reply}${reactions === '' ? '' : `, ${reactions}`}`;
  return [`**${escaped(nameOf(model, author))}** ${escaped(how)}`, '', ...said];
}

function noteLines(model: PanelModel, row: NoteRow): readonly string[] {
  const { title, lines } = noteWords(model, row);
  const said = lines.map(({ who, text }) => `> ${who === '' ? '' : `**${escaped(who)}** `}${escaped(text)}`);
  return [`*${escaped(title)}*`, ...(said.length > 0 ? ['', said.join('\n>\n')] : [])];
}

/** Escapes text for Markdown. */
const escaped = (text: string): string => text.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&').replace(/\s*\n\s*/g, ' ');
