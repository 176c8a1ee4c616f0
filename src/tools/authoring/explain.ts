/** The tool `explain`: what a key, a diagnostic, a function, a measure or a graph is, from the pages of the documentation. */
import { didYouMean } from '../../core/util/suggest.js';
import { inputOf, text } from '../base/input.js';
import { tool, ToolFault } from '../base/tool.js';
import { type Passage, passages, rowsIn } from './pages.js';

/** Pages whose tables define words, in the order in which their explanations are listed. */
const TABLES = ['docs/format.md', 'docs/expressions.md', 'docs/measures.md', 'docs/networks.md', 'docs/library.md', 'docs/glossary.md'];
const DIAGNOSTICS = 'docs/diagnostics.md';
const MOST = 6;
const LONG = 1_500;

interface Explanation {
  readonly page: string;
  readonly section: string;
  readonly text: string;
}

export const explain = tool<{ readonly of: string }>({
  name: 'explain',
  title: 'Explain a word of the format',
  effect: 'reads',
  description:
    'Explains one word: a key of the format (`rounds` or `scenarios.rounds`), the code of a problem (`unknown-id`), a function or a measure of expressions (`tie`, `reciprocity`), a graph (`small_world`) or a world of the library. Returns the definition, its values and an example.',
  input: inputOf({ of: text('The word, or a path of keys such as `scenarios.rounds`.') }, ['of']),
  run: async ({ of }, host) => {
    const all = await passages(host);
    if (all.length === 0) throw new ToolFault('The documentation is not part of this installation.');
    const path = of.replace(/[`()\s]/g, '').split('.');
    const word = path.at(-1) ?? '';
    const found = [...diagnosticsNamed(all, word), ...definitions(all, path)];
    if (found.length === 0)
      throw new ToolFault(`No key, problem, function or measure is named \`${word}\`.${didYouMean(word, wordsIn(all))} Try search_docs.`);
    return { of, explanations: found.slice(0, MOST), ...(found.length > MOST ? { more: found.length - MOST } : {}) };
  },
});

const diagnosticsNamed = (all: readonly Passage[], code: string): readonly Explanation[] =>
  all
    .filter(({ page, headings }) => page === DIAGNOSTICS && headings.length === 3 && headings[2] === code)
    .map(({ page, headings, text: words }) => ({ page, section: headings.join(' › '), text: words.slice(0, LONG) }));

/** Rows whose first cell names the word. With a path, those of the section that the path begins with come first. */
function definitions(all: readonly Passage[], path: readonly string[]): readonly Explanation[] {
  const word = path.at(-1) ?? '';
  const names = new RegExp(`\`${word.replace(/[^\w-]/g, '\\$&')}(?:\`|\\()`);
  const found = all
    .filter(({ page }) => TABLES.includes(page))
    .flatMap((passage) =>
      rowsIn(passage)
        .filter(([first = '']) => names.test(first) || first.toLowerCase() === word.toLowerCase())
        .map(
          (cells): Explanation => ({
            page: passage.page,
            section: passage.headings.slice(1).join(' › '),
            text: cells.join(' | ').slice(0, LONG),
          }),
        ),
    );
  const rank = ({ page, section }: Explanation): number => {
    const isOwn = path.slice(0, -1).some((part) => section.toLowerCase().includes(part.toLowerCase().replace(/s$/, '')));
    return (path.length > 1 && isOwn ? 0 : TABLES.length) + TABLES.indexOf(page);
  };
  return found.toSorted((a, b) => rank(a) - rank(b));
}

const wordsIn = (all: readonly Passage[]): readonly string[] => [
  ...new Set(
    all.flatMap((passage) =>
      passage.page === DIAGNOSTICS
        ? passage.headings.slice(2)
        : TABLES.includes(passage.page)
          ? rowsIn(passage).flatMap(([first = '']) => [...first.matchAll(/`([\w-]+)/g)].map((match) => match[1] ?? ''))
          : [],
    ),
  ),
];
