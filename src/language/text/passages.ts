/**
 * Splits a document into the passages that an agent remembers: its paragraphs, with long ones split at the ends of sentences.
 * In Markdown, a passage starts with the heading above it, and front matter is left out. These rules are our choice.
 */
import { indentOf, lineOffsets, type Lines, linesOf, lineText, type Offsets } from './lines.js';

export interface Passage {
  readonly text: string;
  /** Its place in the document. */
  readonly at: Offsets;
}

/** The most characters of one passage, without its heading. */
export const LONGEST_PASSAGE = 600;

/** The passages in order. Text without letters and digits is not a passage, nor is a heading alone. */
export function passagesOf(source: string, isMarkdown: boolean): readonly Passage[] {
  const found: Passage[] = [];
  for (const { at, heading } of paragraphs(source, isMarkdown))
    for (const [start, end] of cut(source, at)) {
      const text = tidy(source.slice(start, end));
      if (SAYS.test(text)) found.push({ text: heading === '' ? text : `${heading} — ${text}`, at: [start, end] });
    }
  return found;
}

/** A longer line that starts like a heading is text. */
const LONGEST_HEADING = 200;

const SAYS = /[\p{L}\p{N}]/u;

interface Paragraph {
  readonly at: Offsets;
  readonly heading: string;
}

const FENCE = /^(?:```|~~~)/;
const HEADING = /^#{1,6}(?:\s+(.*?))?(?:\s+#+)?$/;
const UNDERLINE = /^(?:=+|-+)$/;

function* paragraphs(source: string, isMarkdown: boolean): Generator<Paragraph> {
  const lines = linesOf(source);
  let [heading, start, end, count, fenced] = ['', 0, 0, 0, false];
  for (let n = isMarkdown ? linesOfData(lines) : 0; n < lines.starts.length; n++) {
    const [from, to] = lineOffsets(lines, n);
    const line = source.slice(from, to).trim();
    const fence = isMarkdown && FENCE.test(line);
    const canHead = isMarkdown && !fenced && line.length <= LONGEST_HEADING;
    const title = canHead ? HEADING.exec(line) : null;
    const underlined = canHead && count === 1 && end - start <= LONGEST_HEADING && UNDERLINE.test(line);
    if (line !== '' && !fence && !title && !underlined) {
      if (count++ === 0) start = from + indentOf(source.slice(from, to));
      end = to;
      continue;
    }
    if (count > 0 && !underlined) yield { at: [start, end], heading };
    if (title) heading = (title[1] ?? '').trim();
    if (underlined) heading = source.slice(start, end).trim();
    count = 0;
    if (fence) fenced = !fenced;
  }
  if (count > 0) yield { at: [start, end], heading };
}

/** The number of lines of the front matter: `---`, lines, `---`. */
function linesOfData(lines: Lines): number {
  const isRule = (n: number): boolean => /^\uFEFF?---[ \t]*$/.test(lineText(lines, n));
  if (!isRule(0)) return 0;
  for (let n = 1; n < lines.starts.length; n++) if (isRule(n)) return n + 1;
  return 0;
}

/** Ends of sentences: Western marks before a space, East Asian marks anywhere. */
const SENTENCE = /[.!?…]["'”’»)\]]*(?=\s)|[。！？]["'”’」』）]*/g;

/** Pieces of a paragraph that are not longer than a passage. */
function* cut(source: string, [from, to]: Offsets): Generator<Offsets> {
  let start = from;
  while (to - start > LONGEST_PASSAGE) {
    const end = start + lastEnd(source.slice(start, start + LONGEST_PASSAGE + 1));
    yield [start, end];
    start = end + (/^\s*/.exec(source.slice(end, to))?.[0].length ?? 0);
  }
  if (to > start) yield [start, to];
}

/** The end of the last whole sentence of a text, otherwise of the last whole word, otherwise of the longest passage. */
function lastEnd(text: string): number {
  let end = 0;
  for (const { index, 0: mark } of text.matchAll(SENTENCE)) if (index + mark.length <= LONGEST_PASSAGE) end = index + mark.length;
  if (end > 0) return end;
  const word = text.search(/\s+\S*$/);
  if (word > 0) return word;
  // The two halves of a surrogate pair are not separated.
  return /[\uD800-\uDBFF]/.test(text.charAt(LONGEST_PASSAGE - 1)) ? LONGEST_PASSAGE - 1 : LONGEST_PASSAGE;
}

/** Lines that are not joined: items of a list, rows of a table, quotes. */
const OWN_LINE = /^(?:[-*+•]\s|\d+[.)]\s|\||>)/;

/** Joins the lines of a paragraph that were only wrapped. */
const tidy = (text: string): string =>
  text
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .reduce((before, line) => (before === '' ? line : `${before}${OWN_LINE.test(line) ? '\n' : ' '}${line}`), '');
