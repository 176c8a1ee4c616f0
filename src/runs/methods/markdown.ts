/** Writes a document in GitHub's Markdown, with citations as Pandoc reads them. */
import { literal } from '../../core/formats/markdown.js';
import { type Block, type Inline, inlines, type Line } from './document.js';

export const markdownOf = (blocks: readonly Block[]): string => `${blocks.map(blockText).join('\n\n')}\n`;

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${literal(block.text)}`;
    case 'paragraph':
      return lineText(block.text);
    case 'list':
      return block.items.map((item, i) => `${block.numbered ? `${i + 1}.` : '-'} ${lineText(item)}`).join('\n');
    case 'table':
      return [row(block.head), `|${'---|'.repeat(block.head.length)}`, ...block.rows.map(row)].join('\n');
    case 'verbatim':
      return fenced(block.text);
    case 'box':
      return [`> **${literal(block.title)}**`, ...block.lines.map((line) => `> - ${lineText(line)}`)].join('\n>\n');
  }
}

const row = (cells: readonly Line[]): string => `| ${cells.map((cell) => lineText(cell, true)).join(' | ')} |`;

const lineText = (line: Line, inCell = false): string =>
  inlines(line)
    .map((part) => inlineText(part, inCell))
    .join('')
    .trim();

function inlineText(part: Inline, inCell: boolean): string {
  if (typeof part === 'string') return literal(part);
  if ('cite' in part) return `[${part.cite.map((key) => `@${key}`).join('; ')}]`;
  const span = spanned(part.code);
  // A bar ends a cell even within code, unless it is escaped.
  return inCell ? span.replaceAll('|', '\\|') : span;
}

/** Code within a line, between more backticks than it holds. */
function spanned(text: string): string {
  const flat = text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
  if (flat === '') return '';
  const ticks = '`'.repeat(longest(flat) + 1);
  const pad = flat.startsWith('`') || flat.endsWith('`') ? ' ' : '';
  return `${ticks}${pad}${flat}${pad}${ticks}`;
}

/** A block between longer fences than it holds. */
function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, longest(text) + 1));
  return `${fence}text\n${text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd')}\n${fence}`;
}

/** Length of the longest run of backticks. */
const longest = (text: string): number => Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
