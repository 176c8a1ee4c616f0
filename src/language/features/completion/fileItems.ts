/** Files that can be imported, parts of the library that are there and files of the folder one works in, and those that can be read. */
import { DOCUMENT_PATH } from '../../incremental/gatherNames.js';
import { type Host, LIBRARY_NAMES } from '../../program/imports.js';
import type { Program } from '../../program/program.js';
import { IMPLICIT, libraryUri, relativePath } from '../../program/uri.js';

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
