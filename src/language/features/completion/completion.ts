/**
 * Completion: keys, values, ids and names that are possible at the cursor, and nothing that would be an error. Also the files that can
 * be imported or read.
 */
import { DOCUMENT_PATH } from '../../incremental/gatherNames.js';
import { type Host, LIBRARY_NAMES } from '../../program/imports.js';
import type { Program } from '../../program/program.js';
import { IMPLICIT, libraryUri, relativePath } from '../../program/uri.js';
import type { CompletionItem } from '../../api.js';
import { linesOf, rangeAt } from '../../text/lines.js';
import { scenarioPath } from './armItems.js';
import { type Cursor, cursorAt } from '../position/cursorContext.js';
import { templateStart } from '../position/expressionAt.js';
import { expressionItems } from './expressionItems.js';
import { keyItems } from './keyItems.js';
import type { CompletionSite, Maker } from './completionItem.js';
import { schemasOf } from '../position/locate.js';
import { valueItems } from './valueItems.js';

/** Where nothing can be offered, as seen from the text alone: in a comment, and in prose outside of `$(…)`. */
export function isSilent(text: string, offset: number): boolean {
  const cursor = cursorAt(linesOf(text), offset);
  if (cursor.mode === 'none') return true;
  if (cursor.mode === 'key') return false;
  const schemas = schemasOf(cursor);
  const prose = schemas.every((schema) => schema['x-text'] && (!schema['x-expr'] || schema['x-expr'] === 'template'));
  return prose && templateStart(text, Math.max(0, offset - 2000), offset) === null;
}

/** Which files of the workspace are wanted at an offset: those that can be imported, or read. */
export function filesWanted(program: Program, offset: number): 'imports' | 'documents' | null {
  const cursor = cursorAt(program.main.tree.lines, offset);
  if (cursor.path[0] === 'imports') return 'imports';
  return schemasOf(cursor).some((schema) => schema['x-form'] === 'document') ? 'documents' : null;
}

/** `files`: how those that are wanted are named in the file. */
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
  if (cursor.mode === 'value') return unlessWritten(valueItems(place), cursor.prefix);
  return cursor.mode === 'key' ? [...keyItems(place), ...(cursor.item && !cursor.colon ? valueItems(place) : [])] : [];
}

/** Nothing where the only item that goes on from what is written is what is written. */
function unlessWritten(items: readonly CompletionItem[], prefix: string): readonly CompletionItem[] {
  const typed = prefix.trimEnd();
  if (typed === '') return items;
  const further = items.filter(({ label }) => label.startsWith(typed));
  return further.length === 1 && further[0]?.label === typed ? [] : items;
}

/** Further lines of an item have the indentation of its first line, which may follow a `- `. */
function maker({ main }: Program, { replace: at, inset }: Cursor): Maker {
  const replace = rangeAt(main.tree.lines, at);
  const further = `\n${' '.repeat(inset)}`;
  return (label, kind, insert, more = {}) => ({ label, kind, insert: insert.replaceAll('\n', further), replace, ...more });
}

// Files that can be imported, parts of the library that are there and files of the folder one works in, and those that can be read.

const MOST = 200;

/** How each document is named in the file. */
export async function readable({ main, root }: Program, host: Host): Promise<readonly string[]> {
  const listed = host.list ? await host.list(root, ['.md', '.txt']) : [];
  const paths = listed.flatMap((uri) => relativePath(uri, main.uri) ?? []);
  return paths.filter((path) => DOCUMENT_PATH.test(path)).slice(0, MOST);
}

/** How each is named in the file. */
export async function importable({ main, root }: Program, host: Host): Promise<readonly string[]> {
  const parts = LIBRARY_NAMES.filter((name) => !IMPLICIT.some((own) => own === name));
  const there = await Promise.all(parts.map((name) => host.read(libraryUri(name)).catch(() => null)));
  const library = parts.filter((_, i) => there[i] !== null && there[i] !== undefined).map((name) => `library/${name}`);
  const listed = host.list ? await host.list(root) : [];
  const files = listed.filter((uri) => uri !== main.uri).flatMap((uri) => relativePath(uri, main.uri) ?? []);
  return [...library, ...files.slice(0, MOST)];
}
