/**
 * Published works that a study can cite. `works.json` lists them in CSL JSON; `custom.names` are the names by which files and
 * measures refer to a work. This file reads the list and writes its entries in BibTeX and as lines.
 */
import source from './works.json';

/** An item of `works.json`: the part of CSL JSON (citationstyles.org, 1.0.2) that the list uses. */
interface CslItem {
  readonly id: string;
  readonly type: keyof typeof TYPES;
  /** `others` as a literal stands for the authors who are not listed. */
  readonly author: readonly ({ readonly family: string; readonly given: string } | { readonly literal: string })[];
  readonly title: string;
  readonly issued: { readonly 'date-parts': readonly (readonly number[])[] };
  readonly 'container-title'?: string;
  readonly publisher?: string;
  readonly volume?: string;
  readonly issue?: string;
  readonly page?: string;
  /** `arXiv:` and the number of a preprint. */
  readonly number?: string;
  readonly custom: { readonly names: readonly string[] };
}

/** Types of CSL as types of BibTeX. */
const TYPES = { article: 'misc', 'article-journal': 'article', book: 'book', 'paper-conference': 'inproceedings' } as const;

export interface Work {
  /** Key of its entry, and of citations. */
  readonly key: string;
  /** Names by which files and measures refer to it; the first that a text has makes it cited. */
  readonly names: readonly string[];
  readonly type: (typeof TYPES)[keyof typeof TYPES];
  /** Fields of BibTeX, in the order in which they are written. */
  readonly fields: { readonly [field: string]: string };
}

/** Works in the order in which a methods text cites them. */
export const WORKS: readonly Work[] = (source as readonly CslItem[]).map((item) => ({
  key: item.id,
  names: item.custom.names,
  type: TYPES[item.type],
  fields: fieldsOf(item),
}));

/** Titles are in braces, so that no style changes their letters. */
function fieldsOf(item: CslItem): Work['fields'] {
  const { type, author, title, issued, publisher, volume, issue, page, number } = item;
  const within = item['container-title'];
  const eprint = number?.replace(/^arXiv:/, '');
  return {
    author: author.map((one) => ('literal' in one ? one.literal : `${one.family}, ${one.given}`)).join(' and '),
    title: `{${title}}`,
    year: String(issued['date-parts'][0]?.[0] ?? ''),
    ...(within === undefined ? {} : { [type === 'article-journal' ? 'journal' : 'booktitle']: within }),
    ...(publisher === undefined ? {} : { publisher }),
    ...(volume === undefined ? {} : { volume }),
    ...(issue === undefined ? {} : { number: issue }),
    ...(page === undefined ? {} : { pages: page.replace('-', '--') }),
    ...(eprint === undefined ? {} : { eprint, archivePrefix: 'arXiv', howpublished: `arXiv:${eprint}` }),
  };
}

/** Entries in BibTeX, by their keys. */
export const bibtexOf = (works: readonly Work[]): string =>
  [...works]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, type, fields }) => {
      const lines = Object.entries(fields).map(([field, value]) => `  ${field} = {${value}},`);
      return `@${type}{${key},\n${lines.join('\n')}\n}\n`;
    })
    .join('\n');

/** For example `Cohen, Jacob (1960). A Coefficient of Agreement for Nominal Scales. Educational …` */
export function workLine({ fields }: Work): string {
  const { author = '', title = '', year = '', journal, booktitle, publisher, howpublished } = fields;
  const place = journal ?? booktitle ?? publisher ?? howpublished ?? '';
  return `${author.replaceAll(' and others', ' et al.').replaceAll(' and ', '; ')} (${year}). ${title.slice(1, -1)}. ${place}.`;
}
