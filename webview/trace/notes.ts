/** What stands beside the talk, in words: advice, answers to a survey, interventions, what was changed by hand. No page. */
import type { PanelNote } from '../../src/protocol/course.js';
import { type Model, nameOf, type Row } from '../model.js';
import { names } from '../format.js';
import { words } from '../words.js';

export type NoteRow = Extract<Row, { kind: 'note' }>;

interface NoteWords {
  readonly title: string;
  /** Texts of the run, each with the name of who gave it; '' where nobody did. */
  readonly lines: readonly { readonly who: string; readonly text: string }[];
}

/** Those of a row by the moment that is shown. */
export const notesIn = ({ notes, shown }: Model, { first, count }: NoteRow): readonly PanelNote[] =>
  notes.slice(first, first + count).filter(({ seq }) => seq <= shown.seq);

export function noteWords(model: Model, row: NoteRow): NoteWords {
  const all = notesIn(model, row);
  const note = all[0] ?? model.notes[row.first]!;
  const who = names(note.agents.map((agent) => nameOf(model, agent)));
  switch (note.kind) {
    case 'advice':
      return { title: words.advised(who), lines: [{ who: '', text: note.text }] };
    case 'answers':
      return { title: words.answersTo(note.of), lines: all.map(({ agents, text }) => ({ who: nameOf(model, agents[0] ?? -1), text })) };
    case 'intervention':
      return { title: words.intervened(note.of, who), lines: [] };
    case 'edit':
      return { title: words.mark(note.kind), lines: [{ who: '', text: note.text }] };
    case 'fork':
      return { title: words.mark(note.kind), lines: [] };
  }
}
