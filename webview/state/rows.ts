/** The rows of the conversation: messages, silent turns and notes in the order of events, under their round. */
import { upperBoundBy } from '../../src/core/util/search.js';
import type { MessageId } from '../../src/core/util/ids.js';
import type { PanelAgent, PanelMessage, PanelNote, PanelSilence } from '../../src/protocol/course.js';

/** One row. Neighbouring silent turns of a round share a row, and so do neighbouring answers to one survey. */
export type Row =
  | { readonly kind: 'round'; readonly round: number; readonly seq: number }
  | { readonly kind: 'message'; readonly message: number; readonly seq: number }
  | { readonly kind: 'silence'; readonly first: number; readonly count: number }
  | { readonly kind: 'note'; readonly first: number; readonly count: number };

/** The data of the rows. It grows in place. */
interface Talk {
  readonly agents: readonly PanelAgent[];
  readonly messages: PanelMessage[];
  readonly places: Map<MessageId, number>;
  /** The places of the answers to each message, in their order. */
  readonly answers: Map<number, number[]>;
  readonly silences: PanelSilence[];
  readonly notes: PanelNote[];
  readonly rounds: readonly number[];
  readonly rows: Row[];
  readonly rowOf: number[];
}

/** New entries of each list, in the order of events. */
interface NewTalk {
  readonly messages: readonly PanelMessage[];
  readonly silences: readonly PanelSilence[];
  readonly notes: readonly PanelNote[];
}

/** Appends all lists in the order of events and returns the first row that changed. */
export function appendRows(talk: Talk, { messages, silences, notes }: NewTalk): number {
  let changed = talk.rows.length;
  let [m, s, n] = [0, 0, 0];
  for (;;) {
    const [message, silence, note] = [messages[m], silences[s], notes[n]];
    const next = Math.min(message?.seq ?? Infinity, silence?.seq ?? Infinity, note?.seq ?? Infinity);
    if (next === Infinity) return changed;
    if (message?.seq === next) {
      addMessage(talk, message);
      m++;
    } else if (silence?.seq === next) {
      changed = Math.min(changed, addSilence(talk, silence));
      s++;
    } else {
      changed = Math.min(changed, addNote(talk, note!));
      n++;
    }
  }
}

function addMessage(talk: Talk, message: PanelMessage): void {
  if ((message.author >= 0 && !talk.agents[message.author]) || talk.places.has(message.id)) return;
  startRound(talk, message.seq);
  const place = talk.messages.push(message) - 1;
  talk.places.set(message.id, place);
  const answered = message.replyTo === null ? undefined : talk.places.get(message.replyTo);
  // A message that answers itself does not count as an answer.
  if (answered !== undefined && answered !== place) addTo(talk.answers, answered, place);
  talk.rowOf.push(talk.rows.push({ kind: 'message', message: place, seq: message.seq }) - 1);
}

function addTo(lists: Map<number, number[]>, key: number, item: number): void {
  const known = lists.get(key);
  if (known) known.push(item);
  else lists.set(key, [item]);
}

function addSilence(talk: Talk, silence: PanelSilence): number {
  if (!talk.agents[silence.agent]) return talk.rows.length;
  startRound(talk, silence.seq);
  const place = talk.silences.push(silence) - 1;
  const last = talk.rows[talk.rows.length - 1];
  if (last?.kind === 'silence') talk.rows[talk.rows.length - 1] = { ...last, count: last.count + 1 };
  else talk.rows.push({ kind: 'silence', first: place, count: 1 });
  return talk.rows.length - 1;
}

function addNote(talk: Talk, note: PanelNote): number {
  if (note.agents.some((agent) => !talk.agents[agent])) return talk.rows.length;
  startRound(talk, note.seq);
  const before = talk.notes.at(-1);
  const place = talk.notes.push(note) - 1;
  const last = talk.rows.at(-1);
  const isMore = (note.kind === 'answers' || note.kind === 'private') && before?.kind === note.kind && before.of === note.of;
  if (isMore && last?.kind === 'note') talk.rows[talk.rows.length - 1] = { ...last, count: last.count + 1 };
  else talk.rows.push({ kind: 'note', first: place, count: 1 });
  return talk.rows.length - 1;
}

/** Adds the row of a round, which appears with the first message, silent turn or note in it. */
function startRound({ rounds, rows, messages, silences, notes }: Talk, seq: number): void {
  const round = upperBoundBy(rounds, seq, (at) => at);
  const begins = rounds[round - 1];
  const last = Math.max(messages.at(-1)?.seq ?? -1, silences.at(-1)?.seq ?? -1, notes.at(-1)?.seq ?? -1);
  if (begins !== undefined && last < begins) rows.push({ kind: 'round', round, seq });
}

/** The event at which a row appears. */
export function rowSeq({ silences, notes }: Pick<Talk, 'silences' | 'notes'>, row: Row): number {
  if (row.kind === 'silence') return silences[row.first]!.seq;
  return row.kind === 'note' ? notes[row.first]!.seq : row.seq;
}
