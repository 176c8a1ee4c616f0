/** Markdown: a section of a text, and escaped text. */

/** A section with its heading, up to the next heading of the same or a higher level; null if there is no such heading. */
export function sectionOf(markdown: string, heading: string): string | null {
  const lines = markdown.split('\n');
  let fence = false;
  let from = -1;
  let depth = 0;
  for (const [i, line] of lines.entries()) {
    if (line.startsWith('```')) fence = !fence;
    const found = fence ? null : /^(#+) (.*)$/.exec(line);
    if (!found) continue;
    const [, signs = '', words] = found;
    if (from >= 0 && signs.length <= depth) return `${lines.slice(from, i).join('\n').trimEnd()}\n`;
    if (from < 0 && words === heading) [from, depth] = [i, signs.length];
  }
  return from < 0 ? null : `${lines.slice(from).join('\n').trimEnd()}\n`;
}

/** An untrusted text for Markdown, also for a cell of a table: all markup and links in it are escaped. */
export const literal = (text: string): string =>
  text
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
    .replace(/[\\`*_[\]|~$@]|^\s*[-+#>]|:(?=\/\/)|(?<=www)\./gi, (sign) => sign.replace(/\S/, '\\$&'))
    .replace(/^(\s*\d+)([.)])/, '$1\\$2')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;');
