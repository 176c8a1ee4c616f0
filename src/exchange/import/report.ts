/** The report of an import, for the terminal and as Markdown. */
import { type Fate, type ImportProblem, type Note, problemLine } from './parse/importLog.js';

export interface ImportReport {
  readonly files: readonly {
    readonly name: string;
    readonly format: string;
    readonly title: string;
    readonly licence: string | null;
    readonly encoding: string;
  }[];
  readonly people: number;
  readonly ties: number;
  readonly pseudonyms: number;
  readonly notes: readonly Note[];
  readonly problems: readonly ImportProblem[];
}

const FATES: readonly (readonly [Fate, string])[] = [
  ['mapped', 'Mapped'],
  ['guessed', 'Guessed: look at these'],
  ['kept', 'Kept aside'],
  ['dropped', 'Dropped'],
];

/** Lines of plain text that are also valid in Markdown. */
export function reportText({ files, people, ties, pseudonyms, notes, problems }: ImportReport): string {
  const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
  const from = files.map(({ name, title, format }) => `${name} (${title}, \`${format}\`)`).join(', ');
  const hidden =
    pseudonyms === 0 ? 'Names are as they were.' : `${count(pseudonyms, 'name is a pseudonym', 'names are pseudonyms')}, in all texts too.`;
  const sections = FATES.flatMap(([fate, title]) => {
    const lines = notes.filter((note) => note.fate === fate).map(noteLine);
    return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines];
  });
  const told = problems.map((problem) => `- ${problemLine(problem)}`);
  return [
    '# Import',
    '',
    `${count(people, 'person', 'people')} and ${count(ties, 'tie', 'ties')} from ${from}. ${hidden}`,
    ...files.flatMap(({ name, licence }) => (licence === null ? [] : [`Licence of ${name}: ${licence}.`])),
    ...(told.length === 0 ? [] : ['', '## Problems', '', ...told]),
    ...sections,
    '',
  ].join('\n');
}

function noteLine({ from, to, why, count }: Note): string {
  const times = count > 1 ? `${count} ×` : '';
  return `- ${[`\`${from}\``, to === '' ? '' : `→ \`${to}\``, why === '' ? '' : `(${why})`, times].filter((part) => part !== '').join(' ')}`;
}
