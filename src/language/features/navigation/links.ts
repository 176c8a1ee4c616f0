/** Places that lead to another file or page: imports, prose in Markdown, and the address of an endpoint. */
import type { DocumentLink } from '../../api.js';
import type { Program } from '../../program/program.js';
import { proseTarget } from '../../names/prose.js';
import { isLibrary } from '../../program/uri.js';
import { rangeAt } from '../../text/lines.js';
import { textOf, valueAt } from '../../syntax/node.js';

export function linksOf(program: Program): readonly DocumentLink[] {
  const { main: file } = program;
  const { lines, root } = file.tree;
  const links: DocumentLink[] = [];
  for (const use of file.imports) {
    const [only, ...more] = program.imported.get(use) ?? [];
    if (only !== undefined && more.length === 0)
      links.push({
        range: rangeAt(lines, use.at),
        target: only,
        tooltip: isLibrary(only) ? 'Open the part of the library' : 'Open the file',
      });
  }
  for (const prose of file.prose) {
    const target = proseTarget(program, file, prose);
    if (target?.ok) links.push({ range: rangeAt(lines, prose.node.at), target: target.uri, tooltip: 'Open the text' });
  }
  const models = valueAt(root, 'models');
  for (const { value } of models?.kind === 'map' ? models.entries : []) {
    const address = valueAt(value, 'base_url');
    const url = textOf(address);
    if (address && url !== null && /^https?:\/\/[^\s$]+$/.test(url))
      links.push({ range: rangeAt(lines, address.at), target: url, tooltip: 'Open in the browser' });
  }
  return links;
}
