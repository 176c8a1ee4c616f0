/**
 * Completion: keys, values, ids and names that are possible at the cursor. It never offers an error. Also the files that can
 * be imported or read.
 */
import { DOCUMENT_PATH } from '../../incremental/gatherNames.js';
import { type Host, LIBRARY_NAMES } from '../../program/imports.js';
import type { Program } from '../../program/program.js';
import { isImplicit, libraryUri, relativePath } from '../../program/uri.js';
import type { CompletionItem } from '../../api.js';
import { linesOf, rangeAt } from '../../text/lines.js';
import { scenarioPath } from './armItems.js';
import { columnItems, tableAt } from './columnItems.js';
import { type Cursor, cursorAt } from '../position/cursorContext.js';
import { templateStart } from '../position/expressionAt.js';
import { expressionItems } from './expressionItems.js';
import { keyItems } from './keyItems.js';
import type { CompletionSite, Maker } from './completionItem.js';
import { schemasOf } from '../position/locate.js';
import { valueItems } from './valueItems.js';

/** Whether the text alone shows that there are no completions: in a comment, and in prose outside of `$(…)`. */
export function isSilent(text: string, offset: number): boolean {
  const cursor = cursorAt(linesOf(text), offset);
  if (cursor.mode === 'none') return true;
  if (cursor.mode === 'key') return false;
  const schemas = schemasOf(cursor);
  const prose = schemas.every((schema) => schema['x-text'] && (!schema['x-expr'] || schema['x-expr'] === 'template'));
  return prose && templateStart(text, Math.max(0, offset - 2000), offset) === null;
}

/** What completion needs of other files at an offset: files to import or to read, or the columns of a table. */
type Wanted = 'imports' | 'documents' | { readonly columnsOf: string };

export function filesWanted(program: Program, offset: number): Wanted | null {
  const cursor = cursorAt(program.main.tree.lines, offset);
  if (cursor.path[0] === 'imports') return 'imports';
  const table = tableAt(program, cursor);
  if (table !== null) return { columnsOf: table };
  return schemasOf(cursor).some((schema) => schema['x-form'] === 'document') ? 'documents' : null;
}

/** `files`: the paths of the files that `filesWanted` names, or the columns. */
export function complete(program: Program, offset: number, files: readonly string[] = []): readonly CompletionItem[] {
  const { lines } = program.main.tree;
  const written = cursorAt(lines, offset);
  if (written.mode === 'none') return [];
  const cursor: Cursor = { ...written, path: scenarioPath(program, written.path) };
  const schemas = schemasOf(cursor);
  const place: CompletionSite = { program, cursor, written: written.path, schemas, make: maker(program, cursor), files, offset };
  if (cursor.mode !== 'key' && schemas.some((schema) => schema['x-expr'])) {
    const expression = expressionItems(place);
    const only = schemas.some((schema) => schema['x-expr'] === 'expression' || schema['x-expr'] === 'statements');
    if (only || expression.length > 0) return expression;
  }
  if (!cursor.clean) return [];
  if (tableAt(program, written) !== null) return unlessWritten(columnItems(place), cursor.prefix);
  if (cursor.mode === 'value') return unlessWritten(valueItems(place), cursor.prefix);
  return cursor.mode === 'key' ? [...keyItems(place), ...(cursor.item && !cursor.colon ? valueItems(place) : [])] : [];
}

/** The items; none if the only item that starts with the typed text is equal to it. */
function unlessWritten(items: readonly CompletionItem[], prefix: string): readonly CompletionItem[] {
  const typed = prefix.trimEnd();
  if (typed === '') return items;
  const further = items.filter(({ label }) => label.startsWith(typed));
  return further.length === 1 && further[0]?.label === typed ? [] : items;
}

/** Indents the further lines of an item like its first line, which may follow a `- `. */
function maker({ main }: Program, { replace: at, inset }: Cursor): Maker {
  const replace = rangeAt(main.tree.lines, at);
  const further = `\n${' '.repeat(inset)}`;
  return (label, kind, insert, more = {}) => ({ label, kind, insert: insert.replaceAll('\n', further), replace, ...more });
}

// Files that can be imported (parts of the library and files of the workspace), and files that can be read.

const MOST = 200;

export { columnsOf } from './columnItems.js';

/** The paths of all documents that the file can read. */
export async function readable({ main, root }: Program, host: Host): Promise<readonly string[]> {
  const listed = host.list ? await host.list(root, ['.md', '.txt']) : [];
  const paths = listed.flatMap((uri) => relativePath(uri, main.uri) ?? []);
  return paths.filter((path) => DOCUMENT_PATH.test(path)).slice(0, MOST);
}

/** The paths of all files that the file can import. */
export async function importable({ main, root }: Program, host: Host): Promise<readonly string[]> {
  const parts = LIBRARY_NAMES.filter((name) => !isImplicit(name));
  const there = await Promise.all(parts.map((name) => host.read(libraryUri(name)).catch(() => null)));
  const library = parts.filter((_, i) => there[i] !== null && there[i] !== undefined).map((name) => `library/${name}`);
  const listed = host.list ? await host.list(root) : [];
  const files = listed.filter((uri) => uri !== main.uri).flatMap((uri) => relativePath(uri, main.uri) ?? []);
  return [...library, ...files.slice(0, MOST)];
}
