/**
 * A document as it is remembered: by its paragraphs, long ones cut at the ends of sentences. In Markdown a passage has the
 * heading above it in front, and the block of data that a page can begin with is left out. All of it is ours.
 */
import { indentOf, lineOffsets, type Lines, linesOf, lineText, type Offsets } from './lines.js';

export interface Passage {
  readonly text: string;
  /** Where it is written in the document. */
  readonly at: Offsets;
}

/** Characters of a document that stand in one passage at most; its heading comes on top. */
export const LONGEST_PASSAGE = 600;

/** In order; what has neither letters nor digits is no passage, nor is a heading by itself. */
export function passagesOf(source: string, isMarkdown: boolean): readonly Passage[] {
  const found: Passage[] = [];
  for (const { at, heading } of paragraphs(source, isMarkdown))
    for (const [start, end] of cut(source, at)) {
      const text = tidy(source.slice(start, end));
      if (SAYS.test(text)) found.push({ text: heading === '' ? text : `${heading} — ${text}`, at: [start, end] });
    }
  return found;
}

/** A line that begins like a heading and is longer is text. */
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

/** How many lines the block of data takes that a page can begin with: `---`, lines, `---`. */
function linesOfData(lines: Lines): number {
  const isRule = (n: number): boolean => /^\uFEFF?---[ \t]*$/.test(lineText(lines, n));
  if (!isRule(0)) return 0;
  for (let n = 1; n < lines.starts.length; n++) if (isRule(n)) return n + 1;
  return 0;
}

/** Ends of sentences: marks of the West before a space, those of East Asia anywhere. */
const SENTENCE = /[.!?…]["'”’»)\]]*(?=\s)|[。！？]["'”’」』）]*/g;

/** Pieces of a paragraph that are no longer than a passage may be. */
function* cut(source: string, [from, to]: Offsets): Generator<Offsets> {
  let start = from;
  while (to - start > LONGEST_PASSAGE) {
    const end = start + lastEnd(source.slice(start, start + LONGEST_PASSAGE + 1));
    yield [start, end];
    start = end + (/^\s*/.exec(source.slice(end, to))?.[0].length ?? 0);
  }
  if (to > start) yield [start, to];
}

/** Where the last whole sentence of a text ends, else the last whole word, else as much as there is room for. */
function lastEnd(text: string): number {
  let end = 0;
  for (const { index, 0: mark } of text.matchAll(SENTENCE)) if (index + mark.length <= LONGEST_PASSAGE) end = index + mark.length;
  if (end > 0) return end;
  const word = text.search(/\s+\S*$/);
  if (word > 0) return word;
  // Two halves of one character stay together.
  return /[\uD800-\uDBFF]/.test(text.charAt(LONGEST_PASSAGE - 1)) ? LONGEST_PASSAGE - 1 : LONGEST_PASSAGE;
}

/** Lines that keep their own: items of a list, rows of a table, quotes. */
const OWN_LINE = /^(?:[-*+•]\s|\d+[.)]\s|\||>)/;

/** The lines of a paragraph as one, where they were only broken to fit a page. */
const tidy = (text: string): string =>
  text
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .reduce((before, line) => (before === '' ? line : `${before}${OWN_LINE.test(line) ? '\n' : ' '}${line}`), '');
