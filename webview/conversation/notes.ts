/** The texts of notes in the conversation: advice, survey answers, interventions, overrides. No access to the page. */
import { upperBoundBy } from '../../src/core/util/search.js';
import type { Json } from '../../src/core/util/json.js';
import { surveyLine } from '../../src/core/surveyWords.js';
import type { PanelNote } from '../../src/protocol/course.js';
import { type PanelModel, nameOf, type Row } from '../state/model.js';
import { names } from '../ui/format.js';
import { words } from '../ui/strings.js';

export type NoteRow = Extract<Row, { kind: 'note' }>;

interface NoteWords {
  readonly title: string;
  /** Texts of the run, each with the name of its author; '' without an author. */
  readonly lines: readonly { readonly who: string; readonly text: string }[];
}

/** The notes of a row up to the shown moment. */
export const notesIn = ({ notes, shown }: PanelModel, { first, count }: NoteRow): readonly PanelNote[] =>
  notes.slice(first, first + count).filter(({ seq }) => seq <= shown.seq);

/** The texts of a row. `among`: only the answers of these agents; null for all. */
export function noteWords(model: PanelModel, row: NoteRow, among: readonly number[] | null = null): NoteWords {
  const all = notesIn(model, row).filter(
    ({ kind, agents }) => (kind !== 'answers' && kind !== 'private') || !among || among.includes(agents[0] ?? -1),
  );
  const note = all[0] ?? model.notes[row.first]!;
  const who = names(note.agents.map((agent) => nameOf(model, agent)));
  switch (note.kind) {
    case 'advice':
      return { title: words.advised(who), lines: [{ who: '', text: note.text }] };
    case 'answers':
      return { title: words.answersTo(note.of), lines: all.map(({ agents, text }) => ({ who: nameOf(model, agents[0] ?? -1), text })) };
    case 'private':
      return { title: words.privateActs, lines: all.map(({ agents, text }) => ({ who: nameOf(model, agents[0] ?? -1), text })) };
    case 'intervention':
      return { title: words.intervened(note.of, who || note.text), lines: [] };
    case 'changed':
      return { title: note.text || note.of, lines: [] };
    case 'edit':
      return { title: words.mark(note.kind), lines: [{ who: '', text: note.text }] };
    case 'fork':
      return { title: words.mark(note.kind), lines: [] };
  }
}

/** Survey answers in one line, as in the terminal: `pulse: 12 answers, mean 4.5`. */
export function answersInShort(model: PanelModel, row: NoteRow): string {
  const notes = notesIn(model, row);
  const survey = notes[0]?.of ?? '';
  const [from, to] = [notes[0]?.seq ?? 0, notes.at(-1)?.seq ?? 0];
  const items = [...model.run.series.keys()].flatMap((place): readonly (readonly [string, readonly Json[]])[] => {
    const { of, id, words: list } = model.run.series[place]!;
    if (of !== 'answer' || !id.startsWith(`${survey}.`)) return [];
    const all = model.values[place] ?? [];
    const values = all.slice(
      upperBoundBy(all, from - 1, ([seq]) => seq),
      upperBoundBy(all, to, ([seq]) => seq),
    );
    return [[id.slice(survey.length + 1), values.map(([, , , value]) => answerOf(list, value))]];
  });
  return surveyLine(survey, notes.length, items);
}

/** The original answer. For words and for yes and no, the course has only the place in their list. */
function answerOf(list: readonly string[], value: number): Json {
  const word = list[value];
  return word === undefined ? value : list.length === 2 && list[0] === 'false' && list[1] === 'true' ? word === 'true' : word;
}
