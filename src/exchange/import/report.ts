/** The report of an import, for the terminal and as Markdown. */
import { groupedFor, marked, t } from '../../core/util/l10n.js';
import { translated } from '../../core/util/recordedText.js';
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
  ['mapped', marked('Mapped')],
  ['guessed', marked('Guessed: look at these')],
  ['kept', marked('Kept aside')],
  ['dropped', marked('Dropped')],
];

/** Lines of plain text that are also valid in Markdown, in the language of the reader. */
export function reportText({ files, people, ties, pseudonyms, notes, problems }: ImportReport): string {
  const count = (n: number, one: string, many: string): string => t(n === 1 ? one : many, groupedFor(n));
  const from = files.map(({ name, title, format }) => `${name} (${t(title)}, \`${format}\`)`).join(', ');
  const hidden =
    pseudonyms === 0
      ? t('Names are as they were.')
      : count(pseudonyms, marked('{0} name is a pseudonym, in all texts too.'), marked('{0} names are pseudonyms, in all texts too.'));
  const sections = FATES.flatMap(([fate, title]) => {
    const lines = notes.filter((note) => note.fate === fate).map(noteLine);
    return lines.length === 0 ? [] : ['', `## ${t(title)}`, '', ...lines];
  });
  const told = problems.map((problem) => `- ${problemLine(problem)}`);
  return [
    `# ${t('Import')}`,
    '',
    t(
      '{0} and {1} from {2}. {3}',
      count(people, marked('{0} person'), marked('{0} people')),
      count(ties, marked('{0} tie'), marked('{0} ties')),
      from,
      hidden,
    ),
    ...files.flatMap(({ name, licence }) => (licence === null ? [] : [t('Licence of {0}: {1}.', name, t(licence))])),
    ...(told.length === 0 ? [] : ['', `## ${t('Problems')}`, '', ...told]),
    ...sections,
    '',
  ].join('\n');
}

function noteLine({ from, to, why, count }: Note): string {
  const times = count > 1 ? `${count} ×` : '';
  return `- ${[`\`${from.startsWith('(') ? t(from) : from}\``, to === '' ? '' : `→ \`${to}\``, why === '' ? '' : `(${translated(why)})`, times].filter((part) => part !== '').join(' ')}`;
}
