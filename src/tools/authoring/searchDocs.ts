/** The tool `search_docs`: the passages of the documentation that a query fits best, by BM25 over their words. */
import { ln } from '../../core/util/math.js';
import { inputOf, text, whole } from '../base/input.js';
import { tool } from '../base/tool.js';
import { type Passage, passages } from './pages.js';

/** The usual constants of BM25. A word in a heading counts as often as this. */
const [K, B, HEADING] = [1.2, 0.75, 4];
const MOST_EXCERPT = 500;

export const searchDocs = tool<{ readonly query: string; readonly most?: number }>({
  name: 'search_docs',
  title: 'Search the documentation',
  effect: 'reads',
  description:
    'Searches the documentation of Society Studio and returns the passages that fit best: page, section and an excerpt. Use it for how-to questions; `explain` is for a single word of the format.',
  input: inputOf({ query: text('A few words.'), most: whole('The most passages. Default: 4.', 1, 10) }, ['query']),
  run: async ({ query, most = 4 }, host) => {
    const all = await passages(host);
    const found = spread(ranked(all, query)).slice(0, most);
    return {
      passages: found.map(({ page, headings, text: words }) => ({
        ...{ page, section: headings.slice(1).join(' › ') },
        excerpt: excerptOf(
          words,
          wordsOf(query).filter((word) => !EMPTY.has(word)),
        ),
      })),
    };
  },
});

/** Words of a question that say nothing about its subject. */
const EMPTY = new Set(
  'a an and are as at be by can do does for from have how i in is it my of on one or that the this to use what when where which who why with you'.split(
    ' ',
  ),
);

/** Pages that list results, which have all words and answer no question. */
const RESULTS = new Set(['docs/gallery.md', 'docs/gallery-cards.md']);

/** Words without endings of plurals, in lower case. */
const wordsOf = (text: string): readonly string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []).map((word) => (word.length > 3 ? word.replace(/(?<!s)s$/, '') : word));

/** At most two passages of each page, so that one page does not hide the others. */
function spread(found: readonly Passage[]): readonly Passage[] {
  const counts = new Map<string, number>();
  return found.filter(({ page }) => {
    const count = (counts.get(page) ?? 0) + 1;
    counts.set(page, count);
    return count <= MOST_OF_PAGE;
  });
}

const MOST_OF_PAGE = 2;

/** Passages with at least one word of the query, the best first. */
function ranked(all: readonly Passage[], query: string): readonly Passage[] {
  const wanted = new Set(wordsOf(query).filter((word) => !EMPTY.has(word)));
  const counted = all
    .filter(({ page }) => !RESULTS.has(page))
    .map((passage) => {
      const words = wordsOf(passage.text);
      const heads = wordsOf(passage.headings.join(' '));
      const counts = new Map([...wanted].map((word) => [word, count(words, word) + HEADING * count(heads, word)]));
      return { passage, length: words.length + heads.length, counts };
    });
  const mean = counted.reduce((sum, { length }) => sum + length, 0) / Math.max(1, counted.length);
  const rarity = new Map(
    [...wanted].map((word) => {
      const having = counted.filter(({ counts }) => (counts.get(word) ?? 0) > 0).length;
      return [word, ln(1 + (counted.length - having + 0.5) / (having + 0.5))];
    }),
  );
  const scored = counted.map(({ passage, length, counts }) => {
    const parts = [...counts].map(([word, n]) => ((rarity.get(word) ?? 0) * n * (K + 1)) / (n + K * (1 - B + (B * length) / mean)));
    return { passage, score: parts.reduce((sum, part) => sum + part, 0) };
  });
  return scored
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ passage }) => passage);
}

const count = (words: readonly string[], word: string): number => words.reduce((sum, one) => sum + Number(one === word), 0);

/** The part of a passage from the line with the most words of the query on. */
function excerptOf(text: string, wanted: readonly string[]): string {
  if (text.length <= MOST_EXCERPT) return text;
  const lines = text.split('\n');
  const hits = lines.map((line) => new Set(wordsOf(line).filter((word) => wanted.includes(word))).size);
  const from = Math.max(0, hits.indexOf(Math.max(...hits)) - 1);
  const part = lines.slice(from).join('\n');
  return `${from > 0 ? '…\n' : ''}${part.length > MOST_EXCERPT ? `${part.slice(0, MOST_EXCERPT)}…` : part}`;
}
