/** The conversation as Markdown: what is shown, as it is shown, with who spoke for everybody. No page. */
import { nameOf, type Model, reactionsTo, type Row } from '../model.js';
import { names } from '../format.js';
import { words } from '../words.js';
import { type NoteRow, noteWords } from './notes.js';
import { silenceSentences } from './silence.js';

/** Rows of the model, in their order. */
export function transcript(model: Model, rows: Iterable<number>): string {
  const { title } = model.run;
  const lines = [`# ${escaped(title)}`, '', `*${escaped(words.provenance(words.conversation, model.run))}*`, ''];
  for (const i of rows) {
    const row = model.rows[i];
    if (row) lines.push(...rowLines(model, row), '');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function rowLines(model: Model, row: Row): readonly string[] {
  if (row.kind === 'round') return [`## ${words.roundRow(row.round)}`];
  if (row.kind === 'note') return noteLines(model, row);
  if (row.kind === 'silence') return silenceSentences(model, row).map((sentence) => `*${escaped(sentence)}*`);
  const message = model.messages[row.message]!;
  const { author, text, direct, to, action, replyTo } = message;
  const quoted = text
    .split(/\r\n?|\n/)
    .map((line) => `> ${escaped(line)}`)
    .join('\n');
  if (author < 0) return [`**${words.world}**`, '', quoted];
  const answered = replyTo === null ? undefined : model.messages[model.places.get(replyTo) ?? -1];
  const listeners = names(to.map((agent) => nameOf(model, agent)));
  const how = direct ? words.privately(listeners) : words.action(action);
  const reply = answered ? ` (${words.inReplyTo(answered.author < 0 ? words.world : nameOf(model, answered.author))})` : '';
  const reactions = [...reactionsTo(model, row.message)].map(([kind, n]) => words.reacted(kind, n)).join(', ');
  return [`**${escaped(nameOf(model, author))}** ${escaped(`${how}${reply}${reactions === '' ? '' : `, ${reactions}`}`)}`, '', quoted];
}

function noteLines(model: Model, row: NoteRow): readonly string[] {
  const { title, lines } = noteWords(model, row);
  const said = lines.map(({ who, text }) => `> ${who === '' ? '' : `**${escaped(who)}** `}${escaped(text)}`);
  return [`*${escaped(title)}*`, ...(said.length > 0 ? ['', said.join('\n>\n')] : [])];
}

/** Text that Markdown takes for nothing else. */
const escaped = (text: string): string => text.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&').replace(/\s*\n\s*/g, ' ');
