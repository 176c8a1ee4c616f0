/** Ids of all files of the workspace that fit a query: its letters in order, as the editor's own search wants them. */
import type { WorkspaceSymbol } from '../../api.js';
import type { FileModel } from '../../incremental/file.js';
import { rangeAt } from '../../text/lines.js';
import { textOf, valueAt } from '../../syntax/node.js';
import { symbolKind } from './symbols.js';

const MOST = 500;

function* symbolsIn(file: FileModel, query: string): Iterable<WorkspaceSymbol> {
  for (const { kind, id, path, entry } of file.definitions) {
    const name = textOf(valueAt(entry.value, 'name')) ?? textOf(valueAt(entry.value, 'title')) ?? '';
    if (!fits(query, id) && !fits(query, name)) continue;
    const [, holder] = path.split('.');
    yield {
      name: id,
      detail: holder === id ? name : (holder ?? ''),
      kind: symbolKind(kind),
      span: { source: file.uri, range: rangeAt(file.tree.lines, entry.keyAt) },
    };
  }
}

export function firstSymbols(files: readonly FileModel[], query: string): readonly WorkspaceSymbol[] {
  const found: WorkspaceSymbol[] = [];
  for (const file of files)
    for (const symbol of symbolsIn(file, query)) {
      if (found.length === MOST) return found;
      found.push(symbol);
    }
  return found;
}

/** Whether the letters of the query stand in the text in their order, whatever is between them. */
export function fits(query: string, text: string): boolean {
  const wanted = query.toLowerCase();
  const given = text.toLowerCase();
  let from = 0;
  for (const letter of wanted) {
    const at = given.indexOf(letter, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}
