/** A published work as data, and how it is written in BibTeX and as a line. */

export interface Work {
  /** Of its entry, and of citations. */
  readonly key: string;
  /** Names under which files and measures speak of it; the first that a text has makes it cited. */
  readonly names: readonly string[];
  readonly type: 'article' | 'book' | 'inproceedings' | 'misc';
  readonly fields: { readonly [field: string]: string };
}

/** Authors, title, year and names; then what is of its kind. Titles are in braces, so that no style changes their letters. */
type Row = readonly [
  key: string,
  authors: string,
  title: string,
  year: number,
  names: readonly string[],
  more: { readonly [field: string]: string },
];

/** Works of one type. */
export const rows = (type: Work['type'], list: readonly Row[]): readonly Work[] =>
  list.map(([key, author, title, year, names, more]) => ({
    ...{ key, names, type },
    fields: { author, title: `{${title}}`, year: String(year), ...more },
  }));

export const arxiv = (id: string) => ({ eprint: id, archivePrefix: 'arXiv', howpublished: `arXiv:${id}` });
export const within = (journal: string, volume: string, pages: string) => ({ journal, volume, pages });

/** Entries in BibTeX, by their keys. */
export const bibtexOf = (works: readonly Work[]): string =>
  [...works]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, type, fields }) => {
      const lines = Object.entries(fields).map(([field, value]) => `  ${field} = {${value}},`);
      return `@${type}{${key},\n${lines.join('\n')}\n}\n`;
    })
    .join('\n');

/** As in `Cohen, Jacob (1960). A Coefficient of Agreement for Nominal Scales. Educational …` */
export function workLine({ fields }: Work): string {
  const { author = '', title = '', year = '', journal, booktitle, publisher, howpublished } = fields;
  const place = journal ?? booktitle ?? publisher ?? howpublished ?? '';
  return `${author.replaceAll(' and others', ' et al.').replaceAll(' and ', '; ')} (${year}). ${title.slice(1, -1)}. ${place}.`;
}
